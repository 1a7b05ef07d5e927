import { aliasName } from '../kernel/alias-name.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Week } from '../kernel/iso-week.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { Secrets } from '../kernel/secrets.ts';
import { takeBackMatches } from './discard-round.ts';
import type { Match } from './match.ts';
import { drawPairNames, drawSeed, planOfRound } from './plan-of-round.ts';
import type { PlanRound } from './ports.ts';
import { makePrepareRound, type PrepareFailure, type PrepareNeeds } from './prepare-round.ts';
import { ready, stands, type StoredRound } from './stored-round.ts';

/**
 * Plans and stores the round of a week, and writes its matches with their aliases. Run twice, by two at once or after a crash
 * anywhere, it answers the round that was stored first. `seed` is that of a preview whose round is wanted; without it one is drawn.
 */
export type RunRound = (command: {
  readonly week: Week;
  readonly seed?: number | undefined;
}) => Promise<Result<StoredRound, RunRoundFailure>>;

/** `round.discarded_meanwhile`: somebody discarded it while its matches were being written. */
export type RunRoundFailure = PrepareFailure | { readonly code: 'round.discarded_meanwhile' };

export interface RunRoundNeeds extends PrepareNeeds {
  readonly secrets: Secrets;
  readonly plan: PlanRound;
}

export const makeRunRound = (needs: RunRoundNeeds): RunRound => {
  const { rounds, clock, secrets, plan } = needs;
  const prepare = makePrepareRound(needs);
  return async ({ week, seed = drawSeed(secrets) }) => {
    const before = await rounds.find(week);
    if (before !== undefined && before.state.name !== 'discarded')
      return before.state.name === 'planned' ? writeRows(needs, before) : ok(before);
    if (before !== undefined) await takeBackMatches(needs, before, clock.now());
    const prepared = await prepare(week);
    if (!prepared.ok) return prepared;
    const { input, previousRun } = prepared.value;
    const round = await plan(input, seed);
    const stored = await rounds.plan(
      planOfRound(round, {
        input,
        run: before === undefined ? 1 : before.run + 1,
        previousRun,
        plannedAt: clock.now(),
        planId: secrets.aliasToken(),
        names: round.pairs.map(() => drawPairNames(secrets)),
      }),
    );
    // Somebody else planned this week or one beside it in the meantime; looking again finds out which.
    if (stored === 'neighbour_changed') {
      const again = await prepare(week);
      return again.ok ? err({ code: 'round.history_incomplete' }) : again;
    }
    const winner = await rounds.find(week);
    if (!stands(winner)) return err({ code: 'round.discarded_meanwhile' });
    return winner.state.name === 'planned' ? writeRows(needs, winner) : ok(winner);
  };
};

type WriteNeeds = Pick<RunRoundNeeds, 'rounds' | 'matches' | 'leftOuts' | 'secrets'>;

/** Writes what is still missing of a round that was decided. */
const writeRows = async (needs: WriteNeeds, round: StoredRound): Promise<Result<StoredRound, RunRoundFailure>> => {
  const { rounds, leftOuts } = needs;
  const plan = await rounds.planOf(round);
  // Somebody else was faster: the plan was sent, or discarded, and is put away.
  if (plan === undefined) {
    const now = await rounds.find(round.week);
    return stands(now) && now.state.name !== 'planned' ? ok(now) : err({ code: 'round.discarded_meanwhile' });
  }
  for (const match of plan.matches) {
    if ((await mint(needs, { match, round })) === 'round_over') return err({ code: 'round.discarded_meanwhile' });
  }
  await leftOuts.add(plan.leftOut);
  const written = await rounds.change(round.week, (current) => ready(current, round.run));
  return written.ok ? written : err({ code: 'round.discarded_meanwhile' });
};

/** An alias of 128 random bits is taken only where chance or a copy of old data plays a trick; a few more draws then end it. */
const drawsMax = 5;

const mint = async (
  { matches, secrets }: WriteNeeds,
  { match, round }: { readonly match: Match; readonly round: StoredRound },
): Promise<'minted' | 'round_over'> => {
  let named = match;
  for (let draw = 0; draw < drawsMax; draw++) {
    const minted = await matches.mint(named, round.plannedAt);
    if (minted === 'round_over') return 'round_over';
    if (minted !== 'alias_taken') return 'minted';
    named = {
      ...match,
      a: { ...match.a, alias: aliasName(secrets.aliasToken(), 'a') },
      b: { ...match.b, alias: aliasName(secrets.aliasToken(), 'b') },
    };
  }
  invariant(false, 'an alias drawn anew is not taken time after time');
};
