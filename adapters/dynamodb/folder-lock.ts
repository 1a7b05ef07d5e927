import { randomUUID } from 'node:crypto';
import { link, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from './journal-files.ts';

/** Another process has the folder. */
export class DataInUse extends Error {
  override readonly name = 'DataInUse';
  readonly code = 'data.in_use';
}

export interface FolderLock {
  readonly release: () => Promise<void>;
}

/**
 * Takes a folder for this process until it releases it or dies, however it dies. Throws `DataInUse` where a living process has it.
 *
 * The lock is the file `lock.<n>` of greatest n and names its owner. A free folder, or one whose owner is dead, is taken by making
 * `lock.<n + 1>`, which only one of many can do. The file of greatest n is never removed, so whoever was slow enough to make one that
 * was there before finds a greater one beside it and gives way.
 */
export const lockFolder = async (folder: string): Promise<FolderLock> => {
  const draft = join(folder, `lock-${randomUUID()}`);
  const me = await thisProcess();
  await writeFile(draft, `${JSON.stringify(me)}\n`, { mode: 0o600, flag: 'wx' });
  try {
    for (let attempt = 0; attempt < attemptsMax; attempt++) {
      const newest = Math.max(0, ...(await locksIn(folder)));
      const owner = newest === 0 ? undefined : await ownerOf(pathOf(folder, newest));
      if (owner === 'gone') continue;
      if (owner !== undefined && (await isAlive(owner))) throw new DataInUse(`the folder is in use by process ${String(owner.pid)}`);
      const mine = newest + 1;
      if (!(await linked(draft, pathOf(folder, mine)))) continue;
      const others = (await locksIn(folder)).filter((n) => n !== mine);
      if (others.some((n) => n > mine)) {
        await rm(pathOf(folder, mine), { force: true });
        continue;
      }
      await tidy(folder, others);
      return { release: async () => letGo(folder, mine) };
    }
  } finally {
    await rm(draft, { force: true });
  }
  throw new DataInUse('the folder is being taken by other processes');
};

/** Each attempt that fails means that another process took the folder meanwhile. */
const attemptsMax = 100;

interface Owner {
  readonly pid: number;
  /** When the process began, in ticks since the machine did; with `boot` it tells a process from a later one of the same number. */
  readonly startedAt?: string | undefined;
  readonly boot?: string | undefined;
}

const pathOf = (folder: string, n: number): string => join(folder, `lock.${String(n)}`);

const locksIn = async (folder: string): Promise<number[]> =>
  (await readdir(folder)).flatMap((name) => {
    const n = /^lock\.(\d{1,15})$/.exec(name)?.[1];
    return n === undefined ? [] : [Number(n)];
  });

/** Undefined for a lock that was let go, or that a power cut left unreadable: its owner did not survive that either. */
const ownerOf = async (path: string): Promise<Owner | 'gone' | undefined> => {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return 'gone';
  const parts = /^\{"pid":(\d{1,10})(?:,"startedAt":"(\d+)")?(?:,"boot":"([\w-]+)")?\}\n$/.exec(text);
  return parts === null ? undefined : { pid: Number(parts[1]), startedAt: parts[2], boot: parts[3] };
};

const linked = async (from: string, to: string): Promise<boolean> =>
  link(from, to).then(
    () => true,
    (error: unknown) => {
      // The winner removes the drafts of the others.
      if (codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOENT') return false;
      throw error;
    },
  );

/** An empty lock has no owner. Emptying takes no room, so a full disk does not keep the folder taken. */
const letGo = async (folder: string, mine: number): Promise<void> => truncate(pathOf(folder, mine), 0);

/** Removes what is left of earlier owners: their locks, and the drafts of all who cannot have the folder now. */
const tidy = async (folder: string, older: readonly number[]): Promise<void> => {
  const drafts = (await readdir(folder)).filter((name) => name.startsWith('lock-'));
  for (const path of [...older.map((n) => pathOf(folder, n)), ...drafts.map((name) => join(folder, name))]) await rm(path, { force: true });
};

const thisProcess = async (): Promise<Owner> => ({ pid: process.pid, startedAt: await startOf(process.pid), boot: await bootId() });

const isAlive = async ({ pid, startedAt, boot }: Owner): Promise<boolean> => {
  if (boot !== undefined && boot !== (await bootId())) return false;
  if (startedAt !== undefined) return (await startOf(pid)) === startedAt;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
};

/** Field 22 of /proc/PID/stat (proc_pid_stat(5)); undefined for a process that is gone or only waits to be buried, and where there is no /proc. */
const startOf = async (pid: number): Promise<string | undefined> => {
  const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => undefined);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
};

const bootId = async (): Promise<string | undefined> =>
  readFile('/proc/sys/kernel/random/boot_id', 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  );
