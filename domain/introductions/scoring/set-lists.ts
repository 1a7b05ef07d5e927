import { sharedArray } from './shared-arrays.ts';
import { sizeOf } from './sides.ts';
import type { Exchange, Likeness } from './terms.ts';
import { inUnits } from './units.ts';

/**
 * A series of sets by what is in them, so that those that share something with another set are found at once: the different sets of
 * a side, or the sets of all members, one each.
 */
export interface SetLists {
  /** The sets with option `o` are `holder[first[o]]` to before `holder[first[o + 1]]`, rising. After all options come the empty sets. */
  readonly first: Uint32Array;
  readonly holder: Uint32Array;
  /** For each set what it is worth, or what each option of it adds. */
  readonly worth: Float64Array;
}

export const setListsOf = (term: SetTerm, series: Uint32Array): SetLists => {
  const { first, option, options } = term.theirs;
  const place = sharedArray.uint32(options + 2);
  for (const set of series) {
    for (let at = first[set]!; at < first[set + 1]!; at++) place[option[at]! + 1]!++;
    if (first[set] === first[set + 1]) place[options + 1]!++;
  }
  for (let each = 0; each <= options; each++) place[each + 1]! += place[each]!;
  const next = place.slice();
  const holder = sharedArray.uint32(place[options + 1]!);
  const worth = sharedArray.float64(series.length);
  const worthOfSet = term.kind === 'likeness' ? term.worthOfSet : term.eachOfTheirs;
  for (let number = 0; number < series.length; number++) {
    const set = series[number]!;
    worth[number] = worthOfSet[set]!;
    for (let at = first[set]!; at < first[set + 1]!; at++) holder[next[option[at]!]!++] = number;
    if (first[set] === first[set + 1]) holder[next[options]!++] = number;
  }
  return { first: place, holder, worth };
};

export type SetTerm = Likeness | Exchange;

/** Into `out[at]` the term for my answer `mine` and the answer number `from + at` of the series. */
export type FillRow = (mine: number, from: number, out: Float64Array) => void;

export const likenessFiller =
  (term: Likeness, lists: SetLists): FillRow =>
  (mine, from, out) => {
    const { weight, apart, together } = term;
    const own = term.worthOfSet[mine]!;
    const end = out.length;
    const worth = lists.worth.subarray(from, from + end);
    tally(out, { term, lists, mine, from });
    if (apart === 0 && together === 0) {
      for (let at = 0; at < end; at++) out[at] = inUnits(weight * (out[at]! / (own + worth[at]! - out[at]!)));
    } else {
      for (let at = 0; at < end; at++) {
        out[at] = out[at] === 0 ? apart : together + inUnits(weight * (out[at]! / (own + worth[at]! - out[at]!)));
      }
    }
    enterUnanswered(out, { term, lists, mine, from });
  };

export const exchangeFiller =
  (term: Exchange, lists: SetLists): FillRow =>
  (mine, from, out) => {
    const each = term.eachOfMine[mine]!;
    const end = out.length;
    const worth = lists.worth.subarray(from, from + end);
    tally(out, { term, lists, mine, from });
    for (let at = 0; at < end; at++) out[at] = inUnits(out[at]! * each) + inUnits(out[at]! * worth[at]!);
    enterUnanswered(out, { term, lists, mine, from });
  };

interface Row {
  readonly term: SetTerm;
  readonly lists: SetLists;
  readonly mine: number;
  readonly from: number;
}

/** The worth of what each set shares with mine. */
const tally = (out: Float64Array, { term, lists, mine, from }: Row): void => {
  const { first, option } = term.mine;
  const { holder } = lists;
  out.fill(0);
  for (let at = first[mine]!; at < first[mine + 1]!; at++) {
    const worth = term.worth[option[at]!]!;
    const end = firstFrom(lists, option[at]!, from + out.length);
    for (let place = firstFrom(lists, option[at]!, from); place < end; place++) out[holder[place]! - from]! += worth;
  }
};

/** Over what came of empty sets. */
const enterUnanswered = (out: Float64Array, { term: { mine: side, theirs, unanswered }, lists, mine, from }: Row): void => {
  if (sizeOf(side, mine) === 0) {
    out.fill(unanswered);
    return;
  }
  const end = firstFrom(lists, theirs.options, from + out.length);
  for (let place = firstFrom(lists, theirs.options, from); place < end; place++) out[lists.holder[place]! - from] = unanswered;
};

/** The first place in an option's list with a set of this number or above. */
const firstFrom = ({ first, holder }: SetLists, option: number, from: number): number => {
  let low = first[option]!;
  let high = first[option + 1]!;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holder[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return low;
};
