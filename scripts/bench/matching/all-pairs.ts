// node all-pairs.ts <members> [graph]: plans a round of invented members over all pairs and prints one line of JSON; or writes every pair to a file, as lemon.cpp reads it.
import { closeSync, openSync, writeSync } from 'node:fs';
import { admissibleScorerOf } from '../../../domain/introductions/admissible.ts';
import { exactSolver } from '../../../domain/introductions/matching/solve.ts';
import { prepare } from '../../../domain/introductions/planning/preparation.ts';
import { planPacked } from '../../../domain/introductions/plan-packed.ts';
import { inventedRound } from './invented.ts';

const [, , members, graph] = process.argv;
const input = inventedRound(Number(members));

const writeGraph = (file: string): number => {
  const scorer = admissibleScorerOf(prepare(input).pairs);
  const { size } = scorer;
  const out = openSync(file, 'w');
  const scores = new Uint16Array(size);
  const words = new Int32Array(3 * size);
  let count = 0;
  writeSync(out, Int32Array.of(size, 0));
  for (let one = 0; one < size; one++) {
    scorer.row(one, { from: one + 1, to: size }, scores);
    let end = 0;
    for (let other = one + 1; other < size; other++) {
      const score = scores[other - one - 1]!;
      if (score === 0) continue;
      words[end++] = one;
      words[end++] = other;
      words[end++] = score;
    }
    writeSync(out, words, 0, 4 * end);
    count += end / 3;
  }
  writeSync(out, Int32Array.of(size, count), 0, 8, 0);
  closeSync(out);
  return count;
};

if (graph !== undefined) console.log(JSON.stringify({ edges: writeGraph(graph) }));
else {
  const cpuFrom = process.cpuUsage();
  const wallFrom = performance.now();
  const { certificate } = await planPacked(input, { solver: exactSolver, seed: 1 });
  const wallMs = performance.now() - wallFrom;
  const { user, system } = process.cpuUsage(cpuFrom);
  if (certificate.scope !== 'all') throw new Error('the round is not over all pairs');
  const peakMb = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ weight: certificate.total, pairs: certificate.pairs, cpuMs: (user + system) / 1000, wallMs, peakMb }));
}
