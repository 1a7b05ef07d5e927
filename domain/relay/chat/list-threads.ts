import type { Clock } from '../../kernel/clock.ts';
import type { Instant } from '../../kernel/instant.ts';
import { type Conversation, sideOf, stateAt } from '../conversations/conversation.ts';
import { conversationInUse } from '../conversations/in-use.ts';
import type { Conversations } from '../ports.ts';
import { type Chat, type ChatMessage, hasReadUpTo, otherSide } from './chat.ts';
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
        if (chat === undefined && conversation === undefined) return [];
        const unread = chat === undefined ? 0 : chat.lastSeq - hasReadUpTo(chat[sideOf(alias)]);
        const limit = Math.min(Math.max(unread, 1), messagesPageMax);
        const messages = chat === undefined ? [] : await chats.messages(conversationId, { before: behindAll, limit });
        return [viewOf(thread, { chat, conversation, messages, now })];
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

interface Known {
  readonly chat: Chat | undefined;
  /** The member being its reader. */
  readonly conversation: Conversation | undefined;
  /** The newest, with all that are unread as far as they are counted. */
  readonly messages: readonly ChatMessage[];
  readonly now: Instant;
}

const viewOf = (
  { conversationId, alias, week, partnerName, introducedAt }: Thread,
  { chat, conversation, messages, now }: Known,
): ThreadView => {
  const side = sideOf(alias);
  const readUpTo = chat === undefined ? 0 : hasReadUpTo(chat[side]);
  const unread = messages.filter(({ seq, from }) => seq > readUpTo && from === otherSide(side)).length;
  return {
    thread: conversationId,
    week,
    partnerName,
    introducedAt,
    state: conversation === undefined ? 'ended' : stateAt(conversation, now),
    isShared: conversation?.reader.sharedAt !== undefined,
    unread: Math.min(unread, unreadCountedMax),
    messages: messages.slice(-1).map((message) => messageView(message, side)),
    lastSeq: chat?.lastSeq ?? 0,
    marks: marksView(chat, side),
  };
};

const newestAt = ({ messages, introducedAt }: ThreadView): Instant => messages.at(-1)?.at ?? introducedAt;
