import fc from 'fast-check';
import { dayMs, hourMs, minuteMs, secondMs } from '../../../domain/kernel/instant.ts';
import { process, step } from './step.ts';

const waits = {
  'a second': secondMs,
  'two minutes': 2 * minuteMs,
  'a quarter': 15 * minuteMs,
  'an hour': hourMs,
  'a day': dayMs,
};
type Wait = keyof typeof waits;

/** What nobody decides. */
export const stepsOfTheWorld = {
  advance: step<{ readonly wait: Wait }>({
    given: fc.record(
      { wait: fc.constantFrom<Wait>('a second', 'two minutes', 'two minutes', 'a quarter', 'an hour', 'a day') },
      { noNullPrototype: true },
    ),
    says: ({ wait }) => `${wait} goes by`,
    run: async (sim, { wait }) => {
      sim.around.clock.moveBy(waits[wait]);
      sim.around.table.catchUp();
      await Promise.resolve();
    },
  }),
  crash: step<{ readonly process: number; readonly call: number; readonly moment: 'before' | 'after' }>({
    given: fc.record(
      { process, call: fc.integer({ min: 1, max: 30 }), moment: fc.constantFrom('before' as const, 'after' as const) },
      { noNullPrototype: true },
    ),
    says: ({ process: n, call, moment }) => `process ${String(n)} will die ${moment} call ${String(call)}`,
    run: async (sim, { process: n, ...point }) => Promise.resolve(sim.crashAt(n, point)),
  }),
  hiccup: step<{ readonly call: number; readonly moment: 'before' | 'after' }>({
    given: fc.record(
      { call: fc.integer({ min: 1, max: 30 }), moment: fc.constantFrom('before' as const, 'after' as const) },
      { noNullPrototype: true },
    ),
    says: ({ call, moment }) => `the table cannot be reached ${moment} its call ${String(call)}`,
    run: async (sim, point) => Promise.resolve(sim.hiccupAt(point)),
  }),
  lag: step<Record<never, never>>({
    given: fc.constant({}),
    says: () => 'the index lags from now on',
    run: async (sim) => Promise.resolve(sim.around.table.lag()),
  }),
  longWait: step<{ readonly days: number }>({
    given: fc.record({ days: fc.constantFrom(31, 31, 95, 168, 185) }, { noNullPrototype: true }),
    says: ({ days }) => `${String(days)} days go by`,
    run: async (sim, { days }) => Promise.resolve(sim.around.clock.moveBy(days * dayMs)),
  }),
  warnOfExpiry: step<{ readonly by: number }>({
    given: fc.record({ by: process }, { noNullPrototype: true }),
    says: () => 'who wrote long ago is told that their conversation closes',
    run: async (sim, { by }) => void (await sim.ask(by, async ({ warnOfExpiry }) => warnOfExpiry({ now: sim.around.clock.now() }))),
  }),
} as const;
