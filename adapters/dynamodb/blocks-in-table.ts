import * as z from 'zod';
import { blocksMax, type Block, type Blocks } from '../../domain/membership/ports.ts';
import { asBody, bodyOf, instantSchema, memberIdSchema } from './bodies.ts';
import { blockKey, blocksBy, lists } from './keys.ts';
import { everyItem } from './pages.ts';
import type { Item, Table } from './table.ts';

export const createTableBlocks = (table: Table): Blocks => ({
  add: async (block) => {
    const { by, whom } = block;
    const item = { ...blockKey(by, whom), body: asBody(block), index: { pk: lists.blocks, sk: `${by}#${whom}` } };
    // A conflict is a block that is there already; it keeps its time.
    await table.commit([{ op: 'put', item, expect: 'absent' }]);
  },
  remove: async (by, whom) => {
    await table.commit([{ op: 'delete', key: blockKey(by, whom), expect: 'anything' }]);
  },
  by: async (member) => {
    const { items } = await table.query({ by: 'key', partition: blocksBy(member), limit: blocksMax });
    return items.map(blockOf);
  },
  between: async (one, other) => {
    const found = await Promise.all([blockKey(one, other), blockKey(other, one)].map(async (key) => table.get(key)));
    return found.some((item) => item !== undefined);
  },
  all: async () => {
    const blocks: Block[] = [];
    for await (const item of everyItem(table, { by: 'index', partition: lists.blocks })) blocks.push(blockOf(item));
    return blocks;
  },
});

const blockOf = (item: Item): Block => bodyOf(blockSchema, item);

const blockSchema: z.ZodType<Block> = z.object({ by: memberIdSchema, whom: memberIdSchema, at: instantSchema });
