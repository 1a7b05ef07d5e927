import { assertNever } from '../../../domain/kernel/invariant.ts';
import { expand, shrink } from './blossoms.ts';
import type { State } from './state.ts';
import { apart, becomeInner, becomeOuter, match, nobody, outer, reach } from './state.ts';

/**
 * Grows an alternating tree of tight edges from an exposed member until that member is matched or the matching gives up a member whose
 * dual has come down to 0 instead. Every change of the duals keeps all slacks at 0 or above, and those within the matching at 0.
 */
export const searchFrom = (state: State, root: number): void => {
  becomeOuter(state, root);
  let ended = false;
  while (!ended) {
    lookFromPending(state);
    const event = nextEvent(state);
    advance(state, event.step);
    ended = follow(state, event);
  }
  clear(state);
};

/** What happens to `member` first when the duals move, and by how much they move until then. */
interface Event {
  kind: 'dual used up' | 'outer members met' | 'node reached' | 'blossom used up';
  member: number;
  step: number;
}

const lookFromPending = (state: State): void => {
  const { pending } = state.search;
  while (pending.length > 0) look(state, pending.pop()!);
};

/**
 * Enters the slacks between an outer member and its neighbours: the least one to an outer member of another node as its own, and those to
 * members not outer as theirs where they are less. Two outer members so have their slack with the one that looked last, at least.
 */
const look = (state: State, member: number): void => {
  const { vertexDual, top, search } = state;
  const { first, neighbour, twiceWeight } = state.graph;
  const { label, slack, nearest } = search;
  const own = top[member]!;
  const dual = vertexDual[member]!;
  let least = Infinity;
  const end = first[member + 1]!;
  for (let at = first[member]!; at < end; at++) {
    const other = neighbour[at]!;
    const node = top[other]!;
    if (node === own) continue;
    const found = dual + vertexDual[other]! - twiceWeight[at]!;
    if (label[node] === outer) {
      if (found >= least) continue;
      least = found;
      nearest[member] = other;
      continue;
    }
    if (found >= slack[other]!) continue;
    slack[other] = found;
    nearest[other] = member;
    reach(search, other);
  }
  slack[member] = least;
};

const nextEvent = (state: State): Event => {
  const { vertexDual, blossomDual, top, base, search } = state;
  const { label, slack } = search;
  const event: Event = { kind: 'dual used up', member: nobody, step: Infinity };
  const take = (kind: Event['kind'], member: number, step: number): void => {
    event.kind = kind;
    event.member = member;
    event.step = step;
  };
  for (const member of search.reached) {
    const node = top[member]!;
    if (label[node] === apart) {
      if (slack[member]! < event.step) take('node reached', member, slack[member]!);
      continue;
    }
    if (label[node] === outer) {
      if (vertexDual[member]! < event.step) take('dual used up', member, vertexDual[member]!);
      // The duals of two outer members come down at once. Halves are whole: members joined by tight edges have duals of one parity.
      if (slack[member]! / 2 < event.step && slackIsOutside(state, member, 2 * event.step)) {
        take('outer members met', member, slack[member]! / 2);
      }
      continue;
    }
    const isBlossomBase = node >= state.graph.size && base[node] === member;
    if (isBlossomBase && blossomDual[node]! / 2 < event.step) take('blossom used up', member, blossomDual[node]! / 2);
  }
  return event;
};

/**
 * The nearest outer member may have come into the same blossom since; the slack kept is then too low at most, so it is looked up again
 * only here, where it would decide.
 */
const slackIsOutside = (state: State, member: number, below: number): boolean => {
  const { top, search } = state;
  if (top[search.nearest[member]!] !== top[member]) return true;
  look(state, member);
  return search.slack[member]! < below;
};

const advance = (state: State, step: number): void => {
  if (step === 0) return;
  const { vertexDual, blossomDual, top, base, search } = state;
  const { label, slack } = search;
  const { size } = state.graph;
  for (const member of search.reached) {
    const node = top[member]!;
    if (label[node] === apart) {
      slack[member]! -= step;
      continue;
    }
    const sign = label[node] === outer ? 1 : -1;
    vertexDual[member]! -= sign * step;
    if (sign === 1) slack[member]! -= 2 * step;
    if (node >= size && base[node] === member) blossomDual[node]! += sign * 2 * step;
  }
};

/** Says whether the search has ended. */
const follow = (state: State, { kind, member }: Event): boolean => {
  const { top, base, partner, search } = state;
  const from = search.nearest[member]!;
  switch (kind) {
    case 'dual used up':
      giveUp(state, member);
      return true;
    case 'outer members met':
      shrink(state, from, member);
      return false;
    case 'blossom used up':
      expand(state, top[member]!);
      return false;
    case 'node reached': {
      const mate = partner[base[top[member]!]!]!;
      if (mate === nobody) {
        augment(state, from, member);
        return true;
      }
      becomeInner(state, from, member);
      becomeOuter(state, top[mate]!);
      return false;
    }
    default:
      return assertNever(kind);
  }
};

/** Matches along the edge from the outer member `from`, and every second edge from there up to the root. */
const augment = (state: State, from: number, to: number): void => {
  const { top, base, partner, search } = state;
  let tail = from;
  let head = to;
  for (;;) {
    const formerMate = partner[base[top[tail]!]!]!;
    match(state, tail, head);
    if (formerMate === nobody) return;
    const above = top[formerMate]!;
    tail = search.entryFrom[above]!;
    head = search.entryTo[above]!;
  }
};

/** Leaves an outer member exposed, in place of the root. */
const giveUp = (state: State, member: number): void => {
  const { top, base, partner, search } = state;
  const node = top[member]!;
  const formerMate = partner[base[node]!]!;
  base[node] = member;
  partner[member] = nobody;
  if (formerMate === nobody) return;
  const above = top[formerMate]!;
  augment(state, search.entryFrom[above]!, search.entryTo[above]!);
};

const clear = (state: State): void => {
  const { label, slack, reached, isReached, pending } = state.search;
  for (const member of reached) {
    label[state.top[member]!] = apart;
    slack[member] = Infinity;
    isReached[member] = 0;
  }
  reached.length = 0;
  pending.length = 0;
};
