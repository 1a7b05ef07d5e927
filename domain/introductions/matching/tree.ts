import { pushEvent } from './event-heap.ts';
import { nobody } from './start.ts';
import type { State } from './state.ts';
import { inner, outer } from './state.ts';

/**
 * An event is one number: two outer members that meet, a member that is reached, an inner group whose blossom is used up, or an outer
 * member whose far arcs may matter from now on.
 */
export const isMeeting = (event: number): boolean => event >= 0;
export const isReaching = (event: number, size: number): boolean => event >= -size;
export const isExpansion = (event: number, size: number): boolean => event >= -2 * size;
export const memberReached = (event: number): number => -1 - event;
export const groupUsedUp = (event: number, size: number): number => -1 - size - event;
export const memberLooking = (event: number, size: number): number => -1 - 2 * size - event;

const meeting = (one: number, other: number, size: number): number => one * size + other;
const reaching = (member: number): number => -1 - member;
const expansion = (grp: number, size: number): number => -1 - size - grp;
const lookingFar = (member: number, size: number): number => -1 - 2 * size - member;

/** When the dual of the blossom of an inner group is used up. */
export const expandTime = ({ topNode, blossomDual, search }: State, grp: number): number =>
  search.since[grp]! + blossomDual[topNode[grp]!]! / 2;

export interface Entry {
  readonly from: number;
  readonly to: number;
  readonly now: number;
}

export const becomeInner = (state: State, { from, to, now }: Entry): void => {
  const { search } = state;
  const grp = state.group[to]!;
  search.label[grp] = inner;
  search.since[grp] = now;
  search.entryFrom[grp] = from;
  search.entryTo[grp] = to;
  search.labelled.push(grp);
  enterExpansion(state, grp);
};

export const enterExpansion = (state: State, grp: number): void => {
  const { search, arcs, topNode } = state;
  if (topNode[grp]! < arcs.size) return;
  const time = expandTime(state, grp);
  if (time < search.bound) pushEvent(search.events, time, expansion(grp, arcs.size));
};

export const becomeOuter = (state: State, grp: number, now: number): void => {
  const { search } = state;
  search.label[grp] = outer;
  search.since[grp] = now;
  search.labelled.push(grp);
  startLooking(state, state.topNode[grp]!, now);
};

/** Brings the duals of the members of a new outer node, true by `change` less, into the form of outer ones. */
export const startLooking = ({ dual, floor, firstMember, lastMember, nextMember, search }: State, node: number, change: number): void => {
  const last = lastMember[node]!;
  for (let member = firstMember[node]!; ; member = nextMember[member]!) {
    const own = dual[member]! + change;
    dual[member] = own;
    if (own - floor[member]! < search.bound) {
      search.bound = own - floor[member]!;
      search.endOne = member;
      search.endOther = nobody;
    }
    search.pending.push(member);
    if (member === last) return;
  }
};

export const lookFromPending = (state: State, now: number): void => {
  const { arcs, dual, search, nearness } = state;
  const { pending, events } = search;
  const { nearEnd, reference, farSlack } = nearness;
  while (pending.length > 0) {
    const member = pending.pop()!;
    look(state, member, { start: arcs.first[member]!, end: nearEnd[member]! });
    if (nearEnd[member] === arcs.first[member + 1]) continue;
    // Both ends may have come down, the other one by the clock's time more than ever before.
    const mayMatter = (farSlack + dual[member]! - reference[member]! - nearness.dropMax) / 2;
    if (mayMatter <= now) lookFar(state, member);
    else if (mayMatter < search.bound) pushEvent(events, mayMatter, lookingFar(member, arcs.size));
  }
};

export const lookFar = (state: State, member: number): void => {
  look(state, member, { start: state.nearness.nearEnd[member]!, end: state.arcs.first[member + 1]! });
};

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Enters what may come of some edges of an outer member. */
const look = (state: State, member: number, { start, end }: Stretch): void => {
  const { dual, group, base, topNode, partner, search, nearness } = state;
  const { size, to, twice } = state.arcs;
  const { label, time, from, events, reached } = search;
  const own = dual[member]!;
  const ownGroup = group[member]!;
  nearness.looked += end - start;
  let bound = search.bound;
  for (let at = start; at < end; at++) {
    const other = to[at]!;
    const grp = group[other]!;
    const kind = label[grp];
    if (kind === inner || grp === ownGroup) continue;
    const tight = own + dual[other]! - twice[at]!;
    if (kind === outer) {
      // Both duals come down. Halves are whole: members joined by tight edges have duals of one parity.
      if (tight < 2 * bound) pushEvent(events, tight / 2, meeting(member, other, size));
      continue;
    }
    if (tight >= bound || tight >= time[other]!) continue;
    if (time[other] === Infinity) reached.push(other);
    time[other] = tight;
    from[other] = member;
    if (partner[base[topNode[grp]!]!] !== nobody) {
      pushEvent(events, tight, reaching(other));
      continue;
    }
    bound = tight;
    search.endOne = member;
    search.endOther = other;
  }
  search.bound = bound;
};

/** Finds when a member that has left the tree would be reached again. Its times from before are no longer true. */
export const lookAgain = (state: State, member: number): void => {
  const { arcs, dual, group, search, nearness } = state;
  const { first, to, twice } = arcs;
  const { label, time, from } = search;
  const own = dual[member]!;
  let least = search.bound;
  const nearEnd = nearness.nearEnd[member]!;
  const mayMatter = nearness.farSlack + own - nearness.reference[member]! - nearness.dropMax;
  const end = mayMatter < least ? first[member + 1]! : nearEnd;
  nearness.looked += end - first[member]!;
  for (let at = first[member]!; at < end; at++) {
    const other = to[at]!;
    if (label[group[other]!] !== outer) continue;
    const tight = own + dual[other]! - twice[at]!;
    if (tight >= least) continue;
    least = tight;
    from[member] = other;
  }
  if (time[member] === Infinity) search.reached.push(member);
  time[member] = least;
  if (least < search.bound) pushEvent(search.events, least, reaching(member));
};
