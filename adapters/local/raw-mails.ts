import type { RawStore } from '../memory/mailbox.ts';
import { createWholeFiles } from './whole-files.ts';

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
  const files = createWholeFiles(folder);
  return {
    put: async (key, bytes) => files.put(nameOf(key), bytes),
    read: async (key, bytesMax) => files.read(nameOf(key), bytesMax),
    remove: async (key) => files.remove(nameOf(key)),
  };
};

/** Whatever a key is, its file ends as a mail does, and as no draft. */
const nameOf = (key: string): string => `${encodeURIComponent(key)}.eml`;
