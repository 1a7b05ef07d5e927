import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Told } from './history.ts';
import type { Found } from './search.ts';

/** A history that broke something once. It is lived through again with all tests. */
export interface Regression {
  /** What did not hold. */
  readonly invariant: string;
  /** Why it is not mended yet; while this stands here, the history must go on breaking it. */
  readonly open?: string;
  /** What led to it first: `npm run simulate -- --profile … --seed …`. */
  readonly found: Pick<Found, 'profile' | 'seed' | 'path' | 'replayPath'>;
  readonly history: readonly Told[];
}

const folder = join(import.meta.dirname, '..', 'regressions');

export const regressions = (): readonly { readonly file: string; readonly regression: Regression }[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => ({ file, regression: JSON.parse(readFileSync(join(folder, file), 'utf8')) as Regression }));

/** Keeps what was found, under a name that says what broke. Answers the file. */
export const keep = ({ invariant, profile, seed, path, replayPath, history }: Found): string => {
  const name = invariant
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const file = join(folder, `${name}-${String(profile)}-${String(Math.abs(seed))}.json`);
  const regression: Regression = { invariant, found: { profile, seed, path, replayPath }, history };
  writeFileSync(file, `${JSON.stringify(regression, null, 2)}\n`);
  return file;
};
