import type { Fractional } from './fractional-state.ts';
import { nobody } from './start.ts';
import { outer } from './state.ts';

/** Changes the matching by what ended the search: along the way to the root, and over a ring that was made or broken. */
export const finish = (state: Fractional): void => {
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
export const breakRing = ({ partner, next, previous }: Fractional, member: number): void => {
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
export const roundRings = (state: Fractional): void => {
  for (let member = 0; member < state.next.length; member++) {
    if (state.next[member] !== nobody) breakRing(state, member);
  }
};
