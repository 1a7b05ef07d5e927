import { describe } from 'vitest';
import { createTableInMemory } from '../../adapters/dynamodb/table-in-memory.ts';
import type { Table } from '../../adapters/dynamodb/table.ts';
import { createStillClock, type MovableClock } from '../../adapters/memory/movable-clock.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import { createLaggingTable, settled } from './lag.ts';
import { createReopenedTable, temporaryFolder } from './reopened.ts';

/** An empty table for one test. */
export interface OpenedTable {
  /** Must contain "test": a contract fills a table with rubbish. */
  readonly name: string;
  readonly table: Table;
  /** By which items expire. It stands still in 1970, so that only what a clause puts forward expires. */
  readonly clock: MovableClock;
  /** Until the index shows everything that was committed. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface TableKind {
  readonly kind: string;
  readonly open: () => Promise<OpenedTable>;
  /** How often a property is tried; fewer where each operation goes to a disk or a server. */
  readonly runs: number;
}

const nothing = async (): Promise<void> => Promise.resolve();

/** Every kind of table that needs Node alone. */
export const tableKinds: readonly TableKind[] = [
  {
    kind: 'the table in memory',
    open: async () => {
      const clock = createStillClock(0 as Instant);
      return { name: 'test', table: await createTableInMemory({ clock }), clock, settled: nothing, close: nothing };
    },
    runs: 100,
  },
  {
    kind: 'a table whose index lags',
    open: async () => {
      const clock = createStillClock(0 as Instant);
      return { name: 'test', table: await createLaggingTable({ clock }), clock, settled, close: nothing };
    },
    runs: 50,
  },
  {
    kind: 'a table with a journal that is opened anew for each operation',
    open: async () => {
      const { folder, remove } = await temporaryFolder();
      const clock = createStillClock(0 as Instant);
      return { name: 'test', table: createReopenedTable(folder, { historyMin: 5, clock }), clock, settled: nothing, close: remove };
    },
    runs: 5,
  },
];

/** What a clause of a contract gets: the port under test, a second one over the same table, and the table. */
export interface Subject<P> extends OpenedTable {
  readonly port: P;
  /** As another process would have it. */
  readonly other: P;
}

export type Use<P> = (clause: (subject: Subject<P>) => Promise<void>) => () => Promise<void>;

/** Describes one port over one kind of table; `given` opens a fresh table for each clause and closes it afterwards. */
export const describePort = <P>(
  port: { readonly name: string; readonly create: (table: Table) => P },
  { kind, open, runs }: TableKind,
  clauses: (given: Use<P>, runs: number) => void,
): void => {
  const given: Use<P> = (clause) => async () => {
    const opened = await open();
    if (!opened.name.includes('test')) throw new Error(`a contract runs on a table whose name contains "test", not on ${opened.name}`);
    await clause({ ...opened, port: port.create(opened.table), other: port.create(opened.table) }).finally(opened.close);
  };
  describe(`${port.name} over ${kind}`, () => {
    clauses(given, runs);
  });
};

export const twice = async (act: () => Promise<unknown>): Promise<void> => {
  await act();
  await act();
};

export const twenty = Array.from({ length: 20 }, (_, at) => at);
