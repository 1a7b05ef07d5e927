import type { WeightedGraph } from '../../domain/introductions/matching/arcs.ts';
import { neighbourhoodsOf } from '../../domain/introductions/matching/neighbourhoods.ts';
import { edgeProblem, type EdgeList, placeOf } from './edges-list.ts';
import { tooGreat } from './edges-weight.ts';
import { problemList, type Problems } from './problem.ts';

/** A list as a graph: every pair once, the lower vertex first. It is one only where there are no problems. */
export interface SettledEdges {
  readonly graph: WeightedGraph;
  /** Edges that say again what one before them says. */
  readonly repeats: number;
  readonly problems: Problems;
}

/** Refuses edges heavier than `heaviest`, and those that say of a pair something else than an earlier one. */
export const settledEdges = (edges: EdgeList, { heaviest }: { readonly heaviest: number }): SettledEdges => {
  const problems = problemList();
  const isRecord = edges.line === undefined;
  const note = (edge: number, says: readonly [string, string]): void => {
    problems.note(edgeProblem({ file: edges.file, line: placeOf(edges, edge), isRecord }, says));
  };
  for (let e = 0; e < edges.weight.length; e++) {
    if (edges.weight[e]! > heaviest && edges.u[e] !== edges.v[e]) note(e, tooGreat(heaviest));
  }
  if (isSettled(edges)) return { graph: edges, repeats: 0, problems: problems.all() };
  const { graph, repeats } = eachPairOnce(edges, (edge, before) => {
    const place = `${isRecord ? 'record' : 'line'} ${String(placeOf(edges, before))}`;
    note(edge, ['edges.pair_differs', `the same pair has another value in ${place}; leave one of them out`]);
  });
  return { graph, repeats, problems: problems.all() };
};

const isSettled = ({ u, v }: EdgeList): boolean => {
  for (let e = 0; e < u.length; e++) {
    if (u[e]! >= v[e]!) return false;
    if (e > 0 && (u[e - 1]! > u[e]! || (u[e - 1] === u[e] && v[e - 1]! >= v[e]!))) return false;
  }
  return true;
};

/** Neighbourhoods hold each pair's edges side by side, in the order of the list. */
const eachPairOnce = (
  { size, u, v, weight }: EdgeList,
  onDifference: (edge: number, before: number) => void,
): { readonly graph: WeightedGraph; readonly repeats: number } => {
  const { first, neighbour, edge } = neighbourhoodsOf({ size, u, v });
  const kept = {
    u: new Int32Array(u.length),
    v: new Int32Array(u.length),
    weight: new (weight instanceof Int32Array ? Int32Array : Float64Array)(u.length),
  };
  let count = 0;
  let repeats = 0;
  for (let one = 0; one < size; one++) {
    let last = -1;
    for (let at = first[one]!; at < first[one + 1]!; at++) {
      const e = edge[at]!;
      if (neighbour[at]! <= one) continue;
      if (last !== -1 && neighbour[at] === kept.v[count - 1]) {
        if (weight[e] === weight[last]) repeats++;
        else onDifference(e, last);
        continue;
      }
      last = e;
      kept.u[count] = one;
      kept.v[count] = neighbour[at]!;
      kept.weight[count++] = weight[e]!;
    }
  }
  const graph = { size, u: kept.u.subarray(0, count), v: kept.v.subarray(0, count), weight: kept.weight.subarray(0, count) };
  return { graph, repeats };
};
