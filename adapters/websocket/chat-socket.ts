import type { Clock } from '../../domain/kernel/clock.ts';
import { type Instant, later, secondMs } from '../../domain/kernel/instant.ts';
import type { Frame } from '../../domain/relay/chat/frames.ts';
import type { Sockets } from '../../domain/relay/chat/ports.ts';
import type {
  ChatRefused,
  Connect,
  Disconnect,
  MarkMessages,
  SendMessage,
  TellTyping,
  WhoIsThere,
} from '../../domain/relay/chat/use-cases.ts';
import { type ClientFrame, clientFrame } from '../http/contract.ts';

/** What a window says to us and hears of it, whoever holds its WebSocket. */
export interface ChatSocket {
  /** Before anything else. `'refused'`: another page's, or a ticket that is used, too old or none; it is not said which. */
  readonly connect: (opening: Opening) => Promise<'connected' | 'refused'>;
  /** Takes one frame and answers it by the window itself. `'over'`: nobody is signed in there any more; its socket is to be closed. */
  readonly frame: (connection: string, text: string) => Promise<'open' | 'over'>;
  /** Idempotent. */
  readonly gone: (connection: string) => Promise<void>;
}

export interface Opening {
  readonly connection: string;
  /** As the browser says it; a page cannot choose it (RFC 6455, 10.2). */
  readonly origin: string | undefined;
  readonly ticket: string | undefined;
}

/** What of the chat goes by a WebSocket. */
export interface SocketUseCases {
  readonly connect: Connect;
  readonly disconnect: Disconnect;
  readonly whoIsThere: WhoIsThere;
  readonly sendMessage: SendMessage;
  readonly markMessages: MarkMessages;
  readonly tellTyping: TellTyping;
}

export interface ChatSocketNeeds extends SocketUseCases {
  readonly sockets: Pick<Sockets, 'send'>;
  readonly clock: Clock;
  /** Where browsers reach us; a WebSocket of any other page is refused. */
  readonly baseUrl: string;
  /** Hears of what was thrown; the window is told to try again. */
  readonly onFault: (fault: unknown) => void;
}

/** A frame may have no more bytes. */
export const frameBytesMax = 16 * 1024;
const typingEveryMs = secondMs;
const ticketCharactersMax = 200;
/** Windows whose last typing is remembered, by this process. */
const typistsMax = 5_000;
/** After something failed on our side. */
const againAfterMs = 3 * secondMs;

export const createChatSocket = (needs: ChatSocketNeeds): ChatSocket => {
  const ours = new URL(needs.baseUrl).origin;
  const mayType = makeMayType(needs.clock);
  return {
    connect: async ({ connection, origin, ticket = '' }) => {
      if (origin !== ours || ticket === '' || ticket.length > ticketCharactersMax) return 'refused';
      return (await needs.connect({ connection, ticket })).ok ? 'connected' : 'refused';
    },
    frame: async (connection, text) => {
      const read = frameIn(text);
      const answer = async (frame: Frame): Promise<void> => void (await needs.sockets.send(connection, frame));
      try {
        const there = await needs.whoIsThere({ connection });
        if (!there.ok) return 'over';
        if (read.frame === undefined) await answer(refusal(read.id, malformed));
        else await handled(needs, read.frame, { connection, member: there.value.member, answer, mayType });
      } catch (error) {
        needs.onFault(error);
        await answer(refusal(read.id, unavailable)).catch(needs.onFault);
      }
      return 'open';
    },
    gone: async (connection) => needs.disconnect({ connection }),
  };
};

interface Window {
  readonly connection: string;
  readonly member: Parameters<SendMessage>[0]['member'];
  readonly answer: (frame: Frame) => Promise<void>;
  readonly mayType: (connection: string) => boolean;
}

const handled = async (needs: ChatSocketNeeds, frame: ClientFrame, { connection, member, answer, mayType }: Window): Promise<void> => {
  switch (frame.type) {
    case 'ping':
      await answer({ type: 'pong', at: needs.clock.now() });
      return;
    case 'send': {
      const { thread, id, text } = frame;
      const sent = await needs.sendMessage({ member, thread, id, content: { text }, connection });
      await answer(sent.ok ? { type: 'stored', thread, message: sent.value } : refusal(id, sent.error));
      return;
    }
    case 'mark': {
      const { thread, delivered, read } = frame;
      const marked = await needs.markMessages({ member, thread, delivered, read, connection });
      await answer(marked.ok ? { type: 'marks', thread, ...marked.value } : refusal(undefined, marked.error));
      return;
    }
    case 'typing':
      // Nobody waits for an answer to it.
      if (mayType(connection)) await needs.tellTyping({ member, thread: frame.thread });
      return;
  }
};

const makeMayType = (clock: Clock): ((connection: string) => boolean) => {
  const lastAt = new Map<string, Instant>();
  return (connection) => {
    const now = clock.now();
    const last = lastAt.get(connection);
    if (last !== undefined && now < later(last, typingEveryMs)) return false;
    // Behind all others, so that those who typed longest ago are forgotten first.
    lastAt.delete(connection);
    lastAt.set(connection, now);
    const [oldest] = lastAt.keys();
    if (lastAt.size > typistsMax && oldest !== undefined) lastAt.delete(oldest);
    return true;
  };
};

interface Read {
  readonly frame?: ClientFrame | undefined;
  /** What its writer calls the message, also where the rest is nothing that we know. */
  readonly id: string | undefined;
}

const frameIn = (text: string): Read => {
  if (Buffer.byteLength(text) > frameBytesMax) return { id: undefined };
  const json = parsed(text);
  const id = typeof json === 'object' && json !== null && 'id' in json && typeof json.id === 'string' ? json.id.slice(0, 64) : undefined;
  return { frame: clientFrame.safeParse(json).data, id };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const refusal = (
  id: string | undefined,
  { code, message, retryAfterMs }: Omit<ChatRefused, 'code'> & { readonly code: string },
): Frame => ({
  type: 'refused',
  id,
  code,
  message,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});

const malformed = { code: 'chat.malformed', message: 'That was nothing that we can read. Reload the page and try again.' } as const;
/** Not one of the chat's own: what it was asked may have been done, and is done once however often it is asked. */
const unavailable = {
  code: 'chat.unavailable',
  message: 'We cannot store anything right now. It is tried again in a moment.',
  retryAfterMs: againAfterMs,
} as const;
