import { nobody } from './start.ts';
import type { State } from './state.ts';
import { apart, inner, outer } from './state.ts';
import { startLooking } from './tree.ts';

interface Meeting {
  readonly one: number;
  readonly other: number;
  readonly now: number;
}

/** Makes a blossom of the ring that the tight edge between the outer members `one` and `other` closes in the tree. */
export const shrink = (state: State, { one, other, now }: Meeting): void => {
  const { search, group, topNode, base, spareBlossoms, ringStart, blossomDual, arcs } = state;
  const stem = stemOf(state, group[one]!, group[other]!);
  const start = topNode[stem]!;
  linkWayUp(state, group[one]!, stem);
  linkWayDown(state, group[other]!, stem);
  link(state, topNode[group[other]!]!, { node: topNode[group[one]!]!, from: other, to: one });
  const blossom = spareBlossoms.pop()!;
  ringStart[blossom - arcs.size] = start;
  base[blossom] = base[start]!;
  blossomDual[blossom] = 0;
  const grp = join(state, blossom, now);
  search.since[grp] = now;
  search.label[grp] = outer;
};

/** The first group on both ways to the root. Steps up from both sides in turns, so it takes about as many as the ring is long. */
const stemOf = (state: State, one: number, other: number): number => {
  const { search } = state;
  search.lastMark++;
  let here = one;
  let there = other;
  for (;;) {
    if (here !== nobody) {
      if (search.mark[here] === search.lastMark) return here;
      search.mark[here] = search.lastMark;
      here = outerAbove(state, here);
    }
    const turn = here;
    here = there;
    there = turn;
  }
};

const outerAbove = ({ partner, base, topNode, group, search }: State, grp: number): number => {
  const mate = partner[base[topNode[grp]!]!]!;
  return mate === nobody ? nobody : group[search.entryFrom[group[mate]!]!]!;
};

interface Next {
  readonly node: number;
  readonly from: number;
  readonly to: number;
}

const link = ({ ringNext, ringFrom, ringTo }: State, node: number, next: Next): void => {
  ringNext[node] = next.node;
  ringFrom[node] = next.from;
  ringTo[node] = next.to;
};

const linkWayUp = (state: State, start: number, stem: number): void => {
  const { base, partner, topNode, group, search } = state;
  for (let grp = start; grp !== stem; grp = outerAbove(state, grp)) {
    const node = topNode[grp]!;
    const mate = partner[base[node]!]!;
    const between = group[mate]!;
    const above = search.entryFrom[between]!;
    link(state, node, { node: topNode[between]!, from: base[node]!, to: mate });
    link(state, topNode[between]!, { node: topNode[group[above]!]!, from: search.entryTo[between]!, to: above });
  }
};

const linkWayDown = (state: State, start: number, stem: number): void => {
  const { base, partner, topNode, group, search } = state;
  for (let grp = start; grp !== stem; grp = outerAbove(state, grp)) {
    const node = topNode[grp]!;
    const mate = partner[base[node]!]!;
    const between = group[mate]!;
    const above = search.entryFrom[between]!;
    link(state, topNode[between]!, { node, from: mate, to: base[node]! });
    link(state, topNode[group[above]!]!, { node: topNode[between]!, from: above, to: search.entryTo[between]! });
  }
};

/** Makes one group of the groups of the ring: the largest takes in the others, so that nobody is renamed often. */
const join = (state: State, blossom: number, now: number): number => {
  const { group, topNode, firstMember, lastMember, nextMember, memberCount, ringStart, ringNext, spareGroups, search, arcs } = state;
  const start = ringStart[blossom - arcs.size]!;
  let largest = start;
  let count = 0;
  let lastSoFar = nobody;
  let node = start;
  do {
    leaveTree(state, node, now);
    count += memberCount[node]!;
    if (memberCount[node]! > memberCount[largest]!) largest = node;
    if (lastSoFar !== nobody) nextMember[lastSoFar] = firstMember[node]!;
    lastSoFar = lastMember[node]!;
    node = ringNext[node]!;
  } while (node !== start);
  const kept = group[firstMember[largest]!]!;
  do {
    if (node !== largest) {
      const grp = group[firstMember[node]!]!;
      search.label[grp] = apart;
      spareGroups.push(grp);
      rename(state, node, kept);
    }
    node = ringNext[node]!;
  } while (node !== start);
  firstMember[blossom] = firstMember[start]!;
  lastMember[blossom] = lastSoFar;
  memberCount[blossom] = count;
  topNode[kept] = blossom;
  return kept;
};

export const rename = ({ group, firstMember, lastMember, nextMember }: State, node: number, grp: number): void => {
  const last = lastMember[node]!;
  for (let member = firstMember[node]!; ; member = nextMember[member]!) {
    group[member] = grp;
    if (member === last) return;
  }
};

/** Settles the dual of a node that becomes part of a blossom; the members of an inner one become outer. */
const leaveTree = (state: State, node: number, now: number): void => {
  const { group, firstMember, blossomDual, search, arcs } = state;
  const grp = group[firstMember[node]!]!;
  const passed = now - search.since[grp]!;
  const isInner = search.label[grp] === inner;
  if (node >= arcs.size) blossomDual[node]! += isInner ? -2 * passed : 2 * passed;
  if (isInner) startLooking(state, node, passed + now);
};
