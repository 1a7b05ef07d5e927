import { createTableInMemory, type TableInMemory } from '../../adapters/dynamodb/table-in-memory.ts';
import { createTableState, type Entry, secondIn } from '../../adapters/dynamodb/table-state.ts';
import type { Table } from '../../adapters/dynamodb/table.ts';
import type { Clock } from '../../domain/kernel/clock.ts';

/** The one table of a simulated product: what expired is gone at once, and the index shows commits as late as it is told to. */
export interface ProductTable extends TableInMemory {
  /** From now on the index shows nothing new until it catches up. */
  readonly lag: () => void;
  readonly catchUp: () => void;
}

export interface ProductTableOptions {
  readonly clock: Clock;
  /** Sees each commit before anybody else does. */
  readonly seen: (entries: readonly Entry[]) => void;
}

export const createProductTable = async ({ clock, seen }: ProductTableOptions): Promise<ProductTable> => {
  const stale = createTableState();
  const late: Entry[] = [];
  let isLate = false;
  const committed = (entries: readonly Entry[]): void => {
    seen(entries);
    if (isLate) late.push(...entries);
    else stale.apply(entries);
  };
  const table = await createTableInMemory({ clock, committed });
  const query: Table['query'] = async (asked) =>
    asked.by === 'key' || !isLate ? table.query(asked) : Promise.resolve(stale.page(asked, secondIn(clock.now())));
  return {
    ...table,
    query,
    lag: () => {
      isLate = true;
    },
    catchUp: () => {
      isLate = false;
      stale.apply(late.splice(0));
    },
  };
};
