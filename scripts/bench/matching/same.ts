// node same.ts <members> <all|candidates>: plans one round with other numbers of threads and its members in another order, and prints how many different rounds came of it, as one line of JSON.
import { createHash } from 'node:crypto';
import { scanThreads } from '../../../adapters/local/scan-threads.ts';
import { exactSolver } from '../../../domain/introductions/matching/solve.ts';
import { planPacked } from '../../../domain/introductions/plan-packed.ts';
import { inventedRound } from './invented.ts';

export interface Same {
  readonly planned: number;
  readonly different: number;
}

const [, , members, scope] = process.argv;
const inOrder = inventedRound(Number(members));
const inOtherOrder = inventedRound(Number(members), { inOtherOrder: true });

const ways = [
  { input: inOrder, threads: 1 },
  { input: inOrder, threads: 2 },
  { input: inOrder, threads: 3 },
  { input: inOtherOrder, threads: 2 },
];

const rounds = new Set<string>();
for (const { input, threads } of ways) {
  // For candidates, as in a community that is too large to look at all pairs.
  const { open, close } = scanThreads(threads, scope === 'all' ? {} : { scannedMax: 0 });
  const limits = scope === 'all' ? { allPairsMax: Infinity } : { allPairsMax: 0 };
  const planned = await planPacked(input, { solver: exactSolver, seed: 1, scans: open, limits });
  await close();
  const { ids } = input.community;
  const pairs = ids.map((id, member) => [id, ids[planned.partner[member]!] ?? '', planned.score[member]!]);
  rounds.add(
    createHash('sha256')
      .update(JSON.stringify([pairs, planned.leftOut, planned.certificate]))
      .digest('hex'),
  );
}
console.log(JSON.stringify({ planned: ways.length, different: rounds.size - 1 } satisfies Same));
