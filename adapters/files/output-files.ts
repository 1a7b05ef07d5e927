import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, isAbsolute, join, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { err, ok, type Result } from '../../domain/kernel/result.ts';
import type { FileProblem } from './problem.ts';
import { isSystemError } from './text-file.ts';

/** What to write and where; a file is made of chunks, so that it need not be in memory as a whole. */
export interface OutputFile {
  readonly path: string;
  readonly content: Iterable<string | Uint8Array>;
}

/** Refuses, before any work is done, a file that cannot be written or that is one of the inputs, by whatever name. */
export const checkOutputs = (paths: readonly string[], inputs: readonly string[]): Result<void, FileProblem> => {
  const inputIds = new Set(inputs.filter((path) => existsSync(path)).map(fileId));
  const places = new Set<string>();
  for (const path of paths) {
    const place = behindLinks(path);
    const wrong = whyNotThere(path, place, inputIds) ?? (places.has(place) ? twice : undefined);
    if (wrong !== undefined) return refused(path, wrong);
    places.add(place);
  }
  return ok(undefined);
};

const whyNotThere = (path: string, place: string, inputIds: ReadonlySet<string>): Says | undefined => {
  if (namesFolder(path)) return ['out.not_a_file', 'this names a folder; name a file in it'];
  if (isOfSystem(place)) return ['out.not_a_file', 'this is a place of the system, which keeps no files; name another place'];
  if (!statSync(nearestFolder(dirname(place))).isDirectory())
    return ['out.not_a_folder', 'a file stands where a folder is needed; name another place'];
  try {
    const stat = statSync(place, { throwIfNoEntry: false });
    if (stat === undefined) return undefined;
    if (!stat.isFile()) return ['out.not_a_file', 'something that is no file stands in its place; name another place'];
    return inputIds.has(fileId(place))
      ? ['out.is_an_input', 'this would replace a file that is being read; name another place']
      : undefined;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return notWritable(error.code);
  }
};

type Says = readonly [code: string, message: string];

const twice: Says = ['out.twice', 'links lead two files to this one place; name another place'];
const notWritable = (why: string): Says => ['out.not_writable', `it cannot be written (${why}); no file there was half written`];

/**
 * Writes all the files or none: each is complete beside its place before the first is moved there.
 * Folders are made where missing, and a link stays one: the file that it leads to is replaced. Whom a file was open to, it still is.
 * Throws nothing that a full or protected disk may cause.
 */
export const writeOutputs = (files: readonly OutputFile[]): Result<void, FileProblem> => {
  const writing = writingOf(files);
  for (;;) {
    const step = writing.next();
    if (step.done === true) return step.value;
  }
};

/** The same for files that take long: between two chunks whatever else waits gets its turn. A process that ends then leaves no draft. */
export const writeLargeOutputs = async (files: readonly OutputFile[]): Promise<Result<void, FileProblem>> => {
  const writing = writingOf(files);
  const giveUp = (): void => {
    writing.return(ok(undefined));
  };
  process.once('exit', giveUp);
  try {
    for (;;) {
      const step = writing.next();
      if (step.done === true) return step.value;
      await setImmediate();
    }
  } finally {
    process.off('exit', giveUp);
  }
};

/** One step is one chunk; however it ends, no draft is left. */
function* writingOf(files: readonly OutputFile[]): Generator<void, Result<void, FileProblem>, void> {
  const drafts = files.map(({ path, content }) => {
    const place = behindLinks(path);
    return { path, place, content, draft: join(dirname(place), `.${basename(place)}.${String(process.pid)}.part`) };
  });
  const begun: string[] = [];
  let at = drafts[0]?.path ?? '';
  try {
    for (const { path, place, content, draft } of drafts) {
      at = path;
      const mode = statSync(place, { throwIfNoEntry: false })?.mode ?? modeOfNew();
      makeFolder(dirname(place));
      // One that a process of the same number left when it was killed.
      rmSync(draft, { force: true });
      const descriptor = openSync(draft, 'wx', ownerOnly);
      begun.push(draft);
      yield* wholeInto(descriptor, { content, mode });
    }
    for (const { path, place, draft } of drafts) {
      at = path;
      renameSync(draft, place);
    }
    return ok(undefined);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return refused(at, notWritable(error.code));
  } finally {
    for (const draft of begun) rmSync(draft, { force: true });
  }
}

interface Whole extends Pick<OutputFile, 'content'> {
  readonly mode: number;
}

function* wholeInto(descriptor: number, { content, mode }: Whole): Generator<void, void, void> {
  try {
    for (const chunk of content) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
      yield;
    }
    giveMode(descriptor, mode);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const ownerOnly = 0o600;

const giveMode = (descriptor: number, mode: number): void => {
  try {
    fchmodSync(descriptor, mode & 0o777);
  } catch (error) {
    // Some file systems have modes of their own and take no others.
    if (!isSystemError(error)) throw error;
  }
};

const modeOfNew = (): number => {
  // The mask can be read only by setting it.
  const mask = process.umask(0o077);
  process.umask(mask);
  return 0o666 & ~mask;
};

// Node's own recursive mkdir never returns where a file system takes no folders, as /proc does (nodejs/node, seen with 24.21).
const makeFolder = (path: string): void => {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
};

const nearestFolder = (path: string): string => (existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path)));

/** Where a path leads through every link, whether something stands there or not; of links that never end, some place among them. */
const behindLinks = (path: string, linksMax = 40): string => {
  const absolute = isAbsolute(path) ? path : `${process.cwd()}/${path}`;
  const folder = dirname(absolute);
  // What stands above is resolved first, so that “..” is the folder above the one that a link leads to.
  const place = folder === absolute ? absolute : join(behindLinks(folder, linksMax), basename(absolute));
  const target = linksMax === 0 || isOfSystem(place) ? undefined : linkAt(place);
  if (target === undefined) return place;
  return behindLinks(isAbsolute(target) ? target : `${dirname(place)}/${target}`, linksMax - 1);
};

const linkAt = (path: string): string | undefined => {
  try {
    return readlinkSync(path);
  } catch (error) {
    // There is nothing, or no link, or it cannot be seen: whatever is wrong shows where it is looked at or written.
    if (!isSystemError(error)) throw error;
    return undefined;
  }
};

/** Devices, and what is open in a process: a file may show there, but none can be put in its place. */
const isOfSystem = (place: string): boolean => /^\/(?:proc|sys|dev(?!\/shm(?:\/|$)))(?:\/|$)/.test(place);

const namesFolder = (path: string): boolean => path.endsWith(sep) || /\/\.{0,2}$/.test(path);

const fileId = (path: string): string => {
  const { dev, ino } = statSync(path, { bigint: true });
  return `${String(dev)}/${String(ino)}`;
};

const refused = (path: string, [code, message]: Says): Result<never, FileProblem> =>
  err({ file: path, line: null, column: null, code, message });
