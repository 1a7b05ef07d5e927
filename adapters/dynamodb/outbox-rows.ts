import * as z from 'zod';
import { invariant } from '../../domain/kernel/invariant.ts';
import { dayMs, later, type Instant } from '../../domain/kernel/instant.ts';
import type { Outgoing } from '../../domain/kernel/decision.ts';
import { asBody, bodyOf, countSchema, instantSchema, secondOf } from './bodies.ts';
import { inTime, lists, outboxKey } from './keys.ts';
import type { Item, Json, Key, Write } from './table.ts';

/** Where the messages of one outbox lie: a prefix of its keys and two lists, all in one physical table (`placement.ts`). */
export interface OutboxPlace {
  readonly keyOf: (key: string) => Key;
  /** Partitions of the index. */
  readonly due: string;
  readonly failed: string;
}

/** Mails of Loop's own. */
export const ordinaryOutbox: OutboxPlace = { keyOf: outboxKey, due: lists.outboxDue, failed: lists.outboxFailed };

/** A message waits, was sent, or was given up; all three under one key, so that a key is put into the outbox once. */
export type OutboxState =
  | {
      readonly state: 'waiting';
      readonly key: string;
      /** When it should leave, by the state that caused it or by the last attempt. */
      readonly dueAt: Instant;
      readonly message: Json;
      readonly attempts: number;
      /** When the first attempt began of which nobody knows whether the mail was taken; none where each was surely not. */
      readonly firstTriedAt?: Instant | undefined;
      /** An operator has it sent again though nobody knows whether it was taken. */
      readonly mayHaveLeft?: boolean | undefined;
      /** Somebody is sending it until then; afterwards anybody may. */
      readonly leasedUntil?: Instant | undefined;
    }
  | { readonly state: 'sent'; readonly sentAt: Instant }
  | {
      readonly state: 'failed';
      readonly key: string;
      readonly message: Json;
      readonly attempts: number;
      readonly code: string;
      readonly failedAt: Instant;
    };

/** Nothing is heard of a cause again after so long: a repeated request, a redelivered event, a process that slept. */
export const sentRememberedMs = 7 * dayMs;
/** An operator has so long to send a failed message again; it may hold personal data, so it does not stay for ever. */
export const failedKeptMs = 30 * dayMs;
const outgoingKeyCharsMax = 200;

/** What is committed with the state that causes a message. It fails to commit where the key is known already. */
export const outboxWrite = ({ key, dueAt, message }: Outgoing<Json>, place: OutboxPlace = ordinaryOutbox): Write => {
  invariant(key.length >= 1 && key.length <= outgoingKeyCharsMax, 'a message has a key of 1 to 200 characters');
  return { op: 'put', expect: 'absent', item: itemIn({ state: 'waiting', key, dueAt, message, attempts: 0 }, key, place) };
};

export const itemIn = (body: OutboxState, key: string, place: OutboxPlace) => ({
  ...place.keyOf(key),
  body: asBody(body),
  ...foundUnder(body, place),
});

export const stateOf = (item: Item): OutboxState => bodyOf(stateSchema, item);

const foundUnder = (body: OutboxState, place: OutboxPlace) => {
  switch (body.state) {
    case 'waiting':
      return { index: { pk: place.due, sk: inTime(body.leasedUntil ?? body.dueAt, body.key) } };
    case 'failed':
      return {
        index: { pk: place.failed, sk: inTime(body.failedAt, body.key) },
        deleteAt: secondOf(later(body.failedAt, failedKeptMs)),
      };
    case 'sent':
      return { deleteAt: secondOf(later(body.sentAt, sentRememberedMs)) };
  }
};

const json = z.custom<Json>((value) => value !== undefined);

const stateSchema: z.ZodType<OutboxState> = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('waiting'),
    key: z.string(),
    dueAt: instantSchema,
    message: json,
    attempts: countSchema,
    firstTriedAt: instantSchema.optional(),
    mayHaveLeft: z.boolean().optional(),
    leasedUntil: instantSchema.optional(),
  }),
  z.object({ state: z.literal('sent'), sentAt: instantSchema }),
  z.object({
    state: z.literal('failed'),
    key: z.string(),
    message: json,
    attempts: countSchema,
    code: z.string(),
    failedAt: instantSchema,
  }),
]);
