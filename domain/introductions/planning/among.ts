import { type AdmissiblePairs, type AdmissibleScorer, admissibleScorerOf, type PairTable } from '../admissible.ts';
import { reordered } from '../scoring/packed.ts';

/** The pairs of some members alone, each of whom goes by their place among them. */
export const scorerAmong = (pairs: AdmissiblePairs, members: Int32Array): AdmissibleScorer => {
  const { packed, apart, met } = pairs;
  const scorer = admissibleScorerOf(pairs);
  const none = noPairs(members.length);
  const placeOf = new Int32Array(packed.size).fill(-1);
  members.forEach((member, place) => (placeOf[member] = place));
  // As if nobody had met or were kept apart; who was is looked up pair by pair, for these are few.
  const alone = admissibleScorerOf({
    ...pairs,
    packed: reordered(packed, Uint32Array.from(members)),
    host: placeOf[pairs.host] ?? -1,
    apart: none,
    met: { ...none, step: new Uint16Array(0) },
  });
  return {
    size: members.length,
    pair: (one, other) => scorer.pair(members[one]!, members[other]!),
    row: (one, { from, to }, out) => {
      alone.row(one, { from, to }, out);
      const member = members[one]!;
      for (const { first, other } of [apart, met]) {
        for (let at = first[member]!; at < first[member + 1]!; at++) {
          const place = placeOf[other[at]!]!;
          if (place >= from && place < to) out[place - from] = scorer.pair(member, other[at]!);
        }
      }
    },
  };
};

const noPairs = (size: number): PairTable => ({ first: new Uint32Array(size + 1), other: new Uint32Array(0) });
