import type { APIGatewayProxyWebsocketEvent, Context } from './events.ts';
import { chatting } from '../composition/chatting.ts';
import type { Deployed } from '../composition/deployed.ts';
import { settingOf } from '../composition/host.ts';
import { codeOfFault, kindOf } from '../composition/observed.ts';
import { T } from '../composition/tokens.ts';
import type { ChatSocketEnv } from '../config/env.ts';
import { type ChatSocket, createChatSocket } from '../websocket/chat-socket.ts';
import { chatTimerOnAws, windowsOnAws } from './chat-on-aws.ts';
import { type LambdaHost, once } from './host.ts';
import { isWarmer } from './http-event.ts';
import { loopOnDemand } from './loop-on-demand.ts';

export interface SocketAnswer {
  readonly statusCode: number;
}
type Served = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>;

/**
 * The windows of the chat behind a WebSocket API: `$connect`, `$disconnect` and `$default`. A window is only let in by a 200; what it is
 * answered goes by its own connection. Nothing of an event is logged: the query has the ticket, and the body what somebody wrote.
 */
export const createChatSocketHandler = (
  host: LambdaHost<ChatSocketEnv>,
): ((event: APIGatewayProxyWebsocketEvent, context: Served) => Promise<SocketAnswer>) => {
  const loop = loopOnDemand(host, {
    chat: (place) => ({ module: chatting, sockets: windowsOnAws(host, place), timer: chatTimerOnAws(host, place) }),
  });
  const socket = once(async () => socketOver(await loop(), host));
  return async (event, context) => {
    if (isWarmer(event)) return done;
    const { requestId, routeKey, connectionId } = event.requestContext;
    return host.invoked(
      { awsRequestId: requestId, getRemainingTimeInMillis: () => context.getRemainingTimeInMillis() },
      async (): Promise<SocketAnswer> => {
        switch (routeKey) {
          case '$connect':
            return (await (await socket()).connect({ connection: connectionId, ...askedIn(event) })) === 'connected' ? done : refused;
          case '$disconnect':
            await (await socket()).gone(connectionId);
            return done;
          default:
            // Bytes are nothing that a page of ours sends.
            await (await socket()).frame(connectionId, event.isBase64Encoded === true ? '' : (event.body ?? ''));
            return done;
        }
      },
    );
  };
};

const done: SocketAnswer = { statusCode: 200 };
const refused: SocketAnswer = { statusCode: 403 };

/** Names of headers come as the browser wrote them. */
const askedIn = ({ headers, queryStringParameters }: APIGatewayProxyWebsocketEvent) => ({
  origin: Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'origin')?.[1],
  ticket: queryStringParameters?.['ticket'],
});

const socketOver = ({ container }: Deployed, { env, log, metrics }: LambdaHost<ChatSocketEnv>): ChatSocket =>
  createChatSocket({
    ...container.get(T.web.socket),
    sockets: container.get(T.chat.sockets),
    clock: container.get(T.clock),
    baseUrl: env.BASE_URL,
    onFault: (fault) => {
      log('error', 'chat.failed', { error: kindOf(fault), code: codeOfFault(fault), setting: settingOf(fault) });
      metrics.count('Faults', 1);
    },
  });
