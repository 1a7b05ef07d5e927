import type { Arcs } from './arcs.ts';

/**
 * The arcs of each member in two parts: near ones, with less than `farSlack` when the parts were made, and from `nearEnd` on the far ones. A far arc
 * cannot be tight before the duals of its two ends have come down by that much since; a search looks at those of a member
 * only when the clock says that one of them might be.
 */
export interface Nearness {
  readonly nearEnd: Int32Array;
  /** The duals when the parts were made. */
  readonly reference: Float64Array;
  farSlack: number;
  /** No dual of a member is further below its reference than this. */
  dropMax: number;
  /** Arcs looked at since. */
  looked: number;
}

export const nearnessOf = (arcs: Arcs, dual: Float64Array): Nearness => {
  const nearness: Nearness = {
    nearEnd: new Int32Array(arcs.size),
    reference: new Float64Array(arcs.size),
    farSlack: 0,
    dropMax: 0,
    looked: 0,
  };
  makeParts(arcs, dual, nearness);
  return nearness;
};

/** Makes the parts anew where the duals have changed much; so seldom that most work is still the searches'. */
export const renew = (arcs: Arcs, dual: Float64Array, nearness: Nearness): void => {
  const { farSlack, dropMax, looked } = nearness;
  if (4 * dropMax > farSlack && looked > arcs.to.length) makeParts(arcs, dual, nearness);
};

const makeParts = (arcs: Arcs, dual: Float64Array, nearness: Nearness): void => {
  const { size, first, to, twice } = arcs;
  const { nearEnd } = nearness;
  const farSlack = farSlackOf(arcs, dual);
  let longest = 0;
  for (let member = 0; member < size; member++) longest = Math.max(longest, first[member + 1]! - first[member]!);
  const farTo = new Int32Array(longest);
  const farTwice = twice.slice(0, longest);
  for (let member = 0; member < size; member++) {
    const own = dual[member]!;
    const end = first[member + 1]!;
    let place = first[member]!;
    let count = 0;
    for (let at = place; at < end; at++) {
      const other = to[at]!;
      const weight = twice[at]!;
      if (own + dual[other]! - weight < farSlack) {
        to[place] = other;
        twice[place] = weight;
        place++;
        continue;
      }
      farTo[count] = other;
      farTwice[count] = weight;
      count++;
    }
    nearEnd[member] = place;
    for (let at = 0; at < count; at++) {
      to[place + at] = farTo[at]!;
      twice[place + at] = farTwice[at]!;
    }
  }
  nearness.reference.set(dual);
  nearness.farSlack = farSlack;
  nearness.dropMax = 0;
  nearness.looked = 0;
};

const nearPerMember = 8;
const sampleMax = 4096;

/** So that members have about `nearPerMember` near arcs, as a sample says; without end where they have few anyway. */
const farSlackOf = ({ size, first, to, twice }: Arcs, dual: Float64Array): number => {
  const share = (nearPerMember * size) / to.length;
  if (!(share < 0.5)) return Infinity;
  const step = Math.ceil(to.length / sampleMax);
  const sample = new Float64Array(Math.ceil(to.length / step));
  let member = 0;
  for (let at = 0; at < sample.length; at++) {
    const arc = at * step;
    while (first[member + 1]! <= arc) member++;
    sample[at] = dual[member]! + dual[to[arc]!]! - twice[arc]!;
  }
  sample.sort();
  return Math.max(1, sample[Math.floor(share * sample.length)]!);
};
