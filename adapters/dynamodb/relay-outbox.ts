import * as z from 'zod';
import type { Outgoing } from '../../domain/kernel/decision.ts';
import type { ChatDeparture, Departure, MailDeparture } from '../../domain/relay/ports.ts';
import { aliasNameSchema } from './alias-rows.ts';
import { asBody, type FieldsOf } from './bodies.ts';
import type { OutboxPlace } from './outbox-rows.ts';
import { relayLists, relayOutboxKey } from './relay-keys.ts';
import type { Json } from './table.ts';
import { messageFields } from './thread-rows.ts';

/** Mails between members wait by themselves: they leave by another way than Loop's own, and neither holds up the other. */
export const relayOutboxPlace: OutboxPlace = {
  keyOf: relayOutboxKey,
  due: relayLists.relayOutboxDue,
  failed: relayLists.relayOutboxFailed,
};

/** A departure as the relay's outbox takes it, due at once. A message leaves under one key, whoever commits it. */
export const outgoingOf = (departure: Departure): Outgoing<Json> => ({
  key: `relay:${departure.message.id}`,
  dueAt: departure.message.at,
  message: asBody(departure),
});

/** The message of a row of the relay's outbox; `undefined` where it is none of ours, for example one of a newer version. */
export const readDeparture = (message: unknown): Departure | undefined => {
  const read = departureSchema.safeParse(message);
  if (!read.success) return undefined;
  const { references, inReplyTo } = read.data.thread;
  return { ...read.data, thread: { references, inReplyTo } };
};

const leaving = {
  conversationId: z.string(),
  message: z.strictObject(messageFields),
  alias: aliasNameSchema,
  thread: z.strictObject({ references: z.array(z.string()), inReplyTo: z.string().optional() }),
};

const mailFields = { ...leaving, rawKey: z.string(), rawDigest: z.string(), isOnly: z.boolean() } satisfies Omit<
  FieldsOf<MailDeparture>,
  'chat'
>;
const chatFields = {
  ...leaving,
  chat: z.strictObject({ fromSeq: z.int().positive(), toSeq: z.int().positive() }),
} satisfies FieldsOf<ChatDeparture>;

const departureSchema = z.union([z.strictObject(mailFields), z.strictObject(chatFields)]);
