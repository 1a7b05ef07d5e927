import type { Consumed } from '../../adapters/dynamodb/table-on-sdk.ts';
import { idOf } from '../../adapters/dynamodb/table-state.ts';
import { checkWrites } from '../../adapters/dynamodb/table-writes.ts';
import type { Item, Key, Table, Write } from '../../adapters/dynamodb/table.ts';

/** What some work cost, and what it could not have cost less than. */
export interface Bill {
  readonly requests: Readonly<Record<Consumed['operation'], number>>;
  readonly readUnits: number;
  readonly writeUnits: number;
  /** The write units again, out of the weights of the items. */
  readonly writeUnitsByWeight: number;
  readonly readUnitsLeast: number;
  readonly writeUnitsLeast: number;
}

export interface MeteredTable {
  readonly table: Table;
  readonly onConsumed: (consumed: Consumed) => void;
  /** The bill since the last one. */
  readonly bill: () => Bill;
}

/**
 * Weighs what goes through a table. A write costs 1 unit for each KB of the item, the heavier of the old and the new one, twice that in a
 * transaction, also where it only checks; in the index again for each KB, twice where the item moves there. A read costs 1 unit for
 * each 4 KB, half that in the index.
 *
 * The least: each item that the work changed is written once, at the price of its last write (so twice only where more than one item had to
 * change together); and each item that was there and was looked at is read once, together with those of its partition, or by the index, where
 * a query found it. Checks, rows that change more than once and rows that are read again cost more than that; the guarantees that they buy
 * are not in it.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html
 */
export const createMeter = (over: Table): MeteredTable => {
  const known = new Map<string, Weighed>();
  let open = createOpenBill();
  const seen = (item: Item, by: By): void => {
    const id = idOf(item);
    if (open.written.has(id)) return;
    const weighed = weigh(item);
    known.set(id, weighed);
    if (open.read.get(id)?.by !== 'key') open.read.set(id, { by, partition: item.pk, bytes: weighed.bytes });
  };
  const committed = (writes: readonly Write[]): void => {
    const isAlone = writes.length === 1 && writes.every(({ op, expect }) => op === 'put' && typeof expect === 'object');
    const changes = writes.filter(({ op }) => op !== 'check').length;
    for (const write of writes) {
      const key = write.op === 'put' ? write.item : write.key;
      const before = known.get(idOf(key));
      const after = write.op === 'put' ? weigh({ ...write.item, version: 1 }) : undefined;
      const base = write.op === 'check' ? kilobytes(before?.bytes) : Math.max(kilobytes(before?.bytes), kilobytes(after?.bytes));
      const index = write.op === 'check' ? 0 : indexUnits(before, after);
      open.writeUnitsByWeight += base * (isAlone ? 1 : 2) + index;
      if (write.op === 'check') continue;
      const atFirst = open.written.get(idOf(key))?.before ?? before;
      const least = Math.max(kilobytes(atFirst?.bytes), kilobytes(after?.bytes)) * (changes > 1 ? 2 : 1) + indexUnits(atFirst, after);
      open.written.set(idOf(key), { before: atFirst, least });
      if (after === undefined) known.delete(idOf(key));
      else known.set(idOf(key), after);
    }
  };
  return {
    table: {
      get: async (key) => {
        const item = await over.get(key);
        if (item !== undefined) seen(item, 'key');
        return item;
      },
      query: async (query) => {
        const page = await over.query(query);
        for (const item of page.items) seen(item, query.by === 'key' ? 'partition' : 'index');
        return page;
      },
      commit: async (writes) => {
        const answer = await over.commit(writes);
        if (answer === 'committed') committed(writes);
        return answer;
      },
    },
    onConsumed: ({ operation, units }) => {
      open.requests[operation] += 1;
      if (operation === 'get' || operation === 'query') open.readUnits += units;
      else open.writeUnits += units;
    },
    bill: () => {
      const closed = open;
      open = createOpenBill();
      return {
        ...closed,
        readUnitsLeast: readUnitsLeast([...closed.read.values()]),
        writeUnitsLeast: [...closed.written.values()].reduce((sum, { least }) => sum + least, 0),
      };
    },
  };
};

/** By itself, or by a query of its partition or of one of the index. */
type By = 'key' | 'partition' | 'index';

interface Read {
  readonly by: By;
  readonly partition: string;
  readonly bytes: number;
}

interface Weighed {
  readonly bytes: number;
  readonly index: Key | undefined;
}

const createOpenBill = () => ({
  requests: { get: 0, query: 0, put: 0, transact: 0 },
  readUnits: 0,
  writeUnits: 0,
  writeUnitsByWeight: 0,
  read: new Map<string, Read>(),
  written: new Map<string, { readonly before: Weighed | undefined; readonly least: number }>(),
});

const weigh = ({ pk, sk, body, index, deleteAt }: Item): Weighed => {
  const [checked] = checkWrites([{ op: 'put', item: { pk, sk, body, index, deleteAt }, expect: 'anything' }]);
  return { bytes: checked?.op === 'put' ? checked.bytes : 0, index };
};

const indexUnits = (before: Weighed | undefined, after: Weighed | undefined): number => {
  const isMoved = before?.index?.pk !== after?.index?.pk || before?.index?.sk !== after?.index?.sk;
  const gone = before?.index !== undefined && isMoved ? kilobytes(before.bytes) : 0;
  return gone + (after?.index === undefined ? 0 : kilobytes(after.bytes));
};

/** What is not there costs as much as one. */
const kilobytes = (bytes = 1): number => Math.ceil(bytes / 1_024);

/** One query weighs all that it finds together. */
const readUnitsLeast = (read: readonly Read[]): number => {
  const of = (by: By): readonly Read[] => read.filter((each) => each.by === by);
  const units = (reads: readonly Read[]): number => Math.ceil(reads.reduce((sum, { bytes }) => sum + bytes, 0) / 4_096);
  const together = Map.groupBy(of('partition'), ({ partition }) => partition);
  const byKey = [...of('key').map((each) => [each]), ...together.values()].reduce((sum, reads) => sum + units(reads), 0);
  return byKey + units(of('index')) / 2;
};
