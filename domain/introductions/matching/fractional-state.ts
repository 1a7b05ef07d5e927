import type { Arcs } from './arcs.ts';
import type { EventHeap } from './event-heap.ts';
import type { Start } from './start.ts';

/**
 * What the fractional stage knows: a matching in which odd rings may be matched by halves, and the alternating tree of the search that
 * runs. A member is matched to its partner, or on a ring, or free.
 */
export interface Fractional extends Start {
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
  /** How many arcs all searches have looked at. */
  looked: number;
  reachedCount: number;
  /** What ends the search, and when at the latest. */
  bound: number;
  endOne: number;
  endOther: number;
}
