import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verify } from '../../domain/introductions/matching/certificate.ts';
import { greatestMatching } from '../../domain/introductions/matching/plain.ts';
import type { MatchingProblem } from '../../domain/introductions/matching/problem.ts';
import { exactSolver } from '../../domain/introductions/matching/solve.ts';
import { buildLemon, wordsOf } from '../../scripts/bench/matching/lemon.ts';
import { seededRandom } from '../../domain/kernel/random.ts';
import { aProblem, type Edge } from '../arbitraries/matching.ts';

const graphs = 500;
const size = 2000;

let room = '';
let lemon = '';
beforeAll(async () => {
  room = await mkdtemp(join(tmpdir(), 'loop-lemon-'));
  lemon = await buildLemon(room);
}, 120_000);
afterAll(async () => rm(room, { recursive: true }));

describe('the exact solver', () => {
  it(`agrees with LEMON on ${String(graphs)} graphs of ${String(size)} members`, { timeout: 900_000 }, async () => {
    for (let seed = 0; seed < graphs; seed++) {
      const problem = aSparseProblem(seed);
      const { pairs, total } = verify(problem, exactSolver(problem));
      expect({ seed, pairs, total }).toEqual({ seed, ...(await lemonOn(problem, 'cardinality')) });
    }
  });

  it('agrees with LEMON where the weight alone counts', { timeout: 300_000 }, async () => {
    for (let seed = 0; seed < graphs / 10; seed++) {
      const problem = aSparseProblem(seed);
      const { weight } = greatestMatching({ ...problem, weight: problem.score }, { maxCardinality: false });
      expect({ seed, total: Number(weight) }).toEqual({ seed, total: (await lemonOn(problem, 'weight')).total });
    }
  });
});

const lemonOn = async (problem: MatchingProblem, aim: 'weight' | 'cardinality'): Promise<{ pairs: number; total: number }> => {
  const graph = join(room, 'graph');
  await writeFile(graph, wordsOf(problem));
  const partners = join(room, 'partners');
  const { stdout } = await promisify(execFile)(lemon, [graph, aim, partners]);
  const { pairs, weight } = JSON.parse(stdout) as { readonly pairs: number; readonly weight: number };
  expect((await readFile(partners)).byteLength).toBe(4 * problem.size);
  return { pairs, total: weight };
};

/** Members with one to forty partners each, some communities in two parts, scores from tied to all different. */
const aSparseProblem = (seed: number): MatchingProblem => {
  const random = seededRandom(seed);
  const scoreTop = [1, 3, 20, 500, 10_000][seed % 5]!;
  const degree = [1, 2, 3, 6, 12, 40][seed % 6]!;
  const parts = 1 + (seed % 2);
  const edges = new Map<number, Edge>();
  for (let one = 0; one < size; one++) {
    for (let tries = 0; tries < degree; tries++) {
      const other = random.int(size);
      if (other === one || other % parts !== one % parts) continue;
      const [u, v] = [Math.min(one, other), Math.max(one, other)];
      edges.set(u * size + v, [u, v, 1 + random.int(scoreTop)]);
    }
  }
  return aProblem(size, [...edges.values()]);
};
