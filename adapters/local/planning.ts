import { availableParallelism } from 'node:os';
import type { RoundInput } from '../../domain/introductions/candidates.ts';
import { communityOf } from '../../domain/introductions/community.ts';
import type { PackedRoundInput, PlannedRound, PlanningProgress } from '../../domain/introductions/planned-round.ts';
import type { PlanLimits } from '../../domain/introductions/planning/work.ts';
import { type Round, roundOf } from '../../domain/introductions/round.ts';
import { packHistory } from './packed-history.ts';
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
export const planBeside = async ({ members, ...rest }: RoundInput, seed: number, options?: PlanningOptions): Promise<Round> => {
  const input = { ...rest, community: communityOf(members) };
  return roundOf(input, await planPackedBeside(input, seed, options));
};

/** The same in numbers. */
export const planPackedBeside = async (input: PackedRoundInput, seed: number, options: PlanningOptions = {}): Promise<PlannedRound> => {
  const { onProgress, signal, limits, heapMb } = options;
  signal?.throwIfAborted();
  const { history, ...rest } = input;
  const { ids } = input.community;
  const threads = options.threads ?? threadsFor(ids.length);
  // Numbers have no use for names.
  const unnamed = { ...rest, community: { ...input.community, names: [] } };
  const worker = beginThread({ task: 'plan', input: unnamed, history: packHistory(history, ids), seed, threads, limits }, { heapMb });
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
