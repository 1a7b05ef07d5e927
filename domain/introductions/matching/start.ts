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

/**
 * Each free member in turn takes its nearest neighbour, lowering its dual to the second nearest and raising the neighbour's by as much; who
 * was matched there goes on (Jonker and Volgenant's augmenting row reduction, 1987; an auction as Bertsekas', 1979). It ends
 * somewhere: everybody has one turn on average, and whoever is left free then is for the searches.
 */
export const bid = (arcs: Arcs, start: Start): void => {
  const { partner, dual, floor } = start;
  const best: Nearest = { member: nobody, least: 0, second: 0 };
  let turns = arcs.size;
  for (let root = 0; root < arcs.size; root++) {
    let member = root;
    while (partner[member] === nobody && dual[member]! > floor[member]! && turns > 0) {
      turns--;
      lookForNearest(arcs, start, { member, best });
      const nearest = best.member;
      if (nearest === nobody) {
        dual[member] = floor[member]!;
        break;
      }
      const former = partner[nearest]!;
      partner[member] = nearest;
      partner[nearest] = member;
      if (former === nobody) {
        dual[member]! -= best.least;
        break;
      }
      dual[member]! -= best.second;
      dual[nearest]! += best.second - best.least;
      partner[former] = nobody;
      member = former;
    }
  }
};

/** The nearest neighbour by slack, free ones first among equals, and the slack of the second nearest: the floor is the nearest at last. */
interface Nearest {
  member: number;
  least: number;
  second: number;
}

const lookForNearest = (
  { first, to, twice }: Arcs,
  { partner, dual, floor }: Start,
  { member, best }: { readonly member: number; readonly best: Nearest },
): void => {
  const own = dual[member]!;
  let nearest = nobody;
  let least = own - floor[member]!;
  let second = least;
  const end = first[member + 1]!;
  for (let at = first[member]!; at < end; at++) {
    const other = to[at]!;
    const slack = own + dual[other]! - twice[at]!;
    if (slack < least) {
      second = least;
      least = slack;
      nearest = other;
      continue;
    }
    if (slack < second) second = slack;
    if (slack === least && nearest !== nobody && partner[nearest] !== nobody && partner[other] === nobody) nearest = other;
  }
  best.member = nearest;
  best.least = least;
  best.second = second;
};
