import * as z from 'zod';
import { parseAliasName, type AliasName } from '../../domain/kernel/alias-name.ts';
import { dayMs, later, type Instant } from '../../domain/kernel/instant.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import {
  type Bounces,
  type ClosedBecause,
  noticeReasons,
  type Side,
  type Tally,
  type Traffic,
} from '../../domain/relay/conversations/conversation.ts';
import { closedKnownDays } from '../../domain/relay/limits.ts';
import { refusalCodes } from '../../domain/relay/refusals.ts';
import { asBody, bodyOf, countSchema, type FieldsOf, instantSchema, memberOrGoneSchema, secondOf } from './bodies.ts';
import type { NextItem } from './change-in-table.ts';
import { inTime } from './keys.ts';
import { aliasIssuedKey, aliasKey, relayLists } from './relay-keys.ts';
import type { Item, Write } from './table.ts';

/**
 * An alias as it is stored. Introductions issue it and close it, the relay remembers with it what happens in the conversation; both
 * read and write the whole of it here, so that neither loses what the other knows.
 */
export const aliasOf = (item: Item): Side => bodyOf(aliasSchema, item);

/** An open one is in the list of those that are about to close, until its member is warned. */
export const aliasItem = (side: Side): Pick<Item, 'body' | 'index' | 'deleteAt'> => ({
  body: asBody(side),
  deleteAt: secondOf(side.deleteAt),
  ...(side.status === 'open' && side.warnedAt === undefined
    ? { index: { pk: relayLists.aliasesExpiring, sk: inTime(side.expiresAt, side.alias) } }
    : {}),
});

export interface Opening extends Pick<Side, 'alias' | 'member' | 'counterparty' | 'conversationId' | 'expiresAt'> {
  readonly at: Instant;
}

/** A new alias. What mail to it is answered with is known for a while after it closes. */
export const openedSide = ({ at, expiresAt, ...names }: Opening): Side => ({
  ...names,
  status: 'open',
  createdAt: at,
  expiresAt,
  deleteAt: later(expiresAt, closedKnownDays * dayMs),
});

/** Issues an alias. The commit is a conflict where it was ever issued. */
export const issuingWrites = (side: Side): readonly Write[] => [
  { op: 'put', item: { ...aliasKey(side.alias), ...aliasItem(side) }, expect: 'absent' },
  { op: 'put', item: { ...aliasIssuedKey(side.alias), body: {} }, expect: 'absent' },
];

export interface Closing {
  readonly at: Instant;
  /** Left out where the introduction itself is over. */
  readonly because?: ClosedBecause | undefined;
  /** Whom it routed to is forgotten under another id, with what they wrote lately, what they were told and what came back. */
  readonly as?: { readonly member: MemberId; readonly anonymous: MemberId } | undefined;
}

/** The alias goes on being known for a while, so that its writers hear why nothing arrives. What is closed stays as it was closed. */
export const closedSide = (item: Item | undefined, { at, because, as }: Closing): NextItem => {
  if (item === undefined) return 'unchanged';
  const stored = aliasOf(item);
  const side = as !== undefined && stored.member === as.member ? forgotten(stored, as.anonymous) : stored;
  if (side.status === 'open') {
    const deleteAt = later(at, closedKnownDays * dayMs);
    return aliasItem({ ...side, status: 'closed', closedBecause: because, expiresAt: at, deleteAt });
  }
  return side === stored ? 'unchanged' : aliasItem(side);
};

/** Digests of what somebody wrote are theirs; counts are not. */
const forgotten = (side: Side, anonymous: MemberId): Side => ({
  ...side,
  member: anonymous,
  traffic: undefined,
  noticed: undefined,
  bounces: undefined,
  mutedAt: undefined,
  sharedAt: undefined,
});

export const aliasNameSchema = z.custom<AliasName>((value) => typeof value === 'string' && parseAliasName(value) === value);

const trafficSchema: z.ZodType<Traffic> = z.strictObject({
  minuteFrom: instantSchema,
  inMinute: countSchema,
  dayFrom: instantSchema,
  inDay: countSchema,
  bodies: z.array(z.strictObject({ digest: z.string(), at: instantSchema })),
} satisfies FieldsOf<Traffic>);

const bouncesSchema: z.ZodType<Bounces> = z.strictObject({
  lastAt: instantSchema.optional(),
  softly: z.array(instantSchema),
  restsUntil: instantSchema.optional(),
} satisfies FieldsOf<Bounces>);

const tallySchema: z.ZodType<Tally> = z.strictObject({
  relayed: countSchema,
  lastRelayedAt: instantSchema.optional(),
  refused: z.partialRecord(z.enum(refusalCodes), countSchema),
  strangers: z.strictObject({ since: instantSchema, count: countSchema }).optional(),
} satisfies FieldsOf<Tally>);

const aliasSchema: z.ZodType<Side> = z.object({
  alias: aliasNameSchema,
  member: memberOrGoneSchema,
  counterparty: aliasNameSchema,
  conversationId: z.string(),
  status: z.enum(['open', 'closed']),
  createdAt: instantSchema,
  expiresAt: instantSchema,
  deleteAt: instantSchema,
  closedBecause: z.enum(['ended', 'reported', 'complained', 'replaced']).optional(),
  mutedAt: instantSchema.optional(),
  sharedAt: instantSchema.optional(),
  warnedAt: instantSchema.optional(),
  traffic: trafficSchema.optional(),
  noticed: z.partialRecord(z.enum(noticeReasons), instantSchema).optional(),
  bounces: bouncesSchema.optional(),
  tally: tallySchema.optional(),
} satisfies FieldsOf<Side>);
