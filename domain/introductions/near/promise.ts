import { scoreMax } from '../matching/problem.ts';
import type { Arranged } from './arrange.ts';
import type { NearSettings } from './settings.ts';

/** By cell 1 for those with the most promise, as the scores of all probes say; good until the next call. */
export type ChooseCells = (scores: Uint16Array) => Uint8Array;

/** As few cells as have `scanned` members together, or all. */
export const cellChooser = ({ firstProbe, firstOther }: Arranged, { scanned }: NearSettings): ChooseCells => {
  const cells = firstOther.length - 1;
  const level = new Uint16Array(cells);
  const membersAt = new Uint32Array(levels);
  const chosen = new Uint8Array(cells);
  return (scores) => {
    membersAt.fill(0);
    for (let c = 0; c < cells; c++) {
      level[c] = promiseOf(scores, firstProbe[c]!, firstProbe[c + 1]!) / perLevel;
      membersAt[level[c]!]! += firstOther[c + 1]! - firstOther[c]!;
    }
    let least = levels - 1;
    let room = scanned;
    while (least > 0 && membersAt[least]! <= room) room -= membersAt[least--]!;
    for (let c = 0; c < cells; c++) {
      const isAtLeast = level[c] === least && room > 0;
      if (isAtLeast) room -= firstOther[c + 1]! - firstOther[c]!;
      chosen[c] = isAtLeast || level[c]! > least ? 1 : 0;
    }
    return chosen;
  };
};

/** Cells are told apart by this much of promise, and in order of number within it. */
const perLevel = 5;
const levels = 1 + (2 * scoreMax) / perLevel;

/** What the better ones of a cell score: the mean and one standard deviation. */
const promiseOf = (scores: Uint16Array, from: number, to: number): number => {
  if (from === to) return 0;
  let sum = 0;
  let squares = 0;
  for (let at = from; at < to; at++) {
    sum += scores[at]!;
    squares += scores[at]! * scores[at]!;
  }
  const mean = sum / (to - from);
  return mean + Math.sqrt(Math.max(0, squares / (to - from) - mean * mean));
};
