import { allPairsRow } from './all-pairs-row.ts';
import type { Row } from './bench.ts';
import { candidatesRow } from './candidates-row.ts';
import { npmRow } from './npm-row.ts';
import { qualityRow } from './quality-row.ts';
import { roundRow } from './round-row.ts';
import { sameRow } from './same-row.ts';
import { scoreRow } from './score-row.ts';
import { solverRow } from './solver-row.ts';

/** Every row in the order in which it is measured, what takes longest last. */
export const rows: readonly Row[] = [
  solverRow({ name: 'topk-1k', family: 'topk', members: 1_000, partners: 30, runs: 5 }),
  solverRow({ name: 'dense-500', family: 'dense', members: 500, partners: 0, runs: 5 }),
  solverRow({ name: 'topk-10k', family: 'topk', members: 10_000, partners: 30, runs: 5, goal: 1, floor: 1.5 }),
  solverRow({ name: 'rand-10k', family: 'rand', members: 10_000, partners: 30, runs: 5, goal: 1, floor: 1.5 }),
  solverRow({ name: 'dense-2k', family: 'dense', members: 2_000, partners: 0, runs: 5, goal: 0.1, floor: 0.15 }),
  solverRow({ name: 'topk-100k', family: 'topk', members: 100_000, partners: 30, runs: 3, goal: 0.15, floor: 0.25, memoryMb: 300 }),
  scoreRow({ name: 'scoring', members: 20_000, runs: 3 }),
  allPairsRow({ name: 'all-pairs-2k', members: 2_000, runs: 3 }),
  candidatesRow({ name: 'recall-20k', members: 20_000 }),
  qualityRow({ name: 'quality-2k', members: 2_000, weeks: 8 }),
  qualityRow({ name: 'quality-10k', members: 10_000, weeks: 3 }),
  sameRow({ name: 'same', all: 2_000, candidates: 12_000 }),
  roundRow({ name: 'round-10k', members: 10_000, runs: 5, goalMs: 6_000, memoryMb: 600 }),
  roundRow({ name: 'round-100k', members: 100_000, runs: 3, goalMs: 120_000 }),
  // A file of 50 MB.
  roundRow({ name: 'round-160k', members: 160_000, runs: 1, memoryMb: 1_000, onlyFull: true }),
  npmRow({ name: 'npm-topk-10k', family: 'topk', members: 10_000, partners: 30 }),
  npmRow({ name: 'npm-rand-10k', family: 'rand', members: 10_000, partners: 30 }),
  allPairsRow({ name: 'all-pairs-10k', members: 10_000, runs: 1, goal: 50, onlyFull: true }),
  solverRow({ name: 'rand-100k', family: 'rand', members: 100_000, partners: 30, runs: 3, onlyFull: true }),
  solverRow({
    name: 'topk-1m',
    family: 'topk',
    members: 1_000_000,
    partners: 30,
    runs: 1,
    goalMs: 60_000,
    floor: 0.35,
    memoryMb: 2_000,
    onlyFull: true,
  }),
  roundRow({
    name: 'round-1m',
    members: 1_000_000,
    runs: 1,
    goalMs: 25 * 60_000,
    memoryMb: 8_000,
    growth: { from: 10_000, exponent: 1.3 },
    onlyFull: true,
  }),
];
