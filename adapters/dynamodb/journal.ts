import { join } from 'node:path';
import { lockFolder } from './folder-lock.ts';
import { frameOf, readFrames, title } from './journal-frames.ts';
import { codeOf, makeFolder, realFiles, type JournalFile, type JournalFiles } from './journal-files.ts';
import type { Entry } from './table-state.ts';
import { Unavailable } from './table.ts';

/** Keeps what a table commits, in one file of one folder, for one process at a time (docs/decisions/0005-storage.md). */
export interface Journal {
  /** Everything kept, oldest first. Once, before anything is appended. */
  readonly replay: (visit: (entry: Entry) => void) => Promise<void>;
  /** On the disk when it resolves. Throws `Unavailable`, and then the journal is as it was before. One at a time. */
  readonly append: (entries: readonly Entry[]) => Promise<void>;
  /** Whether more of the file is history than `items` items need. */
  readonly isOutgrown: (items: number) => boolean;
  /** Puts a journal of `entries` alone in the place of this one, at once or not at all. Never throws. Not beside `append`. */
  readonly compact: (entries: Iterable<Entry>) => Promise<void>;
  /** Lets the folder go. */
  readonly close: () => Promise<void>;
}

export interface JournalOptions {
  readonly files?: JournalFiles;
  /** History shorter than this many entries is never worth rewriting. */
  readonly historyMin?: number;
}

/** Makes the folder if need be. Throws `DataInUse` where another process has it, `JournalDamaged` where replay finds what nobody wrote. */
export const openJournal = async (folder: string, { files = realFiles, historyMin = 10_000 }: JournalOptions = {}): Promise<Journal> => {
  await makeFolder(folder);
  const lock = await lockFolder(folder);
  try {
    await files.remove(newIn(folder));
    const file = (await files.open(pathIn(folder), 'existing')) ?? (await startedAnew({ files, folder }, [])).file;
    return journalOver({ file, files, folder, historyMin, release: lock.release });
  } catch (error) {
    await lock.release();
    throw error;
  }
};

interface Place {
  readonly files: JournalFiles;
  readonly folder: string;
}

interface Opened extends Place {
  readonly file: JournalFile;
  readonly historyMin: number;
  readonly release: () => Promise<void>;
}

const pathIn = (folder: string): string => join(folder, 'journal');
const newIn = (folder: string): string => join(folder, 'journal.new');

const journalOver = (opened: Opened): Journal => {
  let file = opened.file;
  let length = 0;
  let entryCount = 0;
  let closed: 'broken' | 'closed' | undefined;
  // After a rewrite that failed, the file may grow by as much again before the next try.
  let patience = 0;

  const replay: Journal['replay'] = async (visit) => {
    const recovered = await readFrames(file, visit);
    length = recovered.length;
    entryCount = recovered.entries;
    if ((await file.size()) === length) return;
    await file.truncate(length);
    await file.sync();
  };

  const append: Journal['append'] = async (entries) => {
    if (closed === 'closed') throw new Unavailable('the journal is closed');
    if (closed === 'broken') throw new Unavailable('the journal could not be repaired after an error; restart when the disk is well again');
    const frame = frameOf(entries);
    try {
      await file.write(length, frame);
      await file.sync();
    } catch (error) {
      if (!(await cutBack(file, length))) closed = 'broken';
      throw new Unavailable(`the journal could not be written (${codeOf(error)})`, { cause: error });
    }
    length += frame.length;
    entryCount += entries.length;
  };

  const compact: Journal['compact'] = async (entries) => {
    const made = await startedAnew(opened, entries).catch((error: unknown) => error);
    if (!isStarted(made)) {
      patience += entryCount;
      // With the rename done and not made to last, nobody knows which file a power cut would leave.
      if (made instanceof RenameUnsure) closed = 'broken';
      await opened.files.remove(newIn(opened.folder)).catch(() => undefined);
      return;
    }
    await file.close().catch(() => undefined);
    ({ file, length, entryCount } = made);
    patience = 0;
  };

  return {
    replay,
    append,
    isOutgrown: (items) => closed === undefined && entryCount > 2 * items + opened.historyMin + patience,
    compact,
    close: async () => {
      if (closed === 'closed') return;
      closed = 'closed';
      await file.close().finally(opened.release);
    },
  };
};

const cutBack = async (file: JournalFile, length: number): Promise<boolean> =>
  file
    .truncate(length)
    .then(async () => file.sync())
    .then(
      () => true,
      () => false,
    );

interface Started {
  readonly file: JournalFile;
  readonly length: number;
  readonly entryCount: number;
}

const isStarted = (made: unknown): made is Started => typeof made === 'object' && made !== null && 'entryCount' in made;

class RenameUnsure extends Error {}

const frameEntriesMax = 1_000;

/** Writes a journal beside the old one, makes it last, and takes the old one's name. */
const startedAnew = async ({ files, folder }: Place, entries: Iterable<Entry>): Promise<Started> => {
  const file = await files.open(newIn(folder), 'new');
  if (file === undefined) throw new Unavailable('the journal could not be made');
  try {
    const written = await writeAll(file, entries);
    await file.sync();
    await files.rename(newIn(folder), pathIn(folder));
    await files.syncFolder(folder).catch((error: unknown) => {
      throw new RenameUnsure('the folder could not be synchronised', { cause: error });
    });
    return { file, ...written };
  } catch (error) {
    await file.close().catch(() => undefined);
    throw error;
  }
};

const writeAll = async (file: JournalFile, entries: Iterable<Entry>): Promise<Omit<Started, 'file'>> => {
  await file.write(0, title);
  let length = title.length;
  let entryCount = 0;
  let gathered: Entry[] = [];
  const flush = async (): Promise<void> => {
    const frame = frameOf(gathered);
    await file.write(length, frame);
    length += frame.length;
    entryCount += gathered.length;
    gathered = [];
  };
  for (const entry of entries) {
    gathered.push(entry);
    if (gathered.length >= frameEntriesMax) await flush();
  }
  if (gathered.length > 0) await flush();
  return { length, entryCount };
};
