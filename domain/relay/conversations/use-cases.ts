import type { AliasName } from '../../kernel/alias-name.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { MemberId } from '../../kernel/member-id.ts';
import type { Result } from '../../kernel/result.ts';
import type { Departure } from '../ports.ts';
import type { RefusalCode } from '../refusals.ts';
import type { Verdicts } from '../verdicts.ts';

/** A mail as the mail service took it: what stands in its notification. */
export interface ArrivedMail {
  /** Of the service, one for one mail taken, however often it tells of it. */
  readonly id: string;
  /** Those of the envelope that are at the relay's domain, each once: the whole truth of whom it is for. */
  readonly recipients: readonly string[];
  /** The envelope sender, without brackets; empty for `<>`. */
  readonly mailFrom: string;
  readonly verdicts: Verdicts;
  readonly rawKey: string;
  readonly receivedAt: Instant;
  /** 1 when the service tells of it for the first time. */
  readonly attempt: number;
}

/**
 * Takes a mail that came in: passes it on, does what it orders, or refuses it, for each recipient on its own. Right to call again after
 * an interruption anywhere, and with the same mail any number of times at once: it is passed on once. `relay.not_yet` where a later
 * attempt may end otherwise (`attempt` counts them); whoever calls has it come again.
 */
export type ForwardMail = (mail: ArrivedMail) => Promise<Result<readonly ForwardOutcome[], NotYet>>;

/** The mail is not there, or the mail service could not check it. */
export interface NotYet {
  readonly code: 'relay.not_yet';
  readonly because: 'raw_missing' | 'unchecked';
}

/** `duplicate`: its writer's mail program sent the very same message before. */
export type ForwardOutcome = 'relayed' | 'there_already' | 'duplicate' | 'commanded' | RefusalCode;

/** A message that is about to leave: the mail to send, or why nothing is sent. */
export type PrepareDeparture = (departure: Departure) => Promise<Result<RelayedMail, DepartureRefused>>;

/** A mail as bytes, and where they go. */
export interface RelayedMail {
  readonly raw: Uint8Array;
  readonly to: string;
  /** What bounces go to where the mail service does not put an address of its own: the writer's alias. */
  readonly from: string;
  /** The reader's alias without its domain: the mail service names it when it tells what became of the mail. Letters, digits and `_`. */
  readonly tag: string;
}

/** `relay.over`: somebody ended or muted it since, or is gone, and nothing is to be sent. The others are for operators. */
export interface DepartureRefused {
  readonly code: 'relay.over' | 'relay.raw_missing' | 'relay.raw_changed' | 'relay.not_rebuilt';
}

/** Tells the writer of a message that it could not be delivered. Once a day at most. */
export type TellUndelivered = (departure: Departure) => Promise<void>;

/** Notes that a message has left; `wireId` where the mail service gave it an id of its own. Idempotent. */
export type RecordDeparture = (departure: Departure, wireId: string | undefined) => Promise<void>;

/** What a member sees of a conversation of theirs; `alias` is their own, the one that routes to them. `undefined` where it is forgotten. */
export type LookAtConversation = (query: { readonly alias: AliasName }) => Promise<ConversationView | undefined>;

export interface ConversationView {
  /** `muted`: they get nothing and may still write. `ended`: by whomever; it is never said by whom. */
  readonly state: 'open' | 'muted' | 'ended' | 'expired';
  readonly expiresAt: Instant;
  /** They let the other one know their own address. */
  readonly isShared: boolean;
  /** Where they write to the other one. */
  readonly writeTo: AliasName;
  readonly partner: MemberId;
  /** Messages both ways that the thread still knows. */
  readonly messages: number;
  readonly lastMessageAt: Instant | undefined;
}

/**
 * What a member wants of a conversation; `alias` is their own. Idempotent. `report` tells the operators, with digests and times for
 * evidence and `words` of the member's own, and ends it.
 */
export type ActOnConversation = (command: {
  readonly alias: AliasName;
  readonly act: 'mute' | 'unmute' | 'end' | 'report';
  readonly words?: string | undefined;
  /** It was ordered by mail, and is confirmed by mail. */
  readonly isByMail?: boolean | undefined;
}) => Promise<Result<'muted' | 'unmuted' | 'ended' | 'reported', { readonly code: 'relay.alias_unknown' | 'relay.closed' }>>;

/**
 * Lets the other one know a member's own first address, for good: it is mailed to them, and hidden in this conversation no more. `alias` is
 * the member's own. Idempotent.
 */
export type ShareAddress = (command: {
  readonly alias: AliasName;
}) => Promise<Result<'shared', { readonly code: 'relay.alias_unknown' | 'relay.closed' }>>;

/** Warns both of every conversation that closes within `expiryWarningDays`. One mail each, once until it is used again. */
export type WarnOfExpiry = (command: {
  readonly now: Instant;
  readonly isEnough?: (() => boolean) | undefined;
}) => Promise<{ readonly warned: number; readonly isComplete: boolean }>;

/** What the mail service tells of a mail that was passed on. Idempotent by the event. */
export type RecordRelayTrouble = (trouble: RelayTrouble) => Promise<Result<'recorded' | 'unknown', never>>;

export interface RelayTrouble {
  readonly kind: 'bounced' | 'bounced_softly' | 'complained';
  /** The tag of `RelayedMail`: the alias of who should have got it. */
  readonly alias: string;
  readonly address: string;
  readonly at: Instant;
}

/** For operators: what is known of one alias. No address, no name. */
export type AliasHistory = (query: { readonly alias: AliasName }) => Promise<AliasHistoryView | undefined>;

export interface AliasHistoryView {
  readonly member: MemberId;
  readonly partner: MemberId;
  readonly conversationId: string;
  readonly events: readonly { readonly what: string; readonly at: Instant }[];
  readonly relayed: number;
  readonly refused: Readonly<Partial<Record<RefusalCode, number>>>;
  readonly strangersToday: number;
}
