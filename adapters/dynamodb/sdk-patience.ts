import type { Clock } from '../../domain/kernel/clock.ts';
import type { Random } from '../../domain/kernel/random.ts';
import { regionRefused } from '../config/region.ts';
import { tableSettings, type TablePart } from './placement.ts';
import { failureOf } from './sdk-failures.ts';
import { StorageMisconfigured } from './storage-errors.ts';
import { Unavailable } from './table.ts';

export interface PatienceParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly pause: (ms: number) => Promise<void>;
  /** How long something is tried again in all. */
  readonly patienceMs: number;
}

export interface Attempt {
  /** An earlier attempt may have had its effect: its answer did not come. */
  readonly mayHaveHappened: boolean;
}

/**
 * Asks until there is an answer. Throttling, conflicts of transactions and lost answers are tried again with full jitter
 * (https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/), for `patienceMs` in all; then `Unavailable`.
 * Throws `StorageMisconfigured` or `RegionRefused` where an operator has to help, and a plain error where the request is wrong.
 */
export type Persist = <T>(tables: readonly TablePart[], ask: (attempt: Attempt) => Promise<T>) => Promise<T>;

const baseMs = 25;
const capMs = 5_000;

export const createPersist =
  ({ clock, random, pause, patienceMs }: PatienceParts): Persist =>
  async (tables, ask) => {
    const startedAt = clock.now();
    let pausedMs = 0;
    let mayHaveHappened = false;
    for (let attempt = 0; ; attempt++) {
      const answer = await ask({ mayHaveHappened }).then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );
      if ('value' in answer) return answer.value;
      // What was decided over an answer stands.
      if (answer.error instanceof Unavailable) throw answer.error;
      const region = regionRefused(answer.error);
      if (region !== undefined) throw region;
      const failure = failureOf(answer.error);
      if (failure.kind === 'misconfigured') throw new StorageMisconfigured(failure.code, settingsOf(tables));
      // The error itself may quote what was to be stored, so it is not passed on.
      if (failure.kind === 'bug') throw new Error(`DynamoDB refused a request as wrong (${failure.code})`);
      mayHaveHappened ||= failure.kind === 'lost';
      const waitMs = 1 + random.int(Math.min(capMs, baseMs * 2 ** Math.min(attempt, 10)));
      // The pauses are counted too, for a clock that stands still.
      const spentMs = Math.max(pausedMs, clock.now() - startedAt);
      if (spentMs + waitMs > patienceMs) throw new Unavailable(`the table was not to be had for ${String(spentMs)} ms (${failure.code})`);
      pausedMs += waitMs;
      await pause(waitMs);
    }
  };

const settingsOf = (tables: readonly TablePart[]): string => [...new Set(tables)].map((table) => tableSettings[table]).join(', ');
