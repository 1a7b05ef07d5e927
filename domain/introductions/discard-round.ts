import type { Clock } from '../kernel/clock.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Week } from '../kernel/iso-week.ts';
import { err, type Result } from '../kernel/result.ts';
import { takeBack } from './match.ts';
import type { Matches, Rounds } from './ports.ts';
import { discard, type RoundBeingSent, type RoundUnknown, type StoredRound } from './stored-round.ts';

/** Takes a round back of which nothing was sent, as if it had not been: its matches are cancelled and their aliases closed. */
export type DiscardRound = (command: { readonly week: Week; readonly because: string }) => Promise<Result<StoredRound, DiscardFailure>>;

export type DiscardFailure =
  | RoundUnknown
  | RoundBeingSent
  | { readonly code: 'round.reason_missing' }
  | { readonly code: 'round.reason_too_long'; readonly most: number };

export const reasonCharactersMax = 500;

export interface DiscardNeeds {
  readonly rounds: Rounds;
  readonly matches: Matches;
  readonly clock: Clock;
}

export const makeDiscardRound =
  (needs: DiscardNeeds): DiscardRound =>
  async ({ week, because }) => {
    const now = needs.clock.now();
    const reason = because.trim();
    if (reason === '') return err({ code: 'round.reason_missing' });
    if (reason.length > reasonCharactersMax) return err({ code: 'round.reason_too_long', most: reasonCharactersMax });
    const discarded = await needs.rounds.change(week, (round) => discard(round, reason, now));
    if (discarded.ok) await takeBackMatches(needs, discarded.value, now);
    return discarded;
  };

/** Cancels what was written of a discarded round, then puts its plan away. Also finishes a discard that was interrupted. */
export const takeBackMatches = async ({ rounds, matches }: Omit<DiscardNeeds, 'clock'>, round: StoredRound, at: Instant): Promise<void> => {
  const plan = await rounds.planOf(round);
  if (plan === undefined) return;
  for (const { week, run, a, b } of plan.matches) {
    // Somebody who was erased has another id in the row than in the plan; then the partner leads there.
    const known = await matches.change({ week, run, member: a.member }, (match) => takeBack(match, at));
    if (!known.ok) await matches.change({ week, run, member: b.member }, (match) => takeBack(match, at));
  }
  await rounds.putPlanAway(round);
};
