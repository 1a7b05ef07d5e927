import { invariant } from '../../kernel/invariant.ts';
import type { WeightedGraph } from './arcs.ts';
import { verifyWeights } from './certificate.ts';
import type { ProvenMatching } from './problem.ts';
import { solve } from './solve.ts';

/** What is the best: the greatest weight, or with `maxCardinality` the greatest weight among the matchings with the most pairs. */
export interface Aim {
  readonly maxCardinality: boolean;
}

/** The best matching of a graph with plain weights; `weight` is the sum over its pairs. */
export interface PlainMatching {
  readonly partner: Int32Array;
  readonly pairs: number;
  readonly weight: bigint;
  /** What the duals add up to: no matching that the aim allows weighs more. It is the weight, or the matching is not handed out. */
  readonly upperBound: bigint;
}

/**
 * The best matching, proven before it is handed out: throws `InvariantBroken` when the proof does not hold, or for weights that are not
 * whole numbers from 0 to `heaviestMax`.
 */
export const greatestMatching = (graph: WeightedGraph, aim: Aim): PlainMatching => checkedMatching(graph, aim, solvedMatching(graph, aim));

/** The first half of `greatestMatching`: the work. The proof, which nobody has checked yet, is of weights with `perPairOf` the graph added to each. */
export const solvedMatching = (graph: WeightedGraph, aim: Aim): ProvenMatching => {
  const perPair = perPairOf(graph, aim);
  // Half of it for each end, in doubled units.
  const proven = solve(graph, new Float64Array(graph.size).fill(-perPair));
  return { ...proven, vertexDuals: proven.vertexDuals.map((dual) => dual + perPair) };
};

/** The second half of it: the check, which shares nothing with the work but the graph and the aim. */
export const checkedMatching = (graph: WeightedGraph, aim: Aim, proven: ProvenMatching): PlainMatching => {
  const perPair = perPairOf(graph, aim);
  const bound = verifyWeights(graph, raisedBy(perPair, graph.weight), proven);
  const { pairs, weight } = worthOf(graph, proven);
  const upperBound = bound - BigInt(perPair) * BigInt(pairs);
  invariant(weight === upperBound, 'the duals prove the weight');
  return { partner: proven.partner, pairs, weight, upperBound };
};

/**
 * The heaviest edge that a graph of so many may have: sums of four weights stay exact, those of the duals of an edge among them, and
 * with `maxCardinality` each weight is raised by more than a whole matching weighs.
 */
export const heaviestMax = (size: number, { maxCardinality }: Aim): number => {
  const exact = Math.floor(Number.MAX_SAFE_INTEGER / 4);
  return maxCardinality ? Math.floor((exact - 1) / (Math.floor(size / 2) + 1)) : exact;
};

/** More than any matching weighs, so that one pair more comes before any weight; 0 where pairs do not count. */
const perPairOf = (graph: WeightedGraph, aim: Aim): number => {
  const heaviest = greatestWeight(graph);
  invariant(heaviest <= heaviestMax(graph.size, aim), 'the weights can be doubled and added exactly');
  return aim.maxCardinality ? Math.floor(graph.size / 2) * heaviest + 1 : 0;
};

const greatestWeight = ({ weight }: WeightedGraph): number => {
  let greatest = 0;
  for (const each of weight) {
    invariant(Number.isSafeInteger(each) && each >= 0, 'weights are whole numbers from 0');
    if (each > greatest) greatest = each;
  }
  return greatest;
};

const raisedBy = (perPair: number, weight: WeightedGraph['weight']): Float64Array => {
  const raised = new Float64Array(weight.length);
  for (let e = 0; e < raised.length; e++) raised[e] = weight[e]! + perPair;
  return raised;
};

const worthOf = ({ u, v, weight }: WeightedGraph, { partner }: ProvenMatching): { pairs: number; weight: bigint } => {
  let pairs = 0;
  let sum = 0n;
  for (let e = 0; e < u.length; e++) {
    if (partner[u[e]!] !== v[e]) continue;
    pairs++;
    sum += BigInt(weight[e]!);
  }
  return { pairs, weight: sum };
};
