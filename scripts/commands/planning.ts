import { planBeside, type ScoredPairs, scoreBeside } from '../../adapters/local/planning.ts';
import type { RoundInput } from '../../domain/introductions/candidates.ts';
import type { Round } from '../../domain/introductions/round.ts';
import { progress } from './terminal.ts';

/** Planning that shows on the terminal how long it takes. */
export const planWithProgress = (input: RoundInput, seed: number): Promise<Round> =>
  timed({ doing: 'Finding the best round', input }, planBeside(input, seed));
export const scoreWithProgress = (input: RoundInput): Promise<ScoredPairs> =>
  timed({ doing: 'Scoring every pair', input }, scoreBeside(input));

const timed = <Answer>(
  { doing, input }: { readonly doing: string; readonly input: RoundInput },
  answer: Promise<Answer>,
): Promise<Answer> => {
  const started = Date.now();
  const show = (): void => {
    progress(`${doing} among ${String(input.members.length)} members … ${String(Math.round((Date.now() - started) / 1000))} s`);
  };
  show();
  const ticking = setInterval(show, 1_000);
  return answer.finally(() => {
    clearInterval(ticking);
    progress('');
  });
};
