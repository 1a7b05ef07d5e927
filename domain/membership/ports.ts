import type { EmailAddress } from '../kernel/email-address.ts';
import type { Decision } from '../kernel/decision.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Week } from '../kernel/iso-week.ts';
import type { MemberId } from '../kernel/member-id.ts';
import type { Result } from '../kernel/result.ts';
import type { Account, GivenAnswers, Member } from './member.ts';

export interface Members {
  /** The member, or undefined where there is none. Newest state. */
  readonly find: (id: MemberId) => Promise<Member | undefined>;
  /** The same without what they answered, for half of what it costs to read. */
  readonly account: (id: MemberId) => Promise<Account | undefined>;
  /**
   * Stores what `decide` makes of the newest state, together with what it sends; all or nothing. `decide` is pure and may run again.
   * `next: undefined` removes the member. Gives up with `Unavailable` after a few conflicts.
   */
  readonly change: <O, E>(
    id: MemberId,
    decide: (member: Member | undefined) => Decision<Member | undefined, O, E, MembershipMail>,
  ) => Promise<Result<O, E>>;
  /** Members in order of id, at most `limit` (1 … 200), after the one named. May lag behind `change`. */
  readonly page: (after: MemberId | undefined, limit: number) => Promise<readonly Member[]>;
}

/** What the sender of mails needs to know; it asks `Members` for the address when the mail leaves. */
export type MembershipMail =
  | { readonly template: 'survey-link'; readonly to: MemberId; readonly token: string }
  | { readonly template: 'survey-reminder'; readonly to: MemberId; readonly token: string; readonly isLast: boolean }
  | { readonly template: 'sign-in'; readonly to: MemberId; readonly token: string }
  | { readonly template: 'welcome'; readonly to: MemberId; readonly week: Week; readonly roundAt: Instant }
  | { readonly template: 'second-factor'; readonly to: MemberId; readonly what: SecondFactorNews; readonly codesLeft: number }
  /** Goes to an address that the member says is theirs, too. */
  | { readonly template: 'confirm-address'; readonly to: MemberId; readonly address: EmailAddress; readonly token: string }
  /** Its member is gone when it leaves, so it carries the address itself. */
  | {
      readonly template: 'goodbye';
      readonly to: MemberId;
      readonly address: EmailAddress;
      readonly name: string;
      readonly erased: boolean;
    };

/** What became of a member's second factor. */
export const secondFactorNews = ['set_up', 'set_up_again', 'recovery_code_used', 'removed', 'reset'] as const;
export type SecondFactorNews = (typeof secondFactorNews)[number];

/** Who never meets whom. Kept under member ids, which outlive a member's data. */
export interface Blocks {
  /** Idempotent. */
  readonly add: (block: Block) => Promise<void>;
  /** Takes a block back; only the one who blocked may. Idempotent. */
  readonly remove: (by: MemberId, whom: MemberId) => Promise<void>;
  /** Whom this member blocked; never who blocked them. At most `blocksMax`. */
  readonly by: (member: MemberId) => Promise<readonly Block[]>;
  /** Whether either blocked the other. */
  readonly between: (one: MemberId, other: MemberId) => Promise<boolean>;
  /** Every block there is, for the matching. */
  readonly all: () => Promise<readonly Block[]>;
}
export interface Block {
  readonly by: MemberId;
  readonly whom: MemberId;
  readonly at: Instant;
}
export const blocksMax = 200;

/** Members who may not take part, under ids that outlive their data. */
export interface Bans {
  readonly add: (member: MemberId, at: Instant) => Promise<void>;
  readonly remove: (member: MemberId) => Promise<void>;
  readonly has: (member: MemberId) => Promise<boolean>;
}

/** What members told the operators about others. */
export interface Reports {
  /** Idempotent by `report.id`. */
  readonly add: (report: Report) => Promise<void>;
  readonly change: (id: string, handledAt: Instant) => Promise<void>;
  /** Newest first, at most `limit` (1 … 200). */
  readonly latest: (limit: number) => Promise<readonly Report[]>;
  /** Takes a member's name and words out of every report they made or that is about them; the fact stays. */
  readonly anonymise: (member: MemberId) => Promise<void>;
  /** What this member told, newest first, for their export; never what others told about them. At most 200. */
  readonly by: (member: MemberId) => Promise<readonly Report[]>;
}
export interface Report {
  readonly id: string;
  readonly by: MemberId | undefined;
  readonly about: MemberId | undefined;
  readonly context: 'introduction' | 'mail';
  readonly text: string;
  readonly at: Instant;
  readonly handledAt?: Instant | undefined;
}

/** Counts what strangers ask for, by a key of the caller's choice (an IP address hashed, or everyone). */
export interface Allowances {
  /** Takes one from the allowance of `key` for its window; `'used_up'` with the instant from which asking again may help. */
  readonly take: (key: string, allowance: Allowance, now: Instant) => Promise<'taken' | { readonly usedUpUntil: Instant }>;
}
export interface Allowance {
  readonly most: number;
  readonly windowMs: number;
}

/** The community's survey, as far as a member's page needs it; introductions knows the rest. */
export interface SurveyDesk {
  /** The version of the survey that is asked now. */
  readonly version: () => number;
  /** What keeps these answers to the present survey from being taken; nothing where they are fine. */
  readonly check: (texts: GivenAnswers['texts']) => readonly AnswerProblem[];
}
/** `help` says what would be taken, and never repeats what was given. */
export interface AnswerProblem {
  readonly question: string;
  readonly code: string;
  readonly help: string;
}

/** When the community introduces people; holiday weeks are left out. */
export interface Calendar {
  /** The first round that has not begun at `now`. */
  readonly nextRound: (now: Instant) => { readonly week: Week; readonly roundAt: Instant };
  /** `now` while the community's clocks show its sending hour, else the next time that they do; every day has one. */
  readonly sendingTime: (now: Instant) => Instant;
}

/** One context's part of an export: everything it keeps about a member, ready for JSON, and nothing that only others may know. */
export interface Exporter {
  readonly section: string;
  readonly export: (member: MemberId) => Promise<unknown>;
}

/** One context's part of an erasure: afterwards everything it kept about a member is gone or anonymised. */
export interface Eraser {
  /** Idempotent, and right to call again after it was interrupted anywhere. */
  readonly erase: (member: MemberId) => Promise<void>;
}

/** Codes that an authenticator app makes of a secret and the time (RFC 6238). */
export interface OneTimeCodes {
  /** 160 random bits in base32, upper case (RFC 4648, 6). */
  readonly newSecret: () => string;
  /** The secret for an authenticator app: `otpauth://totp/…`, as a link or a QR code. */
  readonly uri: (secret: string, label: { readonly issuer: string; readonly account: string }) => string;
  /** The time step (whole 30 seconds since 1970) whose code these six digits are: the present one or one beside it. Compared in constant time. */
  readonly check: (secret: string, code: string, now: Instant) => number | undefined;
}
