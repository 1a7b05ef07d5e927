import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import type { EmbeddedNeeds } from '../http/routes/embedded-needs.ts';
import { codeOf } from '../dynamodb/journal-files.ts';

/** Where `scripts/build-web.ts` puts what browsers load. */
export const builtWebFolder = fileURLToPath(new URL('../../dist/web/', import.meta.url));

/** The files of a folder by their names below it, and of no other. Read each time, so that what is built anew shows. */
export const createWebFolder = (folder: string): NonNullable<EmbeddedNeeds['webFiles']> => ({
  read: async (name) => {
    if (!/^([a-zA-Z0-9_-]+\/)?[a-zA-Z0-9_-]+(\.[a-zA-Z0-9_-]+)*\.[a-z0-9]+$/.test(name)) return undefined;
    return readFile(join(folder, name)).catch((error: unknown) => {
      if (['ENOENT', 'EISDIR', 'ENOTDIR'].includes(codeOf(error) ?? '')) return undefined;
      throw error;
    });
  },
});
