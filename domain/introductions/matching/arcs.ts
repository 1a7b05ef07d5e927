/**
 * Who could meet whom, as plain numbers: edge `e` joins `u[e]` < `v[e]`, each pair at most once, and weighs `weight[e]`, a whole number.
 */
export interface WeightedGraph {
  readonly size: number;
  readonly u: Int32Array;
  readonly v: Int32Array;
  readonly weight: Int32Array | Float64Array;
}

/**
 * The edges of each member side by side, the heaviest first, the lower neighbour first among equals: those of `m` stand from `first[m]`
 * to before `first[m + 1]`. So it is the same whatever the order of the graph's edges. Weights are doubled, as the duals are.
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
  const twice = weight instanceof Int32Array && fitsDoubled(weight) ? new Int32Array(count) : new Float64Array(count);
  const place = first.slice(0, size);
  const order = heaviestFirst(graph);
  for (let at = 0; at < order.length; at++) {
    const e = order[at]!;
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

const firstPlaces = ({ size, u, v }: WeightedGraph): Int32Array => {
  const first = new Int32Array(size + 1);
  for (let e = 0; e < u.length; e++) {
    first[u[e]! + 1]!++;
    first[v[e]! + 1]!++;
  }
  for (let member = 0; member < size; member++) first[member + 1]! += first[member]!;
  return first;
};

const fitsDoubled = (weight: Int32Array): boolean => {
  for (let e = 0; e < weight.length; e++) {
    if (weight[e]! > 0x3fff_ffff) return false;
  }
  return true;
};

/** The edges by falling weight, then by `u`, then by `v`: sorted by the last of these first, each time keeping the order so far (radix sort). */
const heaviestFirst = (graph: WeightedGraph): Int32Array => {
  const { size, u, v, weight } = graph;
  let order: Int32Array = new Int32Array(u.length);
  for (let e = 0; e < order.length; e++) order[e] = e;
  if (!isInOrder(graph)) order = sortedBy(u, sortedBy(v, order, size), size);
  let top = 0;
  for (let e = 0; e < weight.length; e++) top = Math.max(top, weight[e]!);
  // Digits of a falling weight, the lowest first.
  for (let unit = 1; unit <= top; unit *= digits) {
    order = sortedByDigit(weight, order, { top, unit });
  }
  return order;
};

const digits = 1 << 14;

const isInOrder = ({ u, v }: WeightedGraph): boolean => {
  for (let e = 1; e < u.length; e++) {
    if (u[e - 1]! > u[e]! || (u[e - 1] === u[e] && v[e - 1]! > v[e]!)) return false;
  }
  return true;
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

const sortedByDigit = (
  weight: Int32Array | Float64Array,
  order: Int32Array,
  { top, unit }: { readonly top: number; readonly unit: number },
): Int32Array => {
  const place = new Int32Array(digits + 1);
  for (let e = 0; e < weight.length; e++) place[(Math.floor((top - weight[e]!) / unit) % digits) + 1]!++;
  for (let at = 0; at < digits; at++) place[at + 1]! += place[at]!;
  const sorted = new Int32Array(order.length);
  for (let at = 0; at < order.length; at++) {
    const e = order[at]!;
    sorted[place[Math.floor((top - weight[e]!) / unit) % digits]!++] = e;
  }
  return sorted;
};
