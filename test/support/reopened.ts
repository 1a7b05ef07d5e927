import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openJournal, type JournalOptions } from '../../adapters/dynamodb/journal.ts';
import { createTableInMemory, type TableInMemory } from '../../adapters/dynamodb/table-in-memory.ts';
import type { Clock } from '../../domain/kernel/clock.ts';
import type { Table } from '../../adapters/dynamodb/table.ts';

/** A folder of its own, and how to be rid of it. */
export const temporaryFolder = async (): Promise<{ readonly folder: string; readonly remove: () => Promise<void> }> => {
  const folder = await mkdtemp(join(tmpdir(), 'loop-test-'));
  return { folder, remove: async () => rm(folder, { recursive: true, force: true }) };
};

export interface ReopenedOptions extends JournalOptions {
  readonly clock?: Clock;
}

/** A table whose process dies after each operation and begins again: whatever is not on the disk is gone. One operation at a time. */
export const createReopenedTable = (folder: string, { clock, ...options }: ReopenedOptions = {}): Table => {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = async <T>(use: (table: TableInMemory) => Promise<T>): Promise<T> => {
    const mine = last.then(async () => {
      const table = await createTableInMemory({ journal: await openJournal(folder, options), clock });
      return use(table).finally(table.close);
    });
    last = mine.catch(() => undefined);
    return mine;
  };
  return {
    get: async (key) => inTurn(async (table) => table.get(key)),
    query: async (query) => inTurn(async (table) => table.query(query)),
    commit: async (writes) => {
      const copies = structuredClone(writes);
      return inTurn(async (table) => table.commit(copies));
    },
  };
};
