import { weeksAfter } from '../kernel/iso-week.ts';
import type { Week } from '../kernel/iso-week.ts';
import { pairKey } from './history.ts';
import type { Match } from './match.ts';
import { roundsMax } from './ports.ts';
import type { RoundQueryNeeds } from './sending-progress.ts';
import { allLeftOuts, allMatches, isWaiting } from './stored-history.ts';
import type { StoredRound } from './stored-round.ts';

/**
 * What became of the rounds up to a week, newest first: for the operators, and to compare a preview with. At most `limit` of them, and
 * fewer where they have more than `pairsReadMax` pairs: somebody waits for a page.
 */
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
  /** Pairs that had met within the gap that held for them. More than 0 is a fault. Unknown where it takes too many earlier pairs to tell. */
  readonly repeats: number | undefined;
  /** The mean score of its pairs in units of 1/10,000, the host's left aside; `undefined` without pairs. */
  readonly meanScore: number | undefined;
}

export const makeRoundResults =
  ({ rounds, matches, leftOuts }: RoundQueryNeeds): RoundResults =>
  async ({ until, limit }) => {
    const latest = await rounds.latest(weeksAfter(until, 1), Math.min(limit, roundsMax));
    const wanted = latest.filter((_, at) => at === 0 || pairsOf(latest.slice(0, at + 1)) <= pairsReadMax);
    const results = await Promise.all(wanted.map((round) => resultOf({ matches, leftOuts }, round)));
    const oldest = wanted.at(-1);
    // A repeat is found in the rounds before, as far back as the widest gap reaches.
    const earlier =
      oldest === undefined
        ? []
        : await rounds.latest(oldest.week, Math.min(roundsMax, Math.max(1, ...wanted.map(({ repeatGapWeeks }) => repeatGapWeeks))));
    if (pairsOf([...wanted, ...earlier]) > pairsReadMax) return results.map(({ result }) => ({ ...result, repeats: undefined }));
    const meetings = await Promise.all(earlier.map(async (round) => meetingsIn(await allMatches(matches, round))));
    const lastMet = new Map<string, Week>();
    for (const { pair, week } of meetings.toReversed().flat()) lastMet.set(pair, week);
    const counted: RoundResult[] = [];
    for (const { result, met } of results.toReversed()) {
      counted.push({ ...result, repeats: met.filter((meeting) => isRepeat(meeting, lastMet)).length });
      for (const { pair, week } of met) lastMet.set(pair, week);
    }
    return counted.reverse();
  };

/** Those of a year of 2,000 members; some ten seconds where they are read by a function of 1 GB. */
export const pairsReadMax = 60_000;

const pairsOf = (rounds: readonly StoredRound[]): number => rounds.reduce((sum, { pairCount }) => sum + pairCount, 0);

/** Of a pair that was introduced, or will be. */
interface MeetingInGap {
  readonly pair: string;
  readonly week: Week;
  readonly gapWeeks: number;
}

const meetingsIn = (pairs: readonly Match[]): readonly MeetingInGap[] =>
  pairs.flatMap(({ week, a, b, gapWeeks, state }) =>
    state.name === 'cancelled' ? [] : [{ pair: pairKey(a.member, b.member), week, gapWeeks }],
  );

const isRepeat = ({ pair, week, gapWeeks }: MeetingInGap, lastMet: ReadonlyMap<string, Week>): boolean => {
  const before = lastMet.get(pair);
  return before !== undefined && week - before <= gapWeeks;
};

const resultOf = async (
  { matches, leftOuts }: Pick<RoundQueryNeeds, 'matches' | 'leftOuts'>,
  round: StoredRound,
): Promise<{ readonly result: Omit<RoundResult, 'repeats'>; readonly met: readonly MeetingInGap[] }> => {
  const pairs = await allMatches(matches, round);
  const left = await allLeftOuts(leftOuts, round);
  return { result: { ...countsOf(round, pairs), leftOut: left.filter(isWaiting).length + leftOverOf(pairs) }, met: meetingsIn(pairs) };
};

const leftOverOf = (pairs: readonly Match[]): number =>
  pairs.reduce((sum, { state }) => sum + (state.name === 'cancelled' ? state.leftOver.length : 0), 0);

const countsOf = (round: StoredRound, pairs: readonly Match[]): Omit<RoundResult, 'leftOut' | 'repeats'> => {
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
