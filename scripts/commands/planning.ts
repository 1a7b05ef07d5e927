import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { planBeside, planPackedBeside } from '../../adapters/local/planning.ts';
import type { PackedRoundInput, RoundInput } from '../../domain/introductions/round-input.ts';
import type { PlannedRound, PlanningStage } from '../../domain/introductions/planned-round.ts';
import type { Round } from '../../domain/introductions/round.ts';
import { progressBar } from './progress-bar.ts';
import { progress } from './terminal.ts';

/** How far the work of a command is; `of` is undefined where nobody knows. */
export interface StageProgress {
  readonly stage: Stage;
  readonly done: number;
  readonly of: number | undefined;
}
export type Stage = PlanningStage | 'reading' | 'writing';
export type OnStage = (progress: StageProgress) => void;

/** Planning that shows on the terminal how far it is. */
export const planWithProgress = (input: RoundInput, seed: number): Promise<Round> =>
  withProgress('preparing', (onProgress) => planBeside(input, seed, { onProgress }));

/** The same in numbers, and with the room of what reading has left behind. */
export const planPackedWithProgress = (input: PackedRoundInput, seed: number): Promise<PlannedRound> => {
  if (input.community.ids.length >= membersThatLeaveMuch) collectGarbage();
  return withProgress('preparing', (onProgress) => planPackedBeside(input, seed, { onProgress }));
};

const membersThatLeaveMuch = 20_000;

/**
 * Gives back what this thread no longer needs, which it would not do by itself while it waits for others. V8 offers it by a flag alone
 * (nodejs.org/api/v8.html, `setFlagsFromString`); what the first pass has found empty is given back by a second one.
 */
const collectGarbage = (): void => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
};

/** Work that says how far it is, shown on a terminal as one line; it begins with a stage and may go through others. */
export const withProgress = async <Answer>(first: Stage, work: (onStage: OnStage) => Promise<Answer>): Promise<Answer> => {
  let at: StageProgress = { stage: first, done: 0, of: undefined };
  let startedAt = Date.now();
  let shownAt = -Infinity;
  const show = (): void => {
    const now = Date.now();
    shownAt = now;
    progress(progressBar({ ...at, doing: inWords[at.stage], startedAt, now, columns: process.stderr.columns ?? 80 }));
  };
  const onStage = (next: StageProgress): void => {
    const begins = next.stage !== at.stage || next.done < at.done;
    at = next;
    if (begins) startedAt = Date.now();
    if (begins || Date.now() - shownAt >= msBetween) show();
  };
  show();
  const ticking = setInterval(show, 1_000);
  try {
    return await work(onStage);
  } finally {
    clearInterval(ticking);
    progress('');
  }
};

const msBetween = 100;

const inWords: Readonly<Record<Stage, string>> = {
  reading: 'Reading',
  preparing: 'Preparing',
  scoring: 'Scoring',
  matching: 'Matching',
  pricing: 'Pricing',
  'left-over': 'Left over',
  history: 'History',
  writing: 'Writing',
};
