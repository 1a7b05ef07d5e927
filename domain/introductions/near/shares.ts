import type { Share } from '../scans.ts';

/** Does a share of a stage's work; made once for each thread and stage, for it has memory of its own. */
export type DoShare = (share: Share) => void;

/** The numbers from `from` to before `to`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Each share is about a part of `size`, and does it in stretches of `step` at the most. */
export const eachInShare =
  ({ size, step }: { readonly size: number; readonly step: number }, look: (stretch: Stretch) => void): DoShare =>
  ({ share, shares }) => {
    const end = Math.floor(((share + 1) * size) / shares);
    for (let from = Math.floor((share * size) / shares); from < end; from += step) look({ from, to: Math.min(end, from + step) });
  };
