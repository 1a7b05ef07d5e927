import type { Item, Json, Table, Write } from '../../../adapters/dynamodb/table.ts';
import type { Chat } from '../../../domain/relay/chat/chat.ts';
import type { ProductAround } from '../../support/product-around.ts';
import type { Invariant } from './invariants.ts';
import type { Profile } from './profile.ts';
import type { SimulationOptions } from './simulation.ts';

/** The product with a fault put into it, and who is to notice. */
export interface Plant {
  readonly fault: string;
  readonly invariant: Invariant;
  readonly options: SimulationOptions;
  /** The steps in which it shows; any where nothing is said. */
  readonly weights?: Profile['weights'];
}

/** Commits as somebody made them otherwise; a write of which nothing is left is not made. */
export const writing = (change: (write: Write, around: ProductAround) => Write | undefined): SimulationOptions => ({
  wrapAround: (around) => {
    const commit: Table['commit'] = async (writes) => {
      const made = writes.flatMap((write) => change(write, around) ?? []);
      return made.length === 0 ? Promise.resolve('committed') : around.table.commit(made);
    };
    return { ...around, table: { ...around.table, commit } };
  },
});

/** Reads what is stored as if it were otherwise; `undefined` as if it were not there. */
export const reading = (change: (item: Item, around: ProductAround) => Item | undefined): SimulationOptions => ({
  wrapAround: (around) => {
    const read = (item: Item | undefined): Item | undefined => (item === undefined ? undefined : change(item, around));
    const get: Table['get'] = async (key) => read(await around.table.get(key));
    const query: Table['query'] = async (asked) => {
      const page = await around.table.query(asked);
      return { ...page, items: page.items.flatMap((item) => read(item) ?? []) };
    };
    return { ...around, table: { ...around.table, get, query } };
  },
});

/** Writes the head of a chat as somebody made it otherwise. */
export const heading = (change: (head: Chat) => Partial<Chat>): SimulationOptions =>
  writing((write) => {
    if (write.op !== 'put' || !isOfChat(write) || write.item.sk !== 'head') return write;
    const head = write.item.body as unknown as Chat;
    return { ...write, item: { ...write.item, body: { ...head, ...change(head) } as unknown as Json } };
  });

export const skOf = (write: Write): string => (write.op === 'put' ? write.item.sk : write.key.sk);
export const pkOf = (write: Write): string => (write.op === 'put' ? write.item.pk : write.key.pk);
export const isOfMail = ({ pk, body }: Pick<Item, 'pk' | 'body'>): boolean =>
  pk.startsWith('relay-outbox#') && JSON.stringify(body).includes('"rawKey"');
export const isOfChat = (write: Write): boolean => pkOf(write).startsWith('chat#');
