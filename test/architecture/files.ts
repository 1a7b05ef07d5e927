import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The files under `folder` of `root`, relative to `root`, without installed packages and planted violations. */
export const filesUnder = (root: string, folder: string): string[] => {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return [path];
    return ['node_modules', 'fixtures'].includes(entry.name) ? [] : filesUnder(root, path);
  });
};
