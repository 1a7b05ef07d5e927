import { describe, expect, it } from 'vitest';
import { weekIn, zoneOption } from '../../../scripts/commands/options.ts';
import { withoutAddresses } from '../../../scripts/commands/terminal.ts';
import { formatWeek } from '../../../domain/kernel/iso-week.ts';

describe('the current week', () => {
  it.each([
    ['2026-12-31T23:59:59Z', 'UTC', '2026-W53'],
    ['2027-01-03T23:59:59Z', 'UTC', '2026-W53'],
    ['2027-01-04T00:00:00Z', 'UTC', '2027-W01'],
    ['2027-01-03T23:30:00Z', 'Europe/Berlin', '2027-W01'],
    ['2027-01-04T07:59:59Z', 'America/Los_Angeles', '2026-W53'],
    ['2025-12-28T10:00:00Z', 'Pacific/Kiritimati', '2026-W01'],
    ['2025-12-28T10:00:00Z', 'UTC', '2025-W52'],
    ['2024-12-30T00:00:00Z', 'UTC', '2025-W01'],
  ])('at %s in %s is %s', (instant, zone, week) => {
    expect(formatWeek(weekIn(zoneOption(zone), new Date(instant)))).toBe(week);
  });
});

describe('a line for people', () => {
  it('leaves out whatever looks like an address, and only that', () => {
    expect(withoutAddresses('to <ana+x@example.com>, "b@c": begins with = + - or @ in a.csv')).toBe(
      'to <(an address)>, "(an address)": begins with = + - or @ in a.csv',
    );
    expect(withoutAddresses('x'.repeat(100_000))).toHaveLength(100_000);
  });
});
