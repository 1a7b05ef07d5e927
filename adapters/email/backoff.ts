import type { Random } from '../../domain/kernel/random.ts';

export interface Retries {
  /** How often a mail is tried again after its first attempt. */
  readonly retryMax: number;
  readonly retryBaseDelayMs: number;
  /** No wait of our own choosing is longer; what a provider asks for may be. */
  readonly retryDelayMaxMs: number;
}

/**
 * How long to wait before attempt `attempt` + 1 (the first is 1): twice as much as the time before up to the cap, or anything down to half
 * of that. Jitter spreads those who failed together; half of the wait is sure, so that the attempts last through an outage of known
 * length (`leastMsOf`) whatever the dice say ("equal jitter": M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 */
export const backoffMs = (attempt: number, retries: Omit<Retries, 'retryMax'>, random: Random): number => {
  const most = mostMs(attempt, retries);
  return Math.ceil(most / 2) + random.int(Math.floor(most / 2) + 1);
};

/** How long a mail is tried at least, from its first attempt to its last. */
export const leastMsOf = (retries: Retries): number =>
  Array.from({ length: retries.retryMax }, (_, at) => Math.ceil(mostMs(at + 1, retries) / 2)).reduce((sum, ms) => sum + ms, 0);

const mostMs = (attempt: number, { retryBaseDelayMs, retryDelayMaxMs }: Omit<Retries, 'retryMax'>): number =>
  Math.floor(Math.min(retryDelayMaxMs, retryBaseDelayMs * 2 ** Math.min(attempt - 1, doublingsMax)));

// Beyond this every base delay has met its cap.
const doublingsMax = 31;
