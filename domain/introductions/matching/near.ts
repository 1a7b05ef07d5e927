import type { Arcs } from './arcs.ts';

/**
 * The arcs of each member in two parts: near ones, with a slack below `farSlack` when the parts were made, and from `nearEnd` on the far ones.
 * A far arc cannot be tight before the duals of its two ends have come down by that much; a search looks at those of a member
 * only when the clock says that one of them might be.
 */
export interface Nearness {
  readonly nearEnd: Int32Array;
  /** The duals when the parts were made; that of a member who has come down far since is −∞. */
  readonly reference: Float64Array;
  farSlack: number;
  /** No dual of a neighbour along a far arc is further below its reference than this. */
  dropMax: number;
  /** Arcs looked at since. */
  looked: number;
  /** How many near arcs members are to have, about. */
  readonly perMember: number;
}

export const nearnessOf = (arcs: Arcs, dual: Float64Array, perMember: number): Nearness => {
  const nearness: Nearness = {
    nearEnd: new Int32Array(arcs.size),
    reference: new Float64Array(arcs.size),
    farSlack: 0,
    dropMax: 0,
    looked: 0,
    perMember,
  };
  findNear(arcs, dual, nearness);
  return nearness;
};

/** Notes that the dual of a member is `drop` below its reference. One that came down far has no far arcs any more, nor have its neighbours. */
export const comeDown = (
  { first, to }: Arcs,
  nearness: Nearness,
  { member, drop }: { readonly member: number; readonly drop: number },
): void => {
  if (drop <= nearness.farSlack / 4) {
    nearness.dropMax = drop;
    return;
  }
  const { nearEnd, reference } = nearness;
  reference[member] = -Infinity;
  nearEnd[member] = first[member + 1]!;
  nearness.looked += first[member + 1]! - first[member]!;
  for (let at = first[member]!; at < first[member + 1]!; at++) nearEnd[to[at]!] = first[to[at]! + 1]!;
};

/** Makes the parts anew; so seldom that most work is still the searches'. */
export const renew = (arcs: Arcs, dual: Float64Array, nearness: Nearness): void => {
  if (nearness.farSlack < Infinity && nearness.looked > arcs.to.length) findNear(arcs, dual, nearness);
};

export const findNear = (arcs: Arcs, dual: Float64Array, nearness: Nearness): void => {
  const { size, first, to, twice } = arcs;
  const { nearEnd } = nearness;
  const farSlack = farSlackOf(arcs, dual, nearness.perMember);
  nearness.reference.set(dual);
  nearness.farSlack = farSlack;
  nearness.dropMax = 0;
  nearness.looked = 0;
  nearEnd.set(first.subarray(1));
  if (farSlack === Infinity) return;
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
};

const sampleMax = 4096;

/** So that members have about `perMember` near arcs, as a sample says; without end where they have few anyway. */
const farSlackOf = (arcs: Arcs, dual: Float64Array, perMember: number): number => {
  const share = (perMember * arcs.size) / arcs.to.length;
  return share < 0.5 ? Math.max(1, slackAt(share, arcs, dual)) : Infinity;
};

/** How far to search at first from each member: so far that most find only a few others. A whole number. */
export const firstStepOf = (arcs: Arcs, dual: Float64Array): number => {
  const share = Math.min(0.5, (8 * arcs.size) / arcs.to.length);
  return arcs.to.length === 0 ? 1 : Math.max(1, Math.floor(slackAt(share, arcs, dual) / 8));
};

/** The slack that such a share of all arcs is below, as a sample says. */
const slackAt = (share: number, { first, to, twice }: Arcs, dual: Float64Array): number => {
  const step = Math.ceil(to.length / sampleMax);
  const sample = new Float64Array(Math.ceil(to.length / step));
  let member = 0;
  for (let at = 0; at < sample.length; at++) {
    const arc = at * step;
    while (first[member + 1]! <= arc) member++;
    sample[at] = dual[member]! + dual[to[arc]!]! - twice[arc]!;
  }
  sample.sort();
  return sample[Math.floor(share * sample.length)]!;
};
