import { firstTime, popEvent } from './event-heap.ts';
import { expand } from './expand.ts';
import { comeDown, renew } from './near.ts';
import { shrink } from './shrink.ts';
import { nobody } from './start.ts';
import type { State } from './state.ts';
import { apart, inner, match, outer } from './state.ts';
import {
  becomeInner,
  becomeOuter,
  expandTime,
  groupUsedUp,
  isExpansion,
  isMeeting,
  isReaching,
  lookFar,
  lookFromPending,
  memberLooking,
  memberReached,
} from './tree.ts';

/**
 * Grows an alternating tree of tight edges from an exposed member until that member is matched, or the matching gives up a member whose
 * dual has come down to the floor instead (Edmonds 1965), or the clock says `limit`, a whole number: then only duals and blossoms have changed,
 * and another search from there goes on. All that can happen is an event at a known time of the search's clock, so this
 * is a Dijkstra (Galil 1986); what lies behind the end that is in sight is no event at all. Says how many arcs it looked at.
 *
 * An event may have become untrue since it was entered: whom it names may have joined, or left and rejoined, the tree. So each is
 * held against what is true now when it comes up.
 */
export const searchFrom = (state: State, root: number, limit: number): number => {
  const { group, search, nearness } = state;
  const { events } = search;
  renew(state.arcs, state.dual, nearness);
  const lookedBefore = nearness.looked;
  search.bound = limit;
  search.endOne = search.endOther = nobody;
  becomeOuter(state, group[root]!, 0);
  lookFromPending(state, 0);
  while (firstTime(events) < search.bound) {
    const now = firstTime(events);
    follow(state, popEvent(events), now);
    lookFromPending(state, now);
  }
  settle(state);
  if (search.endOther !== nobody) augment(state, search.endOne, search.endOther);
  else if (search.endOne !== nobody) giveUp(state, search.endOne);
  return nearness.looked - lookedBefore;
};

const follow = (state: State, event: number, now: number): void => {
  const { group, topNode, base, partner, search } = state;
  const { size } = state.arcs;
  if (isMeeting(event)) {
    const one = Math.floor(event / size);
    const other = event % size;
    if (group[one] !== group[other]) shrink(state, { one, other, now });
    return;
  }
  if (isReaching(event, size)) {
    const to = memberReached(event);
    const reached = group[to]!;
    if (search.label[reached] !== apart || search.time[to] !== now) return;
    const mate = partner[base[topNode[reached]!]!]!;
    becomeInner(state, { from: search.from[to]!, to, now });
    becomeOuter(state, group[mate]!, now);
    return;
  }
  if (isExpansion(event, size)) {
    const used = groupUsedUp(event, size);
    if (search.label[used] === inner && topNode[used]! >= size && expandTime(state, used) === now) expand(state, used, now);
    return;
  }
  lookFar(state, memberLooking(event, size));
};

/** Brings all duals up to the end of the search, and forgets the tree. */
const settle = (state: State): void => {
  const { blossomDual, topNode, search, arcs } = state;
  const { label, since, labelled, reached, time, bound, events } = search;
  for (const grp of labelled) {
    const kind = label[grp];
    if (kind === apart) continue;
    label[grp] = apart;
    const node = topNode[grp]!;
    const passed = bound - since[grp]!;
    if (node >= arcs.size) blossomDual[node]! += kind === outer ? 2 * passed : -2 * passed;
    settleMembers(state, node, kind === outer ? -bound : passed);
  }
  for (const member of reached) time[member] = Infinity;
  labelled.length = 0;
  reached.length = 0;
  events.length = 0;
};

const settleMembers = (state: State, node: number, change: number): void => {
  const { dual, firstMember, lastMember, nextMember, nearness, arcs } = state;
  const { reference } = nearness;
  const last = lastMember[node]!;
  for (let member = firstMember[node]!; ; member = nextMember[member]!) {
    const settled = dual[member]! + change;
    dual[member] = settled;
    const drop = reference[member]! - settled;
    if (drop > nearness.dropMax) comeDown(arcs, nearness, { member, drop });
    if (member === last) return;
  }
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
