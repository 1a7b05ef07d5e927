import { InvalidArgumentError } from 'commander';
import { canonicalAddress, type CanonicalAddress, parseEmailAddress } from '../../domain/kernel/email-address.ts';
import { parseWeek, type Week, weekOfDate } from '../../domain/kernel/iso-week.ts';

/** Parsers of options for commander; what they throw names the option and ends with the exit code for usage. */
export const weekOption = (text: string): Week => {
  const week = parseWeek(text);
  if (week.ok) return week.value;
  throw new InvalidArgumentError(
    week.error.code === 'week.unknown' ? 'There is no such week; a year has 52 or 53.' : 'A week is written like 2026-W47.',
  );
};

export const zoneOption = (text: string): string => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw new InvalidArgumentError('A time zone goes by its IANA name, like Europe/Berlin.');
  }
};

export const addressOption = (text: string): CanonicalAddress => {
  const address = parseEmailAddress(text);
  if (address.ok) return canonicalAddress(address.value);
  throw new InvalidArgumentError('This is no mail address.');
};

/** The name of a file or folder to write; one left empty, by a variable without a value, is none. */
export const outputOption = (text: string): string => {
  if (text !== '') return text;
  throw new InvalidArgumentError('Name where to write.');
};

/** A whole number from 0 to `most`. */
export const wholeNumberOption =
  (most: number) =>
  (text: string): number => {
    const value = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
    if (value <= most) return value;
    throw new InvalidArgumentError(`A whole number from 0 to ${String(most)}.`);
  };

/** An option that may be given several times. */
export const collected = (text: string, before: readonly string[]): readonly string[] => [...before, text];

/** The ISO week that an instant falls in where the clocks show `zone`. */
export const weekIn = (zone: string, instant: Date): Week => {
  const parts = new Intl.DateTimeFormat('en-u-ca-gregory', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((one) => one.type === type)?.value);
  return weekOfDate({ year: part('year'), month: part('month'), day: part('day') });
};
