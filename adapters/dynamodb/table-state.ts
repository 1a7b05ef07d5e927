import type { Instant } from '../../domain/kernel/instant.ts';
import { addKey, removeKey, walkKeys, type SortedKeys } from './sorted-keys.ts';
import type { Item, Json, Key, Page, Query } from './table.ts';

/** An item as it rests: its body is JSON text, so that what goes in and what comes out are copies. */
export interface Stored {
  readonly key: Key;
  readonly version: number;
  readonly body: string;
  readonly index: Key | undefined;
  readonly deleteAt: number | undefined;
}

/** What a commit did to one item. */
export type Entry = { readonly op: 'put'; readonly stored: Stored } | { readonly op: 'delete'; readonly key: Key };

/** The items of a table, found by key, partition and index. It checks nothing and waits for nothing. */
export interface TableState {
  readonly get: (key: Key) => Stored | undefined;
  /** Without what expired by `second`. A cursor that no page gave is a bug, and is thrown. */
  readonly page: (query: Query, second?: number) => Page;
  readonly apply: (entries: readonly Entry[]) => void;
  readonly size: () => number;
  readonly all: () => IterableIterator<Stored>;
  /** Keys of items whose `deleteAt` is at or before a second. */
  readonly expiredBy: (second: number) => readonly Key[];
}

export const createTableState = (): TableState => {
  const items = new Map<string, Stored>();
  const expiring = new Map<string, number>();
  const places = { key: new Map<string, SortedKeys>(), index: new Map<string, SortedKeys>() };

  const remove = (key: Key): void => {
    const id = idOf(key);
    const stored = items.get(id);
    if (stored === undefined) return;
    items.delete(id);
    expiring.delete(id);
    takeOut(places.key, key.pk, key.sk);
    if (stored.index !== undefined) takeOut(places.index, stored.index.pk, indexPlace(stored));
  };

  const put = (stored: Stored): void => {
    const id = idOf(stored.key);
    const before = items.get(id);
    items.set(id, stored);
    if (stored.deleteAt === undefined) expiring.delete(id);
    else expiring.set(id, stored.deleteAt);
    if (before === undefined) putIn(places.key, stored.key.pk, stored.key.sk);
    if (isSameKey(before?.index, stored.index)) return;
    if (before?.index !== undefined) takeOut(places.index, before.index.pk, indexPlace(before));
    if (stored.index !== undefined) putIn(places.index, stored.index.pk, indexPlace(stored));
  };

  return {
    get: (key) => items.get(idOf(key)),
    page: (query, second) => {
      const idAt = (place: string): string =>
        query.by === 'key' ? idOf({ pk: query.partition, sk: place }) : place.slice(place.indexOf(between) + 1);
      const found: Stored[] = [];
      let last: string | undefined;
      const after = query.after === undefined ? undefined : placeOf(query.after, query.by);
      const to = query.to === undefined ? undefined : `${query.to}${highest}`;
      for (const place of walkKeys(places[query.by].get(query.partition) ?? [], { ...query, to, after })) {
        const stored = items.get(idAt(place));
        if (stored === undefined || isExpired(stored, second)) continue;
        found.push(stored);
        last = place;
        if (found.length === query.limit) break;
      }
      const page = found.map(itemOf);
      // A full page promises more, as DynamoDB does, even where nothing follows.
      return found.length < query.limit || last === undefined ? { items: page } : { items: page, next: cursorOf(last) };
    },
    apply: (entries) => {
      for (const entry of entries) {
        if (entry.op === 'put') put(entry.stored);
        else remove(entry.key);
      }
    },
    size: () => items.size,
    all: () => items.values(),
    expiredBy: (second) => [...expiring].filter(([, deleteAt]) => deleteAt <= second).flatMap(([id]) => items.get(id)?.key ?? []),
  };
};

/** `second`: of the clock, in whole seconds; without one nothing expires. */
export const isExpired = ({ deleteAt }: Pick<Item, 'deleteAt'>, second: number | undefined): boolean =>
  deleteAt !== undefined && second !== undefined && deleteAt <= second;

/** The second that a clock is in, for `isExpired`. */
export const secondIn = (now: Instant): number => Math.floor(now / 1_000);

/** A copy of its own, as a caller sees it. */
export const itemOf = ({ key, version, body, index, deleteAt }: Stored): Item => ({
  pk: key.pk,
  sk: key.sk,
  version,
  body: JSON.parse(body) as Json,
  ...(index === undefined ? {} : { index: { ...index } }),
  ...(deleteAt === undefined ? {} : { deleteAt }),
});

// Keys are printable, so NUL sorts below all that is in them and separates them.
const between = '\0';
const highest = '\0\uffff';

export const idOf = ({ pk, sk }: Key): string => `${pk}${between}${sk}`;

/** Items of one index key stand beside each other, in order of their own keys. */
const indexPlace = ({ key, index }: Stored): string => `${index?.sk ?? ''}${between}${idOf(key)}`;

const cursorOf = (place: string): string => Buffer.from(place).toString('base64url');

const placeOf = (cursor: string, by: Query['by']): string => {
  const place = Buffer.from(cursor, 'base64url').toString();
  const shape = by === 'key' ? /^[ -~]+$/ : /^[ -~]+\0[ -~]+\0[ -~]+$/;
  if (cursorOf(place) !== cursor || !shape.test(place)) throw new Error('a cursor is one that a page gave');
  return place;
};

const isSameKey = (one: Key | undefined, other: Key | undefined): boolean => one?.pk === other?.pk && one?.sk === other?.sk;

const putIn = (partitions: Map<string, SortedKeys>, partition: string, place: string): void => {
  const chunks = partitions.get(partition);
  if (chunks === undefined) partitions.set(partition, [[place]]);
  else addKey(chunks, place);
};

const takeOut = (partitions: Map<string, SortedKeys>, partition: string, place: string): void => {
  const chunks = partitions.get(partition);
  if (chunks === undefined) return;
  removeKey(chunks, place);
  if (chunks.length === 0) partitions.delete(partition);
};
