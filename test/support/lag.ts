import { setImmediate } from 'node:timers/promises';
import { createTableInMemory, type TableInMemory, type TableInMemoryOptions } from '../../adapters/dynamodb/table-in-memory.ts';
import { createTableState, secondIn, type Entry } from '../../adapters/dynamodb/table-state.ts';

/** A table whose index shows each commit one turn of the event loop later, as DynamoDB's shows it some milliseconds later. */
export const createLaggingTable = async (options: Omit<TableInMemoryOptions, 'committed'> = {}): Promise<TableInMemory> => {
  const stale = createTableState();
  const follow = async (entries: readonly Entry[]): Promise<void> => {
    await setImmediate();
    stale.apply(entries);
  };
  const table = await createTableInMemory({ ...options, committed: (entries) => void follow(entries) });
  const second = () => (options.clock === undefined ? undefined : secondIn(options.clock.now()));
  return { ...table, query: async (query) => (query.by === 'key' ? table.query(query) : Promise.resolve(stale.page(query, second()))) };
};

/** Until the index has caught up. */
export const settled = async (): Promise<void> => {
  await setImmediate();
  await setImmediate();
};
