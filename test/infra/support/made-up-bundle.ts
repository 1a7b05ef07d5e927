import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder with a bundle for each name, as `npm run build` leaves them; nothing in it runs. */
export const madeUpBundles = (...names: readonly string[]): string => {
  const folder = mkdtempSync(join(tmpdir(), 'loop-bundles-'));
  for (const name of names) {
    mkdirSync(join(folder, name, 'community'), { recursive: true });
    for (const file of ['index.mjs', 'index.mjs.map', 'beside.mjs', 'meta.json', 'community/community.json'])
      writeFileSync(join(folder, name, file), '{}\n');
  }
  return folder;
};
