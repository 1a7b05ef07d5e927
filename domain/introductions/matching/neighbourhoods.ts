import type { MatchingProblem } from './problem.ts';

/**
 * Everybody's neighbours in rising order, in one array: those of `m` stand from `first[m]` to before `first[m + 1]`,
 * `edge` naming the edge that leads to each. It is the same whatever the order of the problem's edges, but for their names.
 */
export interface Neighbourhoods {
  readonly first: Int32Array;
  readonly neighbour: Int32Array;
  readonly edge: Int32Array;
}

export const neighbourhoodsOf = (problem: Pick<MatchingProblem, 'size' | 'u' | 'v'>): Neighbourhoods => {
  const { size, u, v } = problem;
  const first = firstPlaces(problem);
  const unsorted = new Int32Array(2 * u.length);
  const place = first.slice();
  for (let e = 0; e < u.length; e++) {
    unsorted[place[u[e]!]!++] = e;
    unsorted[place[v[e]!]!++] = e;
  }
  // Visiting the members in order and entering each with its neighbours leaves every neighbourhood sorted, without comparing.
  const neighbour = new Int32Array(unsorted.length);
  const edge = new Int32Array(unsorted.length);
  place.set(first);
  for (let member = 0; member < size; member++) {
    for (let at = first[member]!; at < first[member + 1]!; at++) {
      const e = unsorted[at]!;
      const other = u[e]! + v[e]! - member;
      const free = place[other]!++;
      neighbour[free] = member;
      edge[free] = e;
    }
  }
  return { first, neighbour, edge };
};

/** Where the neighbours of each member begin, and behind the last where they end; each edge counts at both of its ends. */
export const firstPlaces = ({ size, u, v }: Pick<MatchingProblem, 'size' | 'u' | 'v'>): Int32Array => {
  const first = new Int32Array(size + 1);
  for (let e = 0; e < u.length; e++) {
    first[u[e]! + 1]!++;
    first[v[e]! + 1]!++;
  }
  for (let member = 0; member < size; member++) first[member + 1]! += first[member]!;
  return first;
};
