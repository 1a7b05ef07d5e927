/** Pairs of members as two columns. */
export interface Pairs {
  readonly one: Int32Array;
  readonly other: Int32Array;
}

/**
 * The places of the pairs in order of `one`, then of `other`: sorted by the latter first, then by the former without disturbing that order.
 * Pairs that stand there twice keep their order. `size` members.
 */
export const placesInOrder = ({ one, other }: Pairs, size: number): Int32Array => {
  const all = new Int32Array(one.length);
  for (let at = 0; at < all.length; at++) all[at] = at;
  return sortedBy(one, sortedBy(other, all, size), size);
};

const sortedBy = (key: Int32Array, order: Int32Array, size: number): Int32Array => {
  const place = new Int32Array(size + 1);
  for (let at = 0; at < key.length; at++) place[key[at]! + 1]!++;
  for (let member = 0; member < size; member++) place[member + 1]! += place[member]!;
  const sorted = new Int32Array(order.length);
  for (let at = 0; at < order.length; at++) {
    const pair = order[at]!;
    sorted[place[key[pair]!]!++] = pair;
  }
  return sorted;
};
