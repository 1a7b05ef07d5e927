import type { AliasName, AliasSide } from '../../kernel/alias-name.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { type Conversation, sideOf } from '../conversations/conversation.ts';
import { conversationInUse } from '../conversations/in-use.ts';
import type { Conversations } from '../ports.ts';
import { type Chat, sideOfMember } from './chat.ts';
import { threadPattern } from './limits.ts';
import type { Chats, Threads } from './ports.ts';
import { threadUnknown } from './refused.ts';
import type { Acting, ChatRefused } from './use-cases.ts';

/** A thread as one of its members has it. */
export interface Whose {
  /** Which of the two they are. */
  readonly side: AliasSide;
  /** `undefined` where nothing was written yet. */
  readonly chat: Chat | undefined;
}

/** The same, with the conversation as it goes on. */
export interface WhoseConversation extends Whose {
  /** The member being its writer; `undefined` once it is forgotten. */
  readonly conversation: Conversation | undefined;
}

interface Needs {
  readonly chats: Pick<Chats, 'find'>;
  readonly threads: Pick<Threads, 'find'>;
}

export interface Found extends Whose {
  /** The member's own, which may have been replaced since. */
  readonly alias: AliasName;
}

/** What a member has in a thread; one that is not theirs is as unknown as one that is not there. Newest state. */
export const makeWhose =
  ({ chats, threads }: Needs) =>
  async ({ member, thread }: Acting): Promise<Result<Found, ChatRefused>> => {
    if (!threadPattern.test(thread)) return threadUnknown;
    const chat = await chats.find(thread);
    if (chat !== undefined) {
      const side = sideOfMember(chat, member);
      return side === undefined ? threadUnknown : ok({ side, chat, alias: chat[side].alias });
    }
    const found = await threads.find(member, thread);
    return found === undefined ? threadUnknown : ok({ side: sideOf(found.alias), chat, alias: found.alias });
  };

export interface ConversationNeeds extends Needs {
  readonly conversations: Pick<Conversations, 'of'>;
}

/**
 * The conversation of a member as it goes on, the member being its reader. The alias that the chat knows may have been replaced so long ago
 * that it is forgotten: introductions know the one in its place.
 */
export const makeConversationOf =
  ({ threads, conversations }: Pick<ConversationNeeds, 'threads' | 'conversations'>) =>
  async ({ member, thread }: Acting, { chat, alias }: Found): Promise<Conversation | undefined> => {
    const conversation = await conversationInUse(conversations, alias);
    if (conversation !== undefined || chat === undefined) return conversation;
    const found = await threads.find(member, thread);
    return found === undefined || found.alias === alias ? undefined : conversationInUse(conversations, found.alias);
  };

export const makeWhoseConversation = (needs: ConversationNeeds) => {
  const whose = makeWhose(needs);
  const conversationOf = makeConversationOf(needs);
  return async (acting: Acting): Promise<Result<WhoseConversation, ChatRefused>> => {
    const found = await whose(acting);
    if (!found.ok) return found;
    const { side, chat } = found.value;
    const theirs = await conversationOf(acting, found.value);
    const conversation = theirs === undefined ? undefined : { reader: theirs.writer, writer: theirs.reader };
    return ok({ side, chat, conversation });
  };
};
