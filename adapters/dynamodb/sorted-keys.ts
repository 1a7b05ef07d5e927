/**
 * Strings in ascending order, in chunks: adding or removing one moves at most a chunk, so a partition of a million stays quick.
 * Plain arrays, because most partitions hold a single key and there are hundreds of thousands of them.
 */
export type SortedKeys = string[][];

const chunkKeysMax = 512;

/** Adds a key that is not there yet. */
export const addKey = (chunks: SortedKeys, key: string): void => {
  const at = Math.max(0, chunkOf(chunks, key));
  const chunk = chunks[at];
  if (chunk === undefined) {
    chunks.push([key]);
    return;
  }
  chunk.splice(firstAtLeast(chunk, key), 0, key);
  if (chunk.length <= chunkKeysMax) return;
  // Keys often arrive in ascending order; the left part then stays nearly full and is never touched again.
  const isAppended = chunk.at(-1) === key && at === chunks.length - 1;
  chunks.splice(at + 1, 0, chunk.splice(isAppended ? chunk.length - 1 : chunk.length >>> 1));
};

/** Removes a key, if it is there. */
export const removeKey = (chunks: SortedKeys, key: string): void => {
  const at = chunkOf(chunks, key);
  const chunk = chunks[at];
  if (chunk === undefined) return;
  const place = firstAtLeast(chunk, key);
  if (chunk[place] !== key) return;
  chunk.splice(place, 1);
  if (chunk.length === 0) chunks.splice(at, 1);
};

/** `from` and `to` are included, `after` is not; it is the key after which to go on, in the direction of the walk. */
export interface Walk {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly after?: string | undefined;
  readonly descending?: boolean | undefined;
}

/** Keys in the order of the walk. The chunks must not change meanwhile. */
export const walkKeys = (chunks: SortedKeys, walk: Walk): Generator<string> =>
  walk.descending === true ? downward(chunks, walk) : upward(chunks, walk);

function* upward(chunks: SortedKeys, { from = '', to, after }: Walk): Generator<string> {
  const start = after !== undefined && after > from ? after : from;
  for (let at = Math.max(0, chunkOf(chunks, start)); at < chunks.length; at++) {
    const chunk = chunks[at] ?? [];
    for (let place = firstAtLeast(chunk, start); place < chunk.length; place++) {
      const key = chunk[place] ?? '';
      if (to !== undefined && key > to) return;
      if (key !== after) yield key;
    }
  }
}

function* downward(chunks: SortedKeys, { from, to, after }: Walk): Generator<string> {
  const start = to === undefined || (after !== undefined && after < to) ? after : to;
  const first = start === undefined ? chunks.length - 1 : chunkOf(chunks, start);
  for (let at = first; at >= 0; at--) {
    const chunk = chunks[at] ?? [];
    const above = start === undefined ? chunk.length : firstAtLeast(chunk, start);
    for (let place = Math.min(above, chunk.length - 1); place >= 0; place--) {
      const key = chunk[place] ?? '';
      if (start !== undefined && key > start) continue;
      if (from !== undefined && key < from) return;
      if (key !== after) yield key;
    }
  }
}

/** The last chunk that begins at or below `key`: the one that holds it if any does; −1 where all begin above. */
const chunkOf = (chunks: SortedKeys, key: string): number => {
  let low = 0;
  let high = chunks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((chunks[middle]?.[0] ?? '') <= key) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};

const firstAtLeast = (chunk: readonly string[], key: string): number => {
  let low = 0;
  let high = chunk.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((chunk[middle] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
};
