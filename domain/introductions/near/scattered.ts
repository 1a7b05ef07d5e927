import { type AdmissiblePairs, admissibleScorerOf } from '../admissible.ts';
import type { NearestLists } from '../best-lists.ts';
import { scoreMax } from '../matching/problem.ts';
import type { PackedScoring } from '../scoring/packed.ts';
import { sharedArray } from '../scoring/shared-arrays.ts';
import { tableRow } from '../scoring/tables.ts';
import { fillerOf, type TermRow } from '../scoring/term-rows.ts';
import { type Term, termValue } from '../scoring/terms.ts';
import { leastOf, listWriter } from './lists.ts';

/**
 * The codes of each member side by side, first those of the tables, then those of the rows by answer: one way through memory is enough
 * to score somebody who may stand anywhere. Plain data.
 */
export interface Records {
  /** A power of two from 4 up, so that no record lies across two lines of a cache. Behind the last code there are zeroes. */
  readonly width: number;
  readonly code: Uint16Array;
}

export const recordsOf = ({ size, tables, rows }: PackedScoring): Records => {
  const columns = [...tables.theirs, ...rows.flatMap(({ code }) => code ?? [])];
  const width = 2 ** Math.ceil(Math.log2(Math.max(4, columns.length)));
  const code = sharedArray.uint16(size * width);
  for (const [at, column] of columns.entries()) {
    for (let member = 0; member < size; member++) code[member * width + at] = column[member]!;
  }
  return { width, code };
};

/** Scores a member with others who stand anywhere, and enters those who belong there into the list of the member. */
export type LookAt = (place: number, others: Int32Array) => void;

export const scatteredLooker = (
  { pairs, records, order }: { readonly pairs: AdmissiblePairs; readonly records: Records; readonly order: Uint32Array },
  lists: NearestLists,
): LookAt => {
  const { pair } = admissibleScorerOf(pairs);
  const addUp = scatteredSums(pairs.packed, records);
  const enter = listWriter(lists, order);
  let room = new Float64Array(0);
  // History only lowers a score, so whoever is below this by the survey alone need not be looked at closely. Scores are rounded.
  const sumFor = (score: number): number => ((score - 1) / scoreMax) * pairs.packed.wholeWeight;
  return (place, others) => {
    if (room.length < others.length) room = new Float64Array(others.length);
    addUp(place, others, room);
    let least = sumFor(leastOf(lists, place));
    for (let at = 0; at < others.length; at++) {
      if (room[at]! < least) continue;
      const score = pair(place, others[at]!);
      if (score === 0) continue;
      enter(place, others[at]!, score);
      least = sumFor(leastOf(lists, place));
    }
  };
};

/** Into `sums[at]` the sum of all terms for a member and `others[at]`, below 0 where a wall keeps them apart. */
type AddUp = (member: number, others: Int32Array, sums: Float64Array) => void;

const scatteredSums = (packed: PackedScoring, { width, code }: Records): AddUp => {
  const { tables } = packed;
  const rows = packed.rows.map((row) => ({ row, term: packed.terms[row.term]! }));
  const lookups = [
    ...tables.theirs.map((_, column) => (member: number) => tableRow(tables, member, column)),
    ...rows.flatMap(({ row, term }) => (row.code === undefined ? [] : answerLookup(row, term))),
  ];
  const oneByOne = rows.flatMap(({ row, term }) => (row.code === undefined ? term : []));
  const addFour = (
    [a, b, c, d]: Four,
    others: Int32Array,
    { sums, from }: { readonly sums: Float64Array; readonly from: number },
  ): void => {
    const end = others.length;
    for (let at = 0; at < end; at++) {
      const record = others[at]! * width + from;
      sums[at]! += a[code[record]!]! + b[code[record + 1]!]! + c[code[record + 2]!]! + d[code[record + 3]!]!;
    }
  };
  return (member, others, sums) => {
    const values = lookups.map((valuesFor) => valuesFor(member));
    sums.fill(0, 0, others.length);
    for (let from = 0; from < values.length; from += 4) {
      const [a = zeroes, b = zeroes, c = zeroes, d = zeroes] = values.slice(from, from + 4);
      addFour([a, b, c, d], others, { sums, from });
    }
    for (const term of oneByOne) {
      const mine = term.mine.code[member]!;
      const theirs = term.theirs.code;
      for (let at = 0; at < others.length; at++) sums[at]! += termValue(term, mine, theirs[others[at]!]!);
    }
  };
};

type Four = readonly [Float64Array, Float64Array, Float64Array, Float64Array];

/** What is missing to a four; the codes there are 0. */
const zeroes = new Float64Array(1);

const answerLookup = (row: TermRow, term: Term): ((member: number) => Float64Array) => {
  const fill = fillerOf(term, row);
  const values = new Float64Array(row.series.length);
  return (member) => {
    fill(term.mine.code[member]!, 0, values);
    return values;
  };
};
