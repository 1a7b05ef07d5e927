import type { EmailAddress } from '../kernel/email-address.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Week } from '../kernel/iso-week.ts';
import type { MemberId } from '../kernel/member-id.ts';

/** A person of the community. Where in the community they stand is `stage`; `standing` is the operators' word on them. */
export interface Member {
  readonly id: MemberId;
  /** As first written at sign-up; every later mail goes there and nowhere else. */
  readonly email: EmailAddress;
  readonly name: string;
  readonly stage: Stage;
  readonly standing: Standing;
  readonly signedUpAt: Instant;
  readonly consentedAt: Instant;
  /** What was answered last and handed in; `undefined` before the first time. */
  readonly answers: GivenAnswers | undefined;
  /** What was saved on the way and not yet handed in. */
  readonly draft: GivenAnswers | undefined;
  /** Weeks that this member asked to be left out of. */
  readonly skips: readonly Week[];
  /** Kinds of mail that this member wants no more of. */
  readonly unsubscribed: readonly MailKind[];
  readonly links: readonly Link[];
  readonly sessions: readonly Session[];
  /** What an operator proves beside their mailbox that it is them; `undefined` where nothing was ever set up. */
  readonly secondFactor?: SecondFactor | undefined;
  /** How many mails of each kind were asked for on `day`; older days are forgotten. */
  readonly mailed: { readonly day: string; readonly counts: Readonly<Partial<Record<MailKind, number>>> };
  /** The worst that came of our mails since they were last back. As long as it is there they are not introduced. */
  readonly mailTrouble?: MailTrouble | undefined;
  /** When they last came back, or in: what became of mails before is over. */
  readonly backAt?: Instant | undefined;
  /** Reminders of the survey so far, and when the last one left. */
  readonly reminded?: { readonly count: number; readonly at: Instant } | undefined;
  /**
   * Addresses of theirs that they write from besides, each confirmed by a mail to it; no other mail ever goes there. Nothing where there is
   * none. They are no sign-in: whoever signs up with one is another member.
   */
  readonly otherAddresses?: readonly EmailAddress[] | undefined;
  /** Addresses that they say are theirs, the oldest first. */
  readonly pendingAddresses?: readonly PendingAddress[] | undefined;
}

/** A member without what they answered, which is most of what is known of them and seldom asked for. */
export type Account = Omit<Member, 'answers' | 'draft'>;

/**
 * `invited` until the survey is handed in; `left` by their own wish, and back through a new sign-up;
 * `erasing` from the wish to be erased until the record itself is gone, so that a run that was interrupted is finished by the next.
 */
export type Stage =
  | { readonly name: 'invited' }
  | { readonly name: 'active' }
  | { readonly name: 'paused'; readonly until: Instant | undefined }
  | { readonly name: 'left'; readonly at: Instant }
  | { readonly name: 'erasing'; readonly at: Instant };

export type Standing = 'good' | 'suspended' | 'banned';

/** Texts by question id as they came out of a form or a file, and the version of the survey that asked. */
export interface GivenAnswers {
  readonly version: number;
  readonly texts: Readonly<Record<string, readonly string[]>>;
  readonly at: Instant;
}

/** A mailed link. What is stored of its token is a hash. A spent one is kept for a while, so that its owner hears why it no longer works. */
export interface Link {
  readonly purpose: LinkPurpose;
  readonly hash: string;
  readonly expiresAt: Instant;
  readonly spentAt?: Instant | undefined;
}
export type LinkPurpose = 'survey' | 'sign-in';

/** An address that a link was mailed to. What is stored of its token is a hash; a spent one is kept as that of a `Link` is. */
export interface PendingAddress {
  readonly address: EmailAddress;
  readonly hash: string;
  readonly expiresAt: Instant;
  readonly spentAt?: Instant | undefined;
}

/** `signedInAt` makes it fresh for a while; `id` names it to its owner, `hash` is that of its token. */
export interface Session {
  readonly id: string;
  readonly hash: string;
  readonly signedInAt: Instant;
  readonly expiresAt: Instant;
  /** When a code of the second factor was given in it. */
  readonly secondFactorAt?: Instant | undefined;
}

/** Codes of an authenticator app (RFC 6238). Secrets are sealed for their member; of recovery codes only hashes are stored. */
export interface SecondFactor {
  readonly active?: ActiveFactor | undefined;
  readonly pending?: PendingFactor | undefined;
  /** When wrong codes were given, oldest first; those of the last hour count. */
  readonly wrongAt: readonly Instant[];
}

/** `lastStep`: the newest time step of which a code was taken. */
export interface ActiveFactor {
  readonly sealed: string;
  readonly since: Instant;
  readonly lastStep: number;
  readonly recovery: readonly RecoveryCode[];
}

export interface RecoveryCode {
  readonly hash: string;
  readonly usedAt?: Instant | undefined;
}

/** What is being set up in one session; it asks for nothing until a code of it was given. */
export interface PendingFactor {
  readonly sealed: string;
  readonly session: string;
  readonly expiresAt: Instant;
}

/** A mail came back for good (`bounced`), or its reader called it unwanted (`complained`); `eventId` is the provider's. */
export interface MailTrouble {
  readonly kind: 'bounced' | 'complained';
  readonly at: Instant;
  readonly eventId: string;
}

/** The mails of membership and introductions, for limits and for unsubscribing. */
export const mailKinds = [
  'survey-link',
  'survey-reminder',
  'sign-in',
  'welcome',
  'introduction',
  'left-over',
  'cancelled',
  'did-you-meet',
  'goodbye',
  'second-factor',
  'confirm-address',
  'new-alias',
] as const;
export type MailKind = (typeof mailKinds)[number];
