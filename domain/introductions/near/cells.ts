import type { PackedScoring } from '../scoring/packed.ts';
import { scorerOf } from '../scoring/scorer.ts';
import { sharedArray } from '../scoring/shared-arrays.ts';
import type { NearSettings } from './settings.ts';
import { spread } from './spread.ts';
import { type DoShare, eachInShare } from './shares.ts';

/**
 * The cell of a member is that of the pivot whom they fit best; who may meet no pivot is in the last cell, which is nobody's. What the
 * members of a cell have in common is whom they suit, so for anybody else it is worth about as much as any few of them are. Plain data.
 */
export interface CellsWork {
  readonly stage: 'cells';
  readonly packed: PackedScoring;
  readonly pivots: Uint32Array;
  /** What comes of it, by member. */
  readonly cell: Uint16Array;
}

export const cellsWork = (packed: PackedScoring, { pivots }: NearSettings): CellsWork => ({
  stage: 'cells',
  packed,
  pivots: spread(Math.min(pivots, pivotsMax), { size: packed.size, salt: 1 }),
  cell: sharedArray.uint16(packed.size),
});

const pivotsMax = 2 ** 16 - 1;

export const findCells = ({ packed, pivots, cell }: CellsWork): DoShare => {
  const { row } = scorerOf(packed);
  const scores = new Float64Array(heldMax);
  const best = new Float64Array(heldMax);
  return eachInShare({ size: packed.size, step: heldMax }, ({ from, to }) => {
    best.fill(-1);
    cell.fill(pivots.length, from, to);
    for (let pivot = 0; pivot < pivots.length; pivot++) {
      row(pivots[pivot]!, { from, to }, scores);
      for (let at = 0; at < to - from; at++) {
        if (scores[at]! <= best[at]!) continue;
        best[at] = scores[at]!;
        cell[from + at] = pivot;
      }
    }
  });
};

/** So many members at a time are held against one pivot after another: few enough to stay near the processor. */
const heldMax = 8192;
