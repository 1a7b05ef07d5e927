import type { History, LeftOut, Meeting } from '../../domain/introductions/history.ts';
import { type CanonicalAddress, canonicalAddress, parseEmailAddress } from '../../domain/kernel/email-address.ts';
import { parseWeek, type Week } from '../../domain/kernel/iso-week.ts';
import { type CsvRow, readCsv } from './csv-reading.ts';
import { addressAdvice } from './members-file.ts';
import { type FileProblem, problemList, type Problems } from './problem.ts';

/** What the `pairs.csv` or `left-out.csv` of an earlier run says, for the members and the week at hand. */
export interface HistoryFile extends Omit<PairsFile, 'pairs'> {
  readonly history: History;
  /** Rows of the week at hand or later. */
  readonly laterRows: number;
}

export interface PairsFile {
  readonly pairs: readonly (readonly [CanonicalAddress, CanonicalAddress])[];
  readonly problems: Problems;
  readonly refused: boolean;
  readonly badRows: number;
  /** Addresses that no member has, once for each time they stand in the file. */
  readonly unknownAddresses: number;
}

export interface KnownMembers {
  readonly file: string;
  readonly isMember: (address: CanonicalAddress) => boolean;
}

/**
 * Reads one file of an earlier run, told apart by its header. A row of which one address is unknown still says
 * that the other member was introduced.
 */
export const readHistory = (text: string, { file, isMember, week }: KnownMembers & { readonly week: Week }): HistoryFile => {
  const met: Meeting[] = [];
  const leftOut: LeftOut[] = [];
  const rows = rowReader({ file, isMember });
  let laterRows = 0;
  const pairs = !/^[^\n]*\bmember\b/i.test(text.trimStart());
  const columns = readCsv(text, {
    file,
    required: pairs ? ['week', 'a', 'b'] : ['week', 'member'],
    onProblem: rows.note,
    onRow: (row) => {
      const earlier = rows.week(row);
      const people = rows.addresses(row, pairs ? ['a', 'b'] : ['member']);
      if (earlier === undefined || people === undefined) return;
      if (earlier >= week) {
        laterRows += 1;
        return;
      }
      if (!people.some(isMember)) return;
      const [one = '', other = ''] = people;
      if (pairs) met.push({ week: earlier, one, other });
      else leftOut.push({ week: earlier, member: one });
    },
  });
  return { history: { met, leftOut }, laterRows, ...rows.settled(columns) };
};

/** Reads pairs that never meet: columns `a,b`. */
export const readApart = (text: string, known: KnownMembers): PairsFile => {
  const pairs: (readonly [CanonicalAddress, CanonicalAddress])[] = [];
  const rows = rowReader(known);
  const columns = readCsv(text, {
    file: known.file,
    required: ['a', 'b'],
    onProblem: rows.note,
    onRow: (row) => {
      const [one, other] = rows.addresses(row, ['a', 'b']) ?? [];
      if (one !== undefined && other !== undefined) pairs.push([one, other]);
    },
  });
  return { pairs, ...rows.settled(columns) };
};

/** Reads the cells of one file and keeps count of what is wrong with them. */
const rowReader = ({ file, isMember }: KnownMembers) => {
  const problems = problemList();
  const badLines = new Set<number | null>();
  let unknownAddresses = 0;
  const note = (problem: FileProblem): void => {
    problems.note(problem);
    badLines.add(problem.line);
  };
  return {
    note,
    week: (row: CsvRow): Week | undefined => {
      const week = parseWeek(row.cell('week'));
      if (week.ok) return week.value;
      note({ file, line: row.line, column: 'week', code: week.error.code, message: 'a week of the ISO calendar is written like 2026-W47' });
      return undefined;
    },
    addresses: (row: CsvRow, columns: readonly string[]): readonly CanonicalAddress[] | undefined => {
      const addresses: CanonicalAddress[] = [];
      for (const column of columns) {
        const address = parseEmailAddress(row.cell(column));
        if (address.ok) addresses.push(canonicalAddress(address.value));
        else note({ file, line: row.line, column, code: address.error.code, message: addressAdvice[address.error.code] });
      }
      if (addresses.length < columns.length) return undefined;
      unknownAddresses += addresses.filter((address) => !isMember(address)).length;
      if (columns.length < 2 || addresses[0] !== addresses[1]) return addresses;
      note({ file, line: row.line, column: 'b', code: 'pairs.same_person', message: 'both addresses are of one person' });
      return undefined;
    },
    settled: (columns: readonly string[] | undefined) => ({
      problems: problems.all(),
      refused: columns === undefined,
      badRows: badLines.size,
      unknownAddresses,
    }),
  };
};
