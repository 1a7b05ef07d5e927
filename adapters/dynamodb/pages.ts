import { queryLimitMax, type Item, type Query, type Table } from './table.ts';

/** Every item of a partition in order, page by page; what is written meanwhile may or may not be among them. */
export async function* everyItem(table: Table, query: Omit<Query, 'limit' | 'after'>): AsyncGenerator<Item> {
  let after: string | undefined;
  do {
    const page = await table.query({ ...query, limit: queryLimitMax, after });
    yield* page.items;
    after = page.next;
  } while (after !== undefined);
}
