import type { Week } from '../kernel/iso-week.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Secrets } from '../kernel/secrets.ts';
import type { RoundInput } from './round-input.ts';
import { drawSeed } from './plan-of-round.ts';
import type { PlanRound } from './ports.ts';
import { makePrepareRound, type PrepareFailure, type PrepareNeeds } from './prepare-round.ts';
import type { Round } from './round.ts';

/** Plans the round of a week and stores nothing. Running it with the preview's seed stores the same round, if nothing has changed by then. */
export type PreviewRound = (command: {
  readonly week: Week;
  readonly seed?: number | undefined;
}) => Promise<Result<{ readonly input: RoundInput; readonly round: Round }, PrepareFailure>>;

export const makePreviewRound = (needs: PrepareNeeds & { readonly secrets: Secrets; readonly plan: PlanRound }): PreviewRound => {
  const prepare = makePrepareRound(needs);
  return async ({ week, seed = drawSeed(needs.secrets) }) => {
    const prepared = await prepare(week);
    if (!prepared.ok) return prepared;
    const { input } = prepared.value;
    return ok({ input, round: await needs.plan(input, seed) });
  };
};
