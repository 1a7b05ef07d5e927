import { type Instant, secondMs } from '../../domain/kernel/instant.ts';

/** How fast something may go: `ratePerSecond` on average and never more than `burst` at once. */
export interface Pace {
  readonly ratePerSecond: number;
  readonly burst: number;
}

/**
 * A bucket of `burst` tokens that refills at the rate, kept as the one moment at which it is full again, in milliseconds
 * (the generic cell rate algorithm, ITU-T I.371: the same as counting tokens, without fractions of them).
 */
export interface Bucket {
  readonly fullAtMs: number;
}

export const fullBucket: Bucket = { fullAtMs: 0 };

/** Takes one token, now or as soon as there is one: the bucket without it, and how many milliseconds to wait before going ahead. */
export const takeToken = (bucket: Bucket, pace: Pace, now: Instant): { readonly bucket: Bucket; readonly waitMs: number } => {
  const eachMs = eachMsOf(pace);
  const fullAtMs = Math.max(bucket.fullAtMs, now) + eachMs;
  return { bucket: { fullAtMs }, waitMs: Math.max(0, fullAtMs - pace.burst * eachMs - now) };
};

/** Milliseconds from one to the next, rounded to the slower side: a clock of whole milliseconds must not add up to more than the rate. */
export const eachMsOf = ({ ratePerSecond }: Pick<Pace, 'ratePerSecond'>): number => Math.ceil(secondMs / ratePerSecond);
