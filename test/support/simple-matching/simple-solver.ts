import { open } from './blossoms.ts';
import { neighbourhoodsOf } from '../../../domain/introductions/matching/neighbourhoods.ts';
import type { Blossom, MatchingProblem, Solver } from '../../../domain/introductions/matching/problem.ts';
import { edgeWeights, weightPerHeight } from '../../../domain/introductions/matching/problem.ts';
import { searchFrom } from './search.ts';
import type { Graph, State } from './state.ts';
import { emptyState, match, nobody } from './state.ts';

/**
 * The greatest total weight, exactly: Edmonds' primal–dual method (1965) with one search per exposed member.
 * The answer depends on who may meet whom alone, not on the order of the edges. See docs/decisions/0004-exact-solver.md.
 */
export const simpleSolver: Solver = (problem) => {
  const graph = graphOf(problem);
  const state = emptyState(graph);
  state.vertexDual.set(startDuals(problem));
  matchTightEdges(state);
  for (let member = 0; member < problem.size; member++) {
    if (state.partner[member] === nobody && state.vertexDual[member]! > 0) searchFrom(state, member);
  }
  const blossoms = blossomsOf(state);
  openAll(state);
  return { partner: state.partner, vertexDuals: state.vertexDual, blossoms };
};

const graphOf = (problem: MatchingProblem): Graph => {
  const weights = edgeWeights(problem);
  const { first, neighbour, edge } = neighbourhoodsOf(problem);
  const twiceWeight = new Float64Array(edge.length);
  for (let at = 0; at < edge.length; at++) twiceWeight[at] = 2 * weights[edge[at]!]!;
  return { size: problem.size, first, neighbour, twiceWeight };
};

/** Everybody's best score, and the height in full. So all slacks are 0 or above, and are made of scores alone, whatever the heights. */
const startDuals = ({ size, u, v, score, height }: MatchingProblem): Float64Array => {
  const best = new Float64Array(size);
  for (let e = 0; e < score.length; e++) {
    best[u[e]!] = Math.max(best[u[e]!]!, score[e]!);
    best[v[e]!] = Math.max(best[v[e]!]!, score[e]!);
  }
  // Members without an edge stay at 0: they are left out without a search.
  const perHeight = weightPerHeight(size);
  return best.map((points, member) => (points === 0 ? 0 : points + 2 * perHeight * height[member]!));
};

const matchTightEdges = (state: State): void => {
  const { graph, partner, vertexDual } = state;
  for (let member = 0; member < graph.size; member++) {
    for (let at = graph.first[member]!; at < graph.first[member + 1]! && partner[member] === nobody; at++) {
      const other = graph.neighbour[at]!;
      const isTight = vertexDual[member]! + vertexDual[other]! === graph.twiceWeight[at];
      if (isTight && partner[other] === nobody) match(state, member, other);
    }
  }
};

/** The blossoms with a dual, each after its parts. What an opened or a dual-less one held goes to the next blossom around it. */
const blossomsOf = (state: State): Blossom[] => {
  const { graph, top, base, rings, blossomDual } = state;
  const { size } = graph;
  const outsideIn: number[] = [];
  for (const [member, node] of top.entries()) {
    if (node >= size && base[node] === member) outsideIn.push(node);
  }
  const holder = new Int32Array(base.length).fill(nobody);
  for (const blossom of outsideIn) {
    const holds = blossomDual[blossom]! > 0 ? blossom : holder[blossom]!;
    for (const node of rings[blossom]!.nodes) {
      holder[node] = holds;
      if (node >= size) outsideIn.push(node);
    }
  }
  const insideOut = outsideIn.filter((blossom) => blossomDual[blossom]! > 0).reverse();
  const parts = new Map(insideOut.map((blossom) => [blossom, [] as number[]]));
  for (let member = 0; member < size; member++) parts.get(holder[member]!)?.push(member);
  for (const [place, blossom] of insideOut.entries()) parts.get(holder[blossom]!)?.push(size + place);
  return insideOut.map((blossom) => ({ parts: Int32Array.from(parts.get(blossom)!), dual: blossomDual[blossom]! }));
};

const openAll = (state: State): void => {
  const { top, graph } = state;
  for (let member = 0; member < graph.size; member++) {
    while (top[member]! >= graph.size) open(state, top[member]!);
  }
};
