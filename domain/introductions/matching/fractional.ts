import type { Arcs } from './arcs.ts';
import type { EventHeap } from './event-heap.ts';
import { emptyHeap, firstTime, popEvent, pushEvent } from './event-heap.ts';
import { findNear, type Nearness } from './near.ts';
import { nobody, type Start } from './start.ts';

const apart = 0;
const outer = 1;
const inner = 2;

/**
 * The best matching in which odd rings may be matched by halves (Balinski 1965). It has no blossoms, so each search from a free member is
 * a plain Dijkstra of alternating ways, and its duals are nearly those of the real matching. LEMON starts so as well.
 */
interface Fractional extends Start {
  readonly arcs: Arcs;
  /** Where the arcs of a member end that are looked at. */
  readonly ends: Int32Array;
  /** The member after, in the ring of halves that a member is on, and the one before. */
  readonly next: Int32Array;
  readonly previous: Int32Array;
  readonly label: Uint8Array;
  /** When the member was reached. An outer one is reached with its inner mate. */
  readonly time: Float64Array;
  readonly from: Int32Array;
  /** All members with a time. */
  readonly reached: Int32Array;
  readonly heap: EventHeap;
  reachedCount: number;
  /** What ends the search, and when at the latest. */
  bound: number;
  endOne: number;
  endOther: number;
}

/**
 * Most arcs never matter, so the searches go along near arcs alone at first. Then whoever has a far arc that outweighs its ends is freed with a
 * higher dual, and what is near is found anew. What a few rounds of this leave is for searches along all arcs.
 */
export const matchFractionally = (arcs: Arcs, start: Start, nearness: Nearness): void => {
  const { size } = arcs;
  const state: Fractional = {
    ...start,
    arcs,
    ends: nearness.nearEnd,
    next: new Int32Array(size).fill(nobody),
    previous: new Int32Array(size).fill(nobody),
    label: new Uint8Array(size),
    time: new Float64Array(size).fill(Infinity),
    from: new Int32Array(size).fill(nobody),
    reached: new Int32Array(size),
    heap: emptyHeap(),
    reachedCount: 0,
    bound: 0,
    endOne: nobody,
    endOther: nobody,
  };
  for (let round = 0; round < nearRoundsMax && nearness.farSlack < Infinity; round++) {
    searchAll(state, nearness.farSlack);
    const freed = mend(state);
    findNear(arcs, start.dual, nearness);
    if (4 * freed < size / 100) break;
  }
  nearness.nearEnd.set(arcs.first.subarray(1));
  searchAll(state, Infinity);
  roundRings(state);
};

const nearRoundsMax = 4;

const searchAll = (state: Fractional, limit: number): void => {
  const { partner, dual, floor, next } = state;
  for (let member = 0; member < partner.length; member++) {
    if (partner[member] === nobody && next[member] === nobody && dual[member]! > floor[member]!) search(state, member, limit);
  }
};

const mend = (state: Fractional): number => {
  const { arcs, ends, dual, partner, next } = state;
  const { size, first, to, twice } = arcs;
  let freed = 0;
  for (let member = 0; member < size; member++) {
    let own = dual[member]!;
    for (let at = ends[member]!; at < first[member + 1]!; at++) own = Math.max(own, twice[at]! - dual[to[at]!]!);
    if (own === dual[member]) continue;
    dual[member] = own;
    freed++;
    const mate = partner[member]!;
    if (next[member] !== nobody) breakRing(state, member);
    if (mate !== nobody) partner[member] = partner[mate] = nobody;
  }
  return freed;
};

/** Ends without an effect when nothing happens before `limit`. */
const search = (state: Fractional, root: number, limit: number): void => {
  const { partner, label, time, heap, reached, from } = state;
  heap.length = 0;
  state.reachedCount = 0;
  state.bound = limit;
  state.endOne = nobody;
  from[root] = nobody;
  becomeOuter(state, root, 0);
  while (firstTime(heap) < state.bound) {
    const now = firstTime(heap);
    const member = popEvent(heap);
    if (label[member] !== apart || time[member] !== now) continue;
    label[member] = inner;
    becomeOuter(state, partner[member]!, now);
  }
  if (state.endOne !== nobody) {
    settle(state);
    finish(state);
  }
  for (let at = 0; at < state.reachedCount; at++) {
    const member = reached[at]!;
    label[member] = apart;
    time[member] = Infinity;
  }
};

const becomeOuter = (state: Fractional, member: number, now: number): void => {
  const { arcs, ends, dual, floor, partner, label, time, from, reached, heap } = state;
  const { first, to, twice } = arcs;
  label[member] = outer;
  if (time[member] === Infinity) reached[state.reachedCount++] = member;
  time[member] = now;
  const own = dual[member]! + now;
  let bound = state.bound;
  if (own - floor[member]! < bound) {
    bound = own - floor[member]!;
    state.endOne = member;
    state.endOther = nobody;
  }
  const end = ends[member]!;
  for (let at = first[member]!; at < end; at++) {
    const other = to[at]!;
    const kind = label[other];
    if (kind === inner) continue;
    const slack = own + dual[other]! - twice[at]!;
    if (kind === outer) {
      const meets = (slack + time[other]!) / 2;
      if (meets < bound) {
        bound = meets;
        state.endOne = member;
        state.endOther = other;
      }
      continue;
    }
    if (slack >= bound || slack >= time[other]!) continue;
    if (time[other] === Infinity) reached[state.reachedCount++] = other;
    time[other] = slack;
    from[other] = member;
    if (partner[other] === nobody) {
      bound = slack;
      state.endOne = member;
      state.endOther = other;
      continue;
    }
    pushEvent(heap, slack, other);
  }
  state.bound = bound;
};

const settle = ({ dual, label, time, reached, reachedCount, bound }: Fractional): void => {
  for (let at = 0; at < reachedCount; at++) {
    const member = reached[at]!;
    if (label[member] === outer) dual[member]! -= bound - time[member]!;
    if (label[member] === inner) dual[member]! += bound - time[member]!;
  }
};

const finish = (state: Fractional): void => {
  const { label, endOne, endOther, next } = state;
  if (endOther === nobody) {
    giveUp(state, endOne);
    return;
  }
  if (label[endOther] === outer) {
    makeRing(state, endOne, endOther);
    return;
  }
  if (next[endOther] !== nobody) breakRing(state, endOther);
  augment(state, endOne, endOther);
};

/** Matches along the edge from the outer `tail` and every second edge from there to the root. */
const augment = (state: Fractional, tail: number, head: number): void => {
  const { partner, from } = state;
  let outerEnd = tail;
  let innerEnd = head;
  for (;;) {
    const former = partner[outerEnd]!;
    partner[outerEnd] = innerEnd;
    partner[innerEnd] = outerEnd;
    if (former === nobody) return;
    innerEnd = former;
    outerEnd = from[former]!;
  }
};

const giveUp = (state: Fractional, member: number): void => {
  const { partner, from } = state;
  const former = partner[member]!;
  partner[member] = nobody;
  if (former !== nobody) augment(state, from[former]!, former);
};

/** Pairs up the ring around `member`, who stays over. */
const breakRing = ({ partner, next, previous }: Fractional, member: number): void => {
  let one = next[member]!;
  next[member] = nobody;
  previous[member] = nobody;
  while (one !== member) {
    const other = next[one]!;
    const after = next[other]!;
    partner[one] = other;
    partner[other] = one;
    next[one] = previous[one] = next[other] = previous[other] = nobody;
    one = after;
  }
};

/** The ways of two outer members who met go to the root; from where they are one to the two it is an odd ring. */
const makeRing = (state: Fractional, one: number, other: number): void => {
  const { partner, from, next, previous } = state;
  const stem = stemOf(state, one, other);
  const link = (a: number, b: number): void => {
    next[a] = b;
    previous[b] = a;
  };
  const formerMate = partner[stem]!;
  for (let at = one; at !== stem;) {
    const mate = partner[at]!;
    const above = from[mate]!;
    link(at, mate);
    link(mate, above);
    at = above;
  }
  for (let at = other; at !== stem;) {
    const mate = partner[at]!;
    const above = from[mate]!;
    link(mate, at);
    link(above, mate);
    at = above;
  }
  link(other, one);
  for (let at = next[stem]!; at !== stem; at = next[at]!) partner[at] = nobody;
  partner[stem] = nobody;
  if (formerMate !== nobody) augment(state, from[formerMate]!, formerMate);
};

/** Steps up from both sides in turns, so it takes about as many steps as the ring is long. */
const stemOf = (state: Fractional, one: number, other: number): number => {
  const { partner, from, label } = state;
  const seen = outer + 8;
  const trail: number[] = [];
  let a = one;
  let b = other;
  let stem = nobody;
  while (stem === nobody) {
    if (a !== nobody) {
      if (label[a] === seen) stem = a;
      label[a] = seen;
      trail.push(a);
      const mate = partner[a]!;
      a = mate === nobody ? nobody : from[mate]!;
    }
    const c = a;
    a = b;
    b = c;
  }
  for (const member of trail) label[member] = outer;
  return stem;
};

/** Each ring of halves becomes pairs and one member left over: all its edges are tight, so the duals hold as they are. */
const roundRings = (state: Fractional): void => {
  for (let member = 0; member < state.next.length; member++) {
    if (state.next[member] !== nobody) breakRing(state, member);
  }
};
