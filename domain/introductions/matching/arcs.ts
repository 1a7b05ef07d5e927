import { firstPlaces } from './neighbourhoods.ts';

/**
 * Who could meet whom, as plain numbers: edge `e` joins `u[e]` < `v[e]`, each pair at most once, and weighs `weight[e]`, a whole number
 * of 0 or more.
 */
export interface WeightedGraph {
  readonly size: number;
  readonly u: Int32Array;
  readonly v: Int32Array;
  readonly weight: Int32Array | Float64Array;
}

/**
 * The edges of each member side by side, the lower neighbour first: those of `m` stand from `first[m]` to before `first[m + 1]`. So it is
 * the same whatever the order of the graph's edges. Weights are doubled, as the duals are.
 */
export interface Arcs {
  readonly size: number;
  readonly first: Int32Array;
  readonly to: Int32Array;
  readonly twice: Int32Array | Float64Array;
}

export const arcsOf = (graph: WeightedGraph): Arcs => {
  const { size, u, v, weight } = graph;
  const first = firstPlaces(graph);
  const count = 2 * u.length;
  const to = new Int32Array(count);
  const twice = fitsDoubled(weight) ? new Int32Array(count) : new Float64Array(count);
  const place = first.slice(0, size);
  const order = isInOrder(graph) ? undefined : inOrder(graph);
  for (let at = 0; at < u.length; at++) {
    const e = order === undefined ? at : order[at]!;
    const one = u[e]!;
    const other = v[e]!;
    const doubled = 2 * weight[e]!;
    const here = place[one]!++;
    to[here] = other;
    twice[here] = doubled;
    const there = place[other]!++;
    to[there] = one;
    twice[there] = doubled;
  }
  return { size, first, to, twice };
};

const doubledMax = 2 ** 31 - 1;

const fitsDoubled = (weight: Int32Array | Float64Array): boolean => {
  for (let e = 0; e < weight.length; e++) {
    if (2 * weight[e]! > doubledMax) return false;
  }
  return true;
};

const isInOrder = ({ u, v }: WeightedGraph): boolean => {
  for (let e = 1; e < u.length; e++) {
    if (u[e - 1]! > u[e]! || (u[e - 1] === u[e] && v[e - 1]! > v[e]!)) return false;
  }
  return true;
};

/** The edges by `u`, then by `v`: sorted by the latter first, then by the former without disturbing that order. */
const inOrder = ({ size, u, v }: WeightedGraph): Int32Array => {
  const all = new Int32Array(u.length);
  for (let e = 0; e < all.length; e++) all[e] = e;
  return sortedBy(u, sortedBy(v, all, size), size);
};

const sortedBy = (key: Int32Array, order: Int32Array, bound: number): Int32Array => {
  const place = new Int32Array(bound + 1);
  for (let e = 0; e < key.length; e++) place[key[e]! + 1]!++;
  for (let at = 0; at < bound; at++) place[at + 1]! += place[at]!;
  const sorted = new Int32Array(order.length);
  for (let at = 0; at < order.length; at++) {
    const e = order[at]!;
    sorted[place[key[e]!]!++] = e;
  }
  return sorted;
};
