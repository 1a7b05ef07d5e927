import { sharedArray } from './shared-arrays.ts';
import { fillerOf, narrowCodesMax, narrowed, rowByAnswer } from './term-rows.ts';
import type { Term } from './terms.ts';

/**
 * One or several terms with few different answers, in a table: for members with the codes `mine[one]` and `theirs[other]` they come
 * to `table[mine[one] × width + theirs[other]]`.
 */
export interface Column {
  readonly mine: Uint16Array;
  /** The same array as `mine` where it comes to the same both ways. */
  readonly theirs: Uint16Array;
  readonly width: number;
  readonly table: Float64Array;
}

/** Whether a table of this height and width can be a column. */
export const fitsColumn = (height: number, width: number, entriesMax: number): boolean =>
  height <= narrowCodesMax && width <= narrowCodesMax && height * width <= entriesMax;

export const columnOf = (term: Term): Column => {
  const { mine, theirs } = term;
  const row = rowByAnswer(term, 0);
  const fill = fillerOf(term, row);
  const table = sharedArray.float64(mine.codes * theirs.codes);
  for (let code = 0; code < mine.codes; code++) fill(code, 0, table.subarray(code * theirs.codes, (code + 1) * theirs.codes));
  return { mine: mine === theirs ? row.code : narrowed(mine.code), theirs: row.code, width: theirs.codes, table };
};

/** As few columns as can easily be made of these without a table of more than `entriesMax`; one that has more stays as it is. */
export const combined = (columns: readonly Column[], entriesMax: number): readonly Column[] => {
  const largestFirst = [...columns].sort((one, other) => other.table.length - one.table.length);
  const fewer: Column[] = [];
  for (const column of largestFirst) {
    const at = fewer.findIndex((each) => fitsColumn(heightOf(each) * heightOf(column), each.width * column.width, entriesMax));
    if (at === -1) fewer.push(column);
    else fewer[at] = together(fewer[at]!, column);
  }
  return fewer;
};

const together = (one: Column, other: Column): Column => {
  const theirs = codesTogether([one.theirs, one.width], [other.theirs, other.width]);
  const isSymmetric = one.mine === one.theirs && other.mine === other.theirs;
  const mine = isSymmetric ? theirs : codesTogether([one.mine, heightOf(one)], [other.mine, heightOf(other)]);
  const width = theirs.one.length;
  const table = sharedArray.float64(mine.one.length * width);
  for (let row = 0; row < mine.one.length; row++) {
    const inOne = mine.one[row]! * one.width;
    const inOther = mine.other[row]! * other.width;
    for (let at = 0; at < width; at++) {
      table[row * width + at] = one.table[inOne + theirs.one[at]!]! + other.table[inOther + theirs.other[at]!]!;
    }
  }
  return { mine: mine.code, theirs: theirs.code, width, table };
};

const heightOf = ({ table, width }: Column): number => table.length / width;

/** A number for each two codes that some member has together, and the two codes for each number. */
interface CodesTogether {
  readonly code: Uint16Array;
  readonly one: readonly number[];
  readonly other: readonly number[];
}

const codesTogether = ([one, ones]: CodesBelow, [other, others]: CodesBelow): CodesTogether => {
  const number = new Uint32Array(ones * others);
  const found: { readonly one: number[]; readonly other: number[] } = { one: [], other: [] };
  const code = sharedArray.uint16(one.length);
  for (let member = 0; member < one.length; member++) {
    const place = one[member]! * others + other[member]!;
    if (number[place] === 0) {
      found.one.push(one[member]!);
      found.other.push(other[member]!);
      number[place] = found.one.length;
    }
    code[member] = number[place]! - 1;
  }
  return { code, ...found };
};

/** Codes of members, and what they all are below. */
type CodesBelow = readonly [Uint16Array, number];
