import type { AdmissiblePairs } from '../admissible.ts';
import { sharedArray } from '../scoring/shared-arrays.ts';
import type { CellsWork } from './cells.ts';
import { orderedPairs } from './ordered-pairs.ts';
import { type Records, recordsOf } from './scattered.ts';
import type { NearSettings } from './settings.ts';
import { type SmallGroups, smallGroupsOf } from './small-groups.ts';

/**
 * The members in an order in which each cell can be scored in one go, and so can a few of every cell: these, its probes, stand before
 * everybody else. A member's place is their number in this order. Plain data.
 */
export interface Arranged {
  readonly pairs: AdmissiblePairs;
  readonly records: Records;
  readonly groups: SmallGroups;
  /** The member at each place. */
  readonly order: Uint32Array;
  /** The probes of cell `c` stand from `firstProbe[c]` to before `firstProbe[c + 1]`, its others from `firstOther[c]` to before `firstOther[c + 1]`. */
  readonly firstProbe: Uint32Array;
  readonly firstOther: Uint32Array;
}

export const arrange = (pairs: AdmissiblePairs, { pivots, cell }: CellsWork, settings: NearSettings): Arranged => {
  const stretches = cellStretches(cell, { cells: pivots.length + 1, probes: settings.probes });
  const order = orderOf(cell, stretches);
  const inOrder = orderedPairs(pairs, order);
  const groups = smallGroupsOf({ packed: inOrder.packed, groupMax: settings.groupMax });
  return { pairs: inOrder, records: recordsOf(inOrder.packed), groups, order, ...stretches };
};

type Stretches = Pick<Arranged, 'firstProbe' | 'firstOther'>;

const cellStretches = (cell: Uint16Array, { cells, probes }: { readonly cells: number; readonly probes: number }): Stretches => {
  const members = new Uint32Array(cells);
  for (let member = 0; member < cell.length; member++) members[cell[member]!]!++;
  const firstProbe = sharedArray.uint32(cells + 1);
  const firstOther = sharedArray.uint32(cells + 1);
  for (let c = 0; c < cells; c++) firstProbe[c + 1] = firstProbe[c]! + Math.min(probes, members[c]!);
  firstOther[0] = firstProbe[cells]!;
  for (let c = 0; c < cells; c++) firstOther[c + 1] = firstOther[c]! + Math.max(0, members[c]! - probes);
  return { firstProbe, firstOther };
};

/** In each cell, and among its probes, by number. Every so many-th of a cell is a probe. */
const orderOf = (cell: Uint16Array, { firstProbe, firstOther }: Stretches): Uint32Array => {
  const order = sharedArray.uint32(cell.length);
  const nextProbe = firstProbe.slice();
  const nextOther = firstOther.slice();
  for (let member = 0; member < cell.length; member++) {
    const c = cell[member]!;
    const probes = firstProbe[c + 1]! - firstProbe[c]!;
    const others = firstOther[c + 1]! - firstOther[c]!;
    const probesSeen = nextProbe[c]! - firstProbe[c]!;
    const othersSeen = nextOther[c]! - firstOther[c]!;
    const isProbe = probesSeen < probes && probesSeen * others <= othersSeen * probes;
    order[isProbe ? nextProbe[c]!++ : nextOther[c]!++] = member;
  }
  return order;
};
