import { scoreMax } from './matching/problem.ts';
import type { PackedScoring } from './scoring/packed.ts';
import { scorerOf, type Stretch } from './scoring/scorer.ts';

/**
 * Who may meet whom in a round, and how well they fit, as plain data that threads share: the walls and scores of the survey, and what
 * the operator and the past say about single pairs. All of it is symmetric.
 */
export interface AdmissiblePairs {
  readonly packed: PackedScoring;
  /** The standing host, who is in no pair; −1 where there is none. */
  readonly host: number;
  /** Pairs that never meet. */
  readonly apart: PairTable;
  /** Pairs who met so lately that it matters. Their step is 0 up to the gap, then the weeks since the gap. */
  readonly met: MetTable;
  /** By step: what compatibility is multiplied by. At step 0 the two may not meet. */
  readonly factors: Float64Array;
}

/** Some pairs, each at both of its ends: those of `member` stand from `first[member]` to before `first[member + 1]`, rising. */
export interface PairTable {
  readonly first: Uint32Array;
  readonly other: Uint32Array;
}
export interface MetTable extends PairTable {
  readonly step: Uint16Array;
}

/** Scores pairs as the solver adds them up: from 1 to 10,000; 0 for two who may not meet, and for oneself. Made once for each thread. */
export interface AdmissibleScorer {
  readonly size: number;
  /** Into `out[other − from]` for all others of the stretch what `pair(member, other)` is. */
  readonly row: (member: number, stretch: Stretch, out: Uint16Array) => void;
  readonly pair: (one: number, other: number) => number;
}

/** max(1, round(10,000 × compatibility × factor)) for whoever may meet. */
export const admissibleScorerOf = (pairs: AdmissiblePairs): AdmissibleScorer => {
  const { packed, met, factors } = pairs;
  const scorer = scorerOf(packed);
  let scratch = new Float64Array(0);
  return keptTo(pairs, {
    row: (member, { from, to }, out) => {
      if (scratch.length < to - from) scratch = new Float64Array(to - from);
      scorer.row(member, { from, to }, scratch);
      for (let at = 0; at < to - from; at++) out[at] = pointsOf(scratch[at]!);
      for (let at = placeFrom(met, member, from); at < met.first[member + 1]! && met.other[at]! < to; at++) {
        const place = met.other[at]! - from;
        out[place] = pointsAgain(scratch[place]!, factors[met.step[at]!]!);
      }
    },
    pair: (one, other) => {
      const compatibility = scorer.pair(one, other);
      const at = placeFrom(met, one, other);
      const hasMet = at < met.first[one + 1]! && met.other[at] === other;
      return hasMet ? pointsAgain(compatibility, factors[met.step[at]!]!) : pointsOf(compatibility);
    },
  });
};

/** As if nobody had met before and everybody fitted alike: 1 for two whom neither a wall nor the operator keeps apart. */
export const meetableScorerOf = (pairs: AdmissiblePairs): AdmissibleScorer => {
  const { wallClass, classCount } = pairs.packed;
  const { mayMeet } = scorerOf(pairs.packed);
  // Whether members of a class may meet those of the class that was asked for last.
  const askedFor = new Int32Array(classCount).fill(-1);
  const answers = new Uint8Array(classCount);
  const pair = (one: number, other: number): number => {
    const otherClass = wallClass[other]!;
    if (askedFor[otherClass] !== wallClass[one]) {
      askedFor[otherClass] = wallClass[one]!;
      answers[otherClass] = mayMeet(one, other) ? 1 : 0;
    }
    return answers[otherClass]!;
  };
  return keptTo(pairs, {
    row: (member, { from, to }, out) => {
      for (let other = from; other < to; other++) out[other - from] = pair(member, other);
    },
    pair,
  });
};

/** Nobody meets the host, or whom the operator keeps apart from them, or themselves. */
const keptTo = ({ packed: { size }, host, apart }: AdmissiblePairs, { row, pair }: Omit<AdmissibleScorer, 'size'>): AdmissibleScorer => ({
  size,
  row: (member, { from, to }, out) => {
    if (member === host) {
      out.fill(0, 0, to - from);
      return;
    }
    row(member, { from, to }, out);
    for (let at = placeFrom(apart, member, from); at < apart.first[member + 1]! && apart.other[at]! < to; at++)
      out[apart.other[at]! - from] = 0;
    for (const never of [member, host]) if (never >= from && never < to) out[never - from] = 0;
  },
  pair: (one, other) => (one === other || one === host || other === host || hasPair(apart, one, other) ? 0 : pair(one, other)),
});

// `| 0` cuts off what is behind the point, as `Math.floor` does above 0, in half the time.
const pointsOf = (compatibility: number): number => (compatibility < 0 ? 0 : (scoreMax * compatibility + 0.5) | 0 || 1);

const pointsAgain = (compatibility: number, factor: number): number =>
  compatibility < 0 || factor === 0 ? 0 : Math.max(1, Math.floor(scoreMax * compatibility * factor + 0.5));

/** Where the pairs of `member` with `other` and those after begin. */
const placeFrom = ({ first, other: others }: PairTable, member: number, other: number): number => {
  let low = first[member]!;
  let high = first[member + 1]!;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (others[middle]! < other) low = middle + 1;
    else high = middle;
  }
  return low;
};

export const hasPair = (table: PairTable, one: number, other: number): boolean => {
  const at = placeFrom(table, one, other);
  return at < table.first[one + 1]! && table.other[at] === other;
};
