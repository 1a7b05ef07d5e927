import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { entries } from '../build/entries.ts';
import type { Facts } from './refusals.ts';

const sources = ['adapters', 'domain', 'web', 'community', 'package-lock.json', 'scripts/build'];

/** Which bundles are not there, the page of the chat among them, and whether anything that they are made of was changed after they were built. */
export const bundlesIn = (root: string): Facts['bundles'] => {
  const inDist = (name: string, file: string) => ({ name, file: join(root, 'dist', name, file) });
  const made = [...entries.map(({ name }) => inDist(name, 'index.mjs')), inDist('web', 'chat.js')];
  const missing = made.filter(({ file }) => !existsSync(file)).map(({ name }) => name);
  if (missing.length > 0) return { missing, areOlderThanSources: false };
  const oldest = Math.min(...made.map(({ file }) => statSync(file).mtimeMs));
  return { missing, areOlderThanSources: sources.some((source) => newestIn(join(root, source)) > oldest) };
};

const newestIn = (path: string): number => {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((newest, { parentPath, name }) => Math.max(newest, statSync(join(parentPath, name)).mtimeMs), 0);
};
