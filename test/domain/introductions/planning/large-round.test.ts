import { describe, expect, it } from 'vitest';
import { sampleMembers } from '../../../../adapters/local/sample-members.ts';
import { packedInput } from '../../../../domain/introductions/round-input.ts';
import { verify } from '../../../../domain/introductions/matching/certificate.ts';
import { exactSolver } from '../../../../domain/introductions/matching/solve.ts';
import { bestOfAll } from '../../../../domain/introductions/planning/best-of-all.ts';
import { solve } from '../../../../domain/introductions/planning/solving.ts';
import { workOf } from '../../../../domain/introductions/planning/work.ts';
import { answered, shippedSurvey } from '../../../arbitraries/community.ts';
import { allPairsOf, aRound } from '../../../arbitraries/rounds.ts';

const survey = shippedSurvey();
const members = (count: number) =>
  sampleMembers(survey, { count, seed: 4 }).map(({ email, name, answers }) => ({
    id: email,
    name,
    answers: answered(survey, Object.fromEntries(answers)),
  }));
const ways = { solver: exactSolver, seed: 5 };

describe('a round of thousands', () => {
  it.each([3_000, 2_001])('of %d members is found among few of their pairs, and is the best of all', async (count) => {
    const input = aRound({ survey, members: members(count) });
    const work = workOf(packedInput(input), ways);
    const all = solve(allPairsOf(input), work.solving);
    const { solved } = await bestOfAll(work);
    expect(10 * solved.problem.u.length).toBeLessThan(all.problem.u.length);
    expect(verify(solved.problem, solved.proven)).toEqual(verify(all.problem, all.proven));
    // The duals of the few hold for all.
    expect(verify(all.problem, solved.proven)).toEqual(verify(all.problem, all.proven));
  });
});
