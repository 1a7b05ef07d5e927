import { answersOf } from './community.ts';
import { packedInput, type PackedRoundInput, type RoundInput } from './round-input.ts';
import { explain, type Reason } from './explanation.ts';
import type { MatchingFigures, PlannedRound, RepeatGap, ScopedCertificate, WhyLeftOut } from './planned-round.ts';
import { planPacked } from './plan-packed.ts';
import type { PlanWays } from './planning/work.ts';
import { partsOf } from './scoring/scorer.ts';
import { termsOf } from './scoring/survey-terms.ts';

/** The best possible round of a week, why each pair, and the proof that there is no better one. */
export interface Round {
  /** In order of `a`; `a` comes before `b`. */
  readonly pairs: readonly RoundPair[];
  /** In order of id. */
  readonly leftOut: readonly RoundLeftOut[];
  readonly certificate: ScopedCertificate;
  /** The gaps that held, one for each size of component, largest first. */
  readonly gaps: readonly RepeatGap[];
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

export interface RoundLeftOut extends WhyLeftOut {
  readonly member: string;
}

/** The best round, in words; see `planPacked`. */
export const planRound = async (input: RoundInput, ways: PlanWays): Promise<Round> => {
  const packed = packedInput(input);
  return roundOf(packed, await planPacked(packed, ways));
};

/** A round as it was planned, in words. `input` is what it was planned from. */
export const roundOf = (input: PackedRoundInput, planned: PlannedRound): Round => {
  const { leftOut, certificate, gaps, pairsLostToHistory, greedy, seed } = planned;
  const { ids } = input.community;
  return {
    pairs: [...roundPairsOf(input, planned)],
    leftOut: leftOut.map(({ member, code, because }) => ({ member: ids[member]!, code, because })),
    certificate,
    gaps,
    pairsLostToHistory,
    greedy,
    seed,
  };
};

/** The pairs of a planned round in order, each with its reasons when it is asked for, so that nobody need hold all of them. */
export function* roundPairsOf(
  { survey, community }: PackedRoundInput,
  { partner, score, gap, host }: PlannedRound,
): Generator<RoundPair, void, void> {
  const { ids } = community;
  const parts = partsOf(termsOf(survey, community));
  for (const [a, b] of partner.entries()) {
    if (b < a) continue;
    yield {
      a: ids[a]!,
      b: ids[b]!,
      reasons: explain(survey, parts(a, b), { one: answersOf(community, a), other: answersOf(community, b) }),
      gapWeeks: gap[a === host ? b : a]!,
      score: score[a]!,
      ...(a === host || b === host ? { host: ids[host]! } : {}),
    };
  }
}
