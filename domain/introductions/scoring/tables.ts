import type { Column } from './columns.ts';
import { sharedArray } from './shared-arrays.ts';

/**
 * Columns side by side. Column `c` comes for two members to `table[first[c] + mine × width[c] + theirs]`, where `mine` is
 * `mineOf[one × count + c]` and `theirs` is `theirsOf[other × count + c]`.
 */
export interface Tables {
  readonly count: number;
  /** The columns' tables, one after another. */
  readonly table: Float64Array;
  readonly first: Uint32Array;
  readonly width: Uint32Array;
  readonly mineOf: Uint16Array;
  readonly theirsOf: Uint16Array;
  /** Their codes once more, for each column all members' one after another. */
  readonly theirs: readonly Uint16Array[];
}

export const tablesOf = (size: number, columns: readonly Column[]): Tables => {
  const count = columns.length;
  const table = sharedArray.float64(columns.reduce((sum, column) => sum + column.table.length, 0));
  const first = sharedArray.uint32(count + 1);
  for (const [at, column] of columns.entries()) {
    table.set(column.table, first[at]);
    first[at + 1] = first[at]! + column.table.length;
  }
  return {
    count,
    table,
    first,
    width: Uint32Array.from(columns, ({ width }) => width),
    mineOf: byMember(
      columns.map(({ mine }) => mine),
      size,
    ),
    theirsOf: byMember(
      columns.map(({ theirs }) => theirs),
      size,
    ),
    theirs: columns.map(({ theirs }) => theirs),
  };
};

const byMember = (columns: readonly Uint16Array[], size: number): Uint16Array => {
  const codes = sharedArray.uint16(size * columns.length);
  for (const [at, column] of columns.entries()) {
    for (let member = 0; member < size; member++) codes[member * columns.length + at] = column[member]!;
  }
  return codes;
};

/** The same for members in another order. */
export const tablesInOrder = (tables: Tables, order: Uint32Array): Tables => ({
  ...tables,
  mineOf: recordsInOrder(tables.mineOf, order, tables.count),
  theirsOf: recordsInOrder(tables.theirsOf, order, tables.count),
  theirs: tables.theirs.map((codes) => recordsInOrder(codes, order, 1)),
});

const recordsInOrder = (codes: Uint16Array, order: Uint32Array, count: number): Uint16Array => {
  const moved = sharedArray.uint16(order.length * count);
  for (let at = 0; at < order.length; at++) {
    for (let each = 0; each < count; each++) moved[at * count + each] = codes[order[at]! * count + each]!;
  }
  return moved;
};

/** The row of a member in a column: what it comes to by the other's code. */
export const tableRow = ({ count, table, first, width, mineOf }: Tables, member: number, column: number): Float64Array => {
  const start = first[column]! + mineOf[member * count + column]! * width[column]!;
  return table.subarray(start, start + width[column]!);
};

export const tableSum = ({ count, table, first, width, mineOf, theirsOf }: Tables, one: number, other: number): number => {
  let mine = one * count;
  let theirs = other * count;
  let sum = 0;
  for (let at = 0; at < count; at++) sum += table[first[at]! + mineOf[mine++]! * width[at]! + theirsOf[theirs++]!]!;
  return sum;
};
