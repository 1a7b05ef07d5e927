import type { AliasSide } from '../../kernel/alias-name.ts';
import { type Instant, later } from '../../kernel/instant.ts';
import { type Conversation, sideOf } from '../conversations/conversation.ts';
import { type Chat, type ChatContent, type ChatMessage, type ChatPace, type ChatSide, emptySide, otherSide } from './chat.ts';
import { awayMs, stillAwayMs } from './limits.ts';

/** What is to be the next message of a chat. */
export interface Writing {
  readonly id: string;
  /**
   * When it is stored. It is shown beside the message and decides nothing: the order is that of `seq`, also where the clocks of two machines
   * differ and a later message has an earlier time.
   */
  readonly at: Instant;
  readonly content: ChatContent;
  /** What its writer has written with it, where that is counted. */
  readonly pace?: ChatPace | undefined;
}

/**
 * The next message of a conversation, by its writer, and the chat with it. `chat` is `undefined` before the first one. A mail reaches its
 * reader's mailbox by itself, so it is never missed; whatever else is written is, until it is known to have arrived. That somebody writes
 * shows nothing of what has reached them: only an open page says that, so no mark of theirs moves.
 */
export const withMessage = (
  chat: Chat | undefined,
  conversation: Conversation,
  { id, at, content, pace }: Writing,
): { readonly chat: Chat; readonly message: ChatMessage } => {
  const from = sideOf(conversation.writer.alias);
  const before = chat ?? emptyChat(conversation);
  const message: ChatMessage = { seq: before.lastSeq + 1, id, from, at, content };
  const writer = { ...before[from], ...namesOf(conversation.writer), ...(pace === undefined ? {} : { pace }) };
  const reader = { ...before[otherSide(from)], ...namesOf(conversation.reader) };
  const next = { conversationId: before.conversationId, lastSeq: message.seq };
  const missing = content.kind === 'mail' ? reader : missingFrom(reader, message);
  return { chat: { ...next, ...placed(from, writer, missing) }, message };
};

const emptyChat = ({ reader, writer }: Conversation): Chat => ({
  conversationId: reader.conversationId,
  lastSeq: 0,
  ...placed(sideOf(reader.alias), emptySide(reader.member, reader.alias), emptySide(writer.member, writer.alias)),
});

const placed = (side: AliasSide, one: ChatSide, other: ChatSide): Pick<Chat, 'a' | 'b'> =>
  side === 'a' ? { a: one, b: other } : { a: other, b: one };

const namesOf = ({ member, alias }: Conversation['reader']): Pick<ChatSide, 'member' | 'alias'> => ({ member, alias });

const missingFrom = (reader: ChatSide, { seq, at }: ChatMessage): ChatSide =>
  reader.missed === undefined ? { ...reader, missed: { fromSeq: seq, dueAt: decidedAt(reader, at) } } : reader;

/** Who has not come back for the last mail is not mailed every two minutes. */
const decidedAt = ({ mailedUpTo, deliveredUpTo }: ChatSide, at: Instant): Instant =>
  later(at, mailedUpTo > deliveredUpTo ? stillAwayMs : awayMs);
