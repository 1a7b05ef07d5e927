import { formatWeek } from '../kernel/iso-week.ts';
import { seededRandom, shuffled } from '../kernel/random.ts';
import { type Candidates, candidatesOf, type RoundInput } from './candidates.ts';
import { explain, type Reason } from './explanation.ts';
import { waitingHeights } from './history.ts';
import { type Certificate, verify } from './matching/certificate.ts';
import { greedyMatching } from './matching/greedy.ts';
import type { MatchingProblem, Solver } from './matching/problem.ts';

/** The best possible round of a week, why each pair, and the proof that there is no better one. */
export interface Round {
  /** In order of `a`; `a` comes before `b`. */
  readonly pairs: readonly RoundPair[];
  /** In order of id. */
  readonly leftOut: readonly RoundLeftOut[];
  readonly certificate: Certificate & { readonly scope: 'all' };
  /** The gaps that held, one for each size of component, largest first. */
  readonly gaps: readonly { readonly componentSize: number; readonly weeks: number }[];
  /** How many pairs fewer there are than if nobody had met before: more than 0 only behind walls. */
  readonly pairsLostToHistory: number;
  /** What pairing the best first, one after the other, would have come to. */
  readonly greedy: MatchingFigures;
  readonly seed: number;
}

export interface RoundPair {
  readonly a: string;
  readonly b: string;
  /** In units of 1/10,000. */
  readonly score: number;
  /** `one` in them is `a`. */
  readonly reasons: readonly Reason[];
  /** So many weeks the two had to be apart at the least. */
  readonly gapWeeks: number;
  /** Which of the two is the standing host, if either is. */
  readonly host?: string;
}

export interface RoundLeftOut {
  readonly member: string;
  readonly code: LeftOutCode;
  readonly because: 'alone' | 'rules' | 'met_lately' | 'partners_taken';
}
export type LeftOutCode = 'no_admissible_partner' | 'partners_taken';

/** `pairs` introduced; `waiting` = Σ (height − 1) over the introduced; `total` of their scores in units of 1/10,000. */
export type MatchingFigures = Pick<Certificate, 'pairs' | 'waiting' | 'total'>;

/**
 * Finds the best round: as many members paired as can be; among those rounds the longest waiting first; among those the
 * greatest total score. The seed only chooses among rounds that are equal in all three. The order of the input changes nothing.
 * Throws `InvariantBroken` when the solver's proof does not hold.
 */
export const planRound = (input: RoundInput, { solver, seed }: { readonly solver: Solver; readonly seed: number }): Round => {
  const candidates = candidatesOf(input);
  const drawn = problemOf(input, { candidates, seed });
  const matching = solver(drawn.problem);
  const certificate = verify(drawn.problem, matching);
  const partner = drawn.inMemberOrder(matching.partner);
  const hostPair = pairWithHost(candidates, { partner, height: drawn.height });
  const couples = candidates.members.flatMap((_, a) => (a < partner[a]! ? [{ a, b: partner[a]! }] : []));
  if (hostPair !== undefined) couples.push({ a: Math.min(hostPair.host, hostPair.guest), b: Math.max(hostPair.host, hostPair.guest) });
  const left = candidates.members.flatMap((_, member) =>
    partner[member] === -1 && member !== candidates.host && member !== hostPair?.guest ? [member] : [],
  );
  return {
    pairs: couples.sort((one, other) => one.a - other.a).map((couple) => roundPair(input, candidates, couple)),
    leftOut: left.map((member) => ({ member: candidates.members[member]!.id, ...reasonToBeLeftOut(candidates, member) })),
    certificate: { ...certificate, scope: 'all' },
    gaps: gapsOf(candidates),
    pairsLostToHistory: pairsLostToHistory(candidates, { pairs: certificate.pairs, solver }),
    greedy: figuresOf(drawn.problem, greedyMatching(drawn.problem)),
    seed,
  };
};

interface Drawn {
  readonly problem: MatchingProblem;
  readonly height: Uint8Array;
  readonly inMemberOrder: (partner: Int32Array) => Int32Array;
}

/**
 * The candidates as a matching problem, its vertices in an order drawn by the seed: a solver that meets rounds of equal
 * worth takes the first it finds, and which that is depends on this order alone. The host, in no pair, stays a vertex.
 */
const problemOf = (input: RoundInput, { candidates, seed }: { readonly candidates: Candidates; readonly seed: number }): Drawn => {
  const { members, one, other, score } = candidates;
  const memberAt = shuffled([...members.keys()], seededRandom(seed).fork(`match:${formatWeek(input.week)}`));
  const vertexOf = new Int32Array(members.length);
  memberAt.forEach((member, vertex) => (vertexOf[member] = vertex));
  const heightOf = waitingHeights(input.history);
  const height = Uint8Array.from(members, ({ id }) => heightOf(id));
  return {
    problem: {
      size: members.length,
      u: one.map((member, p) => Math.min(vertexOf[member]!, vertexOf[other[p]!]!)),
      v: one.map((member, p) => Math.max(vertexOf[member]!, vertexOf[other[p]!]!)),
      score,
      height: Uint8Array.from(memberAt, (member) => height[member]!),
    },
    height,
    inMemberOrder: (partner) => vertexOf.map((vertex) => (partner[vertex] === -1 ? -1 : memberAt[partner[vertex]!]!)),
  };
};

/** The host meets whom of the left-over may meet them: the longest waiting, then the best score, then the first in order. */
const pairWithHost = (
  { host, members, hostScore }: Candidates,
  { partner, height }: { readonly partner: Int32Array; readonly height: Uint8Array },
): { readonly host: number; readonly guest: number } | undefined => {
  if (host === undefined) return undefined;
  const guests = [...members.keys()]
    .filter((member) => member !== host && partner[member] === -1)
    .map((guest) => ({ guest, score: hostScore(guest) ?? 0 }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => height[other.guest]! - height[one.guest]! || other.score - one.score || one.guest - other.guest);
  return guests[0] === undefined ? undefined : { host, guest: guests[0].guest };
};

const roundPair = (input: RoundInput, candidates: Candidates, { a, b }: { readonly a: number; readonly b: number }): RoundPair => {
  const { members, scoring, host } = candidates;
  const one = members[a]!;
  const other = members[b]!;
  const reasons = explain(input.survey, scoring.parts(a, b), { one: one.answers, other: other.answers });
  const pair = { a: one.id, b: other.id, reasons, gapWeeks: candidates.gap[a === host ? b : a]! };
  if (a !== host && b !== host) return { ...pair, score: scoreOfPair(candidates, a, b) };
  return { ...pair, score: candidates.hostScore(a === host ? b : a) ?? 0, host: members[host]!.id };
};

// Pairs are sorted by `one`, then by `other`.
const scoreOfPair = ({ one, other, score }: Candidates, a: number, b: number): number => {
  let low = 0;
  let high = one.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (one[middle]! < a || (one[middle] === a && other[middle]! < b)) low = middle + 1;
    else high = middle;
  }
  return score[low]!;
};

const reasonToBeLeftOut = ({ one, other, componentSize, members, host }: Candidates, member: number): Omit<RoundLeftOut, 'member'> => {
  if (one.includes(member) || other.includes(member)) return { code: 'partners_taken', because: 'partners_taken' };
  if (componentSize[member]! > 1) return { code: 'no_admissible_partner', because: 'met_lately' };
  const alone = members.length - (host === undefined ? 0 : 1) === 1;
  return { code: 'no_admissible_partner', because: alone ? 'alone' : 'rules' };
};

const gapsOf = ({ componentSize, gap, host }: Candidates): Round['gaps'] => {
  const bySize = new Map<number, number>();
  componentSize.forEach((size, member) => member !== host && bySize.set(size, gap[member]!));
  return [...bySize].sort(([one], [other]) => other - one).map(([size, weeks]) => ({ componentSize: size, weeks }));
};

/** Solves once more as if nobody had met, but only where history removed a pair and more stay out than an odd number must. */
const pairsLostToHistory = (candidates: Candidates, { pairs, solver }: { readonly pairs: number; readonly solver: Solver }): number => {
  const { beforeHistory, members, one, host } = candidates;
  const most = Math.floor((members.length - (host === undefined ? 0 : 1)) / 2);
  if (pairs === most || one.length === beforeHistory.one.length) return 0;
  const problem: MatchingProblem = {
    size: members.length,
    u: beforeHistory.one,
    v: beforeHistory.other,
    score: new Int32Array(beforeHistory.one.length).fill(1),
    height: new Uint8Array(members.length).fill(1),
  };
  return verify(problem, solver(problem)).pairs - pairs;
};

const figuresOf = ({ u, v, score, height }: MatchingProblem, partner: Int32Array): MatchingFigures => {
  const figures = { pairs: 0, waiting: 0, total: 0 };
  for (let e = 0; e < u.length; e++) {
    if (partner[u[e]!] !== v[e]) continue;
    figures.pairs += 1;
    figures.waiting += height[u[e]!]! + height[v[e]!]! - 2;
    figures.total += score[e]!;
  }
  return figures;
};
