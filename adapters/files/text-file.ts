import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { err, ok, type Result } from '../../domain/kernel/result.ts';
import type { FileProblem } from './problem.ts';
import { textDecoder } from './text-decoding.ts';

/** A survey, a mail or a list to import beyond this size is refused; a text that is read piece by piece may be larger. */
export const fileBytesMax = 32 * 1024 * 1024;

/** A text that is read piece by piece, so that it is never in memory as a whole. */
export interface OpenText {
  /**
   * The next piece, `undefined` at the end; lines end in `\n`. Waits until there is a megabyte or an end. `file.not_text` where it is
   * neither UTF-8 nor UTF-16, `file.too_large` once more came than was asked for.
   */
  readonly next: () => Result<string | undefined, FileProblem>;
  readonly bytesRead: () => number;
  /** Unknown of a pipe. */
  readonly bytes: number | undefined;
  readonly close: () => void;
}

/** Opens a text in UTF-8 or UTF-16, with or without a byte order mark, or says why not. */
export const openText = (file: string, bytesMax = fileBytesMax): Result<OpenText, FileProblem> => {
  const opened = openFile(file, bytesMax);
  if (!opened.ok) return opened;
  const { descriptor, bytes } = opened.value;
  const room = Buffer.allocUnsafe(pieceBytes);
  const decode = textDecoder();
  let bytesRead = 0;
  let ended = false;
  const next = (): Result<string | undefined, FileProblem> => {
    if (ended) return ok(undefined);
    const read = attempt(file, () => ok(fill(room, descriptor)));
    if (!read.ok) return read;
    ended = read.value < room.length;
    bytesRead += read.value;
    if (bytesRead > bytesMax) return err(tooLarge(file, bytesMax));
    const text = decode(room.subarray(0, read.value), { last: ended });
    if (text.ok) return text;
    return err({
      file,
      line: text.error.line,
      column: null,
      code: 'file.not_text',
      message: 'this is not text in UTF-8 or UTF-16; save it as CSV UTF-8 and try again',
    });
  };
  return ok({ next, bytesRead: () => bytesRead, bytes, close: () => void closeSync(descriptor) });
};

const pieceBytes = 1024 * 1024;

/** Reads a whole text file; lines end in `\n` in what it returns. */
export const readTextFile = (file: string): Result<string, FileProblem> => {
  const opened = openText(file);
  if (!opened.ok) return opened;
  const { next, close } = opened.value;
  try {
    for (let text = ''; ;) {
      const piece = next();
      if (!piece.ok) return piece;
      if (piece.value === undefined) return ok(text);
      text += piece.value;
    }
  } finally {
    close();
  }
};

/** Reads a whole file, or says why not; `file.too_large` beyond `bytesMax`. */
export const readBytes = (file: string, bytesMax = fileBytesMax): Result<Buffer, FileProblem> => {
  const opened = openFile(file, bytesMax);
  if (!opened.ok) return opened;
  const { descriptor } = opened.value;
  try {
    return attempt(file, () => {
      const bytes = readUpTo(descriptor, bytesMax + 1);
      return bytes.length > bytesMax ? err(tooLarge(file, bytesMax)) : ok(bytes);
    });
  } finally {
    closeSync(descriptor);
  }
};

/** Why a file cannot be opened, if it cannot. */
export const whyNotOpened = (file: string, bytesMax: number): FileProblem | undefined => {
  const opened = openFile(file, bytesMax);
  if (!opened.ok) return opened.error;
  closeSync(opened.value.descriptor);
  return undefined;
};

/**
 * Whether a file may be a pipe, which can be opened once only, and that may take as long as nobody writes to it. What cannot be looked at
 * cannot be opened either, and says so at once.
 */
export const mayBlock = (file: string): boolean => {
  try {
    const stat = statSync(file, { throwIfNoEntry: false });
    return stat !== undefined && !stat.isFile() && !stat.isDirectory();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return false;
  }
};

interface OpenFile {
  readonly descriptor: number;
  readonly bytes: number | undefined;
}

const openFile = (file: string, bytesMax: number): Result<OpenFile, FileProblem> =>
  attempt(file, () => {
    const descriptor = openSync(file, 'r');
    const stat = fstatSync(descriptor);
    const bytes = stat.isFile() ? stat.size : undefined;
    if (!stat.isDirectory() && (bytes ?? 0) <= bytesMax) return ok({ descriptor, bytes });
    closeSync(descriptor);
    return err(stat.isDirectory() ? problemOf(file, ['file.not_a_file', 'this is a folder; name a file in it']) : tooLarge(file, bytesMax));
  });

const attempt = <T>(file: string, reading: () => Result<T, FileProblem>): Result<T, FileProblem> => {
  try {
    return reading();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return err(
      error.code === 'ENOENT'
        ? problemOf(file, ['file.missing', 'there is no such file'])
        : problemOf(file, ['file.not_readable', `it cannot be read (${error.code})`]),
    );
  }
};

// A pipe gives what it has: all of it is read until the room is full or nothing more comes.
const fill = (room: Buffer, descriptor: number): number => {
  let length = 0;
  while (length < room.length) {
    const read = readSync(descriptor, room, length, room.length - length, null);
    if (read === 0) break;
    length += read;
  }
  return length;
};

const readUpTo = (descriptor: number, most: number): Buffer => {
  const chunks: Buffer[] = [];
  for (let length = 0; length < most;) {
    const chunk = Buffer.allocUnsafe(Math.min(pieceBytes, most - length));
    const read = fill(chunk, descriptor);
    if (read === 0) break;
    chunks.push(chunk.subarray(0, read));
    length += read;
  }
  return Buffer.concat(chunks);
};

export const isSystemError = (error: unknown): error is NodeJS.ErrnoException & { readonly code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error;

const tooLarge = (file: string, bytesMax: number): FileProblem =>
  problemOf(file, [
    'file.too_large',
    `files of more than ${String(bytesMax / 1024 / 1024)} MB are not read; leave out columns that the survey does not ask for, or split the file`,
  ]);

const problemOf = (file: string, [code, message]: readonly [string, string]): FileProblem => ({
  file,
  line: null,
  column: null,
  code,
  message,
});
