import * as z from 'zod';
import { dayMs, later } from '../../domain/kernel/instant.ts';
import type { Chat, ChatContent, ChatFile, ChatMessage, ChatPace, ChatSide, Missed } from '../../domain/relay/chat/chat.ts';
import { chatKeptMs } from '../../domain/relay/chat/limits.ts';
import type { ChatWritten } from '../../domain/relay/chat/ports.ts';
import { aliasNameSchema } from './alias-rows.ts';
import { asBody, bodyOf, countSchema, type FieldsOf, instantSchema, memberOrGoneSchema, secondOf } from './bodies.ts';
import type { NextItem } from './change-in-table.ts';
import { chatHeadKey, chatKnownKey, type ChatMessageName, chatMessageKey, chatsMissed } from './chat-keys.ts';
import { inTime } from './keys.ts';
import type { Item, Key, Write } from './table.ts';

/** What the change that stores a message reads besides the conversation: its chat, and whether it is there already. */
export const chatKeysOf = (name: ChatMessageName): readonly [head: Key, known: Key] => [
  chatHeadKey(name.conversationId),
  chatKnownKey(name),
];

/**
 * What the change that stores a message makes of the items of `chatKeysOf`, and what it writes beside. A head outlives its messages by a
 * week, and is there as long as its aliases are, so that the order never begins anew below one of them or before a page that is still open.
 */
export const chatItems = ({ conversation, chat, message }: ChatWritten): ChatItems => {
  const goneAt = later(message.at, chatKeptMs);
  const { reader, writer } = conversation;
  const headGoneAt = [reader.deleteAt, writer.deleteAt].reduce((one, other) => (one > other ? one : other), later(goneAt, headOutlivesMs));
  const item = { ...chatMessageKey(chat.conversationId, message.seq), body: asBody(message), deleteAt: secondOf(goneAt) };
  return {
    head: headItem(chat, secondOf(headGoneAt)),
    known: { body: { seq: message.seq }, deleteAt: secondOf(goneAt) },
    beside: [{ op: 'put', item, expect: 'absent' }],
  };
};
export interface ChatItems {
  readonly head: NextItem;
  readonly known: NextItem;
  readonly beside: readonly Write[];
}
const headOutlivesMs = 7 * dayMs;

/** In the list of what is to be decided at the earliest of what either of them missed. */
export const headItem = (chat: Chat, deleteAt: number | undefined): Pick<Item, 'body' | 'index' | 'deleteAt'> => {
  const due = [chat.a, chat.b].flatMap(({ missed }) => missed?.dueAt ?? []).toSorted((one, other) => one - other)[0];
  return {
    body: asBody(chat),
    deleteAt,
    ...(due === undefined ? {} : { index: { pk: chatsMissed, sk: inTime(due, chat.conversationId) } }),
  };
};

export const chatIn = (item: Item): Chat => bodyOf(chatSchema, item);
export const chatMessageIn = (item: Item): ChatMessage => bodyOf(messageSchema, item);
/** The place of a message that is there already. */
export const knownSeqIn = (item: Item): number => bodyOf(knownSchema, item).seq;

const seqSchema = z.int().positive();

const paceSchema: z.ZodType<ChatPace> = z.strictObject({
  minuteFrom: instantSchema,
  inMinute: countSchema,
  dayFrom: instantSchema,
  inDay: countSchema,
} satisfies FieldsOf<ChatPace>);

const missedSchema: z.ZodType<Missed> = z.strictObject({ fromSeq: seqSchema, dueAt: instantSchema } satisfies FieldsOf<Missed>);

const sideSchema: z.ZodType<ChatSide> = z.strictObject({
  member: memberOrGoneSchema,
  alias: aliasNameSchema,
  deliveredUpTo: countSchema,
  readUpTo: countSchema,
  readSinceOver: countSchema.optional(),
  mailedUpTo: countSchema,
  missed: missedSchema.optional(),
  pace: paceSchema.optional(),
} satisfies FieldsOf<ChatSide>);

const chatSchema: z.ZodType<Chat> = z.object({
  conversationId: z.string(),
  lastSeq: countSchema,
  a: sideSchema,
  b: sideSchema,
} satisfies FieldsOf<Chat>);

const fileSchema: z.ZodType<ChatFile> = z.strictObject({
  key: z.string(),
  mediaType: z.string(),
  bytes: countSchema,
  name: z.string(),
} satisfies FieldsOf<ChatFile>);

const contentSchema: z.ZodType<ChatContent> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: z.string(), asWritten: z.string().optional(), hidesOwn: z.literal(true).optional() }),
  z.strictObject({ kind: z.literal('voice'), file: fileSchema, durationMs: countSchema }),
  z.strictObject({
    kind: z.literal('mail'),
    subject: z.string(),
    text: z.string(),
    isCut: z.boolean(),
    html: fileSchema.optional(),
    files: z.array(fileSchema),
    asWritten: z.strictObject({ subject: z.string(), text: z.string(), isCut: z.boolean() }).optional(),
  }),
]);

const messageSchema: z.ZodType<ChatMessage> = z.object({
  seq: seqSchema,
  id: z.string(),
  from: z.enum(['a', 'b']),
  at: instantSchema,
  content: contentSchema,
} satisfies FieldsOf<ChatMessage>);

const knownSchema = z.object({ seq: seqSchema });
