import type { History, LeftOut, Meeting } from '../../domain/introductions/history.ts';
import { type AddressRefused, canonicalAddress, parseEmailAddress } from '../../domain/kernel/email-address.ts';
import { parseWeek, type Week } from '../../domain/kernel/iso-week.ts';
import { ok, type Result } from '../../domain/kernel/result.ts';
import { copied } from './copied.ts';
import { readCsvFile, type ReadingOptions } from './csv-file.ts';
import type { CsvRow, CsvWanted } from './csv-reading.ts';
import { addressAdvice } from './members-problems.ts';
import { type FileProblem, problemList, type Problems } from './problem.ts';

/** What the `pairs.csv` or `left-out.csv` of an earlier run says, for the members and the week at hand. */
export interface HistoryFile extends Omit<PairsFile, 'pairs'> {
  readonly history: History;
  /** Rows of the week at hand or later. */
  readonly laterRows: number;
}

export interface PairsFile {
  readonly pairs: readonly (readonly [string, string])[];
  readonly problems: Problems;
  readonly refused: boolean;
  readonly badRows: number;
  /** Addresses that no member has, once for each time they stand in the file. */
  readonly unknownAddresses: number;
}

export interface KnownMembers {
  readonly file: string;
  /** The member of this id as the string that the round has of it, so that a million rows hold no string of their own. */
  readonly memberNamed: (id: string) => string | undefined;
}

/**
 * Reads one file of an earlier run, told apart by its header, or says why it is no text. A row of which one address is unknown still
 * says that the other member was introduced.
 */
export const readHistory = async (
  known: KnownMembers & ReadingOptions & { readonly week: Week },
): Promise<Result<HistoryFile, FileProblem>> => {
  const { csv, settled } = historyReading(known);
  const columns = await readCsvFile({ ...known, ...csv });
  return columns.ok ? ok(settled(columns.value)) : columns;
};

/** Reads pairs that never meet: columns `a,b`. */
export const readApart = async (known: KnownMembers & ReadingOptions): Promise<Result<PairsFile, FileProblem>> => {
  const { csv, settled } = apartReading(known);
  const columns = await readCsvFile({ ...known, ...csv });
  return columns.ok ? ok(settled(columns.value)) : columns;
};

const historyReading = (known: KnownMembers & { readonly week: Week }): Reading<HistoryFile> => {
  const met: Meeting[] = [];
  const leftOut: LeftOut[] = [];
  const rows = rowReader(known);
  let laterRows = 0;
  let pairs = true;
  const required = (firstLine: string): readonly string[] => {
    pairs = !/\bmember\b/i.test(firstLine);
    return pairs ? ['week', 'a', 'b'] : ['week', 'member'];
  };
  const onRow = (row: CsvRow): void => {
    const earlier = rows.week(row);
    const people = rows.people(row, pairs ? ['a', 'b'] : ['member']);
    if (earlier === undefined || people === undefined) return;
    if (earlier >= known.week) {
      laterRows += 1;
      return;
    }
    if (!people.some(({ isMember }) => isMember)) return;
    const [one = '', other = ''] = people.map(({ id }) => id);
    if (pairs) met.push({ week: earlier, one, other });
    else leftOut.push({ week: earlier, member: one });
  };
  return {
    csv: { file: known.file, required, onProblem: rows.note, onRow },
    settled: (columns) => ({ history: { met, leftOut }, laterRows, ...rows.settled(columns) }),
  };
};

const apartReading = (known: KnownMembers): Reading<PairsFile> => {
  const pairs: (readonly [string, string])[] = [];
  const rows = rowReader(known);
  const onRow = (row: CsvRow): void => {
    const [one, other] = rows.people(row, ['a', 'b']) ?? [];
    if (one !== undefined && other !== undefined) pairs.push([one.id, other.id]);
  };
  return {
    csv: { file: known.file, required: ['a', 'b'], onProblem: rows.note, onRow },
    settled: (columns) => ({ pairs, ...rows.settled(columns) }),
  };
};

/** What to ask of the CSV, and what came of it once its columns are known. */
interface Reading<Of> {
  readonly csv: CsvWanted;
  readonly settled: (columns: readonly string[] | undefined) => Of;
}

interface NamedPerson {
  readonly id: string;
  readonly isMember: boolean;
}

/** Reads the cells of one file and keeps count of what is wrong with them. */
const rowReader = ({ file, memberNamed }: KnownMembers) => {
  const problems = problemList();
  const strangers = new Map<string, string>();
  let badRows = 0;
  let lastBadLine: number | null | undefined;
  let unknownAddresses = 0;
  const note = (problem: FileProblem): void => {
    problems.note(problem);
    if (problem.line !== lastBadLine) badRows += 1;
    lastBadLine = problem.line;
  };
  const personIn = (cell: string): Result<NamedPerson, AddressRefused> => {
    // A file of our own has most addresses as the round has them, and then they need no reading.
    const member = memberNamed(cell);
    if (member !== undefined) return ok({ id: member, isMember: true });
    const address = parseEmailAddress(cell);
    if (!address.ok) return address;
    const id = canonicalAddress(address.value);
    const known = memberNamed(id);
    if (known !== undefined) return ok({ id: known, isMember: true });
    const stranger = strangers.get(id) ?? copied(id);
    strangers.set(stranger, stranger);
    return ok({ id: stranger, isMember: false });
  };
  return {
    note,
    week: (row: CsvRow): Week | undefined => {
      const week = parseWeek(row.cell('week'));
      if (week.ok) return week.value;
      note({ file, line: row.line, column: 'week', code: week.error.code, message: 'a week of the ISO calendar is written like 2026-W47' });
      return undefined;
    },
    people: (row: CsvRow, columns: readonly string[]): readonly NamedPerson[] | undefined => {
      const people: NamedPerson[] = [];
      for (const column of columns) {
        const person = personIn(row.cell(column));
        if (person.ok) people.push(person.value);
        else note({ file, line: row.line, column, code: person.error.code, message: addressAdvice[person.error.code] });
      }
      if (people.length < columns.length) return undefined;
      unknownAddresses += people.filter(({ isMember }) => !isMember).length;
      if (columns.length < 2 || people[0]?.id !== people[1]?.id) return people;
      note({ file, line: row.line, column: 'b', code: 'pairs.same_person', message: 'both addresses are of one person' });
      return undefined;
    },
    settled: (columns: readonly string[] | undefined) => ({
      problems: problems.all(),
      refused: columns === undefined,
      badRows,
      unknownAddresses,
    }),
  };
};
