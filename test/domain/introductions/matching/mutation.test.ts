import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MatchingProblem } from '../../../../domain/introductions/matching/problem.ts';
import { heightMax } from '../../../../domain/introductions/matching/problem.ts';
import { seededProblem } from '../../../arbitraries/matching.ts';
import { families, nestedBlossoms } from './families.ts';
import { type Mutant, mutants } from './mutants.ts';

/** A problem as plain lists of numbers. */
export interface PackedProblem {
  readonly size: number;
  readonly u: readonly number[];
  readonly v: readonly number[];
  readonly score: readonly number[];
  readonly height: readonly number[];
}

const here = dirname(fileURLToPath(import.meta.url));
const domain = join(here, '../../../../domain');
// A solver that never ends is caught as well.
const patienceMs = 20_000;

let room = '';
beforeAll(async () => {
  room = await mkdtemp(join(tmpdir(), 'loop-mutants-'));
  await writeFile(join(room, 'package.json'), '{ "type": "module" }');
  await writeFile(join(room, 'problems.json'), JSON.stringify(problems().map(packed)));
});
afterAll(async () => rm(room, { recursive: true }));

describe('the certificate', () => {
  it('passes the solver as it is on all problems that the broken ones get', { timeout: 2 * patienceMs }, async () => {
    expect(await outcomeOf('as-it-is')).toBe('passed');
  });

  it.for(mutants)(
    'catches a solver that $what',
    { timeout: 3 * patienceMs, concurrent: availableParallelism() > 1 },
    async (mutant, context) => {
      context.expect(await outcomeOf(mutant.what.replaceAll(/\W+/g, '-'), mutant)).toBe('caught');
    },
  );
});

const outcomeOf = async (name: string, mutant?: Mutant): Promise<'passed' | 'caught'> => {
  const folder = join(room, name);
  await mkdir(join(folder, 'introductions'), { recursive: true });
  await cp(join(domain, 'introductions/matching'), join(folder, 'introductions/matching'), { recursive: true });
  await cp(join(domain, 'kernel'), join(folder, 'kernel'), { recursive: true });
  if (mutant !== undefined) await apply(folder, mutant);
  const args = [join(here, 'mutation-battery.ts'), folder, join(room, 'problems.json')];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { timeout: patienceMs }, (error) => resolve(error === null ? 'passed' : 'caught'));
  });
};

const apply = async (folder: string, { file, line, instead }: Mutant): Promise<void> => {
  const path = join(folder, 'introductions/matching', file);
  const source = await readFile(path, 'utf8');
  expect(source.split(line), `"${line}" stands in ${file} once`).toHaveLength(2);
  await writeFile(
    path,
    source.replace(line, () => instead),
  );
};

const problems = (): MatchingProblem[] => {
  const random = Array.from({ length: 700 }, (_, seed) =>
    seededProblem(seed, {
      size: [7, 12, 25, 50, 90][seed % 5]!,
      density: [30, 60, 120, 300, 800, 1000][seed % 6]!,
      scoreTop: [2, 5, 40, 10_000][seed % 4]!,
      heightTop: [1, 3, heightMax][seed % 3]!,
    }),
  );
  const large = Array.from({ length: 12 }, (_, seed) =>
    seededProblem(seed, { size: 400, density: [20, 100, 400][seed % 3]!, scoreTop: [100, 10_000][seed % 2]!, heightTop: 1 + (seed % 2) }),
  );
  return [...families().map(([, problem]) => problem), nestedBlossoms(400), ...random, ...large];
};

const packed = ({ size, u, v, score, height }: MatchingProblem): PackedProblem => ({
  size,
  u: [...u],
  v: [...v],
  score: [...score],
  height: [...height],
});
