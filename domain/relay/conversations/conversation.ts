import type { AliasName, AliasSide } from '../../kernel/alias-name.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { MemberId } from '../../kernel/member-id.ts';
import type { RefusalCode } from '../refusals.ts';

/** What two introduced members write to each other, by one of the aliases: whoever it routes to reads, the other one writes. */
export interface Conversation {
  readonly reader: Side;
  readonly writer: Side;
}

/** An alias with the member whom it routes to, and what the relay remembers of that member in this conversation. */
export interface Side {
  readonly alias: AliasName;
  readonly member: MemberId;
  /** The alias that routes to the other one. */
  readonly counterparty: AliasName;
  readonly conversationId: string;
  readonly status: 'open' | 'closed';
  readonly createdAt: Instant;
  /** Closes it, unless it is used before. */
  readonly expiresAt: Instant;
  /** From then on nothing is known of it but that it was issued. */
  readonly deleteAt: Instant;
  /** Why it is closed; nothing where the introduction itself is over: cancelled, blocked, erased. */
  readonly closedBecause?: ClosedBecause | undefined;
  /** Nothing more is passed on to this member until they say otherwise or write themselves. */
  readonly mutedAt?: Instant | undefined;
  /** Since then the other one may know this member's own first address: the member told them, for good. */
  readonly sharedAt?: Instant | undefined;
  /** When this member was told that the alias is about to close; nothing since it was used again. */
  readonly warnedAt?: Instant | undefined;
  /** What this member has written lately. */
  readonly traffic?: Traffic | undefined;
  /** When this member was told of each thing last. */
  readonly noticed?: Readonly<Partial<Record<NoticeReason, Instant>>> | undefined;
  /** What came back of mails to this member. */
  readonly bounces?: Bounces | undefined;
  /** How often this alias was used, and what of it was refused; for operators. */
  readonly tally?: Tally | undefined;
}

/** `replaced`: its member asked for a new one. */
export type ClosedBecause = 'ended' | 'reported' | 'complained' | 'replaced';

/** Windows begin with the first message in them. */
export interface Traffic {
  readonly minuteFrom: Instant;
  readonly inMinute: number;
  readonly dayFrom: Instant;
  readonly inDay: number;
  /** Of the last minutes, the oldest first: a digest of what was written, never the words. */
  readonly bodies: readonly { readonly digest: string; readonly at: Instant }[];
}

/** `softly`: of the last day. Nothing is sent before `restsUntil`. */
export interface Bounces {
  readonly lastAt?: Instant | undefined;
  readonly softly: readonly Instant[];
  readonly restsUntil?: Instant | undefined;
}

export interface Tally {
  readonly relayed: number;
  readonly lastRelayedAt?: Instant | undefined;
  readonly refused: Readonly<Partial<Record<RefusalCode, number>>>;
  /** Mails by nobody of the two, within a window of a day. */
  readonly strangers?: { readonly since: Instant; readonly count: number } | undefined;
}

/**
 * What a member is told besides a mail that is passed on: why one was not; that one in their name was refused (`spoofed`), or one from an
 * address that they have not confirmed (`unlisted`); that they wrote to themselves (`own_alias`), too many recipients (`too_many_recipients`), or
 * that others saw their address (`outsiders`); that strangers write to their alias (`strangers`); that the address which they wrote to was replaced (`replaced`); that a mail
 * that was taken could not be delivered (`undelivered`).
 */
export const noticeReasons = [
  'relay.too_large',
  'relay.malformed',
  'relay.closed',
  'relay.rate_limited',
  'relay.infected',
  'relay.spam',
  'relay.encrypted',
  'relay.empty',
  'relay.leak',
  'spoofed',
  'unlisted',
  'own_alias',
  'outsiders',
  'repeated',
  'too_many_recipients',
  'strangers',
  'replaced',
  'undelivered',
] as const;
export type NoticeReason = (typeof noticeReasons)[number];

/** One message of a conversation, for its thread: no word of it, and no address. */
export interface ThreadMessage {
  /** Ours, the same for both: letters and digits, `-` and `_`. */
  readonly id: string;
  /** Who wrote it: the side of the alias that routes to them. */
  readonly from: AliasSide;
  readonly at: Instant;
  /** What its writer's mailbox calls it (Message-ID without brackets). */
  readonly sentId?: string | undefined;
  /** What its reader's mailbox calls it, where the mail service put an id of its own in place of ours. */
  readonly wireId?: string | undefined;
  /** Of what was written. */
  readonly bodyDigest: string;
}

/** `a` or `b`: the letter at the end of an alias (kernel/alias-name), which stays when an alias is replaced. */
export const sideOf = (alias: AliasName): AliasSide => (alias.endsWith('a') ? 'a' : 'b');

/** How a conversation stands for its reader; it is never said by whom it was ended. */
export const stateAt = ({ reader, writer }: Conversation, now: Instant): 'open' | 'muted' | 'ended' | 'expired' => {
  if (reader.status === 'closed' || writer.status === 'closed') return 'ended';
  if (!isOpenAt(reader, now) || !isOpenAt(writer, now)) return 'expired';
  return reader.mutedAt === undefined ? 'open' : 'muted';
};

export const isOpenAt = ({ status, expiresAt }: Pick<Side, 'status' | 'expiresAt'>, now: Instant): boolean =>
  status === 'open' && now < expiresAt;
