import type { Instant } from '../../domain/kernel/instant.ts';

/** What one run did. Each mail that it took counts once in `accepted`, `dropped`, `postponed` or `failed`; the others say more of it. */
export interface DrainReport {
  /** Sent: the mailer has it. */
  readonly accepted: number;
  /** Not sent, because its reader is gone or wants no such mails. */
  readonly dropped: number;
  /** To be tried again. */
  readonly postponed: number;
  /** Given up, for an operator to look at: refused by the mailer (`refused`), never to be sent, or tried to the end. */
  readonly failed: number;
  readonly refused: number;
  /** Attempts that were not the first of their mail. */
  readonly retried: number;
  /** Attempts of which nobody knows whether the mail was taken. */
  readonly unknown: number;
  /** Attempts that may have delivered a further copy: made after one whose end nobody knows, by a mailer that does not honour keys. */
  readonly maybeTwice: number;
  /** The mailer takes nothing until an operator does something: a stable code, the last one heard. */
  readonly closed?: string | undefined;
  /** When there may be something to do again, as far as this run knows. */
  readonly resumeAt?: Instant | undefined;
}

export const nothingYet: DrainReport = {
  accepted: 0,
  dropped: 0,
  postponed: 0,
  failed: 0,
  refused: 0,
  retried: 0,
  unknown: 0,
  maybeTwice: 0,
};

/** What became of one mail. */
export type Fate = (
  { readonly kind: 'accepted' | 'dropped' | 'failed' } | { readonly kind: 'postponed'; readonly until: Instant; readonly closed?: string }
) & { readonly [More in 'refused' | 'retried' | 'unknown' | 'maybeTwice']?: boolean };

export const withFate = (report: DrainReport, fate: Fate): DrainReport => ({
  ...report,
  [fate.kind]: report[fate.kind] + 1,
  refused: report.refused + one(fate.refused),
  retried: report.retried + one(fate.retried),
  unknown: report.unknown + one(fate.unknown),
  maybeTwice: report.maybeTwice + one(fate.maybeTwice),
  ...(fate.kind === 'postponed' ? { resumeAt: earliest(report.resumeAt, fate.until) } : {}),
  ...(fate.kind === 'postponed' && fate.closed !== undefined ? { closed: fate.closed } : {}),
});

const one = (is: boolean | undefined): number => (is === true ? 1 : 0);

export const earliest = (some: Instant | undefined, other: Instant): Instant => (some === undefined || other < some ? other : some);
