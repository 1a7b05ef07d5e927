import { type OnUnreadable, readOrTold } from './bodies.ts';
import type { Item, Query, Table } from './table.ts';

/**
 * What `read` makes of the items of a list, at most `limit` in all. One that cannot be read holds up none of the others: `onUnreadable`
 * hears of it, and the list goes on behind it.
 */
export type Readable = <T>(query: Omit<Query, 'after'>, read: (item: Item) => readonly T[]) => Promise<readonly T[]>;

export const makeReadable =
  (table: Table, onUnreadable: OnUnreadable): Readable =>
  async <T>(query: Omit<Query, 'after'>, read: (item: Item) => readonly T[]) => {
    const rows: T[] = [];
    let after: string | undefined;
    do {
      const page = await table.query({ ...query, limit: query.limit - rows.length, after });
      for (const item of page.items) rows.push(...((await readOrTold(() => read(item), onUnreadable)) ?? []));
      after = page.next;
    } while (after !== undefined && rows.length < query.limit);
    return rows;
  };
