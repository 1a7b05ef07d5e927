import type { Arcs } from './arcs.ts';

export const nobody = -1;

/**
 * Duals under which no edge weighs more than its two ends, and pairs joined by edges that weigh as much. Nobody's dual is below the
 * floor, at which one may stay alone.
 */
export interface Start {
  readonly partner: Int32Array;
  readonly dual: Float64Array;
  readonly floor: Float64Array;
}

/** Everybody's dual is the weight of the heaviest edge. Nobody is paired yet. */
export const startOf = ({ size, first, twice }: Arcs, floor: Float64Array): Start => {
  const partner = new Int32Array(size).fill(nobody);
  const dual = new Float64Array(size);
  for (let member = 0; member < size; member++) {
    let heaviest = -1;
    for (let at = first[member]!; at < first[member + 1]!; at++) {
      if (twice[at]! > heaviest) heaviest = twice[at]!;
    }
    dual[member] = heaviest < 0 ? floor[member]! : heaviest / 2;
  }
  return { partner, dual, floor };
};
