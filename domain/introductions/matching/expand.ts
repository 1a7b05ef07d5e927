import { rename } from './shrink.ts';
import type { State } from './state.ts';
import { apart, inner, match } from './state.ts';
import { becomeInner, becomeOuter, lookAgain } from './tree.ts';

/**
 * Makes top nodes of the nodes of a group's blossom: one takes over its base, the others are matched in pairs along the ring. The largest
 * keeps the group, so that nobody is renamed often. The others' groups are new. Gives the node with the base.
 */
export const open = (state: State, grp: number): number => {
  const { base, topNode, group, memberCount, ringStart, ringNext, ringFrom, ringTo, spareGroups, spareBlossoms, arcs } = state;
  const blossom = topNode[grp]!;
  const start = ringStart[blossom - arcs.size]!;
  let largest = start;
  for (let node = ringNext[start]!; node !== start; node = ringNext[node]!) {
    if (memberCount[node]! > memberCount[largest]!) largest = node;
  }
  topNode[grp] = largest;
  for (let node = ringNext[largest]!; node !== largest; node = ringNext[node]!) {
    const other = spareGroups.pop()!;
    topNode[other] = node;
    rename(state, node, other);
  }
  const baseMember = base[blossom]!;
  const baseNode = topNode[group[baseMember]!]!;
  base[baseNode] = baseMember;
  for (let node = ringNext[baseNode]!; node !== baseNode; node = ringNext[ringNext[node]!]!) match(state, ringFrom[node]!, ringTo[node]!);
  spareBlossoms.push(blossom);
  return baseNode;
};

/**
 * Opens the blossom of an inner group, whose dual is used up. The way from its entry to its base that has an even number of steps stays in
 * the tree, the rest of the ring leaves it, matched in itself.
 */
export const expand = (state: State, grp: number, now: number): void => {
  const { topNode, group, firstMember, ringNext, search } = state;
  const { label, since, entryFrom, entryTo } = search;
  const from = entryFrom[grp]!;
  const to = entryTo[grp]!;
  const passed = now - since[grp]!;
  const baseNode = open(state, grp);
  const kept = topNode[grp]!;
  const ring: OpenRing = { entryNode: topNode[group[to]!]!, baseNode, now, kept, passed };
  for (let node = ringNext[kept]!; node !== kept; node = ringNext[node]!) addToDuals(state, node, passed);
  label[grp] = apart;
  becomeInner(state, { from, to, now });
  stayInTree(state, ring);
  if (label[grp] === inner) keepSince(state, grp, ring);
  let node = baseNode;
  do {
    if (label[group[firstMember[node]!]!] === apart) {
      if (node === kept) addToDuals(state, node, passed);
      lookAgainFrom(state, node);
    }
    node = ringNext[node]!;
  } while (node !== baseNode);
};

/** `kept` is the node that keeps the group; its members' duals are behind by `passed`. */
interface OpenRing {
  readonly entryNode: number;
  readonly baseNode: number;
  readonly now: number;
  readonly kept: number;
  readonly passed: number;
}

/** From entry to base ahead along the ring, or from base to entry: each step leads from an inner node over an outer one to the next inner one. */
const stayInTree = (state: State, { entryNode, baseNode, now, kept, passed }: OpenRing): void => {
  const { group, ringNext, ringFrom, ringTo } = state;
  let steps = 0;
  for (let node = entryNode; node !== baseNode; node = ringNext[node]!) steps++;
  const isAhead = steps % 2 === 0;
  const last = isAhead ? baseNode : entryNode;
  for (let node = isAhead ? entryNode : baseNode; node !== last;) {
    const between = ringNext[node]!;
    const after = ringNext[between]!;
    if (between === kept) addToDuals(state, between, passed);
    if (isAhead) becomeInner(state, { from: ringFrom[between]!, to: ringTo[between]!, now });
    else becomeInner(state, { from: ringTo[node]!, to: ringFrom[node]!, now });
    becomeOuter(state, group[ringTo[node]!]!, now);
    node = after;
  }
};

/** The largest node has been inner before and stays so: its members are not touched, and its own dual is entered as if it had been so as well. */
const keepSince = ({ search, topNode, blossomDual, arcs }: State, grp: number, { now, passed }: OpenRing): void => {
  search.since[grp] = now - passed;
  const node = topNode[grp]!;
  if (node >= arcs.size) blossomDual[node]! += 2 * passed;
};

const addToDuals = ({ dual, firstMember, lastMember, nextMember }: State, node: number, change: number): void => {
  const last = lastMember[node]!;
  for (let member = firstMember[node]!; ; member = nextMember[member]!) {
    dual[member]! += change;
    if (member === last) return;
  }
};

const lookAgainFrom = (state: State, node: number): void => {
  const { firstMember, lastMember, nextMember } = state;
  const last = lastMember[node]!;
  for (let member = firstMember[node]!; ; member = nextMember[member]!) {
    lookAgain(state, member);
    if (member === last) return;
  }
};
