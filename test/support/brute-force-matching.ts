import type { MatchingProblem } from '../../domain/introductions/matching/problem.ts';

/** A round as it is judged: most pairs, then the longest waiting, then the greatest total of scores. */
export interface Worth {
  readonly pairs: number;
  /** The heights of all who are paired, the greatest first. */
  readonly heights: readonly number[];
  readonly total: number;
}

/** More members than this would take too long: the work doubles with each. */
export const bruteForceMembersMax = 10;

/** The best round by comparing all sets of members that can be paired up among themselves. It knows nothing of weights. */
export const bruteForce = (problem: MatchingProblem): Worth => {
  const totals = bestTotals(problem);
  let best: Worth = { pairs: 0, heights: [], total: 0 };
  for (const [set, total] of totals.entries()) {
    if (total === undefined) continue;
    const paired = membersOf(set);
    if (paired.length < 2 * best.pairs) continue;
    const worth = { pairs: paired.length / 2, heights: heightsOf(problem, paired), total };
    if (isBetter(worth, best)) best = worth;
  }
  return best;
};

export const worthOf = (problem: MatchingProblem, partner: Int32Array): Worth => {
  const paired = [...partner.keys()].filter((member) => partner[member] !== -1);
  let total = 0;
  for (const [e, points] of problem.score.entries()) {
    if (partner[problem.u[e]!] === problem.v[e]) total += points;
  }
  return { pairs: paired.length / 2, heights: heightsOf(problem, paired), total };
};

/** For each set of members, as bits: the greatest total when exactly these are paired, nothing where they cannot be. */
const bestTotals = ({ size, u, v, score }: MatchingProblem): (number | undefined)[] => {
  if (size > bruteForceMembersMax) throw new Error(`${String(size)} members are too many for brute force`);
  const totals = new Array<number | undefined>(2 ** size).fill(undefined);
  totals[0] = 0;
  for (let set = 1; set < totals.length; set++) {
    const lowest = 31 - Math.clz32(set & -set);
    for (const [e, points] of score.entries()) {
      if (u[e] !== lowest || (set & (1 << v[e]!)) === 0) continue;
      const rest = totals[set ^ (1 << lowest) ^ (1 << v[e]!)];
      if (rest !== undefined) totals[set] = Math.max(totals[set] ?? 0, rest + points);
    }
  }
  return totals;
};

const membersOf = (set: number): number[] =>
  Array.from({ length: bruteForceMembersMax }, (_, member) => member).filter((member) => (set & (1 << member)) !== 0);

const heightsOf = ({ height }: MatchingProblem, members: readonly number[]): number[] =>
  members.map((member) => height[member]!).sort((a, b) => b - a);

const isBetter = (one: Worth, other: Worth): boolean => {
  if (one.pairs !== other.pairs) return one.pairs > other.pairs;
  const differs = one.heights.findIndex((height, at) => height !== other.heights[at]);
  if (differs !== -1) return one.heights[differs]! > other.heights[differs]!;
  return one.total > other.total;
};
