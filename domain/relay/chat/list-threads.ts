import type { AliasSide } from '../../kernel/alias-name.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Instant } from '../../kernel/instant.ts';
import { type Conversation, sideOf, stateAt } from '../conversations/conversation.ts';
import { conversationInUse } from '../conversations/in-use.ts';
import type { Conversations } from '../ports.ts';
import { type Chat, type ChatMessage, hasReadUpTo } from './chat.ts';
import { messagesPageMax, pageTextMax, unreadCountedMax } from './limits.ts';
import type { Chats, Thread, Threads } from './ports.ts';
import { behindAll } from './read-messages.ts';
import type { ListThreads, ThreadView } from './use-cases.ts';
import { charactersIn, marksView, messageView } from './views.ts';

interface Needs {
  readonly chats: Pick<Chats, 'find' | 'messages'>;
  readonly threads: Pick<Threads, 'ofMember'>;
  readonly conversations: Pick<Conversations, 'of'>;
  readonly clock: Clock;
}

/** Each with its newest message. Threads that are forgotten with all that was written in them are left out. */
export const makeListThreads =
  ({ chats, threads, conversations, clock }: Needs): ListThreads =>
  async ({ member }) => {
    const now = clock.now();
    const views = await Promise.all(
      (await threads.ofMember(member, threadsMax)).map(async (thread) => {
        const { conversationId, alias } = thread;
        const [chat, conversation] = await Promise.all([chats.find(conversationId), conversationInUse(conversations, alias)]);
        const written = chat === undefined ? nothingYet : await newestOf(chats, chat, sideOf(alias));
        if (conversation === undefined && written.newest === undefined) return [];
        return [viewOf(thread, { chat, conversation, ...written, now })];
      }),
    );
    return withinOneAnswer(views.flat().toSorted((one, other) => newestAt(other) - newestAt(one)));
  };

const withinOneAnswer = (threads: readonly ThreadView[]): readonly ThreadView[] => {
  let characters = 0;
  return threads.map((thread) => {
    characters += thread.messages.reduce((sum, message) => sum + charactersIn(message), 0);
    return characters > pageTextMax ? { ...thread, messages: [] } : thread;
  });
};

const threadsMax = 60;

interface Newest {
  readonly newest: ChatMessage | undefined;
  /** Of the other one's, counted no further than it is shown. */
  readonly unread: number;
}

const nothingYet: Newest = { newest: undefined, unread: 0 };

/** Most have read nearly everything. Who wrote much themselves since, by mail, has it looked through a page at a time. */
const newestOf = async (chats: Pick<Chats, 'messages'>, chat: Chat, side: AliasSide): Promise<Newest> => {
  const readUpTo = hasReadUpTo(chat[side]);
  let { newest, unread } = nothingYet;
  let before = behindAll;
  for (let pages = 0; pages < unreadPagesMax; pages++) {
    const left = Math.min(before - 1, chat.lastSeq) - readUpTo;
    const limit = Math.min(Math.max(left, 1), messagesPageMax);
    const page = await chats.messages(chat.conversationId, { before, limit });
    newest ??= page.at(-1);
    unread += page.filter(({ seq, from }) => seq > readUpTo && from !== side).length;
    before = page[0]?.seq ?? 0;
    if (before <= readUpTo + 1 || unread >= unreadCountedMax) break;
  }
  return { newest, unread: Math.min(unread, unreadCountedMax) };
};

const unreadPagesMax = 20;

interface Known extends Newest {
  readonly chat: Chat | undefined;
  /** The member being its reader. */
  readonly conversation: Conversation | undefined;
  readonly now: Instant;
}

const viewOf = (
  { conversationId, alias, week, partnerName, introducedAt }: Thread,
  { chat, conversation, newest, unread, now }: Known,
): ThreadView => {
  const side = sideOf(alias);
  return {
    thread: conversationId,
    week,
    partnerName,
    introducedAt,
    state: conversation === undefined ? 'ended' : stateAt(conversation, now),
    isShared: conversation?.reader.sharedAt !== undefined,
    unread,
    messages: newest === undefined ? [] : [messageView(newest, side)],
    // One that was stored between the two reads counts as well.
    lastSeq: Math.max(chat?.lastSeq ?? 0, newest?.seq ?? 0),
    marks: marksView(chat, side),
  };
};

const newestAt = ({ messages, introducedAt }: ThreadView): Instant => messages.at(-1)?.at ?? introducedAt;
