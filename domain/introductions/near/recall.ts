import { type AdmissiblePairs, admissibleScorerOf } from '../admissible.ts';
import type { NearestLists } from '../best-lists.ts';
import { scoreMax } from '../matching/problem.ts';
import { sharedArray } from '../scoring/shared-arrays.ts';
import { type DoShare, eachInShare } from './shares.ts';
import { spread } from './spread.ts';

/** Scores the members of a sample with everybody, so that any lists can be held against the true ones. Plain data. */
export interface SampleWork {
  readonly stage: 'sample';
  readonly pairs: AdmissiblePairs;
  readonly perMember: number;
  readonly members: Uint32Array;
  /** What comes of it, by place in the sample: how many are in the true list, and the score of the last one. */
  readonly partners: Uint16Array;
  readonly lastScore: Uint16Array;
}

export const sampleWork = (
  pairs: AdmissiblePairs,
  { perMember, sample }: { readonly perMember: number; readonly sample: number },
): SampleWork => {
  const members = sharedArray.uint32(Math.min(sample, pairs.packed.size));
  members.set(spread(sample, { size: pairs.packed.size, salt: 2 }));
  const [partners, lastScore] = [sharedArray.uint16(members.length), sharedArray.uint16(members.length)];
  return { stage: 'sample', pairs, perMember, members, partners, lastScore };
};

export const scoreSample = ({ pairs, perMember, members, partners, lastScore }: SampleWork): DoShare => {
  const { size, row } = admissibleScorerOf(pairs);
  const scores = new Uint16Array(size);
  const withScore = new Uint32Array(scoreMax + 1);
  return eachInShare({ size: members.length, step: 1 }, ({ from: at }) => {
    row(members[at]!, { from: 0, to: size }, scores);
    withScore.fill(0);
    for (let other = 0; other < size; other++) withScore[scores[other]!]!++;
    let count = 0;
    let score = scoreMax + 1;
    while (score > 1 && count < perMember) count += withScore[--score]!;
    partners[at] = Math.min(count, perMember);
    lastScore[at] = score;
  });
};

/**
 * The share of the sample's best partners whom the lists have. Whoever scores as much as the last in the true list counts as one of them.
 * 1 where there is nobody to be found.
 */
export const recallOf = ({ perMember, score }: NearestLists, { members, partners, lastScore }: SampleWork): number => {
  let wanted = 0;
  let found = 0;
  for (let at = 0; at < members.length; at++) {
    wanted += partners[at]!;
    const first = members[at]! * perMember;
    for (let place = first; place < first + partners[at]! && score[place]! >= lastScore[at]!; place++) found++;
  }
  return wanted === 0 ? 1 : found / wanted;
};
