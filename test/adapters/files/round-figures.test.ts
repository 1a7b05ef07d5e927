import { describe, expect, it } from 'vitest';
import * as figures from '../../../adapters/files/round-figures.ts';
import { aLeftOutView, aPairView, aRoundView, type RoundViewGiven } from '../../support/round-view-builder.ts';

const host = aPairView({ host: 'ana@example.com', score: 100 });
const outcome = (pairs: number, waiting: number, total: number): { pairs: number; waiting: number; total: number } => ({
  pairs,
  waiting,
  total,
});
const proven = (given: ReturnType<typeof outcome>, gap = 0): NonNullable<RoundViewGiven['round']> => ({
  certificate: { ...given, upperBound: given.total + gap, gap, scope: 'all' },
});
const comparison = (best: ReturnType<typeof outcome>, greedy: ReturnType<typeof outcome>): string =>
  figures.comparisonInWords(figures.figuresOf(aRoundView({ round: { ...proven(best), greedy } }))).join(' ');

describe('The figures of a round', () => {
  it('keep the pair of the standing host out of the mean, the lowest score and the comparison', () => {
    const counts = figures.figuresOf(aRoundView({ pairs: [aPairView({ score: 8_000 }), aPairView({ score: 6_000 }), host] }));
    expect(counts).toMatchObject({ introduced: 6, lowest: { score: 6_000 }, best: { pairs: 2, mean: 7_000, leftOut: 1 }, hostIdle: false });
  });

  it('count as left out by greedy pairing everybody it does not introduce, but for the host', () => {
    const view = aRoundView({
      pairs: [aPairView(), aPairView()],
      leftOut: [aLeftOutView()],
      memberCount: 6,
      round: { greedy: outcome(1, 0, 9_000) },
    });
    expect(figures.figuresOf(view)).toMatchObject({ greedy: { leftOut: 3, mean: 9_000 }, best: { leftOut: 1 }, hostIdle: true });
  });

  it('know where the first pair with the lowest score stands, and what the worst hundredth scores', () => {
    const pairs = Array.from({ length: 300 }, (_, at) => aPairView({ score: 5_000 - (at % 150) }));
    expect(figures.figuresOf(aRoundView({ pairs }))).toMatchObject({ lowest: { place: 149, score: 4_851 }, worstHundredth: 4_852 });
    expect(figures.figuresOf(aRoundView({ pairs: pairs.slice(0, 99) })).worstHundredth).toBeUndefined();
  });

  it('have no mean and no lowest score without pairs', () => {
    expect(figures.figuresOf(aRoundView({ pairs: [] }))).toMatchObject({ lowest: undefined, best: { mean: undefined } });
  });
});

describe('The comparison with greedy pairing', () => {
  it('says so when greedy pairing does as well', () => {
    expect(comparison(outcome(3, 2, 20_000), outcome(3, 2, 20_000))).toMatch(/just as well/);
  });

  it('tells how many more members are introduced and how much more they come to', () => {
    expect(comparison(outcome(3, 0, 21_660), outcome(2, 0, 20_000))).toBe(
      'This round introduces 2 members more. This round’s total is 0.1660 higher (8.3%).',
    );
  });

  it('does not hide a lower total, and says what it buys', () => {
    expect(comparison(outcome(3, 0, 19_000), outcome(2, 0, 20_000))).toBe(
      'This round introduces 2 members more. This round’s total is 0.1000 lower (5.0%): the price of introducing more members.',
    );
    expect(comparison(outcome(3, 4, 19_999), outcome(3, 1, 20_000))).toBe(
      'Both introduce as many members; this round takes more of those who waited. This round’s total is 0.0001 lower (under 0.1%): the price of taking those who waited.',
    );
  });
});

describe('The proof in words', () => {
  it('claims that nothing is better only when the gap is closed', () => {
    expect(figures.proofInWords(aRoundView())).toContain('none has a total above 0.7312, which this round reaches');
    expect(figures.proofInWords(aRoundView({ round: proven(outcome(1, 0, 7_000), 350) }))).toContain('comes within 0.0350 (5.0%) of it');
  });
});

describe('The proof of a round of candidates', () => {
  const candidates = aRoundView({
    round: { certificate: { ...outcome(1, 0, 7_312), upperBound: 7_312, gap: 0, scope: 'candidates', perMember: 30, recall: 0.9342 } },
  });

  it('claims nothing of the pairs that were not looked at', () => {
    expect(figures.proofInWords(candidates)).toMatch(/^Among these pairs, no round introduces more members\./);
    expect(figures.proofInWords(aRoundView())).toMatch(/^No round introduces more members\./);
  });

  it('says which pairs they are', () => {
    expect(figures.scopeInWords(candidates)).toBe('candidates: each member’s 30 best, recall 93.4%');
    expect(figures.scopeInWords(aRoundView())).toBe('all pairs');
  });
});

describe('The first sentence', () => {
  it.each([
    [{ pairs: [] }, 'Nobody takes part in this round.'],
    [{ pairs: [], leftOut: [aLeftOutView()] }, 'Only one member takes part, so there is nobody to meet.'],
    [{ pairs: [], leftOut: [aLeftOutView(), aLeftOutView()] }, 'No two of the 2 members may meet in this round.'],
    [{}, 'Both members are introduced, in 1 pair. Nobody is left out.'],
    [{ leftOut: [aLeftOutView()] }, '2 of 3 members are introduced, in 1 pair. 1 is left out.'],
    [{ memberCount: 3 }, '2 of 3 members are introduced, in 1 pair. Nobody is left out.'],
  ])('of %j is %j', (given, words) => {
    expect(figures.leadInWords(aRoundView(given))).toBe(words);
  });
});

describe('How long two who met stay apart', () => {
  const gaps = (...given: readonly (readonly [componentSize: number, weeks: number])[]): string =>
    figures.gapsInWords(aRoundView({ round: { gaps: given.map(([componentSize, weeks]) => ({ componentSize, weeks })) } })).join(' ');

  it('is one sentence where it is the same for all', () => {
    expect(gaps([80, 26], [60, 26], [1, 0])).toBe('Nobody meets again within 26 weeks.');
  });

  it('is told for each circle where it differs', () => {
    expect(gaps([80, 26], [60, 26], [4, 1], [2, 0])).toBe(
      'Not everybody can meet everybody: the members fall into separate circles. Nobody meets again within 26 weeks in a circle of 60 to 80 members. Nobody meets again within 1 week in a circle of 4 members. Who met may meet again the week after in a circle of 2 members.',
    );
  });

  it('is not told for more circles than anybody reads', () => {
    expect(gaps(...Array.from({ length: 20 }, (_, at) => [44 - 2 * at, 21 - at] as const))).toMatch(
      /members\. In smaller circles the wait is shorter\.$/,
    );
  });

  it('is not told of members who can meet nobody', () => {
    expect(gaps([1, 0])).toBe('');
  });
});

describe('The dates of a week', () => {
  it.each([
    ['2026-W47', '16–22 November 2026'],
    ['2026-W05', '26 January – 1 February 2026'],
    ['2026-W53', '28 December 2026 – 3 January 2027'],
    ['2025-W53', undefined],
  ])('%s: %s', (week, dates) => {
    expect(figures.datesOf(week)).toBe(dates);
  });
});

describe('Who is left out', () => {
  it('is told by reason, the most common first', () => {
    const leftOut = [aLeftOutView({ reason: 'rare' }), aLeftOutView({ reason: 'common' }), aLeftOutView({ reason: 'common' })];
    expect(
      figures.leftOutByReason(aRoundView({ leftOut }), 5).map(({ reason, count, members }) => [reason, count, members.length]),
    ).toEqual([
      ['common', 2, 2],
      ['rare', 1, 1],
    ]);
  });

  it('is named up to a number of them all told, and counted beyond', () => {
    const leftOut = Array.from({ length: 7 }, (_, at) => aLeftOutView({ reason: at < 3 ? 'rare' : 'common' }));
    expect(
      figures.leftOutByReason(aRoundView({ leftOut }), 5).map(({ reason, count, members }) => [reason, count, members.length]),
    ).toEqual([
      ['common', 4, 4],
      ['rare', 3, 1],
    ]);
  });
});
