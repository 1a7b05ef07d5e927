import fc from 'fast-check';
import type { Table } from '../../adapters/dynamodb/table.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import { err, ok, type Result } from '../../domain/kernel/result.ts';
import { type Chat, type ChatContent, type ChatFile, type ChatSide, emptySide } from '../../domain/relay/chat/chat.ts';
import type { Chats, ChatWritten, NewMessage } from '../../domain/relay/chat/ports.ts';
import { withMessage } from '../../domain/relay/chat/written.ts';
import type { Conversation } from '../../domain/relay/conversations/conversation.ts';
import { memberOf } from './contract-introductions.ts';
import { ana, at, ben } from './contract-relay.ts';

export const aContent = (text = 'Hello'): ChatContent => ({ kind: 'text', text });

/** A chat of pair 0 in which nothing was written. */
export const aChat = (overrides: Partial<Chat> = {}): Chat => ({
  conversationId: 'conversation 0',
  lastSeq: 0,
  a: emptySide(memberOf(0), ana),
  b: emptySide(memberOf(1), ben),
  ...overrides,
});

/** Messages of pair 0. */
export const conversationId = 'conversation 0';
export const byAna = (id = 'message-0'): NewMessage => ({ conversationId, alias: ben, from: 'a', id });
export const byBen = (id = 'message-0'): NewMessage => ({ conversationId, alias: ana, from: 'b', id });

/** What may become of a message. */
export type Writes = (conversation: Conversation | undefined, chat: Chat | undefined) => Result<ChatWritten, string>;
export const writing =
  (id = 'message-0', content = aContent(id)): Writes =>
  (conversation, chat) =>
    conversation === undefined ? err('unknown') : ok({ conversation, ...withMessage(chat, conversation, { id, at, content }) });

export const write = async (port: Chats, name: NewMessage) => port.write(name, writing(name.id));
export const seqs = async (port: Chats, page: Parameters<Chats['messages']>[1]) =>
  (await port.messages(conversationId, page)).map(({ seq }) => seq);
export const all = { after: 0, limit: 100 };

export const kept = async (table: Table) => (await table.query({ by: 'key', partition: 'chat#conversation%200', limit: 500 })).items;

const plain = { noNullPrototype: true };
const instants = fc.nat(2 ** 40).map((ms) => ms as Instant);
const counts = fc.nat(1_000_000);
const words = fc.string({ unit: 'grapheme', maxLength: 200 });

const anySide = (side: ChatSide): fc.Arbitrary<ChatSide> =>
  fc
    .record(
      {
        deliveredUpTo: counts,
        readUpTo: counts,
        mailedUpTo: counts,
        missed: fc.record({ fromSeq: fc.nat(1_000).map((n) => n + 1), dueAt: instants }, plain),
        pace: fc.record({ minuteFrom: instants, inMinute: counts, dayFrom: instants, inDay: counts }, plain),
      },
      { requiredKeys: ['deliveredUpTo', 'readUpTo', 'mailedUpTo'], noNullPrototype: true },
    )
    .map((known) => ({ ...side, ...known }));

/** Pair 0’s, with anything that a chat may remember of them. */
export const anyChat: fc.Arbitrary<Chat> = fc.record({ a: anySide(aChat().a), b: anySide(aChat().b) }, plain).map((sides) => aChat(sides));

const files: fc.Arbitrary<ChatFile> = fc.record({ key: words, mediaType: words, bytes: counts, name: words }, plain);

export const anyContent: fc.Arbitrary<ChatContent> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text: words }, plain),
  fc.record({ kind: fc.constant('voice' as const), file: files, durationMs: counts }, plain),
  fc.record(
    {
      kind: fc.constant('mail' as const),
      subject: words,
      text: words,
      isCut: fc.boolean(),
      html: files,
      files: fc.array(files, { maxLength: 3 }),
    },
    { requiredKeys: ['kind', 'subject', 'text', 'isCut', 'files'], noNullPrototype: true },
  ),
);
