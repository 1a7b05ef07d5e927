/** How far a search goes. What the usual ones find is in docs/benchmarks.md. */
export interface NearSettings {
  /** So many members are pivots, each of whom makes a cell. */
  readonly pivots: number;
  /** So many members of each cell show everybody what it is worth. */
  readonly probes: number;
  /** The best cells of each member are looked through until so many others are. */
  readonly scanned: number;
  /** Groups behind a `must-overlap` with so many members at the most are looked through in full. */
  readonly groupMax: number;
  /** Members have so many links at the most, the first of them to so many of their best partners. */
  readonly links: number;
  readonly linksToPartners: number;
  /** Refining goes on from so many who look for the same, to so many of those they lead to. */
  readonly alike: number;
  readonly led: number;
  /** Refining ends as soon as the sample says that such a share of the best partners is found, or after so many times. */
  readonly recallWanted: number;
  readonly refinements: number;
  /** So many members are the sample. */
  readonly sample: number;
}

/** Up to so many members, looking at all pairs takes no longer than a search does. */
export const wholeMax = 50_000;

/** Of a larger community a smaller part is looked at, as refining finds as much from less: members as the square root of all, cells as the fourth root. */
export const usualSettings = (size: number): NearSettings => ({
  pivots: Math.ceil(18 * Math.sqrt(Math.sqrt(size))),
  probes: 8,
  scanned: Math.ceil(10 * Math.sqrt(size)),
  groupMax: 4_000,
  links: 48,
  linksToPartners: 20,
  alike: 192,
  led: 2_000,
  recallWanted: 0.91,
  refinements: 4,
  sample: 400,
});
