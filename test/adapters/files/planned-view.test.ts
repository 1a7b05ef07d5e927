import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plannedView } from '../../../adapters/files/planned-view.ts';
import { viewOf } from '../../../adapters/files/round-view.ts';
import { packedInput } from '../../../domain/introductions/round-input.ts';
import { exactSolver } from '../../../domain/introductions/matching/solve.ts';
import { planPacked } from '../../../domain/introductions/plan-packed.ts';
import { roundOf } from '../../../domain/introductions/round.ts';
import { roundInputs } from '../../arbitraries/rounds.ts';

describe('The view of a planned round', () => {
  it('is that of the same round in words, and can be looked at again', async () => {
    await fc.assert(
      fc.asyncProperty(roundInputs({ sizeMax: 9 }), async (made) => {
        const input = packedInput(made);
        const planned = await planPacked(input, { solver: exactSolver, seed: 3 });
        const { ids, names } = input.community;
        const emails = ids.map((id) => id.toUpperCase());
        const people = new Map(ids.map((id, at) => [id, { email: emails[at]!, name: names[at]! }]));
        const whole = viewOf(roundOf(input, planned), { week: input.week, people });
        const view = plannedView(planned, { input, emails });
        for (let look = 0; look < 2; look++) {
          expect([...view.pairs].map((pair) => ({ ...pair }))).toEqual(whole.pairs);
          expect([...view.leftOut]).toEqual(whole.leftOut);
        }
        expect([view.week, view.memberCount, view.pairs.length, view.leftOut.length]).toEqual([
          whole.week,
          whole.memberCount,
          whole.pairs.length,
          whole.leftOut.length,
        ]);
        expect(view.round.certificate).toEqual(whole.round.certificate);
      }),
      { numRuns: 60 },
    );
  });
});
