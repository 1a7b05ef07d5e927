import { randomBytes } from 'node:crypto';
import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, makeFolder, realFiles } from '../dynamodb/journal-files.ts';

/** Files of one folder by their names, which end as no draft does. */
export interface WholeFiles {
  /** Puts it in the place of what was there: once it has answered it is on the disk, and before that it is there whole or not at all. */
  readonly put: (name: string, bytes: Uint8Array) => Promise<void>;
  /** `'too_large'`: nothing of it was read. */
  readonly read: (name: string, bytesMax: number) => Promise<Buffer | 'missing' | 'too_large'>;
  /** What `look` makes of the open file; `undefined` where there is none. */
  readonly opened: <T>(name: string, look: (file: FileHandle) => Promise<T>) => Promise<T | undefined>;
  /** Idempotent. */
  readonly remove: (name: string) => Promise<void>;
  /** Of all that is there, drafts too, in no order. */
  readonly names: () => Promise<readonly string[]>;
}

/** The folder is made with the first of them; its owner alone can read them. One process at a time. */
export const createWholeFiles = (folder: string): WholeFiles => {
  let prepared: Promise<void> | undefined;
  const opened: WholeFiles['opened'] = async (name, look) => {
    const file = await open(join(folder, name), 'r').catch(absent);
    if (file === undefined) return undefined;
    try {
      return await look(file);
    } finally {
      await file.close();
    }
  };
  return {
    put: async (name, bytes) => {
      prepared ??= prepare(folder);
      await prepared.catch((error: unknown) => {
        prepared = undefined;
        throw error;
      });
      const draft = join(folder, `${randomBytes(draftBytes).toString('hex')}${draftEnd}`);
      try {
        await written(draft, bytes);
        await rename(draft, join(folder, name));
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
      await realFiles.syncFolder(folder);
    },
    read: async (name, bytesMax) =>
      (await opened(name, async (file) => {
        const { size } = await file.stat();
        return size > bytesMax ? 'too_large' : file.readFile();
      })) ?? 'missing',
    opened,
    remove: async (name) => rm(join(folder, name), { force: true }),
    names: async () => (await readdir(folder).catch(absent)) ?? [],
  };
};

const draftEnd = '.part';
const draftBytes = 16;

/** What a killed process has left half written goes. */
const prepare = async (folder: string): Promise<void> => {
  await makeFolder(folder);
  const drafts = (await readdir(folder)).filter((name) => name.endsWith(draftEnd));
  await Promise.all(drafts.map(async (name) => rm(join(folder, name), { force: true })));
};

const written = async (path: string, bytes: Uint8Array): Promise<void> => {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.datasync();
  } finally {
    await file.close();
  }
};

const absent = (error: unknown): undefined => {
  if (codeOf(error) === 'ENOENT') return undefined;
  throw error;
};
