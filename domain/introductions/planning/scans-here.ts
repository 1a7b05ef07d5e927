import { together } from '../best-lists.ts';
import { type DoWork, nearOf, nearWorkerOf } from '../near/nearest.ts';
import type { OnPairs, OpenScans, ScanTask } from '../scans.ts';
import { pairsToScan, shareScannerOf } from './share-scanner.ts';

/** Scans on the thread that plans, as one share or as several one after the other. */
export const scansHere =
  ({ shares = 1 } = {}): OpenScans =>
  (pairs) => {
    const scanner = shareScannerOf(pairs);
    const scan = async (task: ScanTask, onPairs: OnPairs) => {
      const of = pairsToScan(task, pairs.packed.size);
      const lists = Array.from({ length: shares }, (_, share) =>
        scanner(task, { share, shares }, (done) => {
          onPairs(Math.min(of, done * shares), of);
        }),
      );
      return Promise.resolve(lists.reduce(together));
    };
    return { scan, near: nearOf(pairs, { scan, work: workHere(shares) }), mostDone: () => undefined };
  };

const workHere =
  (shares: number): DoWork =>
  async (work, onDone) => {
    const worker = nearWorkerOf(work);
    for (let share = 0; share < shares; share++) {
      worker({ share, shares });
      onDone((share + 1) / shares);
    }
    return Promise.resolve();
  };
