import { setImmediate } from 'node:timers/promises';
import { err, ok, type Result } from '../../domain/kernel/result.ts';
import { type CsvWanted, csvReader } from './csv-reading.ts';
import type { FileProblem } from './problem.ts';
import { openText } from './text-file.ts';

/** A CSV file beyond this size is refused: answers of a million members stay below it. */
export const csvBytesMax = 512 * 1024 * 1024;

/** So many rows a file may have that is read piece by piece. */
export const csvRowsMax = 10_000_000;

/** How far a file is read; `bytes` is unknown of a pipe. */
export interface BytesRead {
  readonly file: string;
  readonly read: number;
  readonly bytes: number | undefined;
}

export interface CsvFileWanted extends CsvWanted, ReadingOptions {}

export interface ReadingOptions {
  readonly onRead?: ((progress: BytesRead) => void) | undefined;
  /** Around each read, which waits for as long as a pipe gives nothing. */
  readonly blocking?: (<T>(reading: () => T) => T | Promise<T>) | undefined;
}

/**
 * Reads a CSV file as `csvReader` does, a megabyte at a time; between two, whatever else waits gets its turn. The columns, `undefined`
 * where the rows are refused, or why there is no text: then nothing that `onRow` and `onProblem` heard counts.
 */
export const readCsvFile = async (wanted: CsvFileWanted): Promise<Result<readonly string[] | undefined, FileProblem>> => {
  const { file, onRead, blocking = (reading) => reading() } = wanted;
  const opened = await blocking(() => openText(file, csvBytesMax));
  if (!opened.ok) return opened;
  const { next, bytesRead, bytes, close } = opened.value;
  const reader = csvReader({ rowsMax: csvRowsMax, ...wanted });
  try {
    for (let reading = true; reading;) {
      const piece = await blocking(next);
      if (!piece.ok) return err(piece.error);
      reading = piece.value !== undefined && reader.take(piece.value);
      onRead?.({ file, read: bytesRead(), bytes });
      await setImmediate();
    }
    return ok(reader.end());
  } finally {
    close();
  }
};
