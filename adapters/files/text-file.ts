import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { err, ok, type Result } from '../../domain/kernel/result.ts';
import type { FileProblem } from './problem.ts';

/** A file of answers, history or questions beyond this size is refused; ten thousand members with long answers stay below it. */
export const fileBytesMax = 32 * 1024 * 1024;

/** Reads a whole text file in UTF-8 or UTF-16, with or without a byte order mark; lines end in `\n` in what it returns. */
export const readTextFile = (file: string): Result<string, FileProblem> => {
  const bytes = readBytes(file);
  if (!bytes.ok) return bytes;
  const text = decoded(bytes.value);
  const refused = (line: number | null): Result<never, FileProblem> =>
    err({
      file,
      line,
      column: null,
      code: 'file.not_text',
      message: 'this is not text in UTF-8 or UTF-16; save it as CSV UTF-8 and try again',
    });
  if (text === undefined) return refused(null);
  const lines = text.replace(/\r\n?/g, '\n');
  const nul = lines.indexOf('\0');
  return nul === -1 ? ok(lines) : refused(lines.slice(0, nul).split('\n').length);
};

/** Reads a whole file, or says why not; `file.too_large` beyond `bytesMax`. */
export const readBytes = (file: string, bytesMax = fileBytesMax): Result<Buffer, FileProblem> => {
  const refused = (code: string, message: string): Result<never, FileProblem> => err({ file, line: null, column: null, code, message });
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    if (fstatSync(descriptor).isDirectory()) return refused('file.not_a_file', 'this is a folder; name a file in it');
    const bytes = readUpTo(descriptor, bytesMax + 1);
    if (bytes.length <= bytesMax) return ok(bytes);
    return refused(
      'file.too_large',
      `files of more than ${String(bytesMax / 1024 / 1024)} MB are not read; leave out columns that the survey does not ask for, or split the file`,
    );
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return refused('file.missing', 'there is no such file');
    if (isSystemError(error)) return refused('file.not_readable', `it cannot be read (${error.code})`);
    throw error;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
};

// A pipe has no size of its own, so everything is read until nothing more comes or it is too much.
const readUpTo = (descriptor: number, most: number): Buffer => {
  const chunks: Buffer[] = [];
  for (let length = 0; length < most;) {
    const chunk = Buffer.allocUnsafe(Math.min(1024 * 1024, most - length));
    const read = readSync(descriptor, chunk);
    if (read === 0) break;
    chunks.push(chunk.subarray(0, read));
    length += read;
  }
  return Buffer.concat(chunks);
};

export const isSystemError = (error: unknown): error is NodeJS.ErrnoException & { readonly code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error;

const decoded = (bytes: Buffer): string | undefined => {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

// Without a byte order mark, UTF-16 shows by a first character of ASCII: every header begins with one.
const encodingOf = ([first, second]: Buffer): string => {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && second !== undefined)) return 'utf-16be';
  return 'utf-8';
};
