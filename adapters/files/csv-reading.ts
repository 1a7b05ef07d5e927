import { CsvError, type Info } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { type Records, recordCutter, rowCharsMax } from './csv-records.ts';
import type { FileProblem } from './problem.ts';
import { newlinesIn } from './text-decoding.ts';

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
  /** Where that depends on the kind of the file, what its first line says of it. */
  readonly required: readonly string[] | ((firstLine: string) => readonly string[]);
  /** Hears the columns before any row, once none of the required is missing; what it answers refuses the file. */
  readonly onColumns?: (columns: readonly string[]) => ColumnProblem | undefined;
  /** More rows than this are refused. */
  readonly rowsMax?: number;
  /** Called for each row that has a cell in it and is not too long; `'stop'` ends the reading. */
  readonly onRow: (row: CsvRow) => void | 'stop';
  readonly onProblem: (problem: FileProblem) => void;
}

/** What is wrong with the first line, and in which column. */
export interface ColumnProblem {
  readonly says: readonly [code: string, message: string];
  readonly column: string | null;
}

/** Beyond, a file is refused unless its reader takes more. */
export const rowsMax = 1_000_000;

/** Column names are compared without case and surrounding spaces. */
export const canonicalColumn = (name: string): string => name.trim().toLowerCase();

/** Reads CSV that comes in pieces, cut wherever it may be. */
export interface CsvReader {
  /** Reads the next piece; false when nothing more is wanted, be it that the file is refused. */
  readonly take: (piece: string) => boolean;
  /** Reads what is left and gives the columns, or `undefined` where the file as a whole is refused; `onProblem` then heard why. */
  readonly end: () => readonly string[] | undefined;
}

/** Reads a whole text as `csvReader` does. */
export const readCsv = (text: string, wanted: CsvWanted): readonly string[] | undefined => {
  const reader = csvReader(wanted);
  reader.take(text);
  return reader.end();
};

/** Reads CSV (RFC 4180, comma-separated, quotes doubled) row by row, in memory for a piece of it and one row. */
export const csvReader = (wanted: CsvWanted): CsvReader => {
  const cutter = recordCutter();
  const table = tableReader(wanted);
  const read = ({ text, line: firstLine }: Records): void => {
    let linesRead = 0;
    const onRecord = (cells: string[], { lines }: Info): null => {
      linesRead = lines;
      table.onRecord(cells, firstLine - 1 + lines - newlinesOf(cells));
      if (table.isOpen()) return null;
      throw new Stopped();
    };
    try {
      parse(text, { ...syntax, on_record: onRecord });
    } catch (error) {
      if (error instanceof Stopped) return;
      if (!(error instanceof CsvError)) throw error;
      const { line, start } = firstLineAfter(text, linesRead);
      const header = table.columns() === undefined ? headerApart(text.slice(start).split('\n', 1)[0] ?? '', wanted) : undefined;
      table.refuse(firstLine - 1 + line, header ?? syntaxProblem(error, text.slice(start, start + rowCharsMax)));
    }
  };
  return {
    take: (piece) => {
      if (!table.isOpen()) return false;
      const records = cutter.take(piece);
      const longLine = cutter.longLine();
      if (longLine !== undefined) table.refuse(longLine, rowTooLarge);
      else if (records !== undefined) read(records);
      return table.isOpen();
    },
    end: () => {
      if (table.isOpen() && !cutter.visible())
        table.refuse(null, ['csv.empty', `the file is empty; its first line names the columns: ${requiredIn('', wanted).join(',')}, …`]);
      if (table.isOpen()) read(cutter.rest());
      return table.isRefused() ? undefined : table.columns();
    },
  };
};

const syntax = { record_delimiter: '\n', relax_column_count: true, max_record_size: rowCharsMax, skip_empty_lines: true } as const;

/** Takes the records of a file: the first names the columns, the others are rows. */
const tableReader = (wanted: CsvWanted) => {
  const { file, rowsMax: most = rowsMax, onRow, onProblem } = wanted;
  let state: 'open' | 'stopped' | 'refused' = 'open';
  let columns: readonly string[] | undefined;
  let place: ReadonlyMap<string, number> = new Map();
  let rows = 0;
  const problem = (line: number | null, [code, message]: readonly [string, string], column: string | null = null): void => {
    onProblem({ file, line, column, code, message });
  };
  const refuse = (line: number | null, says: readonly [string, string], column: string | null = null): void => {
    problem(line, says, column);
    state = 'refused';
  };
  const takeHeader = (cells: readonly string[], line: number): void => {
    const named = cells.map(canonicalColumn);
    columns = named;
    place = new Map(named.map((column, at) => [column, at]));
    const wrong = headerProblem(named, requiredIn(named.join(','), wanted)) ?? wanted.onColumns?.(named);
    if (wrong !== undefined) refuse(line, wrong.says, wrong.column);
  };
  const takeRow = (cells: readonly string[], line: number, width: number): void => {
    rows += 1;
    if (rows > most) refuse(line, ['csv.too_many_rows', `more than ${String(most)} rows are not read; split the file`]);
    else if (cells.every((cell) => cell.trim() === '')) return;
    else if (cells.length > width)
      problem(line, [
        'csv.row_too_long',
        `the row has ${String(cells.length)} cells under ${String(width)} columns; a cell with a comma in it stands in quotes`,
      ]);
    else if (onRow({ line, cell: (column) => unguarded(cells[place.get(column) ?? -1]?.trim() ?? '') }) === 'stop') state = 'stopped';
  };
  return {
    onRecord: (cells: readonly string[], line: number): void => {
      if (columns === undefined) takeHeader(cells, line);
      else takeRow(cells, line, columns.length);
    },
    refuse,
    isOpen: () => state === 'open',
    isRefused: () => state === 'refused',
    columns: () => columns,
  };
};

const requiredIn = (firstLine: string, { required }: CsvWanted): readonly string[] =>
  typeof required === 'function' ? required(firstLine) : required;

const headerApart = (line: string, wanted: CsvWanted): readonly [string, string] | undefined =>
  otherDelimiter(line, requiredIn(line, wanted));

class Stopped extends Error {}

// The apostrophe that our own files put before what a spreadsheet would run is taken off again: '-3 was -3.
const unguarded = (cell: string): string => cell.replace(/^'(?=[=+\-@])/, '');

// What is missing comes first: where it is, the first line is no header, and none of its cells may be repeated.
const headerProblem = (columns: readonly string[], required: readonly string[]): ColumnProblem | undefined => {
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

const newlinesOf = (cells: readonly string[]): number => cells.reduce((sum, cell) => sum + newlinesIn(cell), 0);

/** The first line with something on it after `line`, and where it starts. */
const firstLineAfter = (text: string, line: number): { readonly line: number; readonly start: number } => {
  let at = 0;
  for (let passed = 0; passed < line; passed++) at = text.indexOf('\n', at) + 1;
  const visible = /[^\n]/g;
  visible.lastIndex = at;
  const start = visible.exec(text)?.index ?? text.length;
  return { line: line + 1 + newlinesIn(text.slice(at, start)), start };
};
