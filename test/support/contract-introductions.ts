import fc from 'fast-check';
import { aliasName, type AliasName } from '../../domain/kernel/alias-name.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import type { Week } from '../../domain/kernel/iso-week.ts';
import { type MemberId, parseMemberId } from '../../domain/kernel/member-id.ts';
import type { Match, MatchState } from '../../domain/introductions/match.ts';
import type { RoundPlan, StoredLeftOut, StoredRound } from '../../domain/introductions/stored-round.ts';
import { thisWeek } from '../arbitraries/rounds.ts';

/** 26 characters of base32 that count. */
export const tokenOf = (number: number): string => {
  const digits: string[] = [];
  for (let rest = number; digits.length < 26; rest = Math.floor(rest / 32))
    digits.unshift('abcdefghijklmnopqrstuvwxyz234567'[rest % 32] ?? 'a');
  return digits.join('');
};

export const memberOf = (number: number): MemberId => {
  const member = parseMemberId(`m_${tokenOf(number)}`);
  if (member === undefined) throw new Error('a member id has 26 characters of base32');
  return member;
};

export const anonymousOf = (number: number): MemberId => `gone_${tokenOf(number)}` as MemberId;

export const aliasOf = (number: number, side: 'a' | 'b'): AliasName => aliasName(tokenOf(1_000_000 + number), side);

/** Match `number` pairs members 2 × number and 2 × number + 1. */
export const aMatch = (number = 0, overrides: Partial<Match> = {}): Match => ({
  week: thisWeek,
  run: 1,
  conversationId: `conversation ${String(number)}`,
  a: { member: memberOf(2 * number), alias: aliasOf(2 * number, 'a'), reasons: ['You both like red'] },
  b: { member: memberOf(2 * number + 1), alias: aliasOf(2 * number + 1, 'b'), reasons: ['You both like red'] },
  score: 7_000,
  gapWeeks: 3,
  state: { name: 'planned' },
  ...overrides,
});

export const aLeftOut = (number: number, overrides: Partial<StoredLeftOut> = {}): StoredLeftOut => ({
  week: thisWeek,
  run: 1,
  member: memberOf(number),
  code: 'partners_taken',
  because: 'partners_taken',
  ...overrides,
});

export const aRoundStored = (overrides: Partial<StoredRound> = {}): StoredRound => ({
  week: thisWeek,
  run: 1,
  planId: tokenOf(7),
  state: { name: 'planned' },
  plannedAt: 1_000 as Instant,
  previousRun: 0,
  seed: 12,
  repeatGapWeeks: 26,
  memberCount: 5,
  pairCount: 2,
  leftOutCount: 1,
  certificate: { pairs: 2, waiting: 4, total: 14_000, upperBound: 14_000, gap: 0, scope: 'all' },
  gaps: [{ componentSize: 5, weeks: 1 }],
  pairsLostToHistory: 0,
  greedy: { pairs: 2, waiting: 4, total: 13_000 },
  histogram: [0, 2],
  ...overrides,
});

export const aPlan = (overrides: Partial<StoredRound> = {}, { pairs = 2, left = 1 } = {}): RoundPlan => {
  const round = aRoundStored({ pairCount: pairs, leftOutCount: left, ...overrides });
  const { week, run } = round;
  return {
    round,
    matches: Array.from({ length: pairs }, (_, at) => aMatch(at, { week, run })),
    leftOut: Array.from({ length: left }, (_, at) => aLeftOut(2 * pairs + at, { week, run })),
  };
};

const instants = fc.nat(2 ** 40).map((at) => at as Instant);
const sides = (at: number, side: 'a' | 'b'): fc.Arbitrary<Match['a']> =>
  fc.record(
    {
      member: fc.constant(memberOf(at)),
      alias: fc.constant(aliasOf(at, side)),
      reasons: fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 4 }),
      introducedAt: instants,
      met: fc.constantFrom('yes', 'planned', 'no'),
    },
    { requiredKeys: ['member', 'alias', 'reasons'], noNullPrototype: true },
  );

export const anyState: fc.Arbitrary<MatchState> = fc.oneof(
  fc.constant({ name: 'planned' } as const),
  instants.map((at) => ({ name: 'claimed', at }) as const),
  fc.record(
    {
      name: fc.constant('cancelled' as const),
      at: instants,
      because: fc.constantFrom('no_longer_takes_part', 'blocked', 'round_discarded'),
      leftOver: fc.subarray([memberOf(0), memberOf(1)]),
    },
    { noNullPrototype: true },
  ),
);

/** Match 0 with anything else about it. */
export const anyMatch: fc.Arbitrary<Match> = fc.record(
  {
    week: fc.constant(thisWeek),
    run: fc.constant(1),
    conversationId: fc.constant('conversation 0'),
    a: sides(0, 'a'),
    b: sides(1, 'b'),
    score: fc.integer({ min: 1, max: 10_000 }),
    gapWeeks: fc.nat(52),
    host: fc.constant(memberOf(0)),
    replacedAliases: fc.array(
      fc.nat(9).map((at) => aliasOf(500 + at, 'a')),
      { maxLength: 3 },
    ),
    state: anyState,
  },
  { requiredKeys: ['week', 'run', 'conversationId', 'a', 'b', 'score', 'gapWeeks', 'state'], noNullPrototype: true },
);

export const weekAfter = (weeks: number): Week => (thisWeek + weeks) as Week;
