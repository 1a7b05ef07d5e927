import { realFiles, type JournalFile, type JournalFiles } from '../../adapters/dynamodb/journal-files.ts';

export type FileOperation = 'open' | 'write' | 'sync' | 'truncate' | 'rename' | 'remove' | 'syncFolder';

/** A real file system, each change of which may be refused. */
export interface FaultyFiles extends JournalFiles {
  /**
   * Asked before each change, numbered from 1: undefined lets it happen; otherwise it fails with this code, and a write leaves half of
   * its bytes behind, as a full disk and a killed process do.
   */
  readonly fail: (rule: (operation: FileOperation, number: number) => string | undefined) => void;
  readonly operations: () => number;
}

export const createFaultyFiles = (): FaultyFiles => {
  let rule: (operation: FileOperation, number: number) => string | undefined = () => undefined;
  let operations = 0;
  const refusal = (operation: FileOperation): Error | undefined => {
    operations++;
    const code = rule(operation, operations);
    return code === undefined ? undefined : Object.assign(new Error(code), { code });
  };
  const allow = async <T>(operation: FileOperation, act: () => Promise<T>): Promise<T> => {
    const error = refusal(operation);
    if (error !== undefined) throw error;
    return act();
  };
  const faulty = (file: JournalFile): JournalFile => ({
    ...file,
    write: async (at, bytes) => {
      const error = refusal('write');
      await file.write(at, error === undefined ? bytes : bytes.subarray(0, bytes.length >>> 1));
      if (error !== undefined) throw error;
    },
    sync: async () => allow('sync', file.sync),
    truncate: async (length) => allow('truncate', async () => file.truncate(length)),
  });
  return {
    fail: (next) => {
      rule = next;
      operations = 0;
    },
    operations: () => operations,
    open: async (path, how) => {
      const file = await allow('open', async () => realFiles.open(path, how));
      return file === undefined ? undefined : faulty(file);
    },
    rename: async (from, to) => allow('rename', async () => realFiles.rename(from, to)),
    remove: async (path) => allow('remove', async () => realFiles.remove(path)),
    syncFolder: async (folder) => allow('syncFolder', async () => realFiles.syncFolder(folder)),
  };
};
