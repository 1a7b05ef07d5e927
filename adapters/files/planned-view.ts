import { answersOf } from '../../domain/introductions/community.ts';
import { explain, inWords } from '../../domain/introductions/explanation.ts';
import type { PlannedRound } from '../../domain/introductions/planned-round.ts';
import type { PackedRoundInput } from '../../domain/introductions/round-input.ts';
import { partsOf } from '../../domain/introductions/scoring/scorer.ts';
import { termsOf } from '../../domain/introductions/scoring/survey-terms.ts';
import { formatWeek } from '../../domain/kernel/iso-week.ts';
import { type LeftOutView, leftOutInWords, type Listed, namesOf, type PairView, type RoundView } from './round-view.ts';

/** What a round was planned from; `emails` are the members' addresses as they were written, by number. */
export interface PlannedFrom {
  readonly input: PackedRoundInput;
  readonly emails: readonly string[];
}

/** A round as it was planned, its pairs made one after the other, and the reasons of a pair only when somebody looks at them. */
export const plannedView = (planned: PlannedRound, from: PlannedFrom): RoundView => ({
  week: formatWeek(from.input.week),
  round: planned,
  memberCount: planned.partner.length,
  pairs: pairsOf(planned, from),
  leftOut: leftOutOf(planned, from),
});

const pairsOf = ({ partner, score, host }: PlannedRound, { input, emails }: PlannedFrom): Listed<PairView> => {
  const { names } = input.community;
  const why = reasonsOf(input);
  const viewOf = (a: number, b: number): PairView => ({
    a: emails[a]!,
    nameA: names[a]!,
    b: emails[b]!,
    nameB: names[b]!,
    score: score[a]!,
    get reasons() {
      return why(a, b);
    },
    ...(host === undefined || (a !== host && b !== host) ? {} : { host: emails[host]! }),
  });
  return {
    length: partner.reduce((count, mate) => count + (mate === -1 ? 0 : 1), 0) / 2,
    *[Symbol.iterator]() {
      for (let a = 0; a < partner.length; a++) if (partner[a]! > a) yield viewOf(a, partner[a]!);
    },
  };
};

const reasonsOf = ({ survey, community }: PackedRoundInput): ((a: number, b: number) => readonly string[]) => {
  let parts: ReturnType<typeof partsOf> | undefined;
  return (a, b) => {
    parts ??= partsOf(termsOf(survey, community));
    const reasons = explain(survey, parts(a, b), { one: answersOf(community, a), other: answersOf(community, b) });
    const names = namesOf(community.names[a]!, community.names[b]!);
    return reasons.map((reason) => inWords(reason, { names }));
  };
};

const leftOutOf = ({ leftOut }: PlannedRound, { input, emails }: PlannedFrom): Listed<LeftOutView> => ({
  length: leftOut.length,
  *[Symbol.iterator]() {
    for (const { member, code, because } of leftOut)
      yield { member: emails[member]!, name: input.community.names[member]!, code, reason: leftOutInWords[because] };
  },
});
