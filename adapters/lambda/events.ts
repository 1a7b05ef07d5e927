/**
 * What AWS hands to a function and takes from it, as far as ours read and write it. Names are those of the Lambda Developer Guide and of
 * the packages that others use.
 */
export interface Context {
  readonly awsRequestId: string;
  readonly getRemainingTimeInMillis: () => number;
}

/** A request of an HTTP API, payload format 2.0. `headers` are in lower case, several of one name joined by commas. */
export interface APIGatewayProxyEventV2 {
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly cookies?: readonly string[] | undefined;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: string | undefined;
  readonly isBase64Encoded: boolean;
  readonly requestContext: {
    readonly domainName: string;
    readonly requestId: string;
    readonly http: { readonly method: string; readonly path: string; readonly sourceIp: string };
  };
}

export interface APIGatewayProxyStructuredResultV2 {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/** What a WebSocket API hands over (API Gateway, "Set up integrations of a WebSocket API"). Headers and query only at `$connect`. */
export interface APIGatewayProxyWebsocketEvent {
  readonly requestContext: { readonly routeKey: string; readonly connectionId: string; readonly requestId: string };
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null | undefined;
  readonly body?: string | undefined;
  readonly isBase64Encoded?: boolean | undefined;
}

export interface SQSEvent {
  readonly Records: readonly SQSRecord[];
}

export interface SQSRecord {
  readonly messageId: string;
  readonly body: string;
  /** The group is there in FIFO queues alone. `ApproximateReceiveCount` is 1 when a message is handed over for the first time. */
  readonly attributes: {
    readonly MessageGroupId?: string | undefined;
    readonly ApproximateReceiveCount?: string | undefined;
    readonly [name: string]: string | undefined;
  };
}

/** Which messages come again; none where the list is empty. */
export interface SQSBatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}
