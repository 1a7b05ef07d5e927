import { aliasName } from '../kernel/alias-name.ts';
import type { Instant } from '../kernel/instant.ts';
import { invariant } from '../kernel/invariant.ts';
import { type MemberId, parseMemberId } from '../kernel/member-id.ts';
import type { Secrets } from '../kernel/secrets.ts';
import type { RoundInput } from './round-input.ts';
import { inWords } from './explanation.ts';
import type { Match } from './match.ts';
import { scoreMax } from './matching/problem.ts';
import type { Round, RoundPair } from './round.ts';
import type { RoundPlan } from './stored-round.ts';

/** What a plan is made of beside its round. */
export interface PlanFacts {
  readonly input: RoundInput;
  readonly run: number;
  readonly previousRun: number;
  readonly plannedAt: Instant;
  readonly planId: string;
  /** One for each pair, in order. */
  readonly names: readonly PairNames[];
}

/** Drawn for one pair, each apart from the others. */
export interface PairNames {
  readonly conversation: string;
  readonly a: string;
  readonly b: string;
}

export const drawPairNames = (secrets: Secrets): PairNames => ({
  conversation: secrets.aliasToken(),
  a: secrets.aliasToken(),
  b: secrets.aliasToken(),
});

/** A seed of 40 random bits. */
export const drawSeed = (secrets: Secrets): number =>
  [...secrets.aliasToken().slice(0, 8)].reduce((seed, letter) => 32 * seed + 'abcdefghijklmnopqrstuvwxyz234567'.indexOf(letter), 0);

/** A round as it is stored: its pairs with their aliases and with reasons in words, its left out, its figures. */
export const planOfRound = (round: Round, facts: PlanFacts): RoundPlan => {
  const { input, run, previousRun, plannedAt, planId, names } = facts;
  const nameOf = new Map(input.members.map(({ id, name }) => [id, name]));
  return {
    matches: round.pairs.map((pair, at) => {
      const drawn = names[at];
      invariant(drawn !== undefined, 'every pair has names of its own');
      return matchOf(pair, { nameOf, drawn, key: { week: input.week, run } });
    }),
    leftOut: round.leftOut.map(({ member, code, because }) => ({ week: input.week, run, member: memberOf(member), code, because })),
    round: {
      week: input.week,
      run,
      planId,
      state: { name: 'planned' },
      plannedAt,
      previousRun,
      seed: round.seed,
      repeatGapWeeks: input.repeatGapWeeks,
      memberCount: input.members.length,
      pairCount: round.pairs.length,
      leftOutCount: round.leftOut.length,
      certificate: round.certificate,
      gaps: round.gaps,
      pairsLostToHistory: round.pairsLostToHistory,
      greedy: round.greedy,
      histogram: histogramOf(round.pairs.filter(({ host }) => host === undefined).map(({ score }) => score)),
    },
  };
};

interface MatchFacts {
  readonly nameOf: ReadonlyMap<string, string>;
  readonly drawn: PairNames;
  readonly key: Pick<Match, 'week' | 'run'>;
}

const matchOf = ({ a, b, score, gapWeeks, reasons, host }: RoundPair, { nameOf, drawn, key }: MatchFacts): Match => {
  const names = { one: nameOf.get(a) ?? '', other: nameOf.get(b) ?? '' };
  const inWordsFor = (reader: 'one' | 'other'): readonly string[] => reasons.map((reason) => inWords(reason, { names, reader }));
  return {
    ...key,
    conversationId: drawn.conversation,
    a: { member: memberOf(a), alias: aliasName(drawn.a, 'a'), reasons: inWordsFor('one') },
    b: { member: memberOf(b), alias: aliasName(drawn.b, 'b'), reasons: inWordsFor('other') },
    score,
    gapWeeks,
    ...(host === undefined ? {} : { host: memberOf(host) }),
    state: { name: 'planned' },
  };
};

const memberOf = (id: string): MemberId => {
  const member = parseMemberId(id);
  invariant(member !== undefined, 'a stored round is one of members');
  return member;
};

export const histogramBins = 20;

/** A score on a border counts in the upper bin, the highest score in the last. */
export const histogramOf = (scores: readonly number[]): readonly number[] => {
  const bins = new Array<number>(histogramBins).fill(0);
  for (const score of scores) bins[Math.min(histogramBins - 1, Math.floor((score * histogramBins) / scoreMax))]! += 1;
  return bins;
};
