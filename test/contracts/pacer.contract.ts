import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createTablePacer, processesMax, setAsideMax } from '../../adapters/dynamodb/pace-in-table.ts';
import type { Table } from '../../adapters/dynamodb/table.ts';
import type { Pacer } from '../../adapters/email/pacer.ts';
import type { Pace } from '../../adapters/email/token-bucket.ts';
import { createStillClock } from '../../adapters/memory/movable-clock.ts';
import type { Clock } from '../../domain/kernel/clock.ts';
import { dayMs, later, secondMs, type Instant } from '../../domain/kernel/instant.ts';
import { describePort, twenty, type TableKind } from '../support/contract.ts';

const start = Date.UTC(2026, 10, 23, 9) as Instant;
type Open = (clock: Clock, pace: Pace, name?: string) => Pacer;
const create =
  (table: Table): Open =>
  (clock, pace, name = 'mails') =>
    createTablePacer(table, { ...pace, name, clock });

const five: Pace = { ratePerSecond: 5, burst: 1 };
/** A clock that is wrong by so much. */
const off = (clock: Clock, ms: number): Clock => ({ now: () => later(clock.now(), ms) });

/** When turns are: by the true clock. */
const goesAt = async (pacer: Pacer, clock: Clock, ahead = 1): Promise<number> => {
  const now = clock.now();
  const turn = await pacer.turn(ahead);
  if (turn.kind === 'rests') throw new Error('nobody asked for a rest');
  return now + turn.waitMs;
};

const expectPaced = (times: readonly number[], { ratePerSecond, burst }: Pace): void => {
  const sorted = times.toSorted((one, other) => one - other);
  for (const [from, first] of sorted.entries())
    for (const [to, last] of sorted.entries())
      if (to > from) expect(to - from + 1).toBeLessThanOrEqual(burst + ((last - first) * ratePerSecond) / 1_000 + 1e-3);
};

const anyPace = fc.record({ ratePerSecond: fc.double({ min: 0.1, max: 50, noNaN: true }), burst: fc.integer({ min: 1, max: 5 }) });
/** Who takes a turn, after how long, and with how many mails in hand. */
const anySteps = fc.array(fc.record({ who: fc.nat(3), afterMs: fc.nat(1_500), ahead: fc.integer({ min: 1, max: 20 }) }), { maxLength: 60 });

export const pacerContract = (kind: TableKind): void => {
  describePort<Open>({ name: 'Pacer', create }, kind, (given, runs) => {
    it(
      'lets no more go than the rate and the burst, whoever takes turns when',
      given(async ({ port }) => {
        let run = 0;
        await fc.assert(
          fc.asyncProperty(anyPace, anySteps, async (pace, steps) => {
            const clock = createStillClock(start);
            const name = `run ${String(++run)}`;
            const processes = [0, 1, 2, 3].map(() => port(clock, pace, name));
            const busyUntil = [0, 0, 0, 0];
            const times: number[] = [];
            for (const { who, afterMs, ahead } of steps) {
              clock.moveBy(afterMs);
              const pacer = processes[who];
              if (pacer === undefined || (busyUntil[who] ?? 0) > clock.now()) continue;
              const at = await goesAt(pacer, clock, ahead);
              busyUntil[who] = at;
              times.push(at);
            }
            expectPaced(times, pace);
          }),
          { numRuns: Math.ceil(runs / 2) },
        );
      }),
    );

    it(
      'gives each of twenty who ask at once a turn of their own',
      given(async ({ port, other }) => {
        const clock = createStillClock(start);
        const pacers = [port(clock, five), other(clock, five)];
        const times = await Promise.all(twenty.map(async (n) => goesAt(pacers[n % 2] as Pacer, clock, 20)));
        expectPaced(times, five);
        expect(new Set(times).size).toBe(20);
      }),
    );

    it(
      'writes once for ten mails, and reads only before the first',
      given(async ({ table }) => {
        const clock = createStillClock(start);
        const done = { get: 0, commit: 0 };
        const counting: Table = {
          ...table,
          get: async (key) => {
            done.get += 1;
            return table.get(key);
          },
          commit: async (writes) => {
            done.commit += 1;
            return table.commit(writes);
          },
        };
        const pacer = create(counting)(clock, five);
        for (let mail = 0; mail < 5 * setAsideMax; mail++) clock.moveTo((await goesAt(pacer, clock, 100)) as Instant);
        expect(done).toEqual({ get: 1, commit: 5 });
        expect(clock.now() - start).toBe((5 * setAsideMax - 1) * 200);
      }),
    );

    it(
      'sets aside no more turns than there are mails',
      given(async ({ port, other }) => {
        const clock = createStillClock(start);
        await port(clock, five).turn(2);
        expect(await other(clock, five).turn(1)).toEqual({ kind: 'goes', waitMs: 400 });
      }),
    );

    it(
      'has everybody rest where a provider asked for it, and the longest rest holds',
      given(async ({ port, other }) => {
        const clock = createStillClock(start);
        const [one, another] = [port(clock, five), other(clock, five)];
        await one.turn(1);
        await one.rest(60 * secondMs);
        await one.rest(secondMs);
        const until = later(start, 60 * secondMs);
        expect(await one.restsUntil()).toBe(until);
        expect(await another.restsUntil()).toBe(until);
        expect(await another.turn(5)).toEqual({ kind: 'rests', until });
        clock.moveTo(until);
        expect(await another.turn(1)).toMatchObject({ kind: 'goes' });
        expect(await one.turn(1)).toMatchObject({ kind: 'goes' });
      }),
    );

    it(
      'hears of a rest within seconds, though it had turns set aside',
      given(async ({ port, other }) => {
        const clock = createStillClock(start);
        const [one, another] = [port(clock, five), other(clock, five)];
        await one.turn(10);
        await another.rest(60 * secondMs);
        clock.moveBy(5 * secondMs);
        expect(await one.restsUntil()).toBe(later(start, 60 * secondMs));
        expect(await one.turn(10)).toMatchObject({ kind: 'rests' });
      }),
    );

    it(
      'is not held up by a clock that is a day ahead, neither by its turns nor by its rests',
      given(async ({ port, other }) => {
        const clock = createStillClock(start);
        const wrong = other(off(clock, dayMs), five);
        await wrong.turn(10);
        const turn = await port(clock, five).turn(1);
        expect(turn.kind === 'goes' && turn.waitMs).toBeLessThanOrEqual(processesMax * setAsideMax * 200);
        await wrong.rest(30 * secondMs);
        expect(await port(clock, five).restsUntil()).toBe(later(start, 30 * secondMs));
        clock.moveBy(30 * secondMs);
        // A process that never heard of it either.
        expect(await port(clock, five).turn(1)).toMatchObject({ kind: 'goes' });
      }),
    );

    it(
      'is not held up by a clock that is behind',
      given(async ({ port, other }) => {
        const clock = createStillClock(start);
        await port(clock, five).turn(10);
        const turn = await other(off(clock, -dayMs), five).turn(1);
        expect(turn).toEqual({ kind: 'goes', waitMs: 0 });
      }),
    );

    it(
      'keeps each pace by its name',
      given(async ({ port }) => {
        const clock = createStillClock(start);
        await port(clock, five, 'mails').turn(10);
        expect(await port(clock, five, 'relay').turn(1)).toEqual({ kind: 'goes', waitMs: 0 });
      }),
    );
  });
};
