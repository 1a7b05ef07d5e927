import type { Week } from '../kernel/iso-week.ts';
import type { MemberId } from '../kernel/member-id.ts';

/** What the introductions say by mail; the sender asks for the reader's address when the mail leaves. */
export type IntroductionMail = TheIntroduction | LeftOver | Cancelled | DidYouMeet | NewAlias;

/** Who you meet this week, why you two, and how to write to them. */
export interface TheIntroduction {
  readonly template: 'introduction';
  readonly to: MemberId;
  readonly week: Week;
  /** Names the match, the same for both of its members: its `conversationId`. */
  readonly match: string;
  /** Looked at once more when the mail leaves. */
  readonly partner: MemberId;
  readonly partnerName: string;
  /** Worded for the reader, largest first, without a full stop. */
  readonly reasons: readonly string[];
  /** What to ask first; without one the mail takes one of its own, the same for the whole week. */
  readonly opener?: string | undefined;
  /** The part before the `@` of the relay address that the reader writes to. */
  readonly alias: string;
}

/** Nobody fitted this week; the reader comes first next time. */
export interface LeftOver {
  readonly template: 'left-over';
  readonly to: MemberId;
  readonly week: Week;
}

/** The reader's introduction of this week does not take place. It tells neither of whom nor why. */
export interface Cancelled {
  readonly template: 'cancelled';
  readonly to: MemberId;
  readonly week: Week;
}

/** The reader's partner has another relay address from now on. */
export interface NewAlias {
  readonly template: 'new-alias';
  readonly to: MemberId;
  readonly week: Week;
  readonly partner: MemberId;
  readonly partnerName: string;
  /** As in the introduction. */
  readonly alias: string;
}

/** A few days after an introduction. */
export interface DidYouMeet {
  readonly template: 'did-you-meet';
  readonly to: MemberId;
  readonly week: Week;
  readonly partner: MemberId;
  readonly partnerName: string;
}
