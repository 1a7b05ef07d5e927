import { availableParallelism } from 'node:os';
import { packedInput, type PackedRoundInput, type RoundInput } from '../../domain/introductions/round-input.ts';
import type { PlannedRound, PlanningProgress } from '../../domain/introductions/planned-round.ts';
import type { PlanLimits } from '../../domain/introductions/planning/work.ts';
import { type Round, roundOf } from '../../domain/introductions/round.ts';
import { answerOf, beginThread } from './planning-threads.ts';

export interface PlanningOptions {
  /** How many threads score pairs; the round is the same for any number. Otherwise as many as the machine and the members keep busy. */
  readonly threads?: number | undefined;
  /** Hears of it ten times a second at the most. */
  readonly onProgress?: ((progress: PlanningProgress) => void) | undefined;
  /** Ends it at once; it throws the signal's reason then. */
  readonly signal?: AbortSignal | undefined;
  readonly limits?: Partial<PlanLimits> | undefined;
  /** Of the thread that plans. */
  readonly heapMb?: number | undefined;
}

/**
 * Plans on threads of its own: the main one stays free to answer, to show the time and to end at once. Throws `PlanningEnded` where a
 * thread is gone before the round is there. However it ends, it leaves no thread behind.
 */
export const planBeside = async (input: RoundInput, seed: number, options?: PlanningOptions): Promise<Round> => {
  const packed = packedInput(input);
  return roundOf(packed, await planPackedBeside(packed, seed, options));
};

/** The same in numbers. */
export const planPackedBeside = async (input: PackedRoundInput, seed: number, options: PlanningOptions = {}): Promise<PlannedRound> => {
  const { onProgress, signal, limits, heapMb } = options;
  signal?.throwIfAborted();
  const threads = options.threads ?? threadsFor(input.community.ids.length);
  // Numbers have no use for names.
  const unnamed = { ...input, community: { ...input.community, names: [] } };
  const worker = beginThread({ task: 'plan', input: unnamed, seed, threads, limits }, { heapMb });
  const end = (): void => {
    void worker.terminate();
  };
  signal?.addEventListener('abort', end);
  try {
    return await answerOf<PlannedRound>(worker, onProgress);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', end);
    // Threads that it began end with it.
    await worker.terminate();
  }
};

const threadsMax = 8;
/** A thread takes about as long to begin as it takes to score the pairs of so many. */
const membersPerThread = 2_500;

const threadsFor = (members: number): number => Math.min(threadsMax, availableParallelism(), 1 + Math.floor(members / membersPerThread));
