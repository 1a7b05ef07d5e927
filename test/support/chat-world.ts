import { createTableConnections, createTableTickets } from '../../adapters/dynamodb/connections-in-table.ts';
import type { Table } from '../../adapters/dynamodb/table.ts';
import type { AliasName } from '../../domain/kernel/alias-name.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import { ok } from '../../domain/kernel/result.ts';
import type { Frame, MessageView } from '../../domain/relay/chat/frames.ts';
import { makeLinkToFile } from '../../domain/relay/chat/link-to-file.ts';
import { makeListThreads } from '../../domain/relay/chat/list-threads.ts';
import { makeMarkMessages } from '../../domain/relay/chat/mark-messages.ts';
import type { ChatFiles, ChatTimer, OpenSessions, Sockets, Thread, Threads } from '../../domain/relay/chat/ports.ts';
import { makeReadMessages } from '../../domain/relay/chat/read-messages.ts';
import { makeSendMessage, type SendNeeds, type TakeVoice } from '../../domain/relay/chat/send-message.ts';
import { makeShowInChat, makeTellChanged } from '../../domain/relay/chat/show.ts';
import { makeTellTyping } from '../../domain/relay/chat/tell-typing.ts';
import { makeCloseWindows, makeConnect, makeDisconnect, makeIssueTicket, makeWhoIsThere } from '../../domain/relay/chat/windows.ts';
import {
  aliasOfAna,
  aliasOfBen,
  ana,
  ben,
  createAround,
  noon,
  relayDomain,
  relayOver,
  type RelayWorldOptions,
  theConversation,
} from './relay-world.ts';

/**
 * The world of Ana and Ben (`relay-world.ts`) with the chat: they are introduced with `introduce(table)`, are signed in on two devices each, and
 * open windows with `openWindow`. What outlives a process is around it.
 */
export const createChatAround = () => {
  const sessions = new Set(devices.map(({ member, session }) => `${member} ${session}`));
  const openSessions: OpenSessions = { has: async (member, session) => Promise.resolve(sessions.has(`${member} ${session}`)) };
  const looks: { readonly conversationId: string; readonly at: Instant }[] = [];
  const timer: ChatTimer = { lookAt: async (conversationId, at) => Promise.resolve(void looks.push({ conversationId, at })) };
  const removed: string[] = [];
  const names = new Map<MemberId, string>([
    [ana, 'Ana'],
    [ben, 'Ben'],
  ]);
  const threads: Threads = {
    ofMember: async (member) => Promise.resolve(threadsOf(member, names)),
    find: async (member, id) => Promise.resolve(threadsOf(member, names).find(({ conversationId }) => conversationId === id)),
  };
  const uploads: Pick<ChatFiles, 'remove' | 'link'> = {
    remove: async (key) => Promise.resolve(void removed.push(key)),
    link: async ({ key, mediaType, name, disposition }) =>
      Promise.resolve(`https://files.example.com/${key}?${new URLSearchParams({ mediaType, name, disposition }).toString()}`),
  };
  return { ...createAround(), ...createMemorySockets(), sessions, openSessions, looks, timer, removed, names, threads, uploads };
};
export type ChatAround = ReturnType<typeof createChatAround>;

const devices = [ana, ben].flatMap((member) => ['phone', 'laptop'].map((session) => ({ member, session })));

const threadsOf = (member: MemberId, names: ReadonlyMap<MemberId, string>): readonly Thread[] => {
  if (member !== ana && member !== ben) return [];
  const [alias, partner] = member === ana ? [aliasOfAna, ben] : [aliasOfBen, ana];
  const introduction = { conversationId: theConversation, week: '2026-W47', introducedAt: noon };
  return [{ ...introduction, alias, partner, partnerName: names.get(partner) }];
};

/** Windows as they are reached: what each was told, which were closed, and who is gone without a word. */
const createMemorySockets = () => {
  const told = new Map<string, Frame[]>();
  const gone = new Set<string>();
  const closed = new Set<string>();
  const sockets: Sockets = {
    send: async (id, frame) => {
      if (gone.has(id) || closed.has(id)) return Promise.resolve('gone');
      told.set(id, [...(told.get(id) ?? []), frame]);
      return Promise.resolve('sent');
    },
    close: async (id) => Promise.resolve(void closed.add(id)),
  };
  return { told, gone, closed, sockets };
};

export interface ChatWorldOptions extends Omit<RelayWorldOptions, 'around'> {
  readonly around?: ChatAround;
  readonly takeVoice?: TakeVoice;
  readonly footerOf?: SendNeeds['footerOf'];
}

export const chatOver = (table: Table, options: ChatWorldOptions = {}) => {
  const { around = createChatAround(), takeVoice = aRecording, footerOf = aFooter } = options;
  const guard = options.guard ?? (<T extends object>(port: T): T => port);
  const relay = relayOver(table, { ...options, around });
  const sockets = guard(around.sockets, 'sockets');
  const timer = guard(around.timer, 'timer');
  const files = guard(around.uploads, 'files');
  const ports = {
    ...relay,
    connections: createTableConnections(table),
    tickets: createTableTickets(table),
    threads: around.threads,
    sessions: around.openSessions,
    lifetime: { aliasDays: 180 },
    relayDomain,
    footerOf,
    sockets,
    timer,
    files,
    takeVoice,
  };
  return {
    ...relay,
    around,
    connections: ports.connections,
    tickets: ports.tickets,
    send: makeSendMessage(ports),
    mark: makeMarkMessages(ports),
    typing: makeTellTyping(ports),
    read: makeReadMessages(ports),
    list: makeListThreads(ports),
    link: makeLinkToFile(ports),
    issueTicket: makeIssueTicket(ports),
    connect: makeConnect(ports),
    disconnect: makeDisconnect(ports),
    whoIsThere: makeWhoIsThere(ports),
    closeWindows: makeCloseWindows(ports),
    showInChat: makeShowInChat(ports),
    tellChanged: makeTellChanged(ports),
  };
};
export type ChatWorld = ReturnType<typeof chatOver>;

/** Where a member mutes, ends or reports, by a token of their own. */
export const conversationPage = 'https://loop.example.org/conversation';

const aFooter = (alias: AliasName) => ({
  listUnsubscribe: `${conversationPage}/mute?token=${alias}.signature`,
  page: `${conversationPage}?token=${alias}.signature`,
  community: 'A Circle',
  closesAfterDays: 180,
});

/** Any recording is two seconds of the same. */
const aRecording: TakeVoice = async ({ thread, side, id, voice }) =>
  Promise.resolve(
    ok({
      file: { key: `kept/${thread}/${side}-${id}/voice.ogg`, mediaType: 'audio/ogg', bytes: 1_000, name: 'voice.ogg' },
      durationMs: 2_000,
      uploadKey: `incoming/${voice}`,
    }),
  );

/** A window by the way that a browser goes, of a member's phone or of another session. */
export const openWindow = async (
  world: ChatWorld,
  member: MemberId,
  window: string | { readonly id: string; readonly session: string },
): Promise<string> => {
  const { id, session } = typeof window === 'string' ? { id: window, session: 'phone' } : window;
  const { ticket } = await world.issueTicket({ member, session });
  const connected = await world.connect({ connection: id, ticket });
  if (!connected.ok) throw new Error(`the window ${id} was refused`);
  return id;
};

/** Sends words; every text is a message of its own, unless it is said which one. Throws where they are refused. */
export const say = async (world: ChatWorld, member: MemberId, words: string | Words): Promise<MessageView> => {
  const { text, id = idOf(text), connection } = typeof words === 'string' ? { text: words } : words;
  const sent = await world.send({ member, thread: theConversation, id, content: { text }, connection });
  if (!sent.ok) throw new Error(sent.error.code);
  return sent.value;
};

export interface Words {
  readonly text: string;
  readonly id?: string | undefined;
  readonly connection?: string | undefined;
}

/** What a client might call its message. */
export const idOf = (text: string): string => `id-${Buffer.from(text).toString('base64url')}`.padEnd(8, '-').slice(0, 64);

/** What is written, as a member sees it. */
export const textsFor = async (world: ChatWorld, member: MemberId): Promise<readonly string[]> => {
  const page = await world.read({ member, thread: theConversation, limit: 100 });
  return page.ok ? page.value.messages.map(wordsOf) : [page.error.code];
};

export const wordsOf = ({ seq, mine, content }: MessageView): string =>
  `${String(seq)} ${mine ? 'mine' : 'theirs'}: ${content.kind === 'voice' ? 'voice' : content.text}`;

/** What a window was told, in short. */
export const heardBy = ({ around }: ChatWorld, window: string): readonly string[] =>
  (around.told.get(window) ?? []).map((frame) => (frame.type === 'message' ? wordsOf(frame.message) : frame.type));
