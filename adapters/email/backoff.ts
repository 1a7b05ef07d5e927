import type { Random } from '../../domain/kernel/random.ts';

export interface Retries {
  /** How often a mail is tried again after its first attempt. */
  readonly retryMax: number;
  readonly retryBaseDelayMs: number;
  /** No wait of our own choosing is longer; what a provider asks for may be. */
  readonly retryDelayMaxMs: number;
}

/**
 * How long to wait before attempt `attempt` + 1 (the first is 1): anything from nothing to twice as much as the time before. Full
 * jitter spreads those who failed together (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 */
export const backoffMs = (attempt: number, { retryBaseDelayMs, retryDelayMaxMs }: Retries, random: Random): number =>
  random.int(Math.floor(Math.min(retryDelayMaxMs, retryBaseDelayMs * 2 ** Math.min(attempt - 1, doublingsMax))) + 1);

// Beyond this every base delay has met its cap.
const doublingsMax = 31;
