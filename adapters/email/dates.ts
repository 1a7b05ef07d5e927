import type { Instant } from '../../domain/kernel/instant.ts';
import { type Week, weeksAfter } from '../../domain/kernel/iso-week.ts';
import { type Community, weekdays } from '../config/community.ts';

/** "Monday 23 November at 08:00 (Lisbon time)", as the community writes dates. */
export const momentInWords = (instant: Instant, { locale, timeZone }: Community): string => {
  const moment = new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(instant);
  const place = timeZone.slice(timeZone.lastIndexOf('/') + 1).replaceAll('_', ' ');
  return `${moment} (${place} time)`;
};

/** The day of a week's round: "Monday 23 November". A day of the calendar is the same in every zone. */
export const roundDayInWords = (week: Week, { locale, round }: Community): string => {
  // Week 0 began on Monday 29 December 1969, three days before the first of January.
  const day = week * 7 - 3 + weekdays.indexOf(round.day);
  return new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(day * msPerDay);
};

/** The next week with a round. */
export const nextRoundWeek = (week: Week, { holidayWeeks }: Community): Week => {
  let next = weeksAfter(week, 1);
  while (holidayWeeks.includes(next)) next = weeksAfter(next, 1);
  return next;
};

const msPerDay = 86_400_000;
