import { admissibleScorerOf } from './admissible.ts';
import type { PackedRoundInput } from './round-input.ts';
import { prepare } from './planning/preparation.ts';

/** The pairs of a member with those of a higher number whom they may meet, in order: `other[p]` with `score[p]`. */
export interface ScoredRow {
  readonly member: number;
  readonly other: Int32Array;
  readonly score: Uint16Array;
}

/** Every pair that may meet in a round with its score, member by member, so that nobody need hold all of them. */
export function* scoredRowsOf(input: PackedRoundInput): Generator<ScoredRow, void, void> {
  const scorer = admissibleScorerOf(prepare(input).pairs);
  const { size } = scorer;
  const row = new Uint16Array(size);
  const places = new Int32Array(size);
  for (let member = 0; member < size; member++) {
    const from = member + 1;
    scorer.row(member, { from, to: size }, row);
    let count = 0;
    for (let at = 0; at < size - from; at++) if (row[at]! > 0) places[count++] = at;
    const kept = places.subarray(0, count);
    yield { member, other: kept.map((at) => from + at), score: Uint16Array.from(kept, (at) => row[at]!) };
  }
}
