import fc from 'fast-check';
import type { RoundInput, RoundMember } from '../../domain/introductions/candidates.ts';
import { type History, noHistory, repeatGapWeeksDefault } from '../../domain/introductions/history.ts';
import { exactSolver } from '../../domain/introductions/matching/solve.ts';
import { planRound, type Round } from '../../domain/introductions/round.ts';
import type { Survey } from '../../domain/introductions/survey.ts';
import { parseWeek, type Week, weeksAfter } from '../../domain/kernel/iso-week.ts';
import { answered, communities, memberId, plainSurvey } from './community.ts';

export const weekNamed = (text: string): Week => {
  const week = parseWeek(text);
  if (!week.ok) throw new Error(`${text}: ${week.error.code}`);
  return week.value;
};

export const thisWeek = weekNamed('2026-W47');

/** A round of week 2026-W47 in which everyone may meet everyone. */
export const aRound = (overrides: Partial<RoundInput> = {}): RoundInput => ({
  week: thisWeek,
  survey: plainSurvey,
  members: membersCalled('ana', 'ben', 'cleo'),
  history: noHistory,
  apart: [],
  repeatGapWeeks: repeatGapWeeksDefault,
  ...overrides,
});

/** Members who all answered the same. */
export const membersCalled = (...names: readonly string[]): RoundMember[] =>
  membersWith(plainSurvey, Object.fromEntries(names.map((name) => [name, { colour: 'red' }])));

export const membersWith = (survey: Survey, cells: Readonly<Record<string, Readonly<Record<string, string>>>>): RoundMember[] =>
  Object.entries(cells).map(([name, each]) => ({ id: memberId(name), name, answers: answered(survey, each) }));

export const plan = (input: RoundInput, seed = 1): Round => planRound(input, { solver: exactSolver, seed });

export const couplesOf = ({ pairs }: Round): string[] => pairs.map(({ a, b }) => `${shortly(a)} ${shortly(b)}`);

export const leftOutOf = ({ leftOut }: Round): string[] => leftOut.map(({ member }) => shortly(member));

const shortly = (id: string): string => id.replace('@example.com', '');

/** What happened so many weeks before this week. */
export const met = (weeksAgo: number, one: string, other: string): History => ({
  met: [{ week: weeksAfter(thisWeek, -weeksAgo), one: memberId(one), other: memberId(other) }],
  leftOut: [],
});

export const leftOut = (weeksAgo: number, member: string): History => ({
  met: [],
  leftOut: [{ week: weeksAfter(thisWeek, -weeksAgo), member: memberId(member) }],
});

export const allOf = (...histories: readonly History[]): History => ({
  met: histories.flatMap((each) => each.met),
  leftOut: histories.flatMap((each) => each.leftOut),
});

/** What is remembered once a round was held. */
export const withRound = (history: History, week: Week, round: Round): History => ({
  met: [...history.met, ...round.pairs.map(({ a, b }) => ({ week, one: a, other: b }))],
  leftOut: [...history.leftOut, ...round.leftOut.map(({ member }) => ({ week, member }))],
});

/** Holds one round after another; `input` says what each week starts from. */
export const holdRounds = (input: RoundInput, weeks: number): { readonly week: Week; readonly round: Round }[] => {
  let history = input.history;
  return Array.from({ length: weeks }, (_, at) => {
    const week = weeksAfter(input.week, at);
    const round = plan({ ...input, week, history }, at);
    history = withRound(history, week, round);
    return { week, round };
  });
};

/** Any round of up to `sizeMax` members, behind walls or not, with a past, with pairs kept apart, with a host or without. */
export const roundInputs = ({ sizeMax = 8, hosts = true } = {}): fc.Arbitrary<RoundInput> =>
  communities({ sizeMin: 0, sizeMax }).chain(({ survey, members }) => {
    const ids = members.map(({ id }) => id);
    // Somebody who has left is in the past too.
    const anyone = fc.constantFrom(...ids, memberId('gone'));
    const week = fc.integer({ min: 1, max: 12 }).map((ago) => weeksAfter(thisWeek, -ago));
    return fc.record({
      week: fc.constant(thisWeek),
      survey: fc.constant(survey),
      members: fc.constant(members),
      history: fc.record({
        met: fc
          .array(fc.record({ week, one: anyone, other: anyone }), { maxLength: 12 })
          .map((all) => all.filter(({ one, other }) => one !== other)),
        leftOut: fc.array(fc.record({ week, member: anyone }), { maxLength: 12 }),
      }),
      apart: fc.array(fc.tuple(anyone, anyone), { maxLength: 3 }),
      host: hosts && ids.length > 0 ? fc.option(fc.constantFrom(...ids), { nil: undefined }) : fc.constant(undefined),
      repeatGapWeeks: fc.constantFrom(0, 1, 2, 26),
    });
  });
