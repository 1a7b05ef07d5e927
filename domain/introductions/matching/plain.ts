import { invariant } from '../../kernel/invariant.ts';
import type { WeightedGraph } from './arcs.ts';
import { verifyWeights } from './certificate.ts';
import type { ProvenMatching } from './problem.ts';
import { solve } from './solve.ts';

/** The best matching of a graph with plain weights; `weight` is the sum over its pairs. */
export interface PlainMatching {
  readonly partner: Int32Array;
  readonly pairs: number;
  readonly weight: bigint;
}

/**
 * The matching of the greatest weight; with `maxCardinality`, of the greatest weight among those with the most pairs. It is proven before it
 * is handed out: throws `InvariantBroken` when the proof does not hold, or for weights that are not whole numbers from 0 or too great to add.
 */
export const greatestMatching = (graph: WeightedGraph, { maxCardinality }: { readonly maxCardinality: boolean }): PlainMatching => {
  const perPair = maxCardinality ? weightPerPair(graph) : 0;
  const heaviest = greatestWeight(graph);
  invariant(Number.isSafeInteger(4 * (heaviest + perPair)), 'the weights can be doubled and added exactly');
  // Half of it for each end, in doubled units.
  const floor = new Float64Array(graph.size).fill(-perPair);
  const proven = solve(graph, floor);
  const vertexDuals = proven.vertexDuals.map((dual) => dual + perPair);
  verifyWeights(
    graph,
    Float64Array.from(graph.weight, (weight) => weight + perPair),
    { ...proven, vertexDuals },
  );
  return worthOf(graph, proven);
};

/** More than any matching weighs, so that one pair more comes before any weight. */
const weightPerPair = (graph: WeightedGraph): number => Math.floor(graph.size / 2) * greatestWeight(graph) + 1;

const greatestWeight = ({ weight }: WeightedGraph): number => {
  let greatest = 0;
  for (const each of weight) {
    invariant(Number.isSafeInteger(each) && each >= 0, 'weights are whole numbers from 0');
    if (each > greatest) greatest = each;
  }
  return greatest;
};

const worthOf = ({ u, v, weight }: WeightedGraph, { partner }: ProvenMatching): PlainMatching => {
  let pairs = 0;
  let sum = 0n;
  for (let e = 0; e < u.length; e++) {
    if (partner[u[e]!] !== v[e]) continue;
    pairs++;
    sum += BigInt(weight[e]!);
  }
  return { partner, pairs, weight: sum };
};
