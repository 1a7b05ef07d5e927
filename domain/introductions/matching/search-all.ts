import { searchFrom } from './search.ts';
import { nobody } from './start.ts';
import type { State } from './state.ts';

/**
 * Searches from all exposed members in turns: a little way from each, then a little further, until everybody is matched or given up. So two who
 * are to meet each come half of the way, and as trees grow about exponentially with their duals, two halves are far smaller than one whole.
 * In the end there may be some who cannot meet, only be given up: after much work for nothing each search goes on to its end.
 */
export const searchAll = (state: State, onSearched: (done: number) => void): void => {
  const { partner, dual, floor, group, topNode, base, arcs } = state;
  const isLeft = (member: number): boolean =>
    partner[member] === nobody && base[topNode[group[member]!]!] === member && dual[member]! > floor[member]!;
  let roots = Int32Array.from(partner.keys()).filter(isLeft);
  const rootsAtFirst = roots.length;
  let way = 0;
  let lookedForNothing = 0;
  while (roots.length > 0) {
    const step = roots.length === 1 || lookedForNothing > arcs.to.length / 2 ? Infinity : Math.max(1, Math.floor(way / 3));
    const rootsBefore = roots.length;
    for (const root of roots) if (isLeft(root)) lookedForNothing += 1 + searchFrom(state, root, step);
    roots = roots.filter(isLeft);
    if (roots.length < rootsBefore) lookedForNothing = 0;
    way += step;
    onSearched(1 - roots.length / rootsAtFirst);
  }
};
