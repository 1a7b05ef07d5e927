import type { NearestLists } from '../best-lists.ts';
import { sharedArray } from '../scoring/shared-arrays.ts';
import type { NearSettings } from './settings.ts';

/**
 * Whom each member is linked with: the best of their own list, then those in whose lists they stand the highest. The links of `place` stand
 * from `place × width`, `count[place]` of them. Plain data.
 */
export interface Links {
  readonly width: number;
  readonly to: Int32Array;
  readonly count: Uint8Array;
}

export const linksOf = ({ perMember, neighbour }: NearestLists, { links: width, linksToPartners }: NearSettings): Links => {
  const size = neighbour.length / perMember;
  const to = sharedArray.int32(size * width);
  const count = sharedArray.uint8(size);
  const own = Math.min(linksToPartners, perMember, width);
  for (let place = 0; place < size; place++) {
    for (let at = place * perMember; count[place]! < own && neighbour[at]! !== -1; at++)
      to[place * width + count[place]!++] = neighbour[at]!;
  }
  for (let rank = 0; rank < perMember; rank++) {
    for (let place = 0; place < size; place++) {
      const other = neighbour[place * perMember + rank]!;
      if (other === -1 || count[other] === width) continue;
      const first = other * width;
      if (!isAmong(to, place, { from: first, to: first + Math.min(own, count[other]!) })) to[first + count[other]!++] = place;
    }
  }
  return { width, to, count };
};

const isAmong = (values: Int32Array, value: number, { from, to }: { readonly from: number; readonly to: number }): boolean => {
  for (let at = from; at < to; at++) if (values[at] === value) return true;
  return false;
};
