import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packedInput } from '../../../../domain/introductions/round-input.ts';
import { admissibleScorerOf } from '../../../../domain/introductions/admissible.ts';
import { tieOf } from '../../../../domain/introductions/best-lists.ts';
import { ballotOf } from '../../../../domain/introductions/near/ballot.ts';
import { emptyLists, listWriter } from '../../../../domain/introductions/near/lists.ts';
import { orderedPairs } from '../../../../domain/introductions/near/ordered-pairs.ts';
import { spread } from '../../../../domain/introductions/near/spread.ts';
import { prepare } from '../../../../domain/introductions/planning/preparation.ts';
import { roundInputs } from '../../../arbitraries/rounds.ts';

/** For sorting in any order. */
const draws: fc.Arbitrary<readonly number[]> = fc.array(fc.nat(), { minLength: 40, maxLength: 40 });

describe('a list of best partners', () => {
  it('is the same in whatever order, and however often, partners come', () => {
    const partner = fc.record({ other: fc.nat(20), score: fc.integer({ min: 1, max: 4 }) });
    const some = fc.uniqueArray(partner, { selector: ({ other }) => other, maxLength: 20 });
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 8 }), draws, (partners, perMember, drawn) => {
        const order = Uint32Array.from({ length: 21 }, (_, place) => 20 - place);
        const lists = emptyLists(21, perMember);
        const enter = listWriter(lists, order);
        const twice = [...partners, ...partners].map((each, at) => ({ each, draw: drawn[at]! })).sort((a, b) => a.draw - b.draw);
        for (const { each } of twice) enter(3, each.other, each.score);
        const best = [...partners]
          .sort((one, other) => other.score - one.score || tieOf(17, order[other.other]!) - tieOf(17, order[one.other]!))
          .slice(0, perMember);
        const places = [3 * perMember, 3 * perMember + best.length] as const;
        expect([...lists.neighbour.subarray(...places)]).toEqual(best.map(({ other }) => other));
        expect([...lists.score.subarray(...places)]).toEqual(best.map(({ score }) => score));
        expect(lists.neighbour.filter((other) => other !== -1)).toHaveLength(best.length);
      }),
    );
  });
});

describe('a ballot', () => {
  it('elects those with the most votes, and of equals those who had the first vote earlier', () => {
    const votes = fc.array(fc.record({ choice: fc.nat(9), votes: fc.integer({ min: 1, max: 3 }) }), { maxLength: 40 });
    fc.assert(
      fc.property(fc.array(votes, { maxLength: 4 }), fc.integer({ min: 1, max: 6 }), fc.nat(9), (elections, seats, out) => {
        const ballot = ballotOf({ size: 10, choicesMax: 10 })(seats);
        for (const election of elections) {
          const count = new Map<number, number>();
          ballot.keepOut(out);
          for (const each of election) {
            ballot.vote(each.choice, each.votes);
            if (each.choice !== out) count.set(each.choice, (count.get(each.choice) ?? 0) + each.votes);
          }
          // A stable sort leaves equals in the order of their first votes.
          const elected = new Map([...count].sort((one, other) => other[1] - one[1]).slice(0, seats));
          const { choices, votes: theirs } = ballot.close();
          expect(new Map([...choices].map((choice, at) => [choice, theirs[at]]))).toEqual(elected);
          expect(choices).toHaveLength(elected.size);
        }
      }),
    );
  });
});

describe('pairs in another order', () => {
  it('score as they did, whoever met whom and is kept from whom', () => {
    fc.assert(
      fc.property(roundInputs(), draws, (input, drawn) => {
        const { pairs } = prepare(packedInput(input));
        const places = input.members.map((_, member) => ({ member, draw: drawn[member]! })).sort((a, b) => a.draw - b.draw);
        const order = Uint32Array.from(places, ({ member }) => member);
        const [before, after] = [admissibleScorerOf(pairs), admissibleScorerOf(orderedPairs(pairs, order))];
        const row = new Uint16Array(order.length);
        for (const [place, member] of order.entries()) {
          after.row(place, { from: 0, to: order.length }, row);
          for (const [otherPlace, other] of order.entries()) {
            expect(after.pair(place, otherPlace)).toBe(before.pair(member, other));
            expect(row[otherPlace]).toBe(before.pair(member, other));
          }
        }
      }),
    );
  });
});

describe('a spread of members', () => {
  it('has one of each stretch, and all where all are asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 400 }), fc.nat(5), (count, size, salt) => {
        const drawn = [...spread(count, { size, salt })];
        const stretches = Math.min(count, size);
        expect(drawn.map((member) => Math.floor(((member + 1) * stretches) / size - 1e-9))).toEqual([...Array(stretches).keys()]);
      }),
    );
  });
});
