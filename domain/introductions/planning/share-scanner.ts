import { type AdmissiblePairs, type AdmissibleScorer, admissibleScorerOf, meetableScorerOf } from '../admissible.ts';
import { type BestLists, emptyLists, offer } from '../best-lists.ts';
import type { NearestTask, PriceTask, ScanTask, Share, ShareScanner } from '../scans.ts';
import { scorerAmong } from './among.ts';
import { excessOf } from './duals.ts';

/** See `Scans`: what each share comes to depends on the pairs, the task and the share alone. */
export const shareScannerOf = (pairs: AdmissiblePairs): ShareScanner => {
  const scorer = admissibleScorerOf(pairs);
  return (task, share, onDone = () => undefined) => {
    if (task.scan === 'nearest')
      return nearest(task, { scorer: task.members === undefined ? scorer : scorerAmong(pairs, task.members), share, onDone });
    return priced(task, { scorer: task.alike === true ? meetableScorerOf(pairs) : scorer, share, onDone });
  };
};

/** How many pairs all shares of a task look at, in a community of `size`. */
export const pairsToScan = (task: ScanTask, size: number): number => {
  const looking = task.scan === 'nearest' && task.members !== undefined ? task.members.length : size;
  return (looking * (looking - 1)) / 2;
};

interface Work {
  readonly scorer: AdmissibleScorer;
  readonly share: Share;
  readonly onDone: (pairs: number) => void;
}

const nearest = ({ perMember }: NearestTask, work: Work): BestLists => {
  const lists = emptyLists(work.scorer.size, perMember);
  // The last score of each list: whatever is below it is passed by.
  const least = new Uint16Array(work.scorer.size);
  const enter = (member: number, other: number, score: number): void => {
    offer(lists, member, { other, key: score, score });
    least[member] = lists.score[(member + 1) * perMember - 1]!;
  };
  eachStretch(work, ({ member, from, to }, scores) => {
    for (let other = from; other < to; other++) {
      const score = scores[other - from]!;
      if (score === 0) continue;
      if (score >= least[member]!) enter(member, other, score);
      if (score >= least[other]!) enter(other, member, score);
    }
  });
  return lists;
};

const priced = ({ perMember, duals, margin = 0 }: PriceTask, work: Work): BestLists => {
  const lists = emptyLists(work.scorer.size, perMember);
  const { price, outermost, outermostDual } = duals;
  eachStretch(work, ({ member, from, to }, scores) => {
    const own = price[member]!;
    const blossom = outermost[member]!;
    const blossomDual = outermostDual[member]!;
    for (let other = from; other < to; other++) {
      const score = scores[other - from]!;
      const excess = 2 * score - own - price[other]!;
      if (excess <= -margin || score === 0 || (blossom !== -1 && outermost[other] === blossom && excess <= blossomDual - margin)) continue;
      const key = excessOf(duals, { one: member, other, score });
      if (key <= -margin) continue;
      offer(lists, member, { other, key, score });
      offer(lists, other, { other: member, key, score });
    }
  });
  return lists;
};

/** So many pairs are scored at a time: few enough to stay near the processor. */
const stretchMax = 4096;

interface StretchOf {
  readonly member: number;
  readonly from: number;
  readonly to: number;
}

/** Shows each pair of the share once, from the lower member to the higher. */
const eachStretch = ({ scorer, share: { share, shares }, onDone }: Work, look: (stretch: StretchOf, scores: Uint16Array) => void): void => {
  const { size } = scorer;
  const scores = new Uint16Array(Math.min(size, stretchMax));
  let done = 0;
  for (let member = share; member < size; member += shares) {
    for (let from = member + 1; from < size; from += stretchMax) {
      const to = Math.min(size, from + stretchMax);
      scorer.row(member, { from, to }, scores);
      look({ member, from, to }, scores);
      done += to - from;
    }
    if (member % rowsBetween < shares) onDone(done);
  }
};

/** So many members pass between two words of how far it has come. */
const rowsBetween = 256;
