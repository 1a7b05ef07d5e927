import { describe, expect, it } from 'vitest';
import { formatWeek, parseWeek, type Week, weekOfDate, weeksAfter } from '../../../domain/kernel/iso-week.ts';

const firstYear = 1970;
const lastYear = 2100;

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Every day from 1 January 1970, a Thursday, counted by hand. */
const everyDay = function* (): Generator<{ year: number; month: number; day: number; ordinal: number; weekday: number }> {
  let weekday = 4;
  for (let year = firstYear; year <= lastYear; year++) {
    let ordinal = 1;
    for (const [at, length] of [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].entries()) {
      for (let day = 1; day <= length; day++) {
        yield { year, month: at + 1, day, ordinal, weekday };
        weekday = (weekday % 7) + 1;
        ordinal++;
      }
    }
  }
};

/** Years of 53 weeks by the rule of thumb that calendar makers use: 31 December is a Thursday, or 31 December of the year before a Wednesday. */
const weeksIn = (year: number): number => {
  const dominical = (of: number): number => (of + Math.floor(of / 4) - Math.floor(of / 100) + Math.floor(of / 400)) % 7;
  return dominical(year) === 4 || dominical(year - 1) === 3 ? 53 : 52;
};

const weekByHand = ({ year, ordinal, weekday }: { year: number; ordinal: number; weekday: number }): string => {
  const week = Math.floor((ordinal - weekday + 10) / 7);
  const [inYear, number] = week < 1 ? [year - 1, weeksIn(year - 1)] : week > weeksIn(year) ? [year + 1, 1] : [year, week];
  return `${String(inYear)}-W${String(number).padStart(2, '0')}`;
};

const weekNamed = (text: string): Week => {
  const week = parseWeek(text);
  if (!week.ok) throw new Error(text);
  return week.value;
};

describe('an ISO week', () => {
  it('is the one that the calendar gives every day from 1970 to 2100', () => {
    let days = 0;
    for (const date of everyDay()) {
      days++;
      if (formatWeek(weekOfDate(date)) !== weekByHand(date)) expect([date, formatWeek(weekOfDate(date))]).toEqual([date, weekByHand(date)]);
    }
    expect(days).toBe(47_847);
  });

  it('reads back as it was written, every week from 1970 to 2100, each one after the last', () => {
    let next = 0;
    for (let year = firstYear; year <= lastYear; year++) {
      for (let number = 1; number <= weeksIn(year); number++) {
        const text = `${String(year)}-W${String(number).padStart(2, '0')}`;
        expect(weekNamed(text)).toBe(next);
        expect(formatWeek(weekNamed(text))).toBe(text);
        next++;
      }
    }
    expect(next).toBe(6_836);
  });

  it('has a number 53 in long years only', () => {
    for (let year = firstYear; year <= lastYear; year++)
      expect([year, parseWeek(`${String(year)}-W53`).ok]).toEqual([year, weeksIn(year) === 53]);
    expect(parseWeek('2026-W53').ok).toBe(true);
    expect(parseWeek('2027-W53')).toEqual({ ok: false, error: { code: 'week.unknown' } });
  });

  it.each(['2026-W00', '2026-W54', '1969-W52', '0000-W01'])('does not exist as %s', (text) => {
    expect(parseWeek(text)).toEqual({ ok: false, error: { code: 'week.unknown' } });
  });

  it.each(['', '2026', '2026-47', '2026W47', '2026-w47', '26-W47', '2026-W7', ' 2026-W47', '2026-W47\n', '２０２６-W47'])(
    'is not written %j',
    (text) => {
      expect(parseWeek(text)).toEqual({ ok: false, error: { code: 'week.malformed' } });
    },
  );

  it('goes on across the end of a year', () => {
    expect(formatWeek(weeksAfter(weekNamed('2026-W53'), 1))).toBe('2027-W01');
    expect(weekNamed('2027-W01') - weekNamed('2026-W51')).toBe(3);
    expect(formatWeek(weekOfDate({ year: 2027, month: 1, day: 3 }))).toBe('2026-W53');
    expect(formatWeek(weekOfDate({ year: 2024, month: 12, day: 30 }))).toBe('2025-W01');
  });
});
