import { setTimeout as sleep } from 'node:timers/promises';
import { later } from '../../domain/kernel/instant.ts';
import type { MovableClock } from '../memory/movable-clock.ts';

/** Lets time pass: really, or, while somebody puts the clock forward, by putting it forward. */
export interface Pauses {
  readonly pause: (ms: number) => Promise<void>;
  /** As long as `body` runs no pause takes time; one that is under way ends now. */
  readonly hurried: <R>(body: () => Promise<R>) => Promise<R>;
}

export const createPauses = (clock: MovableClock): Pauses => {
  let inAHurry = 0;
  let hurry = new AbortController();
  return {
    pause: async (ms) => {
      const until = later(clock.now(), Math.ceil(ms));
      if (inAHurry === 0) await rest(ms, hurry.signal);
      if (inAHurry > 0) clock.moveTo(until);
    },
    hurried: async (body) => {
      inAHurry += 1;
      hurry.abort();
      try {
        return await body();
      } finally {
        inAHurry -= 1;
        if (inAHurry === 0) hurry = new AbortController();
      }
    },
  };
};

/** Really waits, until `signal` says that it is enough. */
export const rest = async (ms: number, signal: AbortSignal): Promise<void> => {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
};
