import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { exactSolver } from '../../domain/introductions/matching/solve.ts';
import { nearWorkerOf } from '../../domain/introductions/near/nearest.ts';
import { planPacked } from '../../domain/introductions/plan-packed.ts';
import type { PlannedRound, PlanningProgress } from '../../domain/introductions/planned-round.ts';
import { shareScannerOf } from '../../domain/introductions/planning/share-scanner.ts';
import { doShares, type NearShares, type PlanTask, type Said, type ScanShare, type ThreadTask } from './planning-threads.ts';
import { scanThreads } from './scan-threads.ts';

/** A thread of planning: it does what it was begun with. */
const work = async (port: MessagePort): Promise<void> => {
  const task = workerData as ThreadTask;
  if (task.task === 'plan') {
    const planned = await plan(task, port);
    say(port, planned, [planned.partner, planned.score, planned.gap]);
    return;
  }
  const scan = shareScannerOf(task.pairs);
  port.on('message', (asked: ScanShare | NearShares) => {
    if ('work' in asked) {
      doShares(nearWorkerOf(asked.work), asked);
      say(port, undefined);
      return;
    }
    const lists = scan(asked.task, asked.share);
    say(port, lists, [lists.neighbour, lists.score, lists.key]);
  });
};

const plan = async ({ input, seed, threads, limits }: PlanTask, port: MessagePort): Promise<PlannedRound> => {
  const scans = scanThreads(threads);
  try {
    return await planPacked(input, { solver: exactSolver, seed, scans: scans.open, limits, onProgress: nowAndThen(port) });
  } finally {
    await scans.close();
  }
};

/** `moved`: arrays of the answer that are not needed here any more. */
const say = (port: MessagePort, answer: unknown, moved: readonly { readonly buffer: ArrayBufferLike }[] = []): void => {
  const said: Said<unknown> = { answer };
  port.postMessage(
    said,
    moved.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : [])),
  );
};

const msBetween = 100;

const nowAndThen = (port: MessagePort): ((progress: PlanningProgress) => void) => {
  let last = -Infinity;
  return (progress) => {
    const now = performance.now();
    if (now - last < msBetween) return;
    last = now;
    const said: Said<never> = { progress };
    port.postMessage(said);
  };
};

if (parentPort !== null) await work(parentPort);
