import type { Clock } from '../../domain/kernel/clock.ts';
import { type Instant, later } from '../../domain/kernel/instant.ts';
import { fullBucket, type Pace, takeToken } from './token-bucket.ts';

/** Keeps the pace that a provider allows: of one process, or of all that share a table. */
export interface Pacer {
  /**
   * A turn for one mail: how many milliseconds to wait before it goes, or until when nobody sends. `ahead` is how many the caller has to
   * send as far as it knows, this one among them; turns may be set aside for so many, and those that are not used are lost.
   */
  readonly turn: (ahead: number) => Promise<Turn>;
  /** A provider asked for it: nobody sends for so many milliseconds from now. A longer rest that was asked for before holds. */
  readonly rest: (ms: number) => Promise<void>;
  /** Until when nobody sends, as far as this process has heard; past where there is no rest. */
  readonly restsUntil: () => Promise<Instant>;
}

export type Turn = { readonly kind: 'goes'; readonly waitMs: number } | { readonly kind: 'rests'; readonly until: Instant };

/** The pace of this process alone. */
export const createLocalPacer = (clock: Clock, pace: Pace): Pacer => {
  let bucket = fullBucket;
  let until = 0 as Instant;
  return {
    turn: async () => {
      await Promise.resolve();
      if (until > clock.now()) return { kind: 'rests', until };
      const token = takeToken(bucket, pace, clock.now());
      bucket = token.bucket;
      return { kind: 'goes', waitMs: token.waitMs };
    },
    rest: async (ms) => {
      await Promise.resolve();
      until = Math.max(until, later(clock.now(), ms)) as Instant;
    },
    restsUntil: async () => Promise.resolve(until),
  };
};
