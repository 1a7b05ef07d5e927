import { invariant } from '../../kernel/invariant.ts';
import type { Nest } from './nest.ts';
import { innermostWithBoth, nestOf } from './nest.ts';
import type { MatchingProblem, ProvenMatching } from './problem.ts';
import { edgeWeights, weightPerHeight } from './problem.ts';

/** What is proven about a round. `total` and `upperBound` are sums of scores. */
export interface Certificate {
  readonly pairs: number;
  /** The sum of height − 1 over the members matched. */
  readonly waiting: number;
  readonly total: number;
  /** No round with as many pairs and as much waiting has a greater total. */
  readonly upperBound: number;
  readonly gap: number;
}

/**
 * Checks a matching and its proof edge by edge, and stops on the first flaw: what it lets pass is the best there is, whatever bug
 * the solver has. It shares nothing with the solvers but the problem.
 */
export const verify = (problem: MatchingProblem, proven: ProvenMatching): Certificate => {
  const nest = checkProof(problem, edgeWeights(problem), proven);
  const { pairs, waiting, total } = sumsOf(problem, proven.partner);
  const heights = BigInt(waiting + 2 * pairs);
  const upperBound = Number(boundOf(proven, nest) - BigInt(weightPerHeight(problem.size)) * heights);
  const gap = upperBound - total;
  invariant(gap === 0, 'the duals prove the total');
  return { pairs, waiting, total, upperBound, gap };
};

/** The same for plain weights: answers the sum of `weights` that no matching exceeds. */
export const verifyWeights = (edges: Edges, weights: Float64Array, proven: ProvenMatching): bigint =>
  boundOf(proven, checkProof(edges, weights, proven));

type Edges = Pick<MatchingProblem, 'size' | 'u' | 'v'>;

/** Feasible duals that are spent in full where there is a pair and are 0 where nobody is: each check is one condition of that. */
const checkProof = (edges: Edges, weights: Float64Array, proven: ProvenMatching): Nest => {
  checkPartners(edges, proven.partner);
  checkVertexDuals(edges, proven);
  const nest = nestOf(edges.size, proven.blossoms);
  checkEdges({ ...edges, weights }, proven, nest);
  checkBlossomsAreFull(proven, nest);
  return nest;
};

const checkPartners = ({ size, u, v }: Edges, partner: Int32Array): void => {
  invariant(partner.length === size, 'everybody has an entry among the partners');
  const isEdge = new Uint8Array(size);
  for (let e = 0; e < u.length; e++) {
    if (partner[u[e]!] === v[e]) isEdge[u[e]!] = 1;
    if (partner[v[e]!] === u[e]) isEdge[v[e]!] = 1;
  }
  for (const [member, mate] of partner.entries()) {
    if (mate === -1) continue;
    invariant(partner[mate] === member, 'partners have each other');
    invariant(isEdge[member] === 1, 'only who may meet is paired');
  }
};

const checkVertexDuals = ({ size }: Edges, { partner, vertexDuals }: ProvenMatching): void => {
  invariant(vertexDuals.length === size, 'everybody has a dual');
  for (const [member, dual] of vertexDuals.entries()) {
    invariant(Number.isSafeInteger(dual) && dual >= 0, 'the dual of a member is a whole number, 0 or above');
    invariant(dual === 0 || partner[member] !== -1, 'who is left out has the dual 0');
  }
};

const checkEdges = (
  { u, v, weights }: Edges & { readonly weights: Float64Array },
  { partner, vertexDuals }: ProvenMatching,
  nest: Nest,
): void => {
  for (let e = 0; e < u.length; e++) {
    const one = u[e]!;
    const other = v[e]!;
    const ends = vertexDuals[one]! + vertexDuals[other]!;
    const isPair = partner[one] === other;
    invariant(Number.isSafeInteger(ends), 'the duals of an edge have an exact sum');
    // Blossoms only add to it: no need to look for those around both ends.
    if (!isPair && 2 * weights[e]! <= ends) continue;
    const around = innermostWithBoth(nest, one, other);
    const duals = ends + nest.dualsAround[around]!;
    invariant(Number.isSafeInteger(duals), 'the duals of an edge have an exact sum');
    invariant(2 * weights[e]! <= duals, 'no edge weighs more than its duals');
    if (!isPair) continue;
    invariant(2 * weights[e]! === duals, 'a pair weighs as much as its duals');
    nest.pairsInside[around]!++;
  }
};

const checkBlossomsAreFull = ({ blossoms }: ProvenMatching, { around, membersInside, pairsInside }: Nest): void => {
  // Blossoms come after their parts, so what is added here is complete.
  for (let b = 0; b < blossoms.length; b++) {
    invariant(2 * pairsInside[b]! + 1 === membersInside[b], 'all members of a blossom but one are paired inside it');
    pairsInside[around[b]!]! += pairsInside[b]!;
  }
};

const sumsOf = ({ u, v, score, height }: MatchingProblem, partner: Int32Array): { pairs: number; waiting: number; total: number } => {
  const sums = { pairs: 0, waiting: 0, total: 0 };
  for (let e = 0; e < u.length; e++) {
    if (partner[u[e]!] !== v[e]) continue;
    sums.pairs++;
    sums.waiting += height[u[e]!]! + height[v[e]!]! - 2;
    sums.total += score[e]!;
  }
  return sums;
};

/** What the duals add up to; they are in doubled units, and the shift rounds down. */
const boundOf = (proven: ProvenMatching, nest: Nest): bigint => (exactSum(proven.vertexDuals) + blossomBound(proven, nest)) >> 1n;

/** At most (members − 1) / 2 pairs of any matching lie in a blossom, and each has its dual to spend once. */
const blossomBound = ({ blossoms }: ProvenMatching, { membersInside }: Nest): bigint => {
  let bound = 0n;
  for (const [b, { dual }] of blossoms.entries()) bound += BigInt(dual) * BigInt((membersInside[b]! - 1) / 2);
  return bound;
};

/** Adds up plain numbers as long as they are exact, and those sums as big ones. */
const exactSum = (values: Float64Array): bigint => {
  let total = 0n;
  let exact = 0;
  for (const value of values) {
    if (!Number.isSafeInteger(exact + value)) {
      total += BigInt(exact);
      exact = 0;
    }
    exact += value;
  }
  return total + BigInt(exact);
};
