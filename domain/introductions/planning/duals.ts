import type { MatchingProblem, ProvenMatching } from '../matching/problem.ts';
import { weightPerHeight } from '../matching/problem.ts';
import { innermostWithBoth, type Nest, nestOf } from '../matching/nest.ts';

/**
 * What a proof charges for pairs, so that any pair can be held against it, whether or not the solver saw it: with 2 × score above
 * what it is charged, a pair could improve the round. Plain data, by member.
 */
export interface Duals {
  /** The dual of the member without what the waiting height adds to it: with it taken off both sides of every check, scores remain. */
  readonly price: Float64Array;
  readonly nest: Nest;
  /** The outermost blossom that holds the member, and its dual; −1 and 0 for who is in none. */
  readonly outermost: Int32Array;
  readonly outermostDual: Float64Array;
}

/** The duals of a problem whose vertices are the members in another order: member `m` is vertex `vertexOf[m]`. */
export const dualsOf = (problem: MatchingProblem, proven: ProvenMatching, vertexOf: Int32Array): Duals => {
  const { size, height } = problem;
  const perHeight = 2 * weightPerHeight(size);
  const nest = nestOf(size, proven.blossoms);
  const everybody = proven.blossoms.length;
  const outermostOf = new Int32Array(everybody + 1);
  for (let b = everybody - 1; b >= 0; b--) outermostOf[b] = nest.around[b] === everybody ? b : outermostOf[nest.around[b]!]!;
  outermostOf[everybody] = -1;
  const home = vertexOf.map((vertex) => nest.home[vertex]!);
  const outermost = home.map((blossom) => outermostOf[blossom]!);
  return {
    price: Float64Array.from(vertexOf, (vertex) => proven.vertexDuals[vertex]! - perHeight * height[vertex]!),
    nest: { ...nest, home },
    outermost,
    outermostDual: Float64Array.from(outermost, (blossom) => (blossom === -1 ? 0 : proven.blossoms[blossom]!.dual)),
  };
};

/** By how much a pair weighs more than its duals, doubled; not above 0 for one that could not improve the round. */
export const excessOf = ({ price, nest }: Duals, { one, other, score }: ScoredPair): number => {
  const excess = 2 * score - price[one]! - price[other]!;
  return excess - nest.dualsAround[innermostWithBoth(nest, one, other)]!;
};

export interface ScoredPair {
  readonly one: number;
  readonly other: number;
  readonly score: number;
}
