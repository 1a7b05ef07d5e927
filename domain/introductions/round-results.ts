import { weeksAfter } from '../kernel/iso-week.ts';
import type { Week } from '../kernel/iso-week.ts';
import { pairKey } from './history.ts';
import type { Match } from './match.ts';
import { type Rounds, roundsMax } from './ports.ts';
import type { RoundQueryNeeds } from './sending-progress.ts';
import { allLeftOuts, allMatches, isWaiting } from './stored-history.ts';
import type { StoredRound } from './stored-round.ts';

/** What became of the rounds up to a week, newest first: for the operators, and to compare a preview with. */
export type RoundResults = (query: { readonly until: Week; readonly limit: number }) => Promise<readonly RoundResult[]>;

export interface RoundResult {
  readonly round: StoredRound;
  /** Members who were introduced, or will be. */
  readonly introduced: number;
  /** Matches that came to nothing before anybody was told of whom. */
  readonly cancelled: number;
  /** Left out by the plan, or by a match that was cancelled, though they took part. */
  readonly leftOut: number;
  /** What the introduced said when they were asked; the rest has not answered. */
  readonly met: { readonly yes: number; readonly planned: number; readonly no: number };
  /** Pairs that had met within the gap that held for them. More than 0 is a fault. */
  readonly repeats: number;
  /** The mean score of its pairs in units of 1/10,000, the host's left aside; `undefined` without pairs. */
  readonly meanScore: number | undefined;
}

export const makeRoundResults =
  ({ rounds, matches, leftOuts }: RoundQueryNeeds): RoundResults =>
  async ({ until, limit }) => {
    const wanted = await latestUntil(rounds, until, limit);
    const oldest = wanted.at(-1);
    // A repeat is found in the rounds before, as far back as the widest gap reaches.
    const earlier =
      oldest === undefined
        ? []
        : await rounds.latest(oldest.week, Math.min(roundsMax, Math.max(1, ...wanted.map(({ repeatGapWeeks }) => repeatGapWeeks))));
    const lastMet = new Map<string, Week>();
    const results: RoundResult[] = [];
    for (const round of [...wanted, ...earlier].reverse()) {
      const pairs = await allMatches(matches, round);
      const claimed = pairs.filter(({ state }) => state.name !== 'cancelled');
      const repeats = claimed.filter((match) => isRepeat(match, lastMet)).length;
      for (const { a, b } of claimed) lastMet.set(pairKey(a.member, b.member), round.week);
      if (wanted.includes(round))
        results.push({
          ...resultOf(round, pairs),
          leftOut: (await allLeftOuts(leftOuts, round)).filter(isWaiting).length + leftOverOf(pairs),
          repeats,
        });
    }
    return results.reverse();
  };

const latestUntil = (rounds: Rounds, until: Week, limit: number): Promise<readonly StoredRound[]> =>
  rounds.latest(weeksAfter(until, 1), Math.min(limit, roundsMax));

const isRepeat = ({ week, a, b, gapWeeks }: Match, lastMet: ReadonlyMap<string, Week>): boolean => {
  const before = lastMet.get(pairKey(a.member, b.member));
  return before !== undefined && week - before <= gapWeeks;
};

const leftOverOf = (pairs: readonly Match[]): number =>
  pairs.reduce((sum, { state }) => sum + (state.name === 'cancelled' ? state.leftOver.length : 0), 0);

const resultOf = (round: StoredRound, pairs: readonly Match[]): Omit<RoundResult, 'leftOut' | 'repeats'> => {
  const standing = pairs.filter(({ state }) => state.name !== 'cancelled');
  const answers = standing.flatMap(({ a, b }) => [a.met, b.met]);
  const scores = standing.filter(({ host }) => host === undefined).map(({ score }) => score);
  const said = (answer: string): number => answers.filter((each) => each === answer).length;
  return {
    round,
    introduced: 2 * standing.length,
    cancelled: pairs.length - standing.length,
    met: { yes: said('yes'), planned: said('planned'), no: said('no') },
    meanScore: scores.length === 0 ? undefined : scores.reduce((sum, score) => sum + score, 0) / scores.length,
  };
};
