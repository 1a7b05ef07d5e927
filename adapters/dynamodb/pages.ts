import { queryLimitMax, type Item, type Key, type Query, type Table, writesMax } from './table.ts';

/** Every item of a partition in order, page by page; what is written meanwhile may or may not be among them. */
export async function* everyItem(table: Table, query: Omit<Query, 'limit' | 'after'>): AsyncGenerator<Item> {
  let after: string | undefined;
  do {
    const page = await table.query({ ...query, limit: queryLimitMax, after });
    yield* page.items;
    after = page.next;
  } while (after !== undefined);
}

/** Takes everything out of a partition. Idempotent; what is written meanwhile may stay. */
export const removeAll = async (table: Table, partition: string): Promise<void> => {
  const keys: Key[] = [];
  for await (const { pk, sk } of everyItem(table, { by: 'key', partition })) keys.push({ pk, sk });
  for (let at = 0; at < keys.length; at += writesMax)
    await table.commit(keys.slice(at, at + writesMax).map((key) => ({ op: 'delete', key, expect: 'anything' })));
};
