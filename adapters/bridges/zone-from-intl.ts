import { secondMs } from '../../domain/kernel/instant.ts';
import type { Zone } from '../../domain/introductions/calendar.ts';

/** The clocks of an IANA time zone, by the data that comes with Node. Throws `RangeError` for a zone that it does not know. */
export const createZone = (timeZone: string): Zone => {
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return {
    aheadMs: (at) => {
      const shown = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
      const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
      return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / secondMs) * secondMs;
    },
  };
};
