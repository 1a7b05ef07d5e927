import { CsvError, type Info } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import type { FileProblem } from './problem.ts';

/** One row below the header. */
export interface CsvRow {
  /** The physical line where the row starts; the header is on line 1. */
  readonly line: number;
  /** The cell under a column, trimmed; empty where the row is too short or there is no such column. */
  readonly cell: (column: string) => string;
}

/** What a reader asks of a file: the columns without which it means nothing, and what to do with each row. */
export interface CsvWanted {
  readonly file: string;
  readonly required: readonly string[];
  /** Called for each row that has a cell in it and is not too long; `'stop'` ends the reading. */
  readonly onRow: (row: CsvRow) => void | 'stop';
  readonly onProblem: (problem: FileProblem) => void;
}

/** Beyond, a file is refused instead of filling the memory: no community's answers or history come near. */
export const rowCharsMax = 4 * 1024 * 1024;
export const rowsMax = 1_000_000;

/** Column names are compared without case and surrounding spaces. */
export const canonicalColumn = (name: string): string => name.trim().toLowerCase();

/**
 * Reads CSV (RFC 4180, comma-separated, quotes doubled) row by row, in memory for one row only.
 * Returns the columns, or `undefined` where the file as a whole is refused; `onProblem` then heard why.
 */
export const readCsv = (text: string, wanted: CsvWanted): readonly string[] | undefined => {
  const problem = (line: number | null, [code, message]: readonly [string, string], column: string | null = null): void => {
    wanted.onProblem({ file: wanted.file, line, column, code, message });
  };
  if (text.trim() === '')
    return void problem(null, ['csv.empty', `the file is empty; its first line names the columns: ${wanted.required.join(',')}, …`]);
  const longLine = firstLineAbove(text, rowCharsMax);
  if (longLine !== undefined) return void problem(longLine, rowTooLarge);
  let columns: readonly string[] | undefined;
  let place: ReadonlyMap<string, number> = new Map();
  let refused = false;
  let lastLine = 0;
  let rows = 0;
  const onRecord = (cells: string[], { lines }: Info): null => {
    const line = lines - newlinesIn(cells);
    lastLine = lines;
    if (columns === undefined) {
      columns = cells.map(canonicalColumn);
      place = new Map(columns.map((column, at) => [column, at]));
      const wrong = headerProblem(columns, wanted.required);
      if (wrong === undefined) return null;
      problem(line, wrong.says, wrong.column);
      refused = true;
      throw new Stopped();
    }
    rows += 1;
    if (rows > rowsMax) {
      problem(line, ['csv.too_many_rows', `more than ${String(rowsMax)} rows are not read; split the file`]);
      refused = true;
      throw new Stopped();
    }
    if (cells.every((cell) => cell.trim() === '')) return null;
    if (cells.length > columns.length)
      problem(line, [
        'csv.row_too_long',
        `the row has ${String(cells.length)} cells under ${String(columns.length)} columns; a cell with a comma in it stands in quotes`,
      ]);
    else if (wanted.onRow({ line, cell: (column) => unguarded(cells[place.get(column) ?? -1]?.trim() ?? '') }) === 'stop')
      throw new Stopped();
    return null;
  };
  try {
    parse(text, {
      record_delimiter: '\n',
      relax_column_count: true,
      max_record_size: rowCharsMax,
      skip_empty_lines: true,
      on_record: onRecord,
    });
  } catch (error) {
    if (error instanceof CsvError) {
      const { line, start } = firstLineAfter(text, lastLine);
      const header = columns === undefined ? otherDelimiter(text.slice(start).split('\n', 1)[0] ?? '', wanted.required) : undefined;
      problem(line, header ?? syntaxProblem(error, text.slice(start, start + rowCharsMax)));
      refused = true;
    } else if (!(error instanceof Stopped)) throw error;
  }
  return refused ? undefined : columns;
};

class Stopped extends Error {}

// The apostrophe that our own files put before what a spreadsheet would run is taken off again: '-3 was -3.
const unguarded = (cell: string): string => cell.replace(/^'(?=[=+\-@])/, '');

// What is missing comes first: where it is, the first line is no header, and none of its cells may be repeated.
const headerProblem = (
  columns: readonly string[],
  required: readonly string[],
): { says: readonly [string, string]; column: string | null } | undefined => {
  const missing = required.find((column) => !columns.includes(column));
  if (missing !== undefined) {
    const delimiter = otherDelimiter(columns.join(','), required);
    if (delimiter !== undefined) return { says: delimiter, column: null };
    return {
      says: ['csv.column_missing', `the first line names no column “${missing}”; it begins like ${required.join(',')}, …`],
      column: missing,
    };
  }
  const seen = new Set<string>();
  const twice = columns.find((column) => column !== '' && seen.size === seen.add(column).size);
  return twice === undefined ? undefined : { says: ['csv.column_twice', 'two columns have this name'], column: shown(twice) };
};

const otherDelimiter = (line: string, required: readonly string[]): readonly [string, string] | undefined => {
  const cells = (delimiter: string): readonly string[] => line.split(delimiter).map((cell) => canonicalColumn(cell.replaceAll('"', '')));
  const delimiter = [';', '\t', '|'].find((other) => required.every((column) => cells(other).includes(column)) && cells(other).length > 1);
  if (delimiter === undefined) return undefined;
  const name = delimiter === '\t' ? 'tabs' : `“${delimiter}”`;
  return [
    'csv.other_delimiter',
    `the columns are separated by ${name}; save the file with commas (in a spreadsheet: export as “CSV, comma separated”)`,
  ];
};

// Whatever stands in a first line, an address is never repeated.
const shown = (column: string): string => (/^[a-z][a-z0-9_-]{0,39}$/.test(column) ? column : '(unnamed)');

const syntaxProblem = ({ code }: CsvError, row: string): readonly [string, string] => {
  // A row without end that goes over several lines is one that a quote keeps together.
  if (code === 'CSV_QUOTE_NOT_CLOSED' || (code === 'CSV_MAX_RECORD_SIZE' && row.includes('\n')))
    return ['csv.quote_open', 'a quote is opened and never closed'];
  if (code === 'CSV_MAX_RECORD_SIZE') return rowTooLarge;
  return ['csv.quote_stray', 'a quote stands where none may; a cell with quotes in it is quoted itself, its quotes doubled: "6"" brush"'];
};

const rowTooLarge = ['csv.row_too_large', `a row has at most ${String(rowCharsMax)} characters`] as const;

/** The number of the first line of more than `chars` characters. */
const firstLineAbove = (text: string, chars: number): number | undefined => {
  for (let line = 1, start = 0; start < text.length - chars; line++) {
    const end = text.indexOf('\n', start);
    if ((end === -1 ? text.length : end) - start > chars) return line;
    start = end + 1;
  }
  return undefined;
};

const newlinesIn = (cells: readonly string[]): number => cells.reduce((sum, cell) => sum + countOfNewlines(cell), 0);

const countOfNewlines = (text: string): number => {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
};

/** The first line with something on it after `line`, and where it starts. */
const firstLineAfter = (text: string, line: number): { readonly line: number; readonly start: number } => {
  let at = 0;
  for (let passed = 0; passed < line; passed++) at = text.indexOf('\n', at) + 1;
  const visible = /[^\n]/g;
  visible.lastIndex = at;
  const start = visible.exec(text)?.index ?? text.length;
  return { line: line + 1 + countOfNewlines(text.slice(at, start)), start };
};
