import { exchangeFiller, type FillRow, likenessFiller, type SetLists, setListsOf } from './set-lists.ts';
import { sharedArray } from './shared-arrays.ts';
import { type Term, termValue } from './terms.ts';

/**
 * A term as it is calculated for one member and many others at a time: over a series of answers, which are all different ones where there
 * are few enough, or else the members' own.
 */
export interface TermRow {
  /** The place of the term. */
  readonly term: number;
  readonly series: Uint32Array;
  /** For each member the place of their answer in the series; `undefined` where each has a place of their own. */
  readonly code: Uint16Array | undefined;
  readonly lists: SetLists | undefined;
}

/** Narrow codes are below this. */
export const narrowCodesMax = 2 ** 16;

/** For a term with at most `narrowCodesMax` codes. */
export const rowByAnswer = (term: Term, place: number): TermRow & { readonly code: Uint16Array } => {
  const series = sharedArray.uint32(term.theirs.codes);
  for (let code = 0; code < series.length; code++) series[code] = code;
  return { term: place, series, code: narrowed(term.theirs.code), lists: listsFor(term, series) };
};

export const rowByMember = (term: Term, place: number): TermRow => {
  const series = term.theirs.code;
  return { term: place, series, code: undefined, lists: listsFor(term, series) };
};

export const fillerOf = (term: Term, { series, lists }: TermRow): FillRow => {
  if (term.kind === 'distance' || lists === undefined) return oneByOne(term, series);
  return term.kind === 'likeness' ? likenessFiller(term, lists) : exchangeFiller(term, lists);
};

export const narrowed = (code: Uint32Array): Uint16Array => {
  const narrow = sharedArray.uint16(code.length);
  narrow.set(code);
  return narrow;
};

const oneByOne =
  (term: Term, series: Uint32Array): FillRow =>
  (mine, from, out) => {
    for (let at = 0; at < out.length; at++) out[at] = termValue(term, mine, series[from + at]!);
  };

const listsFor = (term: Term, series: Uint32Array): SetLists | undefined =>
  term.kind === 'distance' ? undefined : setListsOf(term, series);
