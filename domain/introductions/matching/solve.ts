import { answerOf } from './answer.ts';
import { arcsOf, type WeightedGraph } from './arcs.ts';
import { matchFractionally } from './fractional.ts';
import { findNear, firstStepOf, nearnessOf } from './near.ts';
import type { OnSearched, ProvenMatching, Solver } from './problem.ts';
import { weightPerHeight } from './problem.ts';
import { searchFrom } from './search.ts';
import { nobody, startOf } from './start.ts';
import { type State, stateOf } from './state.ts';
import { searchInTurns, type Turns } from './turns.ts';

/** How to go about it. The answer is as good whatever it says; it is there to see that. */
export interface Ways {
  readonly fractionalFirst: boolean;
  /** About so many arcs of each member are looked at before the others. */
  readonly nearPerMember: number;
  readonly onProgress?: OnSearched | undefined;
}

/**
 * The greatest total weight, exactly. The answer depends on who may meet whom alone, not on the order of the edges.
 * See docs/decisions/0004-exact-solver.md.
 */
export const exactSolver: Solver = (problem, onProgress) => solverOf({ ...fastestFor(problem.size), onProgress })(problem);

/** Finding out what is near costs more than it saves where there are few members. */
const fastestFor = (size: number): Ways => ({ fractionalFirst: true, nearPerMember: size < 20_000 ? Infinity : 8 });

/**
 * Heights are no part of the weights that it works on: the dual of each member is lowered by what the height adds to all of the
 * member's edges, and so is the floor at which the member may stay alone. So all numbers but the floors are as small as scores.
 */
export const solverOf =
  (ways: Ways): Solver =>
  ({ size, u, v, score, height }) => {
    const perHeight = weightPerHeight(size);
    const floor = Float64Array.from(height, (steps) => -2 * perHeight * steps);
    const proven = solve({ size, u, v, weight: score }, floor, ways);
    return { ...proven, vertexDuals: proven.vertexDuals.map((dual, member) => dual - floor[member]!) };
  };

/** The best matching where `member` may stay alone when its dual is at `floor[member]`, a whole number not above 0. */
export const solve = (
  graph: WeightedGraph,
  floor: Float64Array,
  { fractionalFirst, nearPerMember, onProgress = () => undefined }: Ways = fastestFor(graph.size),
): ProvenMatching => {
  // Each stage counts as half. The first one comes to some members again.
  let furthest = 0;
  const tell = (done: number): void => {
    furthest = Math.max(furthest, Math.floor(done * graph.size));
    onProgress(furthest, 2 * graph.size);
  };
  const arcs = arcsOf(graph);
  const start = startOf(arcs, floor);
  const nearness = nearnessOf(arcs, start.dual, nearPerMember);
  const firstStep = firstStepOf(arcs, start.dual);
  if (fractionalFirst) matchFractionally(arcs, start, { nearness, firstStep, onTurn: tell });
  findNear(arcs, start.dual, nearness);
  const state = stateOf(arcs, start, nearness);
  searchExactly(state, {
    firstStep: Math.max(1, Math.floor(firstStep / exactStepPart)),
    onTurn: (done) => {
      tell(1 + done);
    },
  });
  return answerOf(state);
};

/** Whom the exact stage begins with are few and far apart, and their trees soon large: it begins with such a part of the first step. */
const exactStepPart = 64;

const searchExactly = (state: State, { firstStep, onTurn }: Pick<Turns, 'firstStep' | 'onTurn'>): void => {
  const { partner, dual, floor, group, topNode, base, arcs } = state;
  searchInTurns({
    size: arcs.size,
    isLeft: (member) => partner[member] === nobody && base[topNode[group[member]!]!] === member && dual[member]! > floor[member]!,
    search: (root, step) => searchFrom(state, root, step),
    firstStep,
    limit: Infinity,
    arcs: arcs.to.length,
    onTurn,
  });
};
