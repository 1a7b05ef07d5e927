import type { Ring, State } from './state.ts';
import { apart, becomeInner, becomeOuter, inner, match, outer } from './state.ts';

/** Makes a blossom of the ring that the tight edge between the outer members `u` and `v` closes in the tree. */
export const shrink = (state: State, u: number, v: number): void => {
  const { search } = state;
  const stem = stemOf(state, state.top[u]!, state.top[v]!);
  const ring = ringThrough(state, stem, { u, v });
  const blossom = state.spareBlossoms.pop()!;
  state.base[blossom] = state.base[stem]!;
  state.rings[blossom] = ring;
  state.firstMember[blossom] = state.firstMember[ring.nodes[0]!]!;
  for (const [at, node] of ring.nodes.entries()) {
    if (search.label[node] === inner) becomeOuter(state, node);
    search.label[node] = apart;
    const last = state.lastMember[node]!;
    const following = ring.nodes[at + 1];
    if (following === undefined) state.lastMember[blossom] = last;
    if (following !== undefined) state.nextMember[last] = state.firstMember[following]!;
  }
  nameTop(state, blossom);
  search.label[blossom] = outer;
};

/** The first node that lies on both ways to the root. */
const stemOf = (state: State, one: number, other: number): number => {
  const { search } = state;
  search.lastMark++;
  for (let node = one; node >= 0; node = outerAbove(state, node)) search.mark[node] = search.lastMark;
  let stem = other;
  while (search.mark[stem] !== search.lastMark) stem = outerAbove(state, stem);
  return stem;
};

const outerAbove = (state: State, node: number): number => {
  const mate = state.partner[state.base[node]!]!;
  return mate < 0 ? -1 : state.top[state.search.entryFrom[state.top[mate]!]!]!;
};

/** From the node of `v` up to the stem, down to the node of `u`, and back over the edge between the two. */
const ringThrough = (state: State, stem: number, { u, v }: { readonly u: number; readonly v: number }): Ring => {
  const ring = wayUp(state, state.top[v]!, stem);
  const other = wayUp(state, state.top[u]!, stem);
  ring.nodes.push(stem, ...other.nodes.reverse());
  ring.from.push(...other.to.reverse(), u);
  ring.to.push(...other.from.reverse(), v);
  return ring;
};

const wayUp = (state: State, start: number, stem: number): Ring => {
  const { top, base, partner, search } = state;
  const way: Ring = { nodes: [], from: [], to: [] };
  for (let node = start; node !== stem; node = outerAbove(state, node)) {
    const mate = partner[base[node]!]!;
    const between = top[mate]!;
    way.nodes.push(node, between);
    way.from.push(base[node]!, search.entryTo[between]!);
    way.to.push(mate, search.entryFrom[between]!);
  }
  return way;
};

/**
 * Opens an inner blossom whose dual is used up. The way from its entry to its base that has an even number of steps stays in the tree,
 * the rest of the ring leaves it, matched in itself.
 */
export const expand = (state: State, blossom: number): void => {
  const { entryFrom, entryTo } = state.search;
  const entry = entryTo[blossom]!;
  const baseMember = state.base[blossom]!;
  const { nodes, from, to } = open(state, blossom);
  const count = nodes.length;
  const entryAt = nodes.indexOf(state.top[entry]!);
  const ahead = (nodes.indexOf(state.top[baseMember]!) - entryAt + count) % count;
  const direction = ahead % 2 === 0 ? 1 : -1;
  const steps = direction === 1 ? ahead : count - ahead;
  becomeInner(state, entryFrom[blossom]!, entry);
  for (let step = 1; step < steps; step += 2) {
    const outerAt = (entryAt + direction * step + count) % count;
    const innerAt = (outerAt + direction + count) % count;
    becomeOuter(state, nodes[outerAt]!);
    if (direction === 1) becomeInner(state, from[outerAt]!, to[outerAt]!);
    if (direction === -1) becomeInner(state, to[innerAt]!, from[innerAt]!);
  }
};

/** Makes top nodes of the nodes of a top blossom's ring: one takes over its base, the others are matched in pairs along the ring. */
export const open = (state: State, blossom: number): Ring => {
  const ring = state.rings[blossom]!;
  const { nodes, from, to } = ring;
  for (const node of nodes) nameTop(state, node);
  const baseMember = state.base[blossom]!;
  const baseAt = nodes.indexOf(state.top[baseMember]!);
  state.base[nodes[baseAt]!] = baseMember;
  for (let step = 1; step < nodes.length; step += 2) {
    const at = (baseAt + step) % nodes.length;
    match(state, from[at]!, to[at]!);
  }
  state.rings[blossom] = undefined;
  state.search.label[blossom] = apart;
  state.spareBlossoms.push(blossom);
  return ring;
};

const nameTop = (state: State, node: number): void => {
  const last = state.lastMember[node]!;
  for (let member = state.firstMember[node]!; ; member = state.nextMember[member]!) {
    state.top[member] = node;
    if (member === last) return;
  }
};
