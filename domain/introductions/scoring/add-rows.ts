import type { PackedScoring } from './packed.ts';
import { tableRow } from './tables.ts';
import { fillerOf, type TermRow } from './term-rows.ts';
import type { Term } from './terms.ts';

/** Into `sums[at]` the sum of all terms for a member and the other number `from + at`. */
export type AddTerms = (member: number, from: number, sums: Float64Array) => void;

export const rowAdder = ({ size, terms, tables, rows }: PackedScoring): AddTerms => {
  const lookups: Lookup[] = tables.theirs.map((codes, column) => ({ codes, valuesFor: (member) => tableRow(tables, member, column) }));
  const adders: AddTerms[] = [];
  for (const row of rows) {
    const term = terms[row.term]!;
    if (row.code === undefined) adders.push(memberAdder(term, row));
    else lookups.push(answerLookup(term, { row, codes: row.code }));
  }
  const fours = inFours(lookups, size);
  return (member, from, sums) => {
    sums.fill(0);
    for (let at = 0; at < fours.length; at++) addFour(sums, fours[at]!, { member, from });
    for (let at = 0; at < adders.length; at++) adders[at]!(member, from, sums);
  };
};

/** A value for each other by their code. */
interface Lookup {
  readonly codes: Uint16Array;
  /** Good until the next call. */
  readonly valuesFor: (member: number) => Float64Array;
}

const answerLookup = (term: Term, { row, codes }: { readonly row: TermRow; readonly codes: Uint16Array }): Lookup => {
  const fill = fillerOf(term, row);
  const values = new Float64Array(row.series.length);
  let filledFor: number | undefined;
  return {
    codes,
    valuesFor: (member) => {
      const mine = term.mine.code[member]!;
      if (filledFor !== mine) fill(mine, 0, values);
      filledFor = mine;
      return values;
    },
  };
};

const memberAdder = (term: Term, row: TermRow): AddTerms => {
  const fill = fillerOf(term, row);
  let room = new Float64Array(0);
  return (member, from, sums) => {
    const end = sums.length;
    if (room.length < end) room = new Float64Array(end);
    const values = room.subarray(0, end);
    fill(term.mine.code[member]!, from, values);
    for (let at = 0; at < end; at++) sums[at]! += values[at]!;
  };
};

type Four<T> = readonly [T, T, T, T];

/** Four at a time, for the way through the sums costs as much as a look-up or two. What is missing to a four adds 0. */
const inFours = (lookups: readonly Lookup[], size: number): readonly Four<Lookup>[] => {
  const zero: Lookup = { codes: new Uint16Array(lookups.length % 4 === 0 ? 0 : size), valuesFor: () => zeroes };
  return Array.from({ length: Math.ceil(lookups.length / 4) }, (_, four) => {
    const [a = zero, b = zero, c = zero, d = zero] = lookups.slice(4 * four, 4 * four + 4);
    return [a, b, c, d];
  });
};

const zeroes = new Float64Array(1);

const addFour = (
  sums: Float64Array,
  [a, b, c, d]: Four<Lookup>,
  { member, from }: { readonly member: number; readonly from: number },
): void => {
  const [valuesOfA, valuesOfB, valuesOfC, valuesOfD] = [a.valuesFor(member), b.valuesFor(member), c.valuesFor(member), d.valuesFor(member)];
  const end = sums.length;
  const [codesOfA, codesOfB] = [a.codes.subarray(from, from + end), b.codes.subarray(from, from + end)];
  const [codesOfC, codesOfD] = [c.codes.subarray(from, from + end), d.codes.subarray(from, from + end)];
  for (let at = 0; at < end; at++) {
    sums[at]! += valuesOfA[codesOfA[at]!]! + valuesOfB[codesOfB[at]!]! + valuesOfC[codesOfC[at]!]! + valuesOfD[codesOfD[at]!]!;
  }
};
