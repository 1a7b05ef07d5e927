import type { CanonicalAddress, EmailAddress } from '../../domain/kernel/email-address.ts';
import { copied } from './copied.ts';

/** One row that names a person. */
export interface PersonRow {
  readonly line: number;
  readonly id: CanonicalAddress;
  /** As written. */
  readonly email: EmailAddress;
  readonly name: string;
  /** What the cells say, by place of the question; the array may be used again for the next row. */
  readonly codes: Uint32Array;
  readonly bad: boolean;
}

/** Everybody whom the rows of a file name, numbered as they come: a few numbers each, and two or three strings. */
export interface People {
  readonly add: (row: PersonRow) => void;
  readonly ids: readonly CanonicalAddress[];
  /** Of all spellings the first in order of characters, so that the order of the rows makes no difference. */
  readonly emails: readonly EmailAddress[];
  readonly names: readonly string[];
  /** By place of the question, then by person. */
  readonly codes: readonly CodeColumn[];
  /** Every row is right, and none says something else. */
  readonly isGood: (person: number) => boolean;
  readonly rowsOf: (person: number) => number;
  /** Those of whom two rows differ, with every line and a column in which they do. */
  readonly differing: () => Iterable<{ readonly lines: readonly number[]; readonly column: string }>;
}

export interface CodeColumn {
  readonly at: (person: number) => number;
}

/** `columns` are the ids of the questions, in order of their places. */
export const peopleNamed = (columns: readonly string[]): People => {
  const numbers = new Map<CanonicalAddress, number>();
  const ids: CanonicalAddress[] = [];
  const emails: EmailAddress[] = [];
  const names: string[] = [];
  const firstLines: number[] = [];
  const laterLines = new Map<number, number[]>();
  const bad = new Set<number>();
  const differing = new Map<number, string>();
  const codes = columns.map(() => growingCodes());
  const places = [...columns.keys()].sort((one, other) => (columns[one]! < columns[other]! ? -1 : 1));
  const addPerson = ({ line, id, email, name, codes: said }: PersonRow): void => {
    const person = ids.length;
    const kept = id === (email as string) ? (email as string as CanonicalAddress) : (copied(id) as CanonicalAddress);
    numbers.set(kept, person);
    ids.push(kept);
    emails.push(email);
    names.push(name);
    firstLines.push(line);
    for (const [place, code] of said.entries()) codes[place]!.set(person, code);
  };
  const differingColumn = (person: number, row: PersonRow): string | undefined => {
    if (names[person] !== row.name) return 'name';
    const place = places.find((at) => codes[at]!.at(person) !== row.codes[at]);
    return place === undefined ? undefined : columns[place];
  };
  const addRow = (person: number, row: PersonRow): void => {
    const later = laterLines.get(person);
    if (later === undefined) laterLines.set(person, [row.line]);
    else later.push(row.line);
    if (row.email < emails[person]!) emails[person] = row.email;
    const column = differing.has(person) ? undefined : differingColumn(person, row);
    if (column !== undefined) differing.set(person, column);
  };
  return {
    add: (row) => {
      const person = numbers.get(row.id);
      if (person === undefined) addPerson(row);
      else addRow(person, row);
      if (row.bad) bad.add(person ?? ids.length - 1);
    },
    ids,
    emails,
    names,
    codes,
    isGood: (person) => !bad.has(person) && !differing.has(person),
    rowsOf: (person) => 1 + (laterLines.get(person)?.length ?? 0),
    differing: function* () {
      for (const [person, column] of differing) yield { column, lines: [firstLines[person]!, ...(laterLines.get(person) ?? [])] };
    },
  };
};

interface GrowingCodes extends CodeColumn {
  readonly set: (person: number, code: number) => void;
}

const growingCodes = (): GrowingCodes => {
  let codes = new Uint32Array(64);
  return {
    at: (person) => codes[person] ?? 0,
    set: (person, code) => {
      if (person >= codes.length) {
        const larger = new Uint32Array(2 * person);
        larger.set(codes);
        codes = larger;
      }
      codes[person] = code;
    },
  };
};
