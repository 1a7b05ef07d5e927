import fc from 'fast-check';
import { packedInput, type RoundInput, type RoundMember } from '../../domain/introductions/round-input.ts';
import { type History, noHistory, packHistory, repeatGapWeeksDefault, waitingHeights } from '../../domain/introductions/history.ts';
import { exactSolver } from '../../domain/introductions/matching/solve.ts';
import { type Edges, emptyEdges } from '../../domain/introductions/planning/edges.ts';
import type { PlanWays } from '../../domain/introductions/planning/work.ts';
import { planRound, type Round } from '../../domain/introductions/round.ts';
import { scoredRowsOf } from '../../domain/introductions/scored-pairs.ts';
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

export const plan = (input: RoundInput, seed = 1, ways: Partial<PlanWays> = {}): Promise<Round> =>
  planRound(input, { solver: exactSolver, seed, ...ways });

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

/** Every pair that may meet in a round, by number in order of id, with its score. */
export const allPairsOf = (input: RoundInput): Edges => {
  const rows = [...scoredRowsOf(packedInput(input))];
  const all = emptyEdges(rows.reduce((sum, { other }) => sum + other.length, 0));
  let count = 0;
  for (const { member, other, score } of rows) {
    all.one.fill(member, count, count + other.length);
    all.other.set(other, count);
    all.score.set(score, count);
    count += other.length;
  }
  return all;
};

/** The waiting height that a history gives a member. */
export const heightIn = (history: History, id: string): number =>
  waitingHeights(packHistory(history, { size: 1, numberOf: (member) => (member === id ? 0 : undefined) }), 1)[0]!;

/** Holds one round after another; `input` says what each week starts from. */
export const holdRounds = async (input: RoundInput, weeks: number): Promise<{ readonly week: Week; readonly round: Round }[]> => {
  const held: { readonly week: Week; readonly round: Round }[] = [];
  let history = input.history;
  for (let at = 0; at < weeks; at++) {
    const week = weeksAfter(input.week, at);
    const round = await plan({ ...input, week, history }, at);
    history = withRound(history, week, round);
    held.push({ week, round });
  }
  return held;
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
