import { rowAdder } from './add-rows.ts';
import type { PackedScoring } from './packed.ts';
import { neutralFit, type Part } from './part.ts';
import type { GradedQuestion } from './survey-terms.ts';
import { tableSum } from './tables.ts';
import { distanceFit, likenessFit, shareMet, termValue } from './terms.ts';
import { classesMayMeet } from './walls.ts';

/** Scores any two of a community, by number; the order of the two makes no difference. It has memory of its own: each thread makes one. */
export interface PairScorer {
  /**
   * Into `out[other - from]`, for each other of the stretch, what `pair(member, other)` is; for the member themselves any number. It is
   * meant for a thousand others and more; several stretches of one member in a row spare work.
   */
  readonly row: (member: number, stretch: Stretch, out: Float64Array) => void;
  /** The compatibility of the two, from 0 to 1; −1 where a wall keeps them apart. */
  readonly pair: (one: number, other: number) => number;
  /** Whether every `must-…` of the survey lets the two meet. */
  readonly mayMeet: (one: number, other: number) => boolean;
  /** The parts that make up the compatibility, in order of question id. */
  readonly parts: (one: number, other: number) => readonly Part[];
}

/** The members from `from` to before `to`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export const scorerOf = (packed: PackedScoring): PairScorer => {
  const { tables, wallClass } = packed;
  const addTerms = rowAdder(packed);
  const rowTerms = packed.rows.map(({ term }) => packed.terms[term]!);
  const compatibilityOf = divider(packed.wholeWeight);
  return {
    row: (member, { from, to }, out) => {
      const sums = out.subarray(0, to - from);
      addTerms(member, from, sums);
      const end = sums.length;
      for (let at = 0; at < end; at++) sums[at] = compatibilityOf(sums[at]!);
    },
    pair: (one, other) => {
      let sum = tableSum(tables, one, other);
      for (let at = 0; at < rowTerms.length; at++) {
        const term = rowTerms[at]!;
        sum += termValue(term, term.mine.code[one]!, term.theirs.code[other]!);
      }
      return compatibilityOf(sum);
    },
    mayMeet: (one, other) => classesMayMeet(packed, wallClass[one]!, wallClass[other]!),
    parts: partsOf(packed),
  };
};

/** `PairScorer.parts` alone, for which nothing need be made ready but the terms. */
export const partsOf =
  ({ terms, graded }: Pick<PackedScoring, 'terms' | 'graded'>): PairScorer['parts'] =>
  (one, other) =>
    graded.map((each) => ({ question: each.question, fit: fitOf(terms, each, [one, other]) }));

const divider =
  (wholeWeight: number): ((sum: number) => number) =>
  (sum) =>
    sum < 0 ? -1 : wholeWeight === 0 ? neutralFit : sum / wholeWeight;

const fitOf = (
  terms: PackedScoring['terms'],
  { term: place }: GradedQuestion,
  [one, other]: readonly [number, number],
): number | undefined => {
  const term = terms[place]!;
  const mine = term.mine.code[one]!;
  const theirs = term.theirs.code[other]!;
  if (mine === 0 || theirs === 0) return undefined;
  switch (term.kind) {
    case 'likeness':
      return likenessFit(term, mine, theirs);
    case 'distance':
      return distanceFit(term, mine, theirs);
    case 'exchange':
      return (shareMet(term, mine, theirs) + shareMet(term, term.mine.code[other]!, term.theirs.code[one]!)) / 2;
  }
};
