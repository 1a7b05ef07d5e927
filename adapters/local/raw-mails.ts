import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, makeFolder, realFiles } from '../dynamodb/journal-files.ts';
import type { RawStore } from '../memory/mailbox.ts';

/** Raw mails as long as the process lives. */
export const createMemoryRawMails = (): RawStore => {
  const mails = new Map<string, Uint8Array>();
  return {
    put: async (key, bytes) => {
      mails.set(key, bytes.slice());
      return Promise.resolve();
    },
    read: async (key, bytesMax) => {
      const bytes = mails.get(key);
      if (bytes === undefined) return Promise.resolve('missing');
      return Promise.resolve(bytes.length > bytesMax ? 'too_large' : bytes.slice());
    },
    remove: async (key) => {
      mails.delete(key);
      return Promise.resolve();
    },
  };
};

/**
 * Raw mails as files of a folder, which is made with the first of them; its owner alone can read them. A mail that `put` has answered for
 * is on the disk; one that it has not is there whole or not at all. One process at a time.
 */
export const createFolderRawMails = (folder: string): RawStore => {
  const fileOf = (key: string): string => join(folder, `${encodeURIComponent(key)}${mailEnd}`);
  let prepared: Promise<void> | undefined;
  return {
    put: async (key, bytes) => {
      prepared ??= prepare(folder);
      await prepared.catch((error: unknown) => {
        prepared = undefined;
        throw error;
      });
      const draft = join(folder, `${randomBytes(draftBytes).toString('hex')}${draftEnd}`);
      try {
        await written(draft, bytes);
        await rename(draft, fileOf(key));
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
      await realFiles.syncFolder(folder);
    },
    read: async (key, bytesMax) => {
      const file = await open(fileOf(key), 'r').catch(absent);
      if (file === undefined) return 'missing';
      try {
        const { size } = await file.stat();
        return size > bytesMax ? 'too_large' : await file.readFile();
      } finally {
        await file.close();
      }
    },
    remove: async (key) => rm(fileOf(key), { force: true }),
  };
};

// Whatever a key is, its file ends as a mail does, and a draft does not.
const mailEnd = '.eml';
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
