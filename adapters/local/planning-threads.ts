import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { AdmissiblePairs } from '../../domain/introductions/admissible.ts';
import type { NearWork } from '../../domain/introductions/near/nearest.ts';
import type { DoShare } from '../../domain/introductions/near/shares.ts';
import type { PlanningProgress } from '../../domain/introductions/planned-round.ts';
import type { PackedRoundInput } from '../../domain/introductions/round-input.ts';
import type { PlanLimits } from '../../domain/introductions/planning/work.ts';
import type { ScanTask, Share } from '../../domain/introductions/scans.ts';

/** What a thread is begun with. */
export type ThreadTask = PlanTask | HelpTask;

/** Plans, on so many threads, and answers with a `PlannedRound`. */
export interface PlanTask {
  readonly task: 'plan';
  readonly input: PackedRoundInput;
  readonly seed: number;
  readonly threads: number;
  readonly limits: Partial<PlanLimits> | undefined;
}

/** Answers each `ScanShare` with `BestLists` and each `NearShares` once there are none left, until it is ended. */
export interface HelpTask {
  readonly task: 'help';
  readonly pairs: AdmissiblePairs;
}
export interface ScanShare {
  readonly task: ScanTask;
  readonly share: Share;
}
export interface NearShares {
  readonly work: NearWork;
  readonly shares: number;
  /** How many were taken, in memory that the threads share. */
  readonly taken: Int32Array;
}

/** Does one share after another, until all threads together have taken all of them; `onTaken` hears how many are. */
export const doShares = (doShare: DoShare, { shares, taken }: NearShares, onTaken: (taken: number) => void = () => undefined): void => {
  for (let share = Atomics.add(taken, 0, 1); share < shares; share = Atomics.add(taken, 0, 1)) {
    doShare({ share, shares });
    onTaken(Math.min(shares, Atomics.load(taken, 0)));
  }
};

/** What a thread says. */
export type Said<Answer> = { readonly progress: PlanningProgress } | { readonly answer: Answer };

/** A thread of planning is gone before it answered. */
export class PlanningEnded extends Error {
  override readonly name = 'PlanningEnded';
  readonly code: 'planning.out_of_memory' | 'planning.thread_ended';

  constructor(code: PlanningEnded['code']) {
    super(words[code]);
    this.code = code;
  }
}

const words = {
  'planning.out_of_memory': 'there is too little memory to plan a round of so many members',
  'planning.thread_ended': 'a thread that plans ended before it was done',
} as const;

/** Without `heapMb` it has as large a heap as the machine's memory makes it; arrays of numbers lie beside it. */
export const beginThread = (task: ThreadTask, { heapMb }: { readonly heapMb?: number | undefined } = {}): Worker =>
  // In a bundle, the file beside it ends as the bundle does.
  new Worker(new URL(`./planning-worker${extname(import.meta.url)}`, import.meta.url), {
    workerData: task,
    ...(heapMb === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: heapMb } }),
  });

/** The next answer of a thread; throws what it throws, and `PlanningEnded` where it is gone. */
export const answerOf = async <Answer>(
  worker: Worker,
  onProgress: (progress: PlanningProgress) => void = () => undefined,
): Promise<Answer> => {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const onMessage = (said: Said<Answer>): void => {
    if ('progress' in said) onProgress(said.progress);
    else resolve(said.answer);
  };
  const onError = (error: unknown): void => {
    reject(isOutOfMemory(error) ? new PlanningEnded('planning.out_of_memory') : error);
  };
  const onExit = (): void => {
    reject(new PlanningEnded('planning.thread_ended'));
  };
  worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  try {
    return await promise;
  } finally {
    worker.off('message', onMessage).off('error', onError).off('exit', onExit);
  }
};

const isOutOfMemory = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
