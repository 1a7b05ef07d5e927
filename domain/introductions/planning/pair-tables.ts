import type { Week } from '../../kernel/iso-week.ts';
import type { MetTable, PairTable } from '../admissible.ts';
import type { Numbering } from '../community.ts';
import type { PackedHistory } from '../history.ts';
import { sharedArray } from '../scoring/shared-arrays.ts';
import { type Pairs, placesInOrder } from './pairs-in-order.ts';

/** The pairs among members, each once; nobody is a pair alone. */
export const apartTable = (pairs: readonly (readonly [string, string])[], { size, numberOf }: Numbering): PairTable => {
  const numbers = (end: 0 | 1): Int32Array => Int32Array.from(pairs, (pair) => numberOf(pair[end]) ?? -1);
  const ends = bothEnds({ one: numbers(0), other: numbers(1) }, () => true);
  const order = placesInOrder(ends, size);
  const kept = order.filter((at, place) => place === 0 || !isSame(ends, at, order[place - 1]!));
  return { first: firstPlaces(size, kept, ends.one), other: inShared(kept, ends.other) };
};

export interface MetLately {
  readonly size: number;
  readonly week: Week;
  readonly repeatGapWeeks: number;
  /** The gap that holds between two members. */
  readonly gapOf: (one: number, other: number) => number;
}

/** Who met whom so lately that it matters, by the last time each pair did. */
export const metTable = (met: PackedHistory['met'], { size, week, repeatGapWeeks, gapOf }: MetLately): MetTable => {
  // No gap is longer than `repeatGapWeeks`, and so many weeks later nothing is left of it.
  const ends = bothEnds(met, (at) => week - met.week[at]! <= 2 * repeatGapWeeks);
  const { one, other } = ends;
  const weeks = ends.from.map((at) => week - met.week[at]!);
  const stepOf = (at: number): number => Math.max(0, weeks[at]! - gapOf(one[at]!, other[at]!));
  const kept = latestOfEach(ends, { order: placesInOrder(ends, size), weeks }).filter((at) => stepOf(at) <= repeatGapWeeks);
  const step = sharedArray.uint16(kept.length);
  for (let place = 0; place < kept.length; place++) step[place] = stepOf(kept[place]!);
  return { first: firstPlaces(size, kept, one), other: inShared(kept, other), step };
};

/** Each pair of two members from both of its ends, and where it came from. */
const bothEnds = ({ one, other }: Pairs, isWanted: (at: number) => boolean): Pairs & { readonly from: Int32Array } => {
  const ends = { one: new Int32Array(2 * one.length), other: new Int32Array(2 * one.length), from: new Int32Array(2 * one.length) };
  let count = 0;
  const enter = (member: number, mate: number, at: number): void => {
    ends.one[count] = member;
    ends.other[count] = mate;
    ends.from[count++] = at;
  };
  for (let at = 0; at < one.length; at++) {
    const member = one[at]!;
    const mate = other[at]!;
    if (member === -1 || mate === -1 || member === mate || !isWanted(at)) continue;
    enter(member, mate, at);
    enter(mate, member, at);
  }
  return { one: ends.one.subarray(0, count), other: ends.other.subarray(0, count), from: ends.from.subarray(0, count) };
};

/** Moves the last meeting of each pair to the front of the order and answers those. */
const latestOfEach = (pairs: Pairs, { order, weeks }: { readonly order: Int32Array; readonly weeks: Int32Array }): Int32Array => {
  let count = 0;
  for (let place = 0; place < order.length; place++) {
    const at = order[place]!;
    const before = order[count - 1];
    if (before === undefined || !isSame(pairs, at, before)) order[count++] = at;
    else if (weeks[at]! < weeks[before]!) order[count - 1] = at;
  }
  return order.subarray(0, count);
};

const isSame = ({ one, other }: Pairs, at: number, before: number): boolean => one[at] === one[before] && other[at] === other[before];

const firstPlaces = (size: number, places: Int32Array, one: Int32Array): Uint32Array => {
  const first = sharedArray.uint32(size + 1);
  for (let place = 0; place < places.length; place++) first[one[places[place]!]! + 1]!++;
  for (let member = 0; member < size; member++) first[member + 1]! += first[member]!;
  return first;
};

const inShared = (places: Int32Array, values: Int32Array): Uint32Array => {
  const shared = sharedArray.uint32(places.length);
  for (let place = 0; place < places.length; place++) shared[place] = values[places[place]!]!;
  return shared;
};
