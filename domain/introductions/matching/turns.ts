export interface Turns {
  readonly size: number;
  /** Whether a search from this member is still due. */
  readonly isLeft: (member: number) => boolean;
  /** Searches from a member until it comes to an end or its clock says `step`, and says how many arcs it looked at, about. */
  readonly search: (root: number, step: number) => number;
  readonly firstStep: number;
  /** No search goes further than this in all. */
  readonly limit: number;
  /** All arcs there are. */
  readonly arcs: number;
  /** Hears after each turn which share of those who were left at first is done. */
  readonly onTurn: (done: number) => void;
}

/**
 * Searches from all who are left over in turns: a little way from each, then a little further, until nobody is left. So two who
 * are to meet each come half of the way, and as trees grow about exponentially with their duals, two halves are far smaller than one whole.
 * In the end there may be some who cannot meet, only be given up: after much work for nothing each search goes on to its end.
 */
export const searchInTurns = ({ size, isLeft, search, firstStep, limit, arcs, onTurn }: Turns): void => {
  const everybody = new Int32Array(size);
  for (let member = 0; member < size; member++) everybody[member] = member;
  let roots = everybody.filter(isLeft);
  const rootsAtFirst = roots.length;
  let way = 0;
  let lookedForNothing = 0;
  while (roots.length > 0 && way < limit) {
    const isToTheEnd = roots.length === 1 || lookedForNothing > arcs;
    const step = isToTheEnd ? limit - way : Math.min(limit - way, Math.max(firstStep, Math.floor(way / 2)));
    const rootsBefore = roots.length;
    for (const root of roots) if (isLeft(root)) lookedForNothing += 1 + search(root, step);
    roots = roots.filter(isLeft);
    if (roots.length < rootsBefore) lookedForNothing = 0;
    way += step;
    onTurn(1 - roots.length / rootsAtFirst);
  }
};
