import {
  ApiGatewayManagementApiClient,
  type ApiGatewayManagementApiClientConfig,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { secondMs } from '../../domain/kernel/instant.ts';
import type { Frame } from '../../domain/relay/chat/frames.ts';
import type { Sockets } from '../../domain/relay/chat/ports.ts';
import { regionRefused } from '../config/region.ts';

export interface ApiGatewaySocketsOptions {
  /** Where the connections of one stage are managed: `https://<id>.execute-api.<region>.amazonaws.com/<stage>`. */
  readonly endpoint: string;
  readonly region?: string | undefined;
  readonly credentials?: ApiGatewayManagementApiClientConfig['credentials'];
  /** One frame takes no longer, the repetition among it. */
  readonly deadlineMs?: number | undefined;
}

/** Why a frame did not get through at present. It names neither the window nor what was in the frame. */
export class WindowUnreached extends Error {
  override readonly name = 'WindowUnreached';
  readonly code = 'chat.window_unreached';
}

const deadlineMsDefault = 3 * secondMs;
const requestMsMax = 1.5 * secondMs;
const attemptsMax = 2;
/** What is larger ends the connection with 1009, here as from the other end (quotas for WebSocket APIs, "WebSocket frame size"). */
const payloadBytesMax = 32 * 1024;

/**
 * Windows whose WebSockets API Gateway holds. A frame that is too large for it says no more than that something changed, and the page
 * asks for it over HTTP. Throws `WindowUnreached` where it is not known whether a frame got through, or `RegionRefused`.
 */
export const createApiGatewaySockets = ({ deadlineMs = deadlineMsDefault, ...aws }: ApiGatewaySocketsOptions): Sockets => {
  const client = new ApiGatewayManagementApiClient(configOf(aws));
  return {
    send: async (id, frame) => {
      const command = new PostToConnectionCommand({ ConnectionId: id, Data: bytesOf(frame) });
      return client.send(command, { abortSignal: AbortSignal.timeout(deadlineMs) }).then(() => 'sent' as const, goneOrThrown);
    },
    close: async (id) => {
      const command = new DeleteConnectionCommand({ ConnectionId: id });
      await client.send(command, { abortSignal: AbortSignal.timeout(deadlineMs) }).catch(goneOrThrown);
    },
  };
};

const bytesOf = (frame: Frame): Uint8Array => {
  const bytes = Buffer.from(JSON.stringify(frame));
  if (bytes.length <= payloadBytesMax || !('thread' in frame)) return bytes;
  return Buffer.from(JSON.stringify({ type: 'changed', thread: frame.thread } satisfies Frame));
};

const configOf = ({
  endpoint,
  region,
  credentials,
}: Omit<ApiGatewaySocketsOptions, 'deadlineMs'>): ApiGatewayManagementApiClientConfig => ({
  endpoint,
  ...(region === undefined ? {} : { region }),
  ...(credentials === undefined ? {} : { credentials }),
  maxAttempts: attemptsMax,
  requestHandler: { connectionTimeout: requestMsMax, requestTimeout: requestMsMax, throwOnRequestTimeout: true },
});

/** What AWS said is left out but its name. */
const goneOrThrown = (error: unknown): 'gone' => {
  if (error instanceof GoneException || statusOf(error) === gone) return 'gone';
  throw regionRefused(error) ?? new WindowUnreached(`a window was not reached (${error instanceof Error ? error.name : 'Error'})`);
};

const gone = 410;

const statusOf = (error: unknown): unknown => {
  const metadata: unknown = error instanceof Error && '$metadata' in error ? error.$metadata : undefined;
  return typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata ? metadata.httpStatusCode : undefined;
};
