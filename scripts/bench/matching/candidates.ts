// node candidates.ts <members> <sample|various>: each member's best partners as the search finds them, beside the true ones; one line of JSON.
import { scanThreads } from '../../../adapters/local/scan-threads.ts';
import type { NearestLists } from '../../../domain/introductions/best-lists.ts';
import { exactSolver } from '../../../domain/introductions/matching/solve.ts';
import { planPacked } from '../../../domain/introductions/plan-packed.ts';
import { prepare } from '../../../domain/introductions/planning/preparation.ts';
import { planLimits } from '../../../domain/introductions/planning/work.ts';
import { inventedRound } from './invented.ts';

export interface CandidatesRun {
  /** Which share of the true best partners, of all members, is found; whoever scores as much as the last of them counts as one. */
  readonly recall: number;
  /** What the round says of it, by a sample. */
  readonly sampled: number;
  readonly total: number;
  /** Of the best round among the true best partners. */
  readonly trueTotal: number;
  readonly leftOut: number;
  readonly trueLeftOut: number;
}

const threads = 2;
const { perMember } = planLimits;

const [, , members, people] = process.argv;
const input = inventedRound(Number(members), { people: people === 'various' ? 'various' : 'sample' });

const listsOf = async (way: 'search' | 'scan') => {
  const { open, close } = scanThreads(threads, { scannedMax: way === 'search' ? 0 : Infinity });
  const lists = await open(prepare(input).pairs).near(perMember, () => undefined);
  await close();
  return lists;
};

const recallOf = (found: NearestLists, wanted: NearestLists): number => {
  let all = 0;
  let good = 0;
  for (let first = 0; first < wanted.score.length; first += perMember) {
    const least = wanted.score.subarray(first, first + perMember).findLast((score) => score > 0) ?? Infinity;
    for (let at = first; at < first + perMember; at++) {
      if (wanted.score[at]! > 0) all++;
      if (found.score[at]! >= least) good++;
    }
  }
  return good / all;
};

const roundOf = async (lists: Awaited<ReturnType<typeof listsOf>>) => {
  const scans = () => ({ ...scanThreads(1).open(prepare(input).pairs), near: async () => Promise.resolve(lists) });
  return planPacked(input, { solver: exactSolver, seed: 1, scans, limits: { allPairsMax: 0 } });
};

const found = await listsOf('search');
const wanted = await listsOf('scan');
const round = await roundOf(found);
const trueRound = await roundOf(wanted);
const run: CandidatesRun = {
  recall: recallOf(found, wanted),
  sampled: found.recall,
  total: round.certificate.total,
  trueTotal: trueRound.certificate.total,
  leftOut: round.leftOut.length,
  trueLeftOut: trueRound.leftOut.length,
};
console.log(JSON.stringify(run));
