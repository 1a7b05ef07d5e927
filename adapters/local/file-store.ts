import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { Instant } from '../../domain/kernel/instant.ts';
import { createWholeFiles } from './whole-files.ts';

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
  const files = createWholeFiles(folder);
  return {
    put: async (file, bytes) => files.put(nameOf(file.key), Buffer.concat([Buffer.from(`${JSON.stringify(file)}\n`), bytes])),
    read: async (key, bytesMax) => {
      const whole = await files.read(nameOf(key), bytesMax + headBytesMax);
      if (typeof whole === 'string') return whole;
      const bytes = whole.subarray(whole.indexOf(lineEnd) + 1);
      return bytes.length > bytesMax ? 'too_large' : new Uint8Array(bytes);
    },
    remove: async (key) => files.remove(nameOf(key)),
    list: async () => {
      const heads: StoredFile[] = [];
      for (const name of await files.names()) {
        const head = name.endsWith(fileEnd) ? await files.opened(name, headOf) : undefined;
        if (head !== undefined) heads.push(head);
      }
      return heads;
    },
  };
};

// Whatever a key is, its file ends as a file does, and as no draft.
const fileEnd = '.file';
const nameOf = (key: string): string => `${createHash('sha256').update(key).digest('base64url')}${fileEnd}`;
const lineEnd = 0x0a;
/** A key of S3 has up to 1024 bytes, each up to six characters in JSON. */
const headBytesMax = 8 * 1024;

const headOf = async (file: FileHandle): Promise<StoredFile> => {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytesMax), 0, headBytesMax, 0);
  const read = buffer.subarray(0, bytesRead);
  // We wrote it ourselves, and only as a whole.
  return JSON.parse(read.toString('utf8', 0, read.indexOf(lineEnd))) as StoredFile;
};
