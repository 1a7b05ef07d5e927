import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createZone } from '../../../adapters/bridges/zone-from-intl.ts';
import {
  nextRound,
  nextSendingHour,
  type RoundCalendar,
  roundAt,
  sendingAt,
  sendingTime,
  weekAt,
} from '../../../domain/introductions/calendar.ts';
import { nextMoment } from '../../../domain/introductions/what-is-due.ts';
import { changed } from '../../../domain/kernel/decision.ts';
import { dayMs, hourMs, type Instant, later } from '../../../domain/kernel/instant.ts';
import { formatWeek, weeksAfter } from '../../../domain/kernel/iso-week.ts';
import { createIntroductionsWorld, introductionsOver, mondayMorning, settle, withCalendar } from '../../support/introductions-world.ts';
import { thisWeek, weekNamed } from '../../arbitraries/rounds.ts';

const inZone = (zone: string, overrides: Partial<RoundCalendar> = {}): RoundCalendar => ({
  zone: createZone(zone),
  day: 7,
  hour: 2,
  sendingHour: 9,
  holidays: [],
  ...overrides,
});
const iso = (instant: Instant): string => new Date(instant).toISOString();
const at = (text: string): Instant => Date.parse(text) as Instant;

describe('the round of a week', () => {
  it('is at its hour on the clocks of the community, in summer and in winter', () => {
    const lisbon = inZone('Europe/Lisbon', { day: 1, hour: 8 });
    expect(iso(roundAt(lisbon, weekNamed('2026-W27')))).toBe('2026-06-29T07:00:00.000Z');
    expect(iso(roundAt(lisbon, weekNamed('2026-W47')))).toBe('2026-11-16T08:00:00.000Z');
    expect(iso(sendingAt(lisbon, weekNamed('2026-W47')))).toBe('2026-11-16T09:00:00.000Z');
  });

  it('is after the hour that clocks skip in spring, and at the first of the two that they show in autumn', () => {
    const berlin = inZone('Europe/Berlin');
    expect(iso(roundAt(berlin, weekNamed('2026-W13')))).toBe('2026-03-29T01:00:00.000Z');
    expect(iso(roundAt(berlin, weekNamed('2026-W43')))).toBe('2026-10-25T00:00:00.000Z');
    expect(iso(roundAt(inZone('Australia/Lord_Howe'), weekNamed('2026-W40')))).toBe('2026-10-03T15:30:00.000Z');
  });

  it('is sent on the day after where the sending hour is earlier', () => {
    const berlin = inZone('Europe/Berlin', { day: 7, hour: 20, sendingHour: 7 });
    expect(iso(sendingAt(berlin, weekNamed('2026-W47')))).toBe('2026-11-23T06:00:00.000Z');
    expect(sendingAt(inZone('UTC', { hour: 8, sendingHour: 8 }), thisWeek)).toBe(roundAt(inZone('UTC', { hour: 8 }), thisWeek));
  });

  it('belongs to the week that the community’s calendars show, also in a year of 53 weeks', () => {
    expect(formatWeek(weekAt(createZone('Pacific/Kiritimati'), at('2027-01-03T09:59:59Z')))).toBe('2026-W53');
    expect(formatWeek(weekAt(createZone('Pacific/Kiritimati'), at('2027-01-03T10:00:00Z')))).toBe('2027-W01');
    expect(formatWeek(weekAt(createZone('Pacific/Honolulu'), at('2027-01-04T09:59:59Z')))).toBe('2026-W53');
  });

  it('shows its hour on any zone’s clocks, whenever they have that hour, and one round follows another', () => {
    const zones = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'America/St_Johns',
      'Pacific/Apia',
      'Africa/Casablanca',
    );
    fc.assert(
      fc.property(
        zones,
        fc.record({ day: fc.integer({ min: 1, max: 7 }), hour: fc.nat(23) }),
        fc.integer({ min: 2_700, max: 3_200 }),
        (zone, { day, hour }, number) => {
          const calendar = inZone(zone, { day, hour });
          const week = weeksAfter(weekNamed('1970-W01'), number);
          const instant = roundAt(calendar, week);
          expect(weekAt(calendar.zone, instant)).toBe(week);
          const local = new Date(instant + calendar.zone.aheadMs(instant));
          expect([hour, hour + 0.5, hour + 1]).toContain(local.getUTCHours() + local.getUTCMinutes() / 60);
          expect(nextRound(calendar, (instant - 1) as Instant)).toEqual({ week, roundAt: instant });
          expect(nextRound(calendar, instant).week).toBe(weeksAfter(week, 1));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is left out in holiday weeks', () => {
    const calendar = inZone('UTC', { day: 1, hour: 8, holidays: ['2026-W52', '2026-W53', '2027-W01'].map(weekNamed) });
    expect(nextRound(calendar, at('2026-12-14T08:00:00Z'))).toEqual({ week: weekNamed('2027-W02'), roundAt: at('2027-01-11T08:00:00Z') });
  });
});

describe('the sending hour', () => {
  const sendingZones = fc.constantFrom('UTC', 'Europe/Lisbon', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu');

  it('begins once on every day of the community’s clocks, and mails that may wait leave in it', () => {
    fc.assert(
      fc.property(
        sendingZones,
        fc.nat(23),
        fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2028-01-01T00:00:00Z') }),
        (zone, hour, ms) => {
          const calendar = inZone(zone, { day: 1, hour: 8, sendingHour: hour });
          const now = ms as Instant;
          const begins = nextSendingHour(calendar, now);
          expect(begins - now).toBeGreaterThan(0);
          expect(begins - now).toBeLessThanOrEqual(dayMs + hourMs);
          const leaves = sendingTime(calendar, now);
          expect([now, begins]).toContain(leaves);
          // An hour that clocks skip in spring begins when it is over.
          const local = new Date(leaves + calendar.zone.aheadMs(leaves));
          expect([hour, hour + 0.5, hour + 1]).toContain(local.getUTCHours() + (leaves === begins ? local.getUTCMinutes() / 60 : 0));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is now for as long as it lasts, and tomorrow’s afterwards', () => {
    const calendar = inZone('Europe/Lisbon', { day: 1, hour: 8, sendingHour: 9 });
    const [nine, almostTen, ten] = [at('2026-07-07T08:00:00Z'), at('2026-07-07T08:59:59Z'), at('2026-07-07T09:00:00Z')];
    expect([nine, almostTen, ten].map((now) => sendingTime(calendar, now))).toEqual([nine, almostTen, later(nine, dayMs)]);
    expect(nextSendingHour(calendar, nine)).toBe(later(nine, dayMs));
    expect(nextSendingHour(calendar, later(nine, -1))).toBe(nine);
  });
});

describe('what is due', () => {
  it('is to run the round at its hour and to send it at its own, once each', async () => {
    const world = await createIntroductionsWorld();
    await settle(world, 'Ana', 'Ben');
    expect(await world.whatIsDue()).toEqual([]);
    world.clock.moveTo(nextMoment(world.rules.calendar, world.clock.now()));
    expect(world.clock.now()).toBe(later(mondayMorning, hourMs));
    expect(await world.whatIsDue()).toEqual([{ task: 'run', week: thisWeek }]);
    await world.run({ week: thisWeek });
    expect(await world.whatIsDue()).toEqual([]);
    world.clock.moveTo(nextMoment(world.rules.calendar, world.clock.now()));
    expect(await world.whatIsDue()).toEqual([{ task: 'send', week: thisWeek }]);
    await world.send({ week: thisWeek });
    expect(await world.whatIsDue()).toEqual([]);
    expect(nextMoment(world.rules.calendar, world.clock.now())).toBe(later(mondayMorning, 7 * dayMs + hourMs));
  });

  it('is late rather than never: a round sent after its week, before the next one is run', async () => {
    const world = await createIntroductionsWorld();
    await settle(world, 'Ana', 'Ben');
    await world.run({ week: thisWeek });
    world.clock.moveBy(8 * dayMs);
    expect(await world.whatIsDue()).toEqual([
      { task: 'send', week: thisWeek },
      { task: 'run', week: weeksAfter(thisWeek, 1) },
    ]);
  });

  it('is nothing in a holiday week, nor after a discard', async () => {
    const table = (await createIntroductionsWorld()).table;
    const world = introductionsOver(table, { rules: withCalendar({ holidays: [weeksAfter(thisWeek, 1)] }) });
    await settle(world, 'Ana', 'Ben');
    await world.run({ week: thisWeek });
    await world.discard({ week: thisWeek, because: 'no' });
    world.clock.moveBy(dayMs);
    expect(await world.whatIsDue()).toEqual([]);
    world.clock.moveBy(7 * dayMs);
    expect(await world.whatIsDue()).toEqual([]);
  });

  it('is to go on with what was begun', async () => {
    const world = await createIntroductionsWorld();
    await settle(world, 'Ana', 'Ben');
    await world.run({ week: thisWeek });
    const put = (state: 'planned' | 'sending') =>
      world.rounds.change(thisWeek, (round) =>
        changed({ ...round!, state: state === 'planned' ? { name: state } : { name: state, since: mondayMorning } }, undefined),
      );
    await put('planned');
    expect(await world.whatIsDue()).toEqual([{ task: 'run', week: thisWeek }]);
    await put('sending');
    expect(await world.whatIsDue()).toEqual([{ task: 'send', week: thisWeek }]);
  });
});
