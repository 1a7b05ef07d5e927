import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packedInput } from '../../../../domain/introductions/round-input.ts';
import { admissibleScorerOf } from '../../../../domain/introductions/admissible.ts';
import { prepare } from '../../../../domain/introductions/planning/preparation.ts';
import { roundInputs } from '../../../arbitraries/rounds.ts';

describe('the pairs of a round', () => {
  it('are the same from both of their ends, also what the past says about two of different components', () => {
    fc.assert(
      fc.property(roundInputs({ sizeMax: 12 }), (input) => {
        const { pairs } = prepare(packedInput(input));
        const { pair } = admissibleScorerOf(pairs);
        const said = (one: number, other: number): number | undefined => {
          const at = pairs.met.other.indexOf(other, pairs.met.first[one]);
          return at >= 0 && at < pairs.met.first[one + 1]! ? pairs.met.step[at] : undefined;
        };
        for (let one = 0; one < pairs.packed.size; one++) {
          for (let other = 0; other < one; other++) {
            expect(said(one, other)).toBe(said(other, one));
            expect(pair(one, other)).toBe(pair(other, one));
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
