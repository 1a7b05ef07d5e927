import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Resource } from './resource.ts';

/** A stack as the last run left it, each resource after what it stands on. */
export interface State {
  readonly resources: readonly Resource[];
}

export const readState = (path: string): State =>
  existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as State) : { resources: [] };

/** Secrets are marked in it and not encrypted, unlike in Pulumi's own: it is a file of tests, which only its owner reads. */
export const writeState = (path: string, state: State): void => {
  writeFileSync(`${path}.new`, JSON.stringify(state, undefined, 2), { mode: 0o600 });
  renameSync(`${path}.new`, path);
};
