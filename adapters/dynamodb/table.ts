/**
 * The one gateway to stored state, in the words of DynamoDB but without its syntax: conditions are data.
 * Repositories are written once over it. Twins: `table-in-memory.ts` (embedded run, tests) and `table-on-sdk.ts`.
 */
export interface Table {
  /** The newest committed item, a copy of its own; `undefined` where there is none. */
  readonly get: (key: Key) => Promise<Item | undefined>;
  /**
   * Items of one partition in order of the sort key, at most `limit` (1 … `queryLimitMax`); those of one sort key in an index come
   * in an order of their own. By key the newest committed items; by index they may lag behind `commit`.
   * `next` is there when more may follow, only behind a full page, and leads to each item that stays in its place once.
   */
  readonly query: (query: Query) => Promise<Page>;
  /**
   * Does all the writes or none. `'conflict'` where an expectation did not hold; then nothing changed.
   * Between 1 and `writesMax` writes, each to an item of its own. Once `'committed'` is answered, nothing is lost.
   * Throws `Unavailable` where trying again may help, for example on a full disk: nothing was stored, or, where an answer was lost on
   * the way, everything may have been; whoever goes on reads first, as after a crash.
   * `StorageMisconfigured` is for operators; any other error is a bug of the caller: a limit below was passed, or an item written twice.
   */
  readonly commit: (writes: readonly Write[]) => Promise<'committed' | 'conflict'>;
}

/** 1 … `keyCharsMax` characters of printable ASCII each, so that code units and UTF-8 bytes sort alike. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/**
 * `version` counts the writes of an item from 1, and again from 1 after a delete. Items with `index` are found through it too.
 * `deleteAt` is in whole seconds since 1970 (TTL). From that second on, by the clock of the table, the item is not found and its place is
 * free: it counts as absent, and versions begin at 1 again. What is left of it is removed at some time.
 * An item and the list that its `index` names lie in one physical table (`placement.ts`).
 */
export interface Item extends Key {
  readonly version: number;
  readonly body: Json;
  readonly index?: Key | undefined;
  readonly deleteAt?: number | undefined;
}

/**
 * What a body holds comes back exactly as it went in; what DynamoDB could not keep is refused as a bug. Numbers are 0 or from
 * `numberMin` to `numberMax` in size; names have at least one character, no half of a surrogate pair, and are not `__proto__`, which the SDK
 * loses; lists and records stand in one another `bodyDepthMax` deep. Half a surrogate pair in a text becomes U+FFFD.
 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

export interface Query {
  /** The table's own key, or the items' `index`. */
  readonly by: 'key' | 'index';
  readonly partition: string;
  /** Sort keys from `from` to `to`, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly limit: number;
  readonly descending?: boolean | undefined;
  /** `next` of the page before. */
  readonly after?: string | undefined;
}

export interface Page {
  readonly items: readonly Item[];
  readonly next?: string;
}

export type Write =
  | { readonly op: 'put'; readonly item: Omit<Item, 'version'>; readonly expect: Expectation }
  | { readonly op: 'delete'; readonly key: Key; readonly expect: Expectation }
  | { readonly op: 'check'; readonly key: Key; readonly expect: Expectation };

/** What must be true of the stored item for the write to happen; `version` as it was read. */
export type Expectation = 'absent' | 'present' | 'anything' | { readonly version: number };

/**
 * Limits of DynamoDB: 100 writes and 4 MB a transaction, 400 KB an item with the names of its attributes, 1 KB a sort key, 32 levels of
 * nesting (the item is the first), numbers from 1e-130. Of our own: a page, and whole numbers that a double holds.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
export const writesMax = 100;
export const commitBytesMax = 4 * 1024 * 1024;
export const keyCharsMax = 1024;
export const itemBytesMax = 400 * 1024;
export const queryLimitMax = 500;
export const bodyDepthMax = 30;
export const numberMin = 1e-130;
export const numberMax = Number.MAX_SAFE_INTEGER;

/** The store cannot be reached or cannot take more; trying again later may help. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}
