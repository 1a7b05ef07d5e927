import { describe, expect, it } from 'vitest';
import { createRunningClock, createStillClock } from '../../../adapters/memory/movable-clock.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';

describe('A clock', () => {
  it('stands still until it is moved, and moves forward only', () => {
    const clock = createStillClock(100 as Instant);
    clock.moveBy(5);
    clock.moveTo(90 as Instant);
    expect([clock.now(), clock.now(), clock.aheadMs()]).toEqual([105, 105, 5]);
    clock.moveTo(200 as Instant);
    expect(clock.now()).toBe(200);
    expect(() => {
      clock.moveBy(-1);
    }).toThrow('forward');
  });

  it('goes with the machine, as far ahead as it was put before a restart', () => {
    const before = Date.now();
    const clock = createRunningClock();
    clock.moveBy(1_000);
    const again = createRunningClock(clock.aheadMs());
    expect(again.now()).toBeGreaterThanOrEqual(before + 1_000);
    expect(again.now()).toBeLessThanOrEqual(Date.now() + 1_000);
  });
});
