import { createHash, randomBytes } from 'node:crypto';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '../../domain/kernel/instant.ts';
import { codeOf, makeFolder, realFiles } from '../dynamodb/journal-files.ts';

/** Files by their keys, as far as one machine needs them. */
export interface FileStore {
  /** What was there before is replaced as a whole. */
  readonly put: (file: StoredFile, bytes: Uint8Array) => Promise<void>;
  readonly read: (key: string, bytesMax: number) => Promise<Uint8Array | 'missing' | 'too_large'>;
  readonly remove: (key: string) => Promise<void>;
  /** In no order. */
  readonly list: () => Promise<readonly StoredFile[]>;
}

export interface StoredFile {
  readonly key: string;
  readonly at: Instant;
}

/** As long as the process lives. */
export const createMemoryFiles = (): FileStore => {
  const files = new Map<string, StoredFile & { readonly bytes: Uint8Array }>();
  return {
    put: async ({ key, at }, bytes) => {
      files.set(key, { key, at, bytes: bytes.slice() });
      return Promise.resolve();
    },
    read: async (key, bytesMax) => {
      const bytes = files.get(key)?.bytes;
      if (bytes === undefined) return Promise.resolve('missing');
      return Promise.resolve(bytes.length > bytesMax ? 'too_large' : bytes.slice());
    },
    remove: async (key) => {
      files.delete(key);
      return Promise.resolve();
    },
    list: async () => Promise.resolve([...files.values()].map(({ key, at }) => ({ key, at }))),
  };
};

/**
 * In a folder, which is made with the first of them; its owner alone can read them. A key may be longer than a file may be called, so it
 * stands in the file, in a line before what was put. What `put` has answered for is on the disk; what it has not is there whole or not at
 * all. One process at a time.
 */
export const createFolderFiles = (folder: string): FileStore => {
  const fileOf = (key: string): string => join(folder, `${createHash('sha256').update(key).digest('base64url')}${fileEnd}`);
  let prepared: Promise<void> | undefined;
  return {
    put: async (file, bytes) => {
      prepared ??= prepare(folder);
      await prepared.catch((error: unknown) => {
        prepared = undefined;
        throw error;
      });
      const draft = join(folder, `${randomBytes(draftBytes).toString('hex')}${draftEnd}`);
      try {
        await written(draft, Buffer.concat([Buffer.from(`${JSON.stringify(file)}\n`), bytes]));
        await rename(draft, fileOf(file.key));
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
      await realFiles.syncFolder(folder);
    },
    read: async (key, bytesMax) => {
      const whole = await contentOf(fileOf(key), bytesMax + headBytesMax);
      if (typeof whole === 'string') return whole;
      const bytes = whole.subarray(whole.indexOf(lineEnd) + 1);
      return bytes.length > bytesMax ? 'too_large' : new Uint8Array(bytes);
    },
    remove: async (key) => rm(fileOf(key), { force: true }),
    list: async () => {
      const names = await readdir(folder).catch(absent);
      const files: StoredFile[] = [];
      for (const name of names ?? []) {
        const head = name.endsWith(fileEnd) ? await headOf(join(folder, name)) : undefined;
        if (head !== undefined) files.push(head);
      }
      return files;
    },
  };
};

// Whatever a key is, its file ends as a file does, and a draft does not.
const fileEnd = '.file';
const draftEnd = '.part';
const draftBytes = 16;
const lineEnd = 0x0a;
/** A key of S3 has up to 1024 bytes, each up to six characters in JSON. */
const headBytesMax = 8 * 1024;

const contentOf = async (path: string, bytesMax: number): Promise<Buffer | 'missing' | 'too_large'> => {
  const file = await open(path, 'r').catch(absent);
  if (file === undefined) return 'missing';
  try {
    const { size } = await file.stat();
    return size > bytesMax ? 'too_large' : await file.readFile();
  } finally {
    await file.close();
  }
};

const headOf = async (path: string): Promise<StoredFile | undefined> => {
  const file = await open(path, 'r').catch(absent);
  if (file === undefined) return undefined;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytesMax), 0, headBytesMax, 0);
    const read = buffer.subarray(0, bytesRead);
    // We wrote it ourselves, and only as a whole.
    return JSON.parse(read.toString('utf8', 0, read.indexOf(lineEnd))) as StoredFile;
  } finally {
    await file.close();
  }
};

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
