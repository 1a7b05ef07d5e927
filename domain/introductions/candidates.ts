import type { Week } from '../kernel/iso-week.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Answers } from './answers.ts';
import { type History, lastMeetings, pairKey, repeatFactor, repeatGap } from './history.ts';
import { scoreMax } from './matching/problem.ts';
import { type Scoring, scoringOf } from './scoring.ts';
import type { Survey } from './survey.ts';

/** Everything that a round depends on, but for chance. */
export interface RoundInput {
  readonly week: Week;
  readonly survey: Survey;
  readonly members: readonly RoundMember[];
  /** Earlier rounds; of this week or later there is nothing in it. */
  readonly history: History;
  /** Pairs that never meet: blocked, or kept apart by the operator. */
  readonly apart: readonly (readonly [string, string])[];
  /** The standing host's id: kept out of the matching, then meets one of those left over. */
  readonly host?: string | undefined;
  readonly repeatGapWeeks: number;
}

/** `id` tells members apart and orders them; in a file it is the canonical address. */
export interface RoundMember {
  readonly id: string;
  /** What reasons call the member. */
  readonly name: string;
  readonly answers: Answers;
}

/** Every pair that may meet in a round, with its score. Members are numbered in order of id; pair `p` joins `one[p]` < `other[p]`. */
export interface Candidates {
  readonly members: readonly RoundMember[];
  readonly scoring: Scoring;
  readonly one: Int32Array;
  readonly other: Int32Array;
  readonly score: Int32Array;
  /** The pairs that would be admissible but for history, this round's own among them. */
  readonly beforeHistory: { readonly one: Int32Array; readonly other: Int32Array };
  /** The member's component of `beforeHistory`: how many are in it, and the gap that follows. */
  readonly componentSize: Int32Array;
  readonly gap: Int32Array;
  /** The standing host's number; he or she is in no pair. */
  readonly host: number | undefined;
  /** The score of the host and a member, `undefined` where they may not meet. */
  readonly hostScore: (member: number) => number | undefined;
}

/** Finds who could meet whom: behind no wall, not kept apart, and not again within the gap of their component. */
export const candidatesOf = (input: RoundInput): Candidates => {
  const members = [...input.members].sort((one, other) => (one.id < other.id ? -1 : 1));
  const number = new Map(members.map(({ id }, at) => [id, at]));
  invariant(number.size === members.length, 'every member of a round has an id of their own');
  const host = input.host === undefined ? undefined : number.get(input.host);
  invariant(input.host === undefined || host !== undefined, 'the standing host is one of the members');
  const scoring = scoringOf(
    input.survey,
    members.map(({ answers }) => answers),
  );
  const keptApart = new Set(input.apart.map(([one, other]) => pairKey(one, other)));
  const mayMeet = (one: number, other: number): boolean =>
    scoring.mayMeet(one, other) && !(keptApart.size > 0 && keptApart.has(pairKey(members[one]!.id, members[other]!.id)));

  const beforeHistory = pairsOf(members.length, (one, other) => one !== host && other !== host && mayMeet(one, other));
  const componentSize = componentSizes(members.length, beforeHistory);
  const gap = componentSize.map((size) => repeatGap(size, input.repeatGapWeeks));
  const scoreOf = scorer(input, { members, scoring });
  const scores = beforeHistory.one.map((one, p) => scoreOf({ one, other: beforeHistory.other[p]!, gap: gap[one]! }));
  const admissible = (_: number, p: number): boolean => scores[p]! > 0;
  return {
    members,
    scoring,
    one: beforeHistory.one.filter(admissible),
    other: beforeHistory.other.filter(admissible),
    score: scores.filter((score) => score > 0),
    beforeHistory,
    componentSize,
    gap,
    host,
    hostScore: (member) => {
      if (host === undefined || !mayMeet(host, member)) return undefined;
      const score = scoreOf({ one: host, other: member, gap: gap[member]! });
      return score > 0 ? score : undefined;
    },
  };
};

/** max(1, round(10,000 × compatibility × repeat factor)), or 0 for two who met within the gap. */
const scorer = (input: RoundInput, { members, scoring }: Pick<Candidates, 'members' | 'scoring'>): ((pair: PairInGap) => number) => {
  const last = lastMeetings(input.history);
  return ({ one, other, gap }) => {
    const met = last.size === 0 ? undefined : last.get(pairKey(members[one]!.id, members[other]!.id));
    const weeks = met === undefined ? undefined : input.week - met;
    if (weeks !== undefined && weeks <= gap) return 0;
    const factor = weeks === undefined ? 1 : repeatFactor(weeks, gap, input.repeatGapWeeks);
    return Math.max(1, Math.floor(scoreMax * scoring.compatibility(one, other) * factor + 0.5));
  };
};

interface PairInGap {
  readonly one: number;
  readonly other: number;
  readonly gap: number;
}

const pairsOf = (size: number, admits: (one: number, other: number) => boolean): Candidates['beforeHistory'] => {
  const one: number[] = [];
  const other: number[] = [];
  for (let first = 0; first < size; first++) {
    for (let second = first + 1; second < size; second++) {
      if (!admits(first, second)) continue;
      one.push(first);
      other.push(second);
    }
  }
  return { one: Int32Array.from(one), other: Int32Array.from(other) };
};

/** For each member, how many are in the same component (union–find with path halving). */
const componentSizes = (size: number, { one, other }: Candidates['beforeHistory']): Int32Array => {
  const parent = Int32Array.from({ length: size }, (_, member) => member);
  const rootOf = (member: number): number => {
    let at = member;
    while (parent[at]! !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  for (let p = 0; p < one.length; p++) parent[rootOf(one[p]!)] = rootOf(other[p]!);
  const members = new Int32Array(size);
  for (let member = 0; member < size; member++) members[rootOf(member)]! += 1;
  return parent.map((_, member) => members[rootOf(member)]!);
};
