import type { NearestLists } from '../best-lists.ts';
import { type Pairs, placesInOrder } from './pairs-in-order.ts';

/** Pairs that a round may be made of, with their scores: `one` < `other`, in order of `one`, then of `other`, each once. */
export interface Edges extends Pairs {
  readonly score: Int32Array;
}

/** Pairs in order. */
export const edgesFrom = (pairs: readonly { readonly one: number; readonly other: number; readonly score: number }[]): Edges => ({
  one: Int32Array.from(pairs, ({ one }) => one),
  other: Int32Array.from(pairs, ({ other }) => other),
  score: Int32Array.from(pairs, ({ score }) => score),
});

/** So many, all 0 yet. */
export const emptyEdges = (count: number): Edges => ({
  one: new Int32Array(count),
  other: new Int32Array(count),
  score: new Int32Array(count),
});

/** The pairs of the lists, both sides' together. Who goes by a place in the lists is `members` at that place. */
export const edgesOf = (lists: NearestLists, members?: Int32Array): Edges => {
  const { neighbour, score, perMember } = lists;
  const all = emptyEdges(neighbour.length);
  let count = 0;
  for (let at = 0; at < neighbour.length; at++) {
    const place = Math.floor(at / perMember);
    const mate = neighbour[at]!;
    // Who is in each other's lists is entered by the lower one.
    if (mate === -1 || (mate < place && isIn(lists, mate, place))) continue;
    const member = members?.[place] ?? place;
    const other = members?.[mate] ?? mate;
    all.one[count] = Math.min(member, other);
    all.other[count] = Math.max(member, other);
    all.score[count++] = score[at]!;
  }
  const found = firstOf(all, count);
  return inOrder(found, 1 + found.other.reduce((most, other) => Math.max(most, other), 0));
};

const isIn = ({ neighbour, perMember }: NearestLists, member: number, other: number): boolean => {
  for (let at = member * perMember; at < (member + 1) * perMember; at++) if (neighbour[at] === other) return true;
  return false;
};

/** Those of the pairs whose place is wanted. */
export const edgesWhere = ({ one, other, score }: Edges, isWanted: (at: number) => boolean): Edges => ({
  one: one.filter((_, at) => isWanted(at)),
  other: other.filter((_, at) => isWanted(at)),
  score: score.filter((_, at) => isWanted(at)),
});

/** The pairs of all parts; some may be in several. `size` members. */
export const edgesTogether = (parts: readonly Edges[], size: number): Edges => {
  const all = emptyEdges(parts.reduce((sum, { one }) => sum + one.length, 0));
  let place = 0;
  for (const { one, other, score } of parts) {
    all.one.set(one, place);
    all.other.set(other, place);
    all.score.set(score, place);
    place += one.length;
  }
  return distinct(inOrder(all, size));
};

const inOrder = (edges: Edges, size: number): Edges => {
  const order = placesInOrder(edges, size);
  const { one, other, score } = edges;
  return { one: order.map((at) => one[at]!), other: order.map((at) => other[at]!), score: order.map((at) => score[at]!) };
};

/** Moves them to the front of the columns. */
const distinct = (edges: Edges): Edges => {
  const { one, other, score } = edges;
  let count = 0;
  for (let at = 0; at < one.length; at++) {
    if (count > 0 && one[at] === one[count - 1] && other[at] === other[count - 1]) continue;
    one[count] = one[at]!;
    other[count] = other[at]!;
    score[count++] = score[at]!;
  }
  return firstOf(edges, count);
};

/** A copy, so that the rest can be forgotten. */
const firstOf = ({ one, other, score }: Edges, count: number): Edges => ({
  one: one.slice(0, count),
  other: other.slice(0, count),
  score: score.slice(0, count),
});
