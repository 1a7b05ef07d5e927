import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Aim } from '../../domain/introductions/matching/plain.ts';
import type { EdgeList } from '../files/edges-list.ts';
import type { Problems } from '../files/problem.ts';

/** What the matching worker is asked. */
export interface MatchingTask {
  readonly edges: EdgeList;
  readonly aim: Aim;
  /** Without it, the edges are only looked at. */
  readonly isWanted: boolean;
}

/** What it answers; where there are problems, there is no matching. */
export interface MatchingAnswer {
  readonly problems: Problems;
  readonly repeats: number;
  readonly matched?: Matched;
}

export interface Matched {
  /** Pairs that may be chosen, each counted once. */
  readonly edges: number;
  /** By vertex: its partner (−1: none), and the weight of the pair. */
  readonly partner: Int32Array;
  readonly weightOf: Float64Array;
  readonly pairs: number;
  readonly weight: bigint;
  readonly upperBound: bigint;
  readonly solveMs: number;
  readonly checkMs: number;
}

/** Matches on a thread of its own, to which the arrays of the edges are moved: the main one stays free to show the time and to end at once. */
export const matchBeside = (task: MatchingTask): Promise<MatchingAnswer> => {
  const { u, v, weight, line } = task.edges;
  const transferList = [u, v, weight, ...(line === undefined ? [] : [line])].map(({ buffer }) => buffer as ArrayBuffer);
  const url = new URL(`./matching-worker${extname(import.meta.url)}`, import.meta.url);
  const worker = new Worker(url, { workerData: task, transferList });
  return new Promise<MatchingAnswer>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(new Error(`the matching worker ended with ${String(code)}`));
    });
  });
};
