import type { AdmissiblePairs, PairTable } from '../admissible.ts';
import { reordered } from '../scoring/packed.ts';
import { sharedArray } from '../scoring/shared-arrays.ts';

/** The same pairs of the same people in another order: number `p` is who was `order[p]`. */
export const orderedPairs = (pairs: AdmissiblePairs, order: Uint32Array): AdmissiblePairs => {
  const placeOf = placesIn(order);
  const apart = moved(pairs.apart, { order, placeOf });
  const met = moved(pairs.met, { order, placeOf });
  const step = sharedArray.uint16(met.from.length);
  for (let at = 0; at < step.length; at++) step[at] = pairs.met.step[met.from[at]!]!;
  return {
    packed: reordered(pairs.packed, order),
    host: pairs.host === -1 ? -1 : placeOf[pairs.host]!,
    apart: apart.table,
    met: { ...met.table, step },
    factors: pairs.factors,
  };
};

/** Where in the order each number stands. */
export const placesIn = (order: Uint32Array): Uint32Array => {
  const placeOf = new Uint32Array(order.length);
  for (let place = 0; place < order.length; place++) placeOf[order[place]!] = place;
  return placeOf;
};

interface Renumbering {
  readonly order: Uint32Array;
  readonly placeOf: Uint32Array;
}

/** The table in the new numbers, and for each of its entries the old place of the same pair's, from either of its ends. */
const moved = (
  { first: firstBefore, other: otherBefore }: PairTable,
  { order, placeOf }: Renumbering,
): { readonly table: PairTable; readonly from: Uint32Array } => {
  const first = sharedArray.uint32(order.length + 1);
  for (let place = 0; place < order.length; place++) {
    const member = order[place]!;
    first[place + 1] = first[place]! + firstBefore[member + 1]! - firstBefore[member]!;
  }
  const other = sharedArray.uint32(otherBefore.length);
  const from = new Uint32Array(otherBefore.length);
  const next = first.slice();
  // Each in turn enters itself with all of its others, so everybody's others come to stand in rising order.
  for (let place = 0; place < order.length; place++) {
    const member = order[place]!;
    for (let at = firstBefore[member]!; at < firstBefore[member + 1]!; at++) {
      const entry = next[placeOf[otherBefore[at]!]!]!++;
      other[entry] = place;
      from[entry] = at;
    }
  }
  return { table: { first, other }, from };
};
