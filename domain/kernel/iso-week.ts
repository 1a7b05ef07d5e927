import type { Brand } from './brand.ts';
import { err, ok, type Result } from './result.ts';

/** An ISO 8601 week as the number of weeks since that of 29 December 1969 (1970-W01 is 0); differences are weeks. */
export type Week = Brand<number, 'week'>;

/** Reads `2026-W47`. A week 53 exists only in long years (ISO 8601: years that start or, in leap years, end on a Thursday). */
export const parseWeek = (text: string): Result<Week, WeekMalformed | WeekUnknown> => {
  const parts = /^(\d{4})-W(\d{2})$/.exec(text);
  if (parts === null) return err({ code: 'week.malformed' });
  const year = Number(parts[1]);
  const inYear = Number(parts[2]);
  if (year < 1970 || inYear < 1 || inYear > weeksIn(year)) return err({ code: 'week.unknown' });
  return ok((firstWeekOf(year) + inYear - 1) as Week);
};

export interface WeekMalformed {
  readonly code: 'week.malformed';
}
export interface WeekUnknown {
  readonly code: 'week.unknown';
}

/** `2026-W47`. */
export const formatWeek = (week: Week): string => {
  const thursday = week * 7;
  const year = yearOf(thursday);
  const inYear = week - firstWeekOf(year) + 1;
  return `${String(year).padStart(4, '0')}-W${String(inYear).padStart(2, '0')}`;
};

/** The week of a calendar date (month 1 … 12), whatever the zone that the date was read in. */
export const weekOfDate = (date: CalendarDate): Week => weekOfDay(daysSinceEpoch(date));

export const weeksAfter = (week: Week, weeks: number): Week => (week + weeks) as Week;

export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const msPerDay = 86_400_000;

// 1 January 1970, day 0, was a Thursday; a week belongs to the year of its Thursday.
const weekOfDay = (day: number): Week => Math.floor((day + 3) / 7) as Week;
const daysSinceEpoch = ({ year, month, day }: CalendarDate): number => Math.floor(Date.UTC(year, month - 1, day) / msPerDay);
const yearOf = (day: number): number => new Date(day * msPerDay).getUTCFullYear();
const firstWeekOf = (year: number): Week => weekOfDay(daysSinceEpoch({ year, month: 1, day: 4 }));
const weeksIn = (year: number): number => firstWeekOf(year + 1) - firstWeekOf(year);
