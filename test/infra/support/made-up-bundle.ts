import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder with a bundle for each name, as `npm run build` leaves them; nothing in it runs. */
export const madeUpBundles = (...names: readonly string[]): string => {
  const folder = mkdtempSync(join(tmpdir(), 'loop-bundles-'));
  madeUpWeb(folder);
  for (const name of names) {
    mkdirSync(join(folder, name, 'community'), { recursive: true });
    for (const file of ['index.mjs', 'index.mjs.map', 'beside.mjs', 'meta.json', 'community/community.json'])
      writeFileSync(join(folder, name, file), '{}\n');
  }
  return folder;
};

/** The page of the chat, as `scripts/build-web.ts` leaves it; nothing in it runs. */
export const madeUpWeb = (folder: string): void => {
  mkdirSync(join(folder, 'web', 'chunks'), { recursive: true });
  for (const file of ['chat.js', 'chat.css', 'chunks/recorder-DmS3xYkQ.js']) writeFileSync(join(folder, 'web', file), '\n');
};
