import { dayMs, type Instant, later, minuteMs } from '../../kernel/instant.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { ChatPace } from './chat.ts';
import { perDayMax, perMinuteMax } from './limits.ts';

/**
 * What a member has written with one message more, or for how long it is one too many. Windows begin with the first message in them; a clock
 * that was put back begins none anew, and makes nobody wait for longer than one.
 */
export const paced = (pace: ChatPace | undefined, now: Instant): Result<ChatPace, TooMany> => {
  const { minuteFrom = now, inMinute = 0, dayFrom = now, inDay = 0 } = pace ?? {};
  const minute = now < later(minuteFrom, minuteMs) ? { minuteFrom, inMinute } : { minuteFrom: now, inMinute: 0 };
  const day = now < later(dayFrom, dayMs) ? { dayFrom, inDay } : { dayFrom: now, inDay: 0 };
  if (day.inDay >= perDayMax) return err({ within: 'a day', retryAfterMs: Math.min(day.dayFrom - now + dayMs, dayMs) });
  if (minute.inMinute >= perMinuteMax)
    return err({ within: 'a minute', retryAfterMs: Math.min(minute.minuteFrom - now + minuteMs, minuteMs) });
  return ok({ ...minute, inMinute: minute.inMinute + 1, ...day, inDay: day.inDay + 1 });
};

export interface TooMany {
  readonly within: 'a minute' | 'a day';
  readonly retryAfterMs: number;
}
