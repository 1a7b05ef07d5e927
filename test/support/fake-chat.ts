import { minuteMs, type Instant } from '../../domain/kernel/instant.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import { err, ok } from '../../domain/kernel/result.ts';
import type { Frame, MessageView } from '../../domain/relay/chat/frames.ts';
import type { Sockets } from '../../domain/relay/chat/ports.ts';
import type { ChatRefused } from '../../domain/relay/chat/use-cases.ts';
import type { ChatUseCases } from '../../adapters/http/needs.ts';
import type { SocketUseCases } from '../../adapters/websocket/chat-socket.ts';

/** The chat of everybody in one thread, as far as whoever hosts it needs one: who is there by which ticket, and what was asked of it. */
export const createFakeChat = () => {
  const state = createState();
  const { tickets, windows, asked, messages, told, over } = state;
  return {
    tickets,
    windows,
    asked,
    messages,
    sockets: {
      send: async (id, frame) => {
        told.set(id, [...(told.get(id) ?? []), frame]);
        return Promise.resolve('sent');
      },
      close: async () => Promise.resolve(),
    } satisfies Sockets,
    socketUseCases: socketUseCasesOf(state),
    useCases: useCasesOf(state),
    toldTo: (connection: string): readonly Frame[] => told.get(connection) ?? [],
    refuse: (refusal: ChatRefused | undefined) => {
      state.refusal = refusal;
    },
    fail: (fault: Error | undefined) => {
      state.fault = fault;
    },
    endSessions: (member: string) => {
      over.add(member);
    },
  };
};

export type FakeChat = ReturnType<typeof createFakeChat>;

const createState = () => ({
  tickets: new Map<string, string>(),
  /** By connection, whose they are. */
  windows: new Map<string, string>(),
  over: new Set<string>(),
  told: new Map<string, Frame[]>(),
  messages: [] as MessageView[],
  asked: [] as (readonly [string, unknown])[],
  refusal: undefined as ChatRefused | undefined,
  fault: undefined as Error | undefined,
  issued: 0,
});
type State = ReturnType<typeof createState>;

const answeringOf =
  (state: State) =>
  async <V>(what: string, command: unknown, value: () => V) => {
    state.asked.push([what, command]);
    if (state.fault !== undefined) throw state.fault;
    return Promise.resolve(state.refusal === undefined ? ok(value()) : err(state.refusal));
  };

const marks = { mine: { read: 2 }, partner: { delivered: 1, read: 1, mailed: 0 } } as const;

const sendMessageOf = (state: State): ChatUseCases['sendMessage'] => {
  const answered = answeringOf(state);
  return async (command) =>
    answered('sendMessage', command, () => {
      const content =
        'text' in command.content
          ? ({ kind: 'text', text: command.content.text } as const)
          : ({ kind: 'voice', mediaType: 'audio/ogg', bytes: 1_000, durationMs: 2_000 } as const);
      const known = state.messages.find(({ id }) => id === command.id);
      const message: MessageView = known ?? { seq: state.messages.length + 1, id: command.id, mine: true, at: 0 as Instant, content };
      if (known === undefined) state.messages.push(message);
      return message;
    });
};

const socketUseCasesOf = (state: State): SocketUseCases => {
  const { tickets, windows, over, asked } = state;
  const answered = answeringOf(state);
  return {
    connect: async ({ connection, ticket }) => {
      asked.push(['connect', { connection }]);
      const member = tickets.get(ticket);
      if (member === undefined) return Promise.resolve(err({ code: 'chat.ticket_refused' }));
      tickets.delete(ticket);
      windows.set(connection, member);
      return ok('connected');
    },
    disconnect: async ({ connection }) => {
      windows.delete(connection);
      return Promise.resolve();
    },
    whoIsThere: async ({ connection }) => {
      const member = windows.get(connection);
      if (member === undefined || over.has(member)) return Promise.resolve(err({ code: 'chat.session_over' }));
      return ok({ member: member as MemberId });
    },
    sendMessage: sendMessageOf(state),
    markMessages: async (command) => answered('markMessages', command, () => marks),
    tellTyping: async (command) => answered('tellTyping', command, () => 'told' as const),
  };
};

const useCasesOf = (state: State): ChatUseCases => {
  const { asked, messages, tickets } = state;
  const answered = answeringOf(state);
  return {
    sendMessage: sendMessageOf(state),
    markMessages: async (command) => answered('markMessages', command, () => marks),
    listThreads: async (query) => {
      asked.push(['listThreads', query]);
      return Promise.resolve([]);
    },
    readMessages: async (query) => answered('readMessages', query, () => ({ messages, lastSeq: messages.length, marks })),
    askForUpload: async (command) =>
      answered('askForUpload', command, () => ({
        voice: 'voice-token',
        form: { url: 'https://files.example.com/', fields: { key: 'incoming/1' } },
        expiresAt: (5 * minuteMs) as Instant,
      })),
    linkToFile: async (query) => answered('linkToFile', query, () => 'https://files.example.com/kept/1?signed=yes'),
    issueTicket: async ({ member, session }) => {
      asked.push(['issueTicket', { member, session }]);
      state.issued += 1;
      const ticket = `ticket/${String(state.issued)}`;
      tickets.set(ticket, member);
      return Promise.resolve({ ticket, expiresAt: 30_000 as Instant });
    },
  };
};
