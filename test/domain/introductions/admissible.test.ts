import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admissibleScorerOf, meetableScorerOf } from '../../../domain/introductions/admissible.ts';
import { packedInput, type RoundInput } from '../../../domain/introductions/round-input.ts';
import { prepare } from '../../../domain/introductions/planning/preparation.ts';
import { allPairsOf, roundInputs } from '../../arbitraries/rounds.ts';
import { scoreByHand } from '../../arbitraries/rounds-by-hand.ts';

const pairsOf = (input: RoundInput) => prepare(packedInput(input)).pairs;
const idsOf = ({ members }: RoundInput): readonly string[] => members.map(({ id }) => id).sort();

describe('the scores of a round', () => {
  it('are those of each pair, worked out alone, and of nobody with the host', () => {
    fc.assert(
      fc.property(roundInputs(), (input) => {
        const ids = idsOf(input);
        const { pair } = admissibleScorerOf(pairsOf(input));
        for (const [one, id] of ids.entries()) {
          for (const [other, otherId] of ids.entries()) {
            const withHost = id === input.host || otherId === input.host;
            const score = one === other || withHost ? undefined : scoreByHand(input, [id, otherId]);
            expect(pair(one, other), `${id} ${otherId}`).toBe(score ?? 0);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('are the same in rows, from wherever to wherever', () => {
    fc.assert(
      fc.property(roundInputs({ sizeMax: 12 }), fc.tuple(fc.nat(12), fc.nat(12)), fc.boolean(), (input, [start, end], alike) => {
        const pairs = pairsOf(input);
        const { size, row, pair } = alike ? meetableScorerOf(pairs) : admissibleScorerOf(pairs);
        const [from, to] = [Math.min(start, end, size), Math.min(Math.max(start, end), size)] as const;
        for (let member = 0; member < size; member++) {
          const out = new Uint16Array(to - from);
          row(member, { from, to }, out);
          expect([...out]).toEqual(Array.from(out, (_, at) => pair(member, from + at)));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('count as 1 where all are alike, for whoever is kept apart by nothing but the past', () => {
    fc.assert(
      fc.property(roundInputs(), (input) => {
        const ids = idsOf(input);
        const { pair } = meetableScorerOf(pairsOf(input));
        const unmet: RoundInput = { ...input, history: { met: [], leftOut: [] } };
        for (const [one, id] of ids.entries()) {
          for (const [other, otherId] of ids.entries()) {
            const withHost = id === input.host || otherId === input.host;
            const may = one !== other && !withHost && scoreByHand(unmet, [id, otherId]) !== undefined;
            expect(pair(one, other)).toBe(may ? 1 : 0);
          }
        }
      }),
    );
  });

  it('stand in one list of all pairs, in order', () => {
    fc.assert(
      fc.property(roundInputs(), (input) => {
        const ids = idsOf(input).map((id) => id);
        const expected = ids.flatMap((one, at) =>
          ids.slice(at + 1).flatMap((other, step) => {
            const score = one === input.host || other === input.host ? undefined : scoreByHand(input, [one, other]);
            return score === undefined ? [] : [[at, at + 1 + step, score]];
          }),
        );
        const { one, other, score } = allPairsOf(input);
        expect(Array.from(one, (member, at) => [member, other[at], score[at]])).toEqual(expected);
      }),
    );
  });
});
