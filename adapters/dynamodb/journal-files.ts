import { chmod, mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What the journal asks of a file system; tests put one in its place that is full, breaks or stops. */
export interface JournalFiles {
  /** `'new'` empties what is there. Undefined where an existing file was asked for and there is none. */
  readonly open: (path: string, how: 'new' | 'existing') => Promise<JournalFile | undefined>;
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
  /** Makes the names in a folder last: a rename or a new file is safe only after it. */
  readonly syncFolder: (folder: string) => Promise<void>;
}

export interface JournalFile {
  /** Up to `length` bytes from a place; fewer at the end of the file. */
  readonly read: (at: number, length: number) => Promise<Buffer>;
  readonly write: (at: number, bytes: Buffer) => Promise<void>;
  readonly sync: () => Promise<void>;
  readonly truncate: (length: number) => Promise<void>;
  readonly size: () => Promise<number>;
  readonly close: () => Promise<void>;
}

export const realFiles: JournalFiles = {
  open: async (path, how) => {
    const handle = await open(path, how === 'new' ? 'w+' : 'r+', 0o600).catch(absent);
    return handle === undefined ? undefined : realFile(handle);
  },
  rename,
  remove: async (path) => rm(path, { force: true }),
  syncFolder: async (folder) => {
    const handle = await open(folder, 'r');
    await handle.sync().finally(async () => handle.close());
  },
};

/** A folder that its owner alone can enter, there to stay. One that exists is taken as it is. */
export const makeFolder = async (folder: string): Promise<void> => {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (made === undefined) return;
  await chmod(folder, 0o700);
  await realFiles.syncFolder(dirname(made));
};

/** The code that Node gives an error of the system, `ENOSPC` for example. */
export const codeOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'unknown';
};

const absent = (error: unknown): undefined => {
  if (codeOf(error) === 'ENOENT') return undefined;
  throw error;
};

const realFile = (handle: FileHandle): JournalFile => ({
  read: async (at, length) => {
    const bytes = Buffer.allocUnsafe(length);
    let got = 0;
    while (got < length) {
      const { bytesRead } = await handle.read(bytes, got, length - got, at + got);
      if (bytesRead === 0) break;
      got += bytesRead;
    }
    return bytes.subarray(0, got);
  },
  write: async (at, bytes) => {
    let put = 0;
    while (put < bytes.length) {
      const { bytesWritten } = await handle.write(bytes, put, bytes.length - put, at + put);
      put += bytesWritten;
    }
  },
  // Without times and the like, but with the length: all that reading the bytes again needs.
  sync: async () => handle.datasync(),
  truncate: async (length) => handle.truncate(length),
  size: async () => (await handle.stat()).size,
  close: async () => handle.close(),
});
