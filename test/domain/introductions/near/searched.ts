import { sampleMembers } from '../../../../adapters/local/sample-members.ts';
import { type AdmissiblePairs, admissibleScorerOf } from '../../../../domain/introductions/admissible.ts';
import { type NearestLists, tieOf } from '../../../../domain/introductions/best-lists.ts';
import { packedInput, type RoundMember } from '../../../../domain/introductions/round-input.ts';
import { type DoWork, nearestPartners, nearWorkerOf } from '../../../../domain/introductions/near/nearest.ts';
import { type NearSettings, usualSettings } from '../../../../domain/introductions/near/settings.ts';
import { prepare } from '../../../../domain/introductions/planning/preparation.ts';
import type { NearLists, OnPairs } from '../../../../domain/introductions/scans.ts';
import { answered, shippedSurvey } from '../../../arbitraries/community.ts';
import { aRound } from '../../../arbitraries/rounds.ts';

export const perMember = 30;

const survey = shippedSurvey();

/** Made-up people who answer the shipped survey, some of their answers given by `answer`. */
export const sampled = (count: number, answer: (member: number) => Readonly<Record<string, string>> = () => ({})): readonly RoundMember[] =>
  sampleMembers(survey, { count, seed: 4 }).map(({ email, name, answers }, at) => ({
    id: email,
    name,
    answers: answered(survey, { ...Object.fromEntries(answers), ...answer(at) }),
  }));

/** The pairs of a round of these people; they are numbered in order of id. */
export const pairsAmong = (members: readonly RoundMember[], round: Partial<ReturnType<typeof aRound>> = {}): AdmissiblePairs =>
  prepare(packedInput(aRound({ survey, ...round, members }))).pairs;

/** Does the shares one after the other, from the last to the first: none waits for another. */
export const inShares =
  (shares: number): DoWork =>
  async (work, onDone) => {
    const doShare = nearWorkerOf(work);
    for (let share = shares - 1; share >= 0; share--) {
      doShare({ share, shares });
      onDone((shares - share) / shares);
    }
    return Promise.resolve();
  };

export const search = (
  pairs: AdmissiblePairs,
  settings: Partial<NearSettings>,
  { shares = 1, onPairs = () => undefined }: { readonly shares?: number; readonly onPairs?: OnPairs } = {},
): Promise<NearLists> =>
  nearestPartners(pairs, { perMember, work: inShares(shares), onPairs, settings: { ...usualSettings(pairs.packed.size), ...settings } });

/** The lists that looking at everybody gives. */
export const trueLists = (pairs: AdmissiblePairs): NearestLists => {
  const { row, size } = admissibleScorerOf(pairs);
  const neighbour = new Int32Array(size * perMember).fill(-1);
  const score = new Uint16Array(size * perMember);
  const scores = new Uint16Array(size);
  for (let member = 0; member < size; member++) {
    row(member, { from: 0, to: size }, scores);
    const best = [...scores.keys()]
      .filter((other) => scores[other]! > 0)
      .sort((one, other) => scores[other]! - scores[one]! || tieOf(member, other) - tieOf(member, one))
      .slice(0, perMember);
    neighbour.set(best, member * perMember);
    score.set(
      best.map((other) => scores[other]!),
      member * perMember,
    );
  }
  return { perMember, neighbour, score };
};

/** Which share of the members' true best partners the lists have; whoever scores as much as the last of them is one. */
export const shareFound = (lists: NearestLists, truth: NearestLists, members: Iterable<number>): number => {
  let [found, wanted] = [0, 0];
  for (const member of members) {
    const place = member * perMember;
    const partners = truth.score.subarray(place, place + perMember).filter((score) => score > 0);
    wanted += partners.length;
    found += lists.score.subarray(place, place + perMember).filter((score) => score >= (partners.at(-1) ?? Infinity)).length;
  }
  return found / wanted;
};
