import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packedInput, type RoundInput } from '../../../../domain/introductions/round-input.ts';
import { verify } from '../../../../domain/introductions/matching/certificate.ts';
import { exactSolver } from '../../../../domain/introductions/matching/solve.ts';
import { bestOfAll } from '../../../../domain/introductions/planning/best-of-all.ts';
import { solve } from '../../../../domain/introductions/planning/solving.ts';
import { type PlanLimits, workOf } from '../../../../domain/introductions/planning/work.ts';
import { allPairsOf, roundInputs } from '../../../arbitraries/rounds.ts';

const workFor = (input: RoundInput, limits: Partial<PlanLimits>) => workOf(packedInput(input), { solver: exactSolver, seed: 3, limits });

describe('the proof of a round found among few pairs', () => {
  it('holds for every pair that may meet', async () => {
    await fc.assert(
      fc.asyncProperty(roundInputs({ sizeMax: 40 }), fc.integer({ min: 1, max: 3 }), async (input, perMember) => {
        const work = workFor(input, { perMember, pricedPerMember: perMember });
        const { solved } = await bestOfAll(work);
        const all = solve(allPairsOf(input), work.solving).problem;
        expect(verify(all, solved.proven)).toEqual(verify(solved.problem, solved.proven));
      }),
      { numRuns: 300 },
    );
  });
});
