import type { LeftOutView, PairView, RoundView } from '../../adapters/files/round-view.ts';
import type { Round } from '../../domain/introductions/round.ts';
import { seededRandom } from '../../domain/kernel/random.ts';

/** A pair of Ana and Ben, or what is asked for. */
export const aPairView = (given: Partial<PairView> = {}): PairView => ({
  a: 'ana@example.com',
  nameA: 'Ana',
  b: 'ben@example.com',
  nameB: 'Ben',
  score: 7_312,
  reasons: ['Both speak Portuguese'],
  ...given,
});

/** Cleo, who is left out because everybody she could meet is taken, or who is asked for. */
export const aLeftOutView = (given: Partial<LeftOutView> = {}): LeftOutView => ({
  member: 'cleo@example.com',
  name: 'Cleo',
  code: 'partners_taken',
  reason: 'Everyone they could meet is introduced to someone else in the best round; they come first next time',
  ...given,
});

export interface RoundViewGiven {
  readonly week?: string;
  readonly pairs?: readonly PairView[];
  readonly leftOut?: readonly LeftOutView[];
  readonly memberCount?: number;
  readonly round?: Partial<Round>;
}

/** A round whose figures add up to its pairs: proven, as good as a greedy one, and without a host that nobody needed. */
export const aRoundView = ({
  week = '2026-W47',
  pairs = [aPairView()],
  leftOut = [],
  memberCount,
  round,
}: RoundViewGiven = {}): RoundView => {
  const matched = pairs.filter(({ host }) => host === undefined);
  const total = matched.reduce((sum, { score }) => sum + score, 0);
  const figures = { pairs: matched.length, waiting: 0, total };
  return {
    week,
    pairs,
    leftOut,
    memberCount: memberCount ?? 2 * pairs.length + leftOut.length,
    round: {
      pairs: pairs.map(({ a, b, score }) => ({ a, b, score, gapWeeks: 0, reasons: [] })),
      leftOut: leftOut.map(({ member, code }) => ({ member, code, because: 'partners_taken' })),
      certificate: { ...figures, upperBound: total, gap: 0, scope: 'all' },
      gaps: [{ componentSize: 2 * pairs.length, weeks: 26 }],
      pairsLostToHistory: 0,
      greedy: figures,
      seed: 1,
      ...round,
    },
  };
};

/** So many pairs with names, scores and reasons like those of a community. */
export const manyPairs = (count: number): readonly PairView[] => {
  const random = seededRandom(7).fork('pairs of a report');
  const one = <T>(of: readonly T[]): T => of[random.int(of.length)]!;
  return Array.from({ length: count }, (_, at) => {
    const [nameA, nameB] = [`${one(firstNames)} ${one(lastNames)}`, `${one(firstNames)} ${one(lastNames)}`];
    const score = 3_400 + random.int(1_700) + random.int(1_700) + random.int(1_700) + (at % 9 === 0 ? random.int(1_400) : 0);
    const reasons = reasonsOf({ nameA, nameB, one }).slice(0, 1 + random.int(4));
    return aPairView({ a: `a${String(at)}.${addressOf(nameA)}`, nameA, b: `b${String(at)}.${addressOf(nameB)}`, nameB, score, reasons });
  });
};

const reasonsOf = ({
  nameA,
  nameB,
  one,
}: {
  readonly nameA: string;
  readonly nameB: string;
  readonly one: (of: readonly string[]) => string;
}): readonly string[] => [
  `${nameA} offers ${one(skills)} and ${one(skills)}, which ${nameB} looks for`,
  `Both speak ${one(languages)} and ${one(languages)}`,
  `Both gave close answers to “How finished is your current work?”: 3 and 4, on a scale from 1 to 5`,
  `Their clocks are ${one(['1 hour', '2 hours', '3 hours and 30 minutes'])} apart`,
];

const addressOf = (name: string): string =>
  `${name
    .normalize('NFD')
    .replaceAll(/[^A-Za-z ]/g, '')
    .toLowerCase()
    .replaceAll(' ', '.')}@example.com`;

const firstNames = [
  'Ana',
  'Ben',
  'Chidi',
  'Dana',
  'Émile',
  'Fatima',
  'Goran',
  'Hye-jin',
  'Ines',
  'Jonas',
  'Kofi',
  'Lucía',
  'Mbali',
  'Nils',
  'Oksana',
  'Priya',
  '美咲',
  'Tomasz',
];
const lastNames = [
  'Almeida',
  'Brandt',
  'Castellanos',
  'Dvořák',
  'Eriksen',
  'Fonseca',
  'Grünwald',
  'Haddad',
  'Ivanova',
  'Jansen',
  'Kowalczyk',
  'Lindqvist',
  '佐藤',
];
const skills = [
  'mixing and mastering',
  'woodcut',
  'stage light',
  'book binding',
  'field recording',
  'analogue photography',
  'set design',
  'copy editing',
];
const languages = ['Portuguese', 'English', 'German', 'Arabic', 'Korean', 'Polish'];
