import { bytesOf, textOf } from './body-text.ts';
import { listTableOf, tableOf } from './placement.ts';
import { idOf, isExpired, type Entry, type Stored } from './table-state.ts';
import {
  commitBytesMax,
  itemBytesMax,
  keyCharsMax,
  queryLimitMax,
  writesMax,
  type Expectation,
  type Key,
  type Query,
  type Write,
} from './table.ts';

/** A write that kept every limit, with its body as text: what the caller changes afterwards no longer matters. */
export type CheckedWrite =
  CheckedPut | { readonly op: 'delete' | 'check'; readonly id: string; readonly expect: Expectation; readonly key: Key };

export interface CheckedPut {
  readonly op: 'put';
  readonly id: string;
  readonly expect: Expectation;
  readonly stored: Omit<Stored, 'version'>;
  /** What the item weighs in DynamoDB. */
  readonly bytes: number;
}

/** Copies writes in. A limit that is passed is a bug of the caller, and is thrown. */
export const checkWrites = (writes: readonly Write[]): readonly CheckedWrite[] => {
  if (writes.length < 1 || writes.length > writesMax)
    throw new Error(`a commit has 1 to ${String(writesMax)} writes, not ${String(writes.length)}`);
  const checked = writes.map(checkWrite);
  if (new Set(checked.map(({ id }) => id)).size < checked.length) throw new Error('a commit writes each item once');
  const bytes = checked.reduce((sum, write) => sum + (write.op === 'put' ? write.bytes : 0), 0);
  if (bytes > commitBytesMax) throw new Error(`a commit has at most ${String(commitBytesMax)} bytes, not ${String(bytes)}`);
  return checked;
};

export const checkQuery = ({ partition, limit, from, to }: Query): void => {
  if (!Number.isInteger(limit) || limit < 1 || limit > queryLimitMax)
    throw new Error(`a page has 1 to ${String(queryLimitMax)} items, not ${String(limit)}`);
  checkKeyPart(partition);
  if (from !== undefined) checkKeyPart(from);
  if (to !== undefined) checkKeyPart(to);
};

export const checkKey = (key: Key): void => {
  checkKeyPart(key.pk);
  checkKeyPart(key.sk);
};

/** What the writes make of the items that `read` gives, or a conflict; what expired by `second` is not there. */
export const entriesOf = (
  writes: readonly CheckedWrite[],
  read: (id: string, key: Key) => Stored | undefined,
  second?: number,
): readonly Entry[] | 'conflict' => {
  const entries: Entry[] = [];
  for (const write of writes) {
    const key = write.op === 'put' ? write.stored.key : write.key;
    const found = read(write.id, key);
    const before = found === undefined || isExpired(found, second) ? undefined : found;
    if (!holds(write.expect, before)) return 'conflict';
    if (write.op === 'put') entries.push({ op: 'put', stored: { ...write.stored, version: (before?.version ?? 0) + 1 } });
    if (write.op === 'delete' && found !== undefined) entries.push({ op: 'delete', key });
  }
  return entries;
};

const checkWrite = (write: Write): CheckedWrite => {
  if (write.op !== 'put') {
    checkKey(write.key);
    const key = { pk: write.key.pk, sk: write.key.sk };
    return { op: write.op, id: idOf(key), expect: expectationOf(write.expect), key };
  }
  const { pk, sk, index, deleteAt } = write.item;
  checkKey(write.item);
  if (index !== undefined) checkKey(index);
  if (deleteAt !== undefined && !(Number.isSafeInteger(deleteAt) && deleteAt >= 0))
    throw new Error('deleteAt is in whole seconds since 1970');
  if (index !== undefined && tableOf(pk) !== listTableOf(index.pk)) throw new Error('an item and its list lie in one table');
  const stored = {
    key: { pk, sk },
    body: textOf(write.item.body),
    index: index === undefined ? undefined : { pk: index.pk, sk: index.sk },
    deleteAt,
  };
  const bytes =
    bytesOf(write.item.body) + pk.length + sk.length + (index === undefined ? 0 : index.pk.length + index.sk.length) + besideBytes;
  if (bytes > itemBytesMax) throw new Error(`an item has at most ${String(itemBytesMax)} bytes, not ${String(bytes)}`);
  return { op: 'put', id: idOf({ pk, sk }), expect: expectationOf(write.expect), stored, bytes };
};

/** Names of attributes, the version, the time to live and the mark of the commit (`sdk-rows.ts`), when all are there. */
const besideBytes = 90;

const expectationOf = (expect: Expectation): Expectation => (typeof expect === 'string' ? expect : { version: expect.version });

export const checkKeyPart = (part: string): void => {
  if (part.length < 1 || part.length > keyCharsMax || !/^[ -~]*$/.test(part)) {
    throw new Error(`a key has 1 to ${String(keyCharsMax)} printable ASCII characters`);
  }
};

/** Whether an expectation is true of what is stored. */
export const holds = (expect: Expectation, stored: { readonly version: number } | undefined): boolean => {
  if (expect === 'anything') return true;
  if (expect === 'absent') return stored === undefined;
  if (expect === 'present') return stored !== undefined;
  return stored?.version === expect.version;
};
