import type { Arcs } from './arcs.ts';
import type { EventHeap } from './event-heap.ts';
import { emptyHeap } from './event-heap.ts';
import type { Nearness } from './near.ts';
import type { Start } from './start.ts';
import { nobody } from './start.ts';

/**
 * What the exact stage knows while it works. A node is a member (0 … size − 1) or a blossom (size and up); a top node lies in no blossom.
 * All members of a top node are of one group, and each group has one top node: the group is what a member is asked for, so that
 * joining and opening blossoms need not rename all of their members (see `groups.ts`).
 *
 * Of a top node only its `base` counts: the one member through which it is matched, or exposed. Who is matched inside a blossom
 * is settled when it opens, so `partner` holds for the bases of top nodes only.
 */
export interface State extends Start {
  readonly arcs: Arcs;
  readonly nearness: Nearness;
  /** By node. The members of a node follow `nextMember` from its first to its last. */
  readonly base: Int32Array;
  readonly firstMember: Int32Array;
  readonly lastMember: Int32Array;
  readonly memberCount: Int32Array;
  readonly nextMember: Int32Array;
  /** A blossom is a ring of nodes: one of them, and of each the one after it and the edge that leads from the one to the other. */
  readonly ringStart: Int32Array;
  readonly ringNext: Int32Array;
  readonly ringFrom: Int32Array;
  readonly ringTo: Int32Array;
  readonly blossomDual: Float64Array;
  readonly spareBlossoms: number[];
  /** By member. */
  readonly group: Int32Array;
  /** By group. */
  readonly topNode: Int32Array;
  readonly spareGroups: number[];
  readonly search: Search;
}

/**
 * The alternating tree of the search that runs; between searches it is empty. Its clock says how far the dual of the root has come down.
 * Duals are settled when the search ends. Until then, at the time `now`, the true dual of a member is
 * `dual − now` in an outer group, `dual + (now − since)` in an inner one, and `dual` in a group apart from the tree;
 * that of a top blossom is `blossomDual + 2 (now − since)` in an outer group and `blossomDual − 2 (now − since)` in an inner one.
 */
export interface Search {
  /** By group. */
  readonly label: Uint8Array;
  readonly since: Float64Array;
  readonly mark: Int32Array;
  /** By inner group: the edge by which it was reached, from a member of an outer group to its own member. */
  readonly entryFrom: Int32Array;
  readonly entryTo: Int32Array;
  /** By member apart: when an edge from the tree would be tight, and the outer member it comes from. */
  readonly time: Float64Array;
  readonly from: Int32Array;
  /** Everybody with a time, and all groups with a label, at least once. */
  readonly reached: number[];
  readonly labelled: number[];
  /** New outer members that have not looked at their neighbours yet. */
  readonly pending: number[];
  readonly events: EventHeap;
  lastMark: number;
  /** The search ends at this time at the latest: `endOne` meets the exposed `endOther`, or is given up if that is nobody; if both are, the time is its limit. */
  bound: number;
  endOne: number;
  endOther: number;
}

export const apart = 0;
export const outer = 1;
export const inner = 2;

export const stateOf = (arcs: Arcs, start: Start, nearness: Nearness): State => {
  const { size } = arcs;
  const blossomsMax = size >> 1;
  const nodes = size + blossomsMax;
  return {
    ...start,
    arcs,
    nearness,
    base: counting(nodes),
    firstMember: counting(nodes),
    lastMember: counting(nodes),
    memberCount: new Int32Array(nodes).fill(1),
    nextMember: counting(size),
    ringStart: new Int32Array(blossomsMax),
    ringNext: new Int32Array(nodes),
    ringFrom: new Int32Array(nodes),
    ringTo: new Int32Array(nodes),
    blossomDual: new Float64Array(nodes),
    spareBlossoms: Array.from({ length: blossomsMax }, (_, taken) => nodes - 1 - taken),
    group: counting(size),
    topNode: counting(size),
    spareGroups: [],
    search: {
      label: new Uint8Array(size),
      since: new Float64Array(size),
      mark: new Int32Array(size),
      entryFrom: new Int32Array(size),
      entryTo: new Int32Array(size),
      time: new Float64Array(size).fill(Infinity),
      from: new Int32Array(size),
      reached: [],
      labelled: [],
      pending: [],
      events: emptyHeap(),
      lastMark: 0,
      bound: 0,
      endOne: nobody,
      endOther: nobody,
    },
  };
};

const counting = (length: number): Int32Array => {
  const numbers = new Int32Array(length);
  for (let at = 0; at < length; at++) numbers[at] = at;
  return numbers;
};

/** Joins the top nodes of `u` and `v` by the edge between these two. */
export const match = ({ partner, base, topNode, group }: State, u: number, v: number): void => {
  partner[u] = v;
  partner[v] = u;
  base[topNode[group[u]!]!] = u;
  base[topNode[group[v]!]!] = v;
};
