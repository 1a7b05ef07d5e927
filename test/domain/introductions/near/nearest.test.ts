import { beforeAll, describe, expect, it } from 'vitest';
import { sampleMembers } from '../../../../adapters/local/sample-members.ts';
import { type AdmissiblePairs, admissibleScorerOf } from '../../../../domain/introductions/admissible.ts';
import { communityOf } from '../../../../domain/introductions/community.ts';
import { type DoWork, nearestPartners, nearWorkerOf } from '../../../../domain/introductions/near/nearest.ts';
import { usualSettings } from '../../../../domain/introductions/near/settings.ts';
import { prepare } from '../../../../domain/introductions/planning/preparation.ts';
import type { NearLists } from '../../../../domain/introductions/scans.ts';
import { answered, shippedSurvey } from '../../../arbitraries/community.ts';
import { aRound } from '../../../arbitraries/rounds.ts';

const survey = shippedSurvey();
const size = 3_000;
const perMember = 30;

const pairsOfSample = (): AdmissiblePairs => {
  const members = sampleMembers(survey, { count: size, seed: 4 }).map(({ email, name, answers }) => ({
    id: email,
    name,
    answers: answered(survey, Object.fromEntries(answers)),
  }));
  return prepare({ ...aRound({ survey }), community: communityOf(members) }).pairs;
};

const inShares =
  (shares: number): DoWork =>
  async (work) => {
    const doShare = nearWorkerOf(work);
    // From the last to the first: no share waits for another.
    for (let share = shares - 1; share >= 0; share--) doShare({ share, shares });
    return Promise.resolve();
  };

describe('the best partners of a community too large to look at all pairs', () => {
  let pairs: AdmissiblePairs;
  let lists: NearLists;
  const settings = { ...usualSettings(size), scanned: 300, alike: 24, led: 200 };
  beforeAll(async () => {
    pairs = pairsOfSample();
    lists = await nearestPartners(pairs, { perMember, work: inShares(1), settings });
  });

  it('are found to nine tenths, though few pairs were looked at', () => {
    expect(lists.recall).toBeGreaterThan(0.9);
    const { row } = admissibleScorerOf(pairs);
    const scores = new Uint16Array(size);
    let found = 0;
    for (let member = 0; member < size; member++) {
      row(member, { from: 0, to: size }, scores);
      const last = Uint16Array.from(scores).sort()[size - perMember]!;
      for (let at = member * perMember; at < (member + 1) * perMember; at++) if (lists.score[at]! >= last) found++;
    }
    expect(found / (size * perMember)).toBeGreaterThan(0.9);
  });

  it('may meet, stand there once, the best first, with their scores', () => {
    const { pair } = admissibleScorerOf(pairs);
    for (let member = 0; member < size; member++) {
      const own = lists.neighbour.subarray(member * perMember, (member + 1) * perMember);
      const scores = lists.score.subarray(member * perMember, (member + 1) * perMember);
      expect(new Set(own).size).toBe(perMember);
      expect([...own].map((other) => pair(member, other))).toEqual([...scores]);
      expect([...scores].sort((one, other) => other - one)).toEqual([...scores]);
      expect(scores.at(-1)).toBeGreaterThan(0);
    }
  });

  it.each([2, 3, 7])('are the same in %d shares', async (shares) => {
    expect(await nearestPartners(pairs, { perMember, work: inShares(shares), settings })).toEqual(lists);
  });
});
