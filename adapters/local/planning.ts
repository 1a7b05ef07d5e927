import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { RoundInput } from '../../domain/introductions/candidates.ts';
import type { Round } from '../../domain/introductions/round.ts';

/** What the planning worker is asked, and what it answers. */
export type PlanningTask =
  { readonly task: 'round'; readonly input: RoundInput; readonly seed: number } | { readonly task: 'scores'; readonly input: RoundInput };

/** Pair `p` joins `ids[one[p]]` and `ids[other[p]]`. */
export interface ScoredPairs {
  readonly ids: readonly string[];
  readonly one: Int32Array;
  readonly other: Int32Array;
  readonly score: Int32Array;
}

/** Plans on a thread of its own: the main one stays free to answer, to show the time and to end at once. */
export const planBeside = (input: RoundInput, seed: number): Promise<Round> => answered({ task: 'round', input, seed });
export const scoreBeside = (input: RoundInput): Promise<ScoredPairs> => answered({ task: 'scores', input });

const answered = <Answer>(task: PlanningTask): Promise<Answer> => {
  // In a bundle, the file beside it ends as the bundle does.
  const worker = new Worker(new URL(`./planning-worker${extname(import.meta.url)}`, import.meta.url), { workerData: task });
  return new Promise<Answer>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(new Error(`the planning worker ended with ${String(code)}`));
    });
  });
};
