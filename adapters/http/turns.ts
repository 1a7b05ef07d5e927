import type { Clock } from '../../domain/kernel/clock.ts';
import { type Instant, later } from '../../domain/kernel/instant.ts';

export interface TurnLimits {
  readonly clock: Clock;
  readonly most: number;
  readonly windowMs: number;
}

/**
 * Whether somebody may do something once more: `most` times in a window that begins with the first. It is kept by this process alone, so
 * it is for what costs little; what costs more has an allowance in the table.
 */
export const makeTurns = ({ clock, most, windowMs }: TurnLimits): ((who: string) => 'taken' | { readonly retryAfterMs: number }) => {
  const windows = new Map<string, { readonly until: Instant; readonly count: number }>();
  return (who) => {
    const now = clock.now();
    const found = windows.get(who);
    const window = found !== undefined && now < found.until ? found : { until: later(now, windowMs), count: 0 };
    if (window.count >= most) return { retryAfterMs: window.until - now };
    windows.delete(who);
    windows.set(who, { ...window, count: window.count + 1 });
    const [oldest] = windows.keys();
    if (windows.size > peopleMax && oldest !== undefined) windows.delete(oldest);
    return 'taken';
  };
};

/** Those who came longest ago are forgotten first. */
const peopleMax = 10_000;
