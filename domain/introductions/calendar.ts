import { dayMs, hourMs, type Instant } from '../kernel/instant.ts';
import { invariant } from '../kernel/invariant.ts';
import { type Week, weekOfDate, weeksAfter } from '../kernel/iso-week.ts';

/** When a community introduces people. The round of an ISO week introduces that week. */
export interface RoundCalendar {
  readonly zone: Zone;
  /** 1 is Monday, 7 is Sunday. */
  readonly day: number;
  /** Full hours of the community's clocks, 0 to 23. */
  readonly hour: number;
  /** On the day of the round; on the day after, where it is before `hour`. */
  readonly sendingHour: number;
  /** Weeks without a round. */
  readonly holidays: readonly Week[];
}

/** The clocks of the community. */
export interface Zone {
  /** How far they are ahead of UTC at an instant, summer time included. */
  readonly aheadMs: (at: Instant) => number;
}

/** When the round of a week is due. */
export const roundAt = ({ zone, day, hour }: RoundCalendar, week: Week): Instant => instantOf(zone, dayIn(week, day) + hour * hourMs);

/** When its introductions are. */
export const sendingAt = ({ zone, day, hour, sendingHour }: RoundCalendar, week: Week): Instant =>
  instantOf(zone, dayIn(week, sendingHour < hour ? day + 1 : day) + sendingHour * hourMs);

export const isHoliday = ({ holidays }: RoundCalendar, week: Week): boolean => holidays.includes(week);

/** The week that the community's calendars show. */
export const weekAt = (zone: Zone, at: Instant): Week => {
  const local = new Date(at + zone.aheadMs(at));
  return weekOfDate({ year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate() });
};

/** The first round that has not begun at `now`. */
export const nextRound = (calendar: RoundCalendar, now: Instant): { readonly week: Week; readonly roundAt: Instant } => {
  const first = weekAt(calendar.zone, now);
  for (let ahead = 0; ahead <= calendar.holidays.length + 1; ahead++) {
    const week = weeksAfter(first, ahead);
    const at = roundAt(calendar, week);
    if (at > now && !isHoliday(calendar, week)) return { week, roundAt: at };
  }
  return invariant(false, 'among one more week than there are holidays, one is none') as never;
};

/** The next instant after `now` at which the sending hour of a day begins, whatever day it is. */
export const nextSendingHour = ({ zone, sendingHour }: RoundCalendar, now: Instant): Instant => {
  const today = Math.floor((now + zone.aheadMs(now)) / dayMs) * dayMs;
  const begins = [0, 1, 2].map((days) => instantOf(zone, today + days * dayMs + sendingHour * hourMs));
  return begins.find((at) => at > now) ?? (invariant(false, 'a sending hour begins within two days') as never);
};

/** `now` while clocks show the sending hour, else when they next do. */
export const sendingTime = (calendar: RoundCalendar, now: Instant): Instant => {
  const hour = Math.floor(((now + calendar.zone.aheadMs(now)) % dayMs) / hourMs);
  return hour === calendar.sendingHour ? now : nextSendingHour(calendar, now);
};

// 1 January 1970 was a Thursday, the fourth day of week 0.
const dayIn = (week: Week, day: number): number => (7 * week + day - 4) * dayMs;

/**
 * The instant at which clocks show a local time. An hour that clocks skip in spring begins when it is over; of one that
 * they show twice in autumn, it is the first.
 */
const instantOf = (zone: Zone, localMs: number): Instant => {
  const before = zone.aheadMs((localMs - dayMs) as Instant);
  const after = zone.aheadMs((localMs + dayMs) as Instant);
  const at = [localMs - before, localMs - after].find((instant) => instant + zone.aheadMs(instant as Instant) === localMs);
  return (at ?? localMs - before) as Instant;
};
