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
  const probes = firstProbe.at(-1)!;
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
    for (let first = from; first < to; first += stretchMax) {
      const end = Math.min(to, first + stretchMax);
      scorer.row(place, { from: first, to: end }, scores);
      enterBest(place, first, end);
    }
  };
  const enterBest = (place: number, from: number, to: number): void => {
    let least = leastOf(lists, place);
    for (let other = from; other < to; other++) {
      const score = scores[other - from]!;
      if (score < least) continue;
      enter(place, other, score);
      least = leastOf(lists, place);
    }
  };
  // Of a cell that is too large each member looks at another part, so that all of it is looked at.
  const lookAtCell = (place: number, from: number, to: number): void => {
    const looked = Math.min(to - from, settings.scanned);
    const start = looked === to - from ? from : from + (place % (to - from));
    lookAlong(place, start, Math.min(to, start + looked));
    lookAlong(place, from, from + Math.max(0, start + looked - to));
  };
  return eachInShare({ size: order.length, step: 1 }, ({ from: place }) => {
    lookAtGroups(place);
    if (groups.isClosed[wallClass[place]!] === 1) return;
    scorer.row(place, { from: 0, to: probes }, scores);
    enterBest(place, 0, probes);
    const chosen = choose(scores);
    for (let cell = 0; cell < chosen.length; cell++) if (chosen[cell] === 1) lookAtCell(place, firstOther[cell]!, firstOther[cell + 1]!);
  });
};

/** So many others are scored at a time. */
const stretchMax = 8192;
