import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cruise as run, type ICruiseResult } from 'dependency-cruiser';
import { forbidden } from '../../.dependency-cruiser.mjs';

export const root = join(import.meta.dirname, '..', '..');
export const rules = forbidden;

/** Holds the rules of `.dependency-cruiser.mjs` against the `folders` of `baseDir` that exist. */
export const cruise = async (baseDir: string, folders: readonly string[]): Promise<ICruiseResult> => {
  const present = folders.filter((folder) => existsSync(join(baseDir, folder)));
  // Without tsPreCompilationDeps no type-only import counts.
  const options = { baseDir, ruleSet: { forbidden }, validate: true, tsPreCompilationDeps: true, doNotFollow: { path: 'node_modules' } };
  const resolve = {
    // The planted tree finds its stubs first and the real packages second; an unresolved package would satisfy every rule about it.
    modules: ['node_modules', join(root, 'node_modules')],
    exportsFields: ['exports'],
    conditionNames: ['import', 'node', 'default', 'types'],
  };
  const answer = await run(present, { ...options, exclude: { path: '^test/architecture/fixtures' } }, resolve);
  if (typeof answer.output === 'string') throw new Error('dependency-cruiser answered with a report instead of data');
  return answer.output;
};
