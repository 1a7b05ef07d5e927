import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

export interface DynamoClientSettings {
  /** Without one, what the SDK finds. */
  readonly region?: string | undefined;
  /** For emulators and tests. */
  readonly endpoint?: string | undefined;
  readonly credentials?: DynamoDBClientConfig['credentials'];
  /** For tests with a server that does not answer. */
  readonly requestTimeoutMs?: number | undefined;
}

const connectionTimeoutMs = 1_000;
/** DynamoDB answers in milliseconds; a page of 1 MB or 100 writes may take longer. */
const requestTimeoutMsDefault = 3_000;

/**
 * A client that tries nothing again by itself: only the table knows which write a repeated request would do twice. `destroy()` lets go of
 * its connections.
 */
export const createDynamoClient = (settings: DynamoClientSettings = {}): DynamoDBDocumentClient => {
  const { region, endpoint, credentials, requestTimeoutMs = requestTimeoutMsDefault } = settings;
  const client = new DynamoDBClient({
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: connectionTimeoutMs,
      requestTimeout: requestTimeoutMs,
      // Otherwise the SDK only warns.
      throwOnRequestTimeout: true,
      // An answer that begins and does not end.
      socketTimeout: requestTimeoutMs,
    },
  });
  const documents = DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: false, convertEmptyValues: false, convertClassInstanceToMap: false },
    unmarshallOptions: { wrapNumbers: false },
  });
  // Its own does nothing, and the connections would keep the process alive.
  documents.destroy = () => {
    client.destroy();
  };
  return documents;
};
