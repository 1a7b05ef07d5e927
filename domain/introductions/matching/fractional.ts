import type { Arcs } from './arcs.ts';
import { emptyHeap, firstTime, popEvent, pushEvent } from './event-heap.ts';
import type { Fractional } from './fractional-state.ts';
import { breakRing, finish, roundRings } from './half-rings.ts';
import { findNear, type Nearness } from './near.ts';
import { nobody, type Start } from './start.ts';
import { apart, inner, outer } from './state.ts';
import { searchInTurns, type Turns } from './turns.ts';

/**
 * The best matching in which odd rings may be matched by halves (Balinski 1965). It has no blossoms, so each search from a free member is
 * a plain Dijkstra of alternating ways, and its duals are nearly those of the real matching. LEMON starts so as well (Dezső, Jüttner and
 * Kovács 2011).
 *
 * Most arcs never matter, so the searches go along near arcs alone at first. Then whoever has a far arc that outweighs its ends is freed with a
 * higher dual, and what is near is found anew. What a few rounds of this leave is for searches along all arcs.
 */
export const matchFractionally = (arcs: Arcs, start: Start, ways: FractionalWays): void => {
  const { size } = arcs;
  const { nearness } = ways;
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
    looked: 0,
  };
  for (let round = 0; round < nearRoundsMax && nearness.farSlack < Infinity; round++) {
    searchAll(state, nearness.farSlack, ways);
    const freed = mend(state);
    findNear(arcs, start.dual, nearness);
    if (4 * freed < size / 100) break;
  }
  nearness.nearEnd.set(arcs.first.subarray(1));
  searchAll(state, Infinity, ways);
  roundRings(state);
};

export interface FractionalWays extends Pick<Turns, 'firstStep' | 'onTurn'> {
  readonly nearness: Nearness;
}

const nearRoundsMax = 4;

const searchAll = (state: Fractional, limit: number, { firstStep, onTurn }: FractionalWays): void => {
  const { partner, dual, floor, next, arcs } = state;
  searchInTurns({
    size: arcs.size,
    isLeft: (member) => partner[member] === nobody && next[member] === nobody && dual[member]! > floor[member]!,
    search: (root, step) => search(state, root, step),
    firstStep,
    limit,
    arcs: arcs.to.length,
    onTurn,
  });
};

/**
 * Raises the dual of everybody whom a far arc outweighs, which frees them: the edge of their pair is no longer tight. Says how many these were.
 */
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

/** Changes only duals when nothing happens before `limit`. Says how many arcs it looked at. */
const search = (state: Fractional, root: number, limit: number): number => {
  const { partner, label, time, heap, reached, from } = state;
  heap.length = 0;
  state.reachedCount = 0;
  state.bound = limit;
  state.endOne = state.endOther = nobody;
  const lookedBefore = state.looked;
  from[root] = nobody;
  becomeOuter(state, root, 0);
  while (firstTime(heap) < state.bound) {
    const now = firstTime(heap);
    const member = popEvent(heap);
    if (label[member] !== apart || time[member] !== now) continue;
    label[member] = inner;
    becomeOuter(state, partner[member]!, now);
  }
  settle(state);
  if (state.endOne !== nobody) finish(state);
  for (let at = 0; at < state.reachedCount; at++) {
    const member = reached[at]!;
    label[member] = apart;
    time[member] = Infinity;
  }
  return state.looked - lookedBefore;
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
  state.looked += end - first[member]!;
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
