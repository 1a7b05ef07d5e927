import { answerOf } from './answer.ts';
import { arcsOf, type WeightedGraph } from './arcs.ts';
import { matchFractionally } from './fractional.ts';
import type { ProvenMatching, Solver } from './problem.ts';
import { weightPerHeight } from './problem.ts';
import { searchFrom } from './search.ts';
import { bid, nobody, startOf } from './start.ts';
import { stateOf } from './state.ts';

/**
 * The greatest total weight, exactly. The answer depends on who may meet whom alone, not on the order of the edges.
 * See docs/decisions/0004-exact-solver.md.
 *
 * Heights are not part of the weights it works on: the dual of each member is lowered by what its height adds to all of its
 * edges, and so is the floor at which the member may stay alone.
 */
export const exactSolver: Solver = (problem) => {
  const { size, u, v, score, height } = problem;
  const perHeight = weightPerHeight(size);
  const floor = Float64Array.from(height, (steps) => -2 * perHeight * steps);
  const proven = solve({ size, u, v, weight: score }, floor);
  proven.vertexDuals.forEach((dual, member, duals) => (duals[member] = dual - floor[member]!));
  return proven;
};

export interface Options {
  readonly skipFractional?: boolean;
}

/** The best matching when `member` may stay alone at `floor[member]`, a whole number not above 0, instead of 0. Its duals are not below it. */
export const solve = (graph: WeightedGraph, floor: Float64Array, options: Options = {}): ProvenMatching => {
  const arcs = arcsOf(graph);
  const start = startOf(arcs, floor);
  bid(arcs, start, 1);
  if (options.skipFractional !== true) matchFractionally(arcs, start);
  const state = stateOf(arcs, start);
  const { partner, dual, group, topNode, base } = state;
  for (let member = 0; member < graph.size; member++) {
    const isExposed = partner[member] === nobody && base[topNode[group[member]!]!] === member;
    if (isExposed && dual[member]! > floor[member]!) searchFrom(state, member);
  }
  return answerOf(state);
};
