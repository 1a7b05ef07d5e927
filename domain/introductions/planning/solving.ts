import { formatWeek, type Week } from '../../kernel/iso-week.ts';
import { seededRandom, shuffled } from '../../kernel/random.ts';
import type { MatchingProblem, ProvenMatching, Solver } from '../matching/problem.ts';
import { type Duals, dualsOf } from './duals.ts';
import { type Edges, edgesTogether } from './edges.ts';

/**
 * The members as the vertices of a problem, in an order drawn by the seed: a solver that meets rounds of equal worth takes the first
 * it finds, and which that is depends on this order alone. Each array is the other one turned round.
 */
export interface VertexOrder {
  readonly memberAt: Int32Array;
  readonly vertexOf: Int32Array;
}

export const drawnOrder = (size: number, { seed, week }: { readonly seed: number; readonly week: Week }): VertexOrder => {
  const members = Array.from({ length: size }, (_, member) => member);
  const memberAt = Int32Array.from(shuffled(members, seededRandom(seed).fork(`match:${formatWeek(week)}`)));
  const vertexOf = new Int32Array(size);
  memberAt.forEach((member, vertex) => (vertexOf[member] = vertex));
  return { memberAt, vertexOf };
};

export interface Solving {
  readonly solver: Solver;
  readonly order: VertexOrder;
  /** By member. */
  readonly height: Uint8Array;
  readonly onProgress: (done: number, of: number) => void;
}

/** The best matching of some edges. */
export interface Solved {
  readonly edges: Edges;
  /** Over vertices. */
  readonly problem: MatchingProblem;
  readonly proven: ProvenMatching;
  /** Over members. */
  readonly partner: Int32Array;
}

export const solve = (edges: Edges, { solver, order, height, onProgress }: Solving): Solved => {
  const { memberAt, vertexOf } = order;
  const problem: MatchingProblem = {
    size: memberAt.length,
    u: edges.one.map((member, e) => Math.min(vertexOf[member]!, vertexOf[edges.other[e]!]!)),
    v: edges.one.map((member, e) => Math.max(vertexOf[member]!, vertexOf[edges.other[e]!]!)),
    score: edges.score,
    height: Uint8Array.from(memberAt, (member) => height[member]!),
  };
  const proven = solver(problem, onProgress);
  const partner = vertexOf.map((vertex) => (proven.partner[vertex] === -1 ? -1 : memberAt[proven.partner[vertex]!]!));
  return { edges, problem, proven, partner };
};

/** Looks for pairs outside of the edges that weigh more than their duals. Answers such, and perhaps others; or nothing when there are none. */
export type FindPriced = (duals: Duals, solved: Solved) => Promise<Edges | undefined>;

/**
 * Solves, adds pairs that could improve the matching, and so on until there are none: then the duals of the few edges prove that the matching
 * is the best one of all pairs. Every time at least one pair is added, so it ends.
 */
export const solvePriced = async (edges: Edges, solving: Solving, findPriced: FindPriced): Promise<Solved> => {
  let solved = solve(edges, solving);
  for (;;) {
    const more = await findPriced(dualsOf(solved.problem, solved.proven, solving.order.vertexOf), solved);
    if (more === undefined) return solved;
    solved = solve(edgesTogether([solved.edges, more], solved.problem.size), solving);
  }
};
