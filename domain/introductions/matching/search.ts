import { firstTime, popEvent } from './event-heap.ts';
import { expand } from './expand.ts';
import { shrink } from './shrink.ts';
import { nobody } from './start.ts';
import type { State } from './state.ts';
import { apart, inner, match, outer } from './state.ts';
import { becomeInner, becomeOuter, expandTime, isExpansion, isMeeting, lookFromPending } from './tree.ts';

/**
 * Grows an alternating tree of tight edges from an exposed member until that member is matched, or the matching gives up a member whose
 * dual has come down to the floor instead (Edmonds 1965). All that can happen is an event at a known time of the search's clock, so this
 * is a Dijkstra (Galil 1986); what lies behind the end that is in sight is no event at all.
 *
 * An event may have become untrue since it was entered: whom it names may have joined, or left and rejoined, the tree. So each is
 * held against what is true now when it comes up.
 */
export const searchFrom = (state: State, root: number): void => {
  const { group, search } = state;
  const { events } = search;
  search.bound = Infinity;
  becomeOuter(state, group[root]!, 0);
  lookFromPending(state);
  while (firstTime(events) < search.bound) {
    const now = firstTime(events);
    follow(state, popEvent(events), now);
    lookFromPending(state);
  }
  settle(state);
  if (search.endOther === nobody) giveUp(state, search.endOne);
  else augment(state, search.endOne, search.endOther);
};

const follow = (state: State, event: number, now: number): void => {
  const { group, search, arcs } = state;
  const { label, time } = search;
  const { size } = arcs;
  if (isMeeting(event)) {
    const one = Math.floor(event / size);
    const other = event % size;
    if (group[one] !== group[other]) shrink(state, { one, other, now });
    return;
  }
  if (isExpansion(event, size)) {
    const grp = -1 - size - event;
    if (label[grp] === inner && state.topNode[grp]! >= size && expandTime(state, grp) === now) expand(state, grp, now);
    return;
  }
  const member = -1 - event;
  const reachedGroup = group[member]!;
  if (label[reachedGroup] !== apart || time[member] !== now) return;
  const mate = state.partner[state.base[state.topNode[reachedGroup]!]!]!;
  becomeInner(state, { from: search.from[member]!, to: member, now });
  becomeOuter(state, group[mate]!, now);
};

/** Brings all duals up to the end of the search, and forgets the tree. */
const settle = ({ dual, blossomDual, topNode, firstMember, lastMember, nextMember, search, arcs }: State): void => {
  const { label, since, labelled, reached, time, bound, events } = search;
  for (const grp of labelled) {
    const kind = label[grp];
    if (kind === apart) continue;
    label[grp] = apart;
    const node = topNode[grp]!;
    const passed = bound - since[grp]!;
    const change = kind === outer ? -bound : passed;
    const last = lastMember[node]!;
    for (let member = firstMember[node]!; ; member = nextMember[member]!) {
      dual[member]! += change;
      if (member === last) break;
    }
    if (node >= arcs.size) blossomDual[node]! += kind === outer ? 2 * passed : -2 * passed;
  }
  for (const member of reached) time[member] = Infinity;
  labelled.length = 0;
  reached.length = 0;
  events.length = 0;
};

/** Matches along the edge from the outer member `from`, and every second edge from there up to the root. */
const augment = (state: State, from: number, to: number): void => {
  const { group, topNode, base, partner, search } = state;
  let tail = from;
  let head = to;
  for (;;) {
    const former = partner[base[topNode[group[tail]!]!]!]!;
    match(state, tail, head);
    if (former === nobody) return;
    const above = group[former]!;
    tail = search.entryFrom[above]!;
    head = search.entryTo[above]!;
  }
};

/** Leaves an outer member exposed, in place of the root. */
const giveUp = (state: State, member: number): void => {
  const { group, topNode, base, partner, search } = state;
  const node = topNode[group[member]!]!;
  const former = partner[base[node]!]!;
  base[node] = member;
  partner[member] = nobody;
  if (former === nobody) return;
  const above = group[former]!;
  augment(state, search.entryFrom[above]!, search.entryTo[above]!);
};
