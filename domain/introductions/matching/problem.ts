/**
 * A matching problem: who could meet whom, how well they fit, and how long each has waited.
 * Members are 0 … size − 1. Edge `e` joins `u[e]` < `v[e]` (each pair at most once) with an integer `score[e]`, 1 … 10,000.
 * `height[m]` is the waiting height, an integer from 1 to 19.
 */
export interface MatchingProblem {
  readonly size: number;
  readonly u: Int32Array;
  readonly v: Int32Array;
  readonly score: Int32Array;
  readonly height: Uint8Array;
}

export const scoreMax = 10_000;
export const heightMax = 19;

/**
 * What a solver answers: the partner of each member (−1: none), and the proof that no better matching exists.
 * Weights are `edgeWeights(problem)`. The duals are in half units (doubled), so that all are whole numbers:
 * 2 × weight(e) ≤ vertexDuals[u] + vertexDuals[v] + Σ dual of the blossoms that hold both ends.
 */
export interface ProvenMatching {
  readonly partner: Int32Array;
  readonly vertexDuals: Float64Array;
  readonly blossoms: readonly Blossom[];
}

/**
 * An odd set of members, at least three, whose dual is above 0. `parts` are what it holds directly: a member m as m, the blossom
 * `blossoms[b]` as size + b. Each part stands in one blossom at most and after its own parts, so a nest of any depth takes linear room.
 */
export interface Blossom {
  readonly parts: Int32Array;
  readonly dual: number;
}

/** `onProgress` hears now and then how many of its searches are behind it. */
export type Solver = (problem: MatchingProblem, onProgress?: OnSearched) => ProvenMatching;
export type OnSearched = (done: number, of: number) => void;

/**
 * One integer weight per edge that puts three aims in order: as many pairs as can be, then the longest waiting, then the greatest total score.
 * score + L × (height of u + height of v), with L greater than any total of scores. Why one weight is enough: docs/decisions/0003-one-weight.md.
 */
export const edgeWeights = (problem: MatchingProblem): Float64Array => {
  const { u, v, score, height } = problem;
  const perHeight = weightPerHeight(problem.size);
  const weights = new Float64Array(score.length);
  for (let e = 0; e < weights.length; e++) {
    weights[e] = score[e]! + perHeight * (height[u[e]!]! + height[v[e]!]!);
  }
  return weights;
};

/** L of `edgeWeights`: greater than the total score of any matching of `size` members. */
export const weightPerHeight = (size: number): number => Math.floor(size / 2) * scoreMax + 1;
