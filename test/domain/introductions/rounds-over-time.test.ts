import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RoundInput } from '../../../domain/introductions/round-input.ts';
import { noHistory, pairKey, repeatGap, repeatGapWeeksDefault } from '../../../domain/introductions/history.ts';
import type { Round } from '../../../domain/introductions/round.ts';
import { type Week, weeksAfter } from '../../../domain/kernel/iso-week.ts';
import { answersTo, aQuestion, aSurvey, memberId, surveys } from '../../arbitraries/community.ts';
import {
  allOf,
  aRound,
  couplesOf,
  holdRounds,
  leftOut,
  leftOutOf,
  membersCalled,
  membersWith,
  met,
  plan,
  roundInputs,
  thisWeek,
  weekNamed,
} from '../../arbitraries/rounds.ts';

const letters = [...'abcdefghijklmnopqrstuvwxyz'];

const shortestReturn = (rounds: readonly { readonly week: Week; readonly round: Round }[]): number => {
  const last = new Map<string, Week>();
  let shortest = Infinity;
  for (const { week, round } of rounds) {
    for (const { a, b } of round.pairs) {
      const before = last.get(pairKey(a, b));
      if (before !== undefined) shortest = Math.min(shortest, week - before);
      last.set(pairKey(a, b), week);
    }
  }
  return shortest;
};

describe('a small community in which everyone may meet everyone', () => {
  it.each([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])(
    'of %d leaves out one at most, nobody twice running, and repeats nobody within the gap, for 30 weeks',
    async (size) => {
      const rounds = await holdRounds(aRound({ members: membersCalled(...letters.slice(0, size)) }), 30);
      const gap = repeatGap(size, repeatGapWeeksDefault);
      let before: readonly string[] = [];
      for (const { round } of rounds) {
        expect(round.leftOut).toHaveLength(size % 2);
        expect(round.pairsLostToHistory).toBe(0);
        expect(round.gaps).toEqual([{ componentSize: size, weeks: gap }]);
        expect(leftOutOf(round).filter((member) => before.includes(member))).toEqual([]);
        before = leftOutOf(round);
      }
      expect(shortestReturn(rounds)).toBeGreaterThan(gap);
    },
  );

  it('does so whatever its members answered, who joined later and who stayed away', async () => {
    const people = surveys({ walls: false }).chain((survey) =>
      fc.record({
        survey: fc.constant(survey),
        answers: fc.array(answersTo(survey), { minLength: 2, maxLength: 8 }),
        away: fc.array(fc.nat(7), { minLength: 8, maxLength: 8 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(people, async ({ survey, answers, away }) => {
        const members = answers.map((each, at) => ({ id: memberId(letters[at]!), name: letters[at]!, answers: each }));
        let history = noHistory;
        for (let at = 0; at < 8; at++) {
          const present = members.filter((_, place) => place !== away[at]);
          const week = weeksAfter(thisWeek, at);
          const round = await plan(aRound({ survey, members: present, week, history }), at);
          expect(round.leftOut).toHaveLength(present.length % 2);
          history = allOf(history, {
            met: round.pairs.map(({ a, b }) => ({ week, one: a, other: b })),
            leftOut: round.leftOut.map(({ member }) => ({ week, member })),
          });
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('whoever met within the gap', () => {
  it('does not meet again, nor does who is kept apart, in any round', async () => {
    await fc.assert(
      fc.asyncProperty(roundInputs(), async (input) => {
        const round = await plan(input);
        for (const { a, b } of round.pairs) {
          expect(input.apart.filter((pair) => pair.includes(a) && pair.includes(b))).toEqual([]);
          const weeks = input.history.met
            .filter(({ one, other }) => pairKey(one, other) === pairKey(a, b))
            .map(({ week }) => input.week - week);
          const leastGap = Math.min(...round.gaps.map((gap) => gap.weeks));
          expect(weeks.filter((each) => each <= leastGap)).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('does not meet again across the end of a year of 53 weeks', async () => {
    const members = membersCalled('ana', 'ben', 'cleo', 'dora');
    const history = { met: [{ week: weekNamed('2026-W53'), one: memberId('ana'), other: memberId('ben') }], leftOut: [] };
    const withBen = async (week: string): Promise<boolean> =>
      couplesOf(
        await plan(
          aRound({
            members,
            history,
            week: weekNamed(week),
            apart: [
              [memberId('ana'), memberId('cleo')],
              [memberId('ben'), memberId('cleo')],
            ],
          }),
        ),
      ).includes('ana ben');
    expect(await withBen('2027-W01')).toBe(false);
    expect(await withBen('2027-W02')).toBe(true);
  });

  it('meets again after the gap, at first for little more than half', async () => {
    const scores = async (weeksAgo: number): Promise<readonly number[]> =>
      (await plan(aRound({ members: membersCalled('ana', 'ben'), history: met(weeksAgo, 'ana', 'ben') }))).pairs.map(({ score }) => score);
    expect(await Promise.all([1, 2, 26, 27, 60].map(scores))).toEqual([[5_185], [5_370], [9_815], [10_000], [10_000]]);
  });

  it('waits as long as the community wishes, where it is large enough', async () => {
    const members = membersCalled(...letters.slice(0, 12));
    for (const repeatGapWeeks of [0, 2, 26]) {
      const rounds = await holdRounds(aRound({ members, repeatGapWeeks }), 12);
      expect(shortestReturn(rounds)).toBeGreaterThan(Math.min(repeatGapWeeks, 5));
    }
  });
});

describe('behind walls', () => {
  const survey = aSurvey(aQuestion({ id: 'tongues', kind: 'languages', required: true, matching: { rule: 'must-overlap', weight: 1 } }));
  // A chain: each speaks with the next one only.
  const chain: Partial<RoundInput> = {
    survey,
    members: membersWith(survey, {
      ana: { tongues: 'en' },
      ben: { tongues: 'en;pt' },
      cleo: { tongues: 'pt;de' },
      dora: { tongues: 'de' },
    }),
  };

  it('history can leave people out, and the round says how many pairs that cost', async () => {
    const first = await plan(aRound(chain));
    expect([couplesOf(first), first.pairsLostToHistory]).toEqual([['ana ben', 'cleo dora'], 0]);
    const second = await plan(aRound({ ...chain, history: allOf(met(1, 'ana', 'ben'), met(1, 'cleo', 'dora')) }));
    expect([couplesOf(second), second.pairsLostToHistory]).toEqual([['ben cleo'], 1]);
    expect(second.leftOut.map(({ code, because }) => [code, because])).toEqual([
      ['no_admissible_partner', 'met_lately'],
      ['no_admissible_partner', 'met_lately'],
    ]);
    expect(second.gaps).toEqual([{ componentSize: 4, weeks: 1 }]);
  });

  it('history costs nothing where it removes no pair that was needed', async () => {
    const round = await plan(aRound({ ...chain, history: met(1, 'ben', 'cleo') }));
    expect([couplesOf(round), round.pairsLostToHistory]).toEqual([['ana ben', 'cleo dora'], 0]);
  });

  it('each component has the gap of its own size', async () => {
    const members = membersWith(
      survey,
      Object.fromEntries(letters.slice(0, 9).map((name, at) => [name, { tongues: at < 6 ? 'en' : 'pt' }])),
    );
    expect((await plan(aRound({ survey, members }))).gaps).toEqual([
      { componentSize: 6, weeks: 2 },
      { componentSize: 3, weeks: 0 },
    ]);
  });
});

describe('somebody left out', () => {
  it('is told that they are alone in a community of one', async () => {
    const round = await plan(aRound({ members: membersCalled('ana') }));
    expect(round).toMatchObject({
      pairs: [],
      leftOut: [{ member: memberId('ana'), code: 'no_admissible_partner', because: 'alone' }],
      certificate: { pairs: 0, total: 0, gap: 0 },
    });
  });

  it('is told of rules where they may meet nobody', async () => {
    const round = await plan(aRound({ members: membersCalled('ana', 'ben'), apart: [[memberId('ben'), memberId('ana')]] }));
    expect(round.pairs).toEqual([]);
    expect(round.leftOut.map(({ because }) => because)).toEqual(['rules', 'rules']);
  });

  it('is told that all partners are taken where there is one too many, and comes first next time', async () => {
    const round = await plan(aRound());
    expect(round.leftOut).toMatchObject([{ code: 'partners_taken', because: 'partners_taken' }]);
    const [waiting] = leftOutOf(round);
    for (let seed = 0; seed < 10; seed++)
      expect(leftOutOf(await plan(aRound({ history: leftOut(1, waiting!) }), seed))).not.toContain(waiting);
  });

  it('is nobody where there is nobody', async () => {
    expect(await plan(aRound({ members: [] }))).toMatchObject({
      pairs: [],
      leftOut: [],
      gaps: [],
      pairsLostToHistory: 0,
      certificate: { pairs: 0, waiting: 0, total: 0, upperBound: 0, gap: 0 },
    });
  });
});
