import type { Clock } from '../../domain/kernel/clock.ts';
import { invariant } from '../../domain/kernel/invariant.ts';
import { later, type Instant } from '../../domain/kernel/instant.ts';

/** A clock that can be put forward, never back. It tells nobody: whoever waits for an instant asks. */
export interface MovableClock extends Clock {
  /** Does nothing where it is later already. */
  readonly moveTo: (instant: Instant) => void;
  readonly moveBy: (ms: number) => void;
  /** How far it was put forward in all; a clock made with as much goes on from there after a restart. */
  readonly aheadMs: () => number;
}

/** Stands still until it is moved. */
export const createStillClock = (startsAt: Instant): MovableClock => movable(() => startsAt, 0);

/** Goes with the time of this machine, `aheadMs` before it. It stands still for as long as that one is put back. */
export const createRunningClock = (aheadMs = 0): MovableClock => {
  let latest = 0;
  return movable(() => {
    latest = Math.max(latest, Date.now());
    return latest as Instant;
  }, aheadMs);
};

const movable = (base: () => Instant, startsAheadMs: number): MovableClock => {
  let aheadMs = startsAheadMs;
  const now = (): Instant => later(base(), aheadMs);
  const moveBy = (ms: number): void => {
    invariant(Number.isSafeInteger(ms) && ms >= 0, 'a clock is moved forward by whole milliseconds');
    aheadMs += ms;
  };
  return {
    now,
    moveBy,
    moveTo: (instant) => {
      moveBy(Math.max(0, instant - now()));
    },
    aheadMs: () => aheadMs,
  };
};
