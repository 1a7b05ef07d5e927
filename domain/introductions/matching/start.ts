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

export const startOf = ({ size, first, twice }: Arcs, floor: Float64Array): Start => {
  const partner = new Int32Array(size).fill(nobody);
  const dual = new Float64Array(size);
  // Arcs stand heaviest first.
  for (let member = 0; member < size; member++) {
    const at = first[member]!;
    dual[member] = at === first[member + 1] ? floor[member]! : Math.max(twice[at]! / 2, floor[member]!);
  }
  return { partner, dual, floor };
};

/**
 * Each free member in turn takes its nearest neighbour, lowering its dual to the second nearest and raising the neighbour's by as much; who
 * was matched there goes on (Jonker and Volgenant's augmenting row reduction, 1987; an auction, Bertsekas 1979).
 */
export const bid = (arcs: Arcs, start: Start, turns: number): void => {
  const { first, to, twice, size } = arcs;
  const { partner, dual, floor } = start;
  let left = turns * size;
  for (let root = 0; root < size; root++) {
    let member = root;
    let chain = chainMax;
    while (member !== nobody && partner[member] === nobody && left > 0 && chain-- > 0) {
      left--;
      const room = dual[member]! - floor[member]!;
      if (room === 0) break;
      const base = dual[member]!;
      let least = room;
      let second = room;
      let nearest = nobody;
      const end = first[member + 1]!;
      for (let at = first[member]!; at < end; at++) {
        const other = to[at]!;
        const slack = base + dual[other]! - twice[at]!;
        if (slack < second) {
          if (slack < least || (slack === least && partner[nearest] !== nobody && partner[other] === nobody)) {
            second = least;
            least = slack;
            nearest = other;
          } else second = slack;
        } else if (slack === least && nearest !== nobody && partner[nearest] !== nobody && partner[other] === nobody) {
          nearest = other;
        }
      }
      if (nearest === nobody) {
        dual[member] = floor[member]!;
        break;
      }
      const former = partner[nearest]!;
      if (former === nobody) {
        dual[member] = base - least;
        partner[member] = nearest;
        partner[nearest] = member;
        break;
      }
      dual[member] = base - second;
      dual[nearest]! += second - least;
      partner[former] = nobody;
      partner[member] = nearest;
      partner[nearest] = member;
      member = former;
    }
  }
};

const chainMax = 1000;
