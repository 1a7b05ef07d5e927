import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
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
  for (const path of paths) {
    const folder = nearestFolder(dirname(path));
    if (!statSync(folder).isDirectory())
      return refused(path, ['out.not_a_folder', 'a file stands where a folder is needed; name another place']);
    if (!existsSync(path)) continue;
    if (!statSync(path).isFile())
      return refused(path, ['out.not_a_file', 'something that is no file stands in its place; name another place']);
    if (inputIds.has(fileId(path)))
      return refused(path, ['out.is_an_input', 'this would replace a file that is being read; name another place']);
  }
  return ok(undefined);
};

/**
 * Writes all the files or none: each is complete beside its place before the first is moved there.
 * Folders are made where missing. Throws nothing that a full or protected disk may cause.
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
  const drafts = files.map(({ path, content }) => ({
    path,
    content,
    draft: join(dirname(path), `.${basename(path)}.${String(process.pid)}.part`),
  }));
  const begun: string[] = [];
  let at = drafts[0]?.path ?? '';
  try {
    for (const { path, content, draft } of drafts) {
      at = path;
      makeFolder(dirname(path));
      const descriptor = openSync(draft, 'w');
      begun.push(draft);
      yield* wholeInto(descriptor, content);
    }
    for (const { path, draft } of drafts) {
      at = path;
      renameSync(draft, path);
    }
    return ok(undefined);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return refused(at, ['out.not_writable', `it cannot be written (${error.code}); no file there was half written`]);
  } finally {
    for (const draft of begun) rmSync(draft, { force: true });
  }
}

function* wholeInto(descriptor: number, content: OutputFile['content']): Generator<void, void, void> {
  try {
    for (const chunk of content) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
      yield;
    }
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

// Node's own recursive mkdir never returns where a file system takes no folders, as /proc does (nodejs/node, seen with 24.21).
const makeFolder = (path: string): void => {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
};

const nearestFolder = (path: string): string => (existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path)));

const fileId = (path: string): string => {
  const { dev, ino } = statSync(path, { bigint: true });
  return `${String(dev)}/${String(ino)}`;
};

const refused = (path: string, [code, message]: readonly [string, string]): Result<never, FileProblem> =>
  err({ file: path, line: null, column: null, code, message });
