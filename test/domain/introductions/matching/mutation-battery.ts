// Run by mutation.test.ts in a process of its own: solves the problems of a file with the solver in a folder, and ends with 1 on the first
// answer that is wrong.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { verify } from '../../../../domain/introductions/matching/certificate.ts';
import type { MatchingProblem, Solver } from '../../../../domain/introductions/matching/problem.ts';
import type { Ways } from '../../../../domain/introductions/matching/solve.ts';
import type { PackedProblem } from './mutation.test.ts';

const [, , folder, problemsFile] = process.argv;
const { solverOf } = (await import(pathToFileURL(join(folder!, 'introductions/matching/solve.ts')).href)) as {
  readonly solverOf: (stages: Ways) => Solver;
};
const packed = JSON.parse(await readFile(problemsFile!, 'utf8')) as readonly PackedProblem[];
for (const { size, u, v, score, height } of packed) {
  const problem: MatchingProblem = {
    size,
    u: Int32Array.from(u),
    v: Int32Array.from(v),
    score: Int32Array.from(score),
    height: Uint8Array.from(height),
  };
  verify(problem, solverOf({ fractionalFirst: true, nearPerMember: 1 })(problem));
  // The exact stage has little left to do after the others, so it gets all of it as well.
  verify(problem, solverOf({ fractionalFirst: false, nearPerMember: 1 })(problem));
}
