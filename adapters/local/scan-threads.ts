import type { Worker } from 'node:worker_threads';
import type { AdmissiblePairs } from '../../domain/introductions/admissible.ts';
import { type BestLists, together } from '../../domain/introductions/best-lists.ts';
import { type DoWork, nearOf, nearWorkerOf, type NearScanning } from '../../domain/introductions/near/nearest.ts';
import { pairsToScan, shareScannerOf } from '../../domain/introductions/planning/share-scanner.ts';
import type { OpenScans, Scans } from '../../domain/introductions/scans.ts';
import { answerOf, beginThread, doShares, type NearShares, type ScanShare } from './planning-threads.ts';

export interface ScanThreads {
  readonly open: OpenScans;
  /** Ends the threads. */
  readonly close: () => Promise<void>;
}

/** Scans on so many threads, this one among them: it begins helpers for the others. */
export const scanThreads = (threads: number, limits: Pick<NearScanning, 'scannedMax'> = {}): ScanThreads => {
  const helpers: Worker[] = [];
  const ending: Promise<number>[] = [];
  return {
    open: (pairs) => {
      for (let each = 1; each < threads; each++) helpers.push(beginThread({ task: 'help', pairs }));
      const scan = scanWith(helpers, pairs);
      return {
        scan,
        near: nearOf(pairs, { scan, work: workWith(helpers), ...limits }),
        mostDone: () => {
          for (const helper of helpers.splice(0)) ending.push(helper.terminate());
        },
      };
    },
    close: async () => {
      await Promise.all([...ending, ...helpers.map((helper) => helper.terminate())]);
    },
  };
};

/** Each thread does one share, as all shares of a scan are equally long. */
const scanWith = (helpers: readonly Worker[], pairs: AdmissiblePairs): Scans['scan'] => {
  const scanner = shareScannerOf(pairs);
  return async (task, onPairs) => {
    const shares = helpers.length + 1;
    const of = pairsToScan(task, pairs.packed.size);
    const theirs = helpers.map(async (helper, at) => {
      const asked: ScanShare = { task, share: { share: at + 1, shares } };
      helper.postMessage(asked);
      return answerOf<BestLists>(helper);
    });
    // The others are as far as this one, more or less.
    const own = scanner(task, { share: 0, shares }, (done) => {
      onPairs(Math.min(of, done * shares), of);
    });
    return [own, ...(await Promise.all(theirs))].reduce(together);
  };
};

/** The threads take shares one by one, as these are not equally long. */
const workWith =
  (helpers: readonly Worker[]): DoWork =>
  async (work, onDone) => {
    const shares = sharesPerThread * (helpers.length + 1);
    const asked: NearShares = { work, shares, taken: new Int32Array(new SharedArrayBuffer(4)) };
    const theirs = helpers.map(async (helper) => {
      helper.postMessage(asked);
      return answerOf<undefined>(helper);
    });
    doShares(nearWorkerOf(work), asked, (taken) => {
      onDone(taken / shares);
    });
    await Promise.all(theirs);
  };

const sharesPerThread = 16;
