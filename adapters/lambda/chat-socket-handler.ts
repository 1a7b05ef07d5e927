import type { APIGatewayProxyWebsocketEvent, Context } from './events.ts';
import { chatting } from '../composition/chatting.ts';
import { createDeployed, type Deployed } from '../composition/deployed.ts';
import { deployedSettingsOf } from '../composition/deployed-settings.ts';
import { T } from '../composition/tokens.ts';
import type { ChatSocketEnv } from '../config/env.ts';
import { type ChatSocket, createChatSocket } from '../websocket/chat-socket.ts';
import { chatTimerOnAws, windowsOnAws } from './chat-on-aws.ts';
import { type LambdaHost, once } from './host.ts';
import { isWarmer } from './http-event.ts';

export interface SocketAnswer {
  readonly statusCode: number;
}
type Served = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>;

/**
 * The windows of the chat behind a WebSocket API: `$connect`, `$disconnect` and `$default`. A window is only let in by a 200; what it is
 * answered goes by its own connection. Nothing of an event is logged: the query has the ticket, and the body what somebody wrote. A frame
 * that a fault kept from being dealt with is a call that failed, although its window was told to try again: so whoever watches calls hears
 * of it, and what API Gateway then sends to the window is no frame of ours.
 */
export const createChatSocketHandler = (
  host: LambdaHost<ChatSocketEnv>,
): ((event: APIGatewayProxyWebsocketEvent, context: Served) => Promise<SocketAnswer>) => {
  const faults: unknown[] = [];
  const socket = once(async () => socketOver(await ready(host), { host, onFault: (fault) => void faults.push(fault) }));
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
            // Lambda hands over one event at a time, so they are of this frame.
            if (faults.length > 0) throw faults.splice(0)[0];
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

/** Whoever writes waits for an answer, so a table that is throttled is not waited for longer than by a page. */
const ready = async (host: LambdaHost<ChatSocketEnv>): Promise<Deployed> => {
  const { env, folder, log, clock, random, pause } = host;
  const plan = async () => Promise.reject(new Error('rounds are planned elsewhere'));
  return createDeployed(deployedSettingsOf(env, 'waited'), {
    ...folder,
    plan,
    log,
    clock,
    random,
    pause,
    chat: (place) => ({ module: chatting, sockets: windowsOnAws(host, place), timer: chatTimerOnAws(host, place) }),
  });
};

interface SocketParts {
  readonly host: LambdaHost<ChatSocketEnv>;
  readonly onFault: (fault: unknown) => void;
}

const socketOver = ({ container }: Deployed, { host, onFault }: SocketParts): ChatSocket =>
  createChatSocket({
    ...container.get(T.web.socket),
    sockets: container.get(T.chat.sockets),
    clock: container.get(T.clock),
    baseUrl: host.env.BASE_URL,
    onFault,
  });
