import type { Week } from '../kernel/iso-week.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { Match } from './match.ts';
import type { LeftOuts, Matches, Rounds } from './ports.ts';
import { allLeftOuts, allMatches } from './stored-history.ts';
import { type RoundUnknown, stands, type StoredRound } from './stored-round.ts';

/** How far a round is on its way to its members. */
export type SendingProgress = (query: { readonly week: Week }) => Promise<Result<Progress, RoundUnknown>>;

/** Counts of matches, but for `introduced`: members whose introduction the mailer has taken, of 2 × `claimed`. */
export interface Progress {
  readonly state: StoredRound['state']['name'];
  readonly planned: number;
  readonly claimed: number;
  readonly cancelled: number;
  readonly introduced: number;
  readonly leftOut: number;
  readonly leftOutSettled: number;
}

export interface RoundQueryNeeds {
  readonly rounds: Rounds;
  readonly matches: Matches;
  readonly leftOuts: LeftOuts;
}

export const makeSendingProgress =
  ({ rounds, matches, leftOuts }: RoundQueryNeeds): SendingProgress =>
  async ({ week }) => {
    const round = await rounds.find(week);
    if (!stands(round)) return err({ code: 'round.unknown' });
    const pairs = await allMatches(matches, round);
    const left = await allLeftOuts(leftOuts, round);
    const inState = (name: Match['state']['name']): number => pairs.filter(({ state }) => state.name === name).length;
    return ok({
      state: round.state.name,
      planned: inState('planned'),
      claimed: inState('claimed'),
      cancelled: inState('cancelled'),
      introduced: pairs.flatMap(({ a, b }) => [a, b]).filter(({ introducedAt }) => introducedAt !== undefined).length,
      leftOut: left.length,
      leftOutSettled: left.filter(({ settled }) => settled !== undefined).length,
    });
  };
