import { hourMs, minuteMs, secondMs } from '../../domain/kernel/instant.ts';
import type { Retries } from './backoff.ts';
import type { Pace } from './token-bucket.ts';

export interface DrainLimits extends Pace, Retries {
  /** How long one mail may take; afterwards whoever comes next tries it again. */
  readonly leaseMs: number;
  /** A mailer that asks for a longer rest than this ends the run. */
  readonly pauseMaxMs: number;
  /**
   * A mail whose fate is unknown for so long goes to an operator; until then one that honours keys is asked again, however often. Less than
   * the keys live. Without it the mailer remembers them for ever, and only the number of attempts counts.
   */
  readonly unknownMaxMs?: number | undefined;
}

/** For a mailer in the same process. */
export const defaultDrainLimits: DrainLimits = {
  ratePerSecond: 2,
  burst: 1,
  retryMax: 8,
  retryBaseDelayMs: secondMs,
  retryDelayMaxMs: hourMs,
  leaseMs: 2 * minuteMs,
  pauseMaxMs: 30 * secondMs,
};

/** What an operator may say of it; `ratePerSecond` for all processes together. */
export interface SendingSettings {
  readonly ratePerSecond?: number | undefined;
  readonly retryMax?: number | undefined;
  readonly retryBaseDelayMs?: number | undefined;
}

/**
 * For a provider that can be down for an hour: as it stands a mail is tried over 83 minutes at least and nearly three hours at most. Resend
 * knows a key for 24 hours (https://resend.com/docs/dashboard/emails/idempotency-keys), so after 23 it is not tried again.
 */
export const deployedDrainLimits = ({ ratePerSecond, retryMax, retryBaseDelayMs }: SendingSettings = {}): DrainLimits => ({
  ratePerSecond: ratePerSecond ?? 2,
  burst: 1,
  retryMax: retryMax ?? deployedRetryMax,
  retryBaseDelayMs: retryBaseDelayMs ?? secondMs,
  retryDelayMaxMs: 15 * minuteMs,
  leaseMs: 2 * minuteMs,
  pauseMaxMs: 30 * secondMs,
  unknownMaxMs: 23 * hourMs,
});

/** What `RESEND_RETRY_MAX` is where it is not set. */
export const deployedRetryMax = 20;

/** A claim is four attempts long: of two minutes, no mailer takes longer than 30 s, a key that is read anew included. */
export const attemptMsOf = ({ leaseMs }: DrainLimits): number => leaseMs / 4;
