import { admissibleScorerOf } from '../admissible.ts';
import type { NearestLists } from '../best-lists.ts';
import type { Arranged } from './arrange.ts';
import { leastOf, listWriter } from './lists.ts';
import { cellChooser } from './promise.ts';
import { scatteredLooker } from './scattered.ts';
import type { NearSettings } from './settings.ts';
import { type DoShare, eachInShare } from './shares.ts';

/** Looks for each member at their small groups, at all probes, and at the cells whose probes score best. Plain data. */
export interface SearchWork {
  readonly stage: 'search';
  readonly arranged: Arranged;
  readonly settings: NearSettings;
  /** What comes of it, by place. */
  readonly lists: NearestLists;
}

export const searchCells = ({ arranged, settings, lists }: SearchWork): DoShare => {
  const { pairs, order, groups, firstProbe, firstOther } = arranged;
  const { wallClass } = pairs.packed;
  const cells = firstOther.length - 1;
  const probes = firstProbe[cells]!;
  const scores = new Uint16Array(Math.max(probes, stretchMax));
  const scorer = admissibleScorerOf(pairs);
  const enter = listWriter(lists, order);
  const lookAt = scatteredLooker(arranged, lists);
  const choose = cellChooser(arranged, settings);
  const lookAtGroups = (place: number): void => {
    for (let at = groups.firstOf[wallClass[place]!]!; at < groups.firstOf[wallClass[place]! + 1]!; at++) {
      const group = groups.group[at]!;
      lookAt(place, groups.place.subarray(groups.first[group], groups.first[group + 1]));
    }
  };
  const lookAlong = (place: number, from: number, to: number): void => {
    scorer.row(place, { from, to }, scores);
    let least = leastOf(lists, place);
    for (let at = 0; at < to - from; at++) {
      if (scores[at]! < least) continue;
      enter(place, from + at, scores[at]!);
      least = leastOf(lists, place);
    }
  };
  return eachInShare({ size: order.length, step: 1 }, ({ from: place }) => {
    lookAtGroups(place);
    if (groups.isClosed[wallClass[place]!] === 1) return;
    lookAlong(place, 0, probes);
    const chosen = choose(scores);
    let cell = 0;
    while (cell < cells) {
      if (chosen[cell] === 0) {
        cell++;
        continue;
      }
      // Cells that are side by side are looked at in one go.
      const from = firstOther[cell]!;
      while (cell < cells && chosen[cell] === 1) cell++;
      for (let at = from; at < firstOther[cell]!; at += stretchMax) lookAlong(place, at, Math.min(firstOther[cell]!, at + stretchMax));
    }
  });
};

/** So many others are scored at a time. */
const stretchMax = 8192;
