import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packedInput, type RoundInput } from '../../../../domain/introductions/round-input.ts';
import { componentsOf, membersByComponent } from '../../../../domain/introductions/planning/components.ts';
import { prepare } from '../../../../domain/introductions/planning/preparation.ts';
import { aQuestion, aSurvey, memberId, optionsOf } from '../../../arbitraries/community.ts';
import { aRound, membersWith, roundInputs } from '../../../arbitraries/rounds.ts';
import { mayMeetByHand } from '../../../arbitraries/scoring-by-hand.ts';

const componentsIn = (input: RoundInput) => componentsOf(prepare(packedInput(input)).pairs);

/** Everybody's component, found by looking at every pair until nothing changes any more. */
const byEveryPair = ({ members, survey, apart, host }: RoundInput): readonly number[] => {
  const sorted = [...members].sort((one, other) => (one.id < other.id ? -1 : 1));
  const lowest = sorted.map((_, at) => at);
  const mayMeet = (one: number, other: number): boolean =>
    [one, other].every((at) => sorted[at]!.id !== host) &&
    mayMeetByHand(survey, sorted[one]!.answers, sorted[other]!.answers) &&
    !apart.some((pair) => pair.includes(sorted[one]!.id) && pair.includes(sorted[other]!.id));
  for (let changed = true; changed;) {
    changed = false;
    for (const one of lowest.keys()) {
      for (const other of lowest.keys()) {
        if (lowest[other]! >= lowest[one]! || !mayMeet(one, other)) continue;
        lowest[one] = lowest[other]!;
        changed = true;
      }
    }
  }
  const starts = [...new Set(lowest.filter((_, at) => sorted[at]!.id !== host))].sort((one, other) => one - other);
  return lowest.map((start, at) => (sorted[at]!.id === host ? -1 : starts.indexOf(start)));
};

/** Rounds in which the operator keeps very many pairs apart, and walls make many groups. */
const dividedInputs: fc.Arbitrary<RoundInput> = fc
  .record({
    wall: fc.constantFrom('must-overlap', 'must-differ', 'ignore'),
    other: fc.constantFrom('must-overlap', 'must-differ', 'ignore'),
    groups: fc.array(fc.tuple(fc.subarray([...'abcdef'], { minLength: 1, maxLength: 2 }), fc.constantFrom('x', 'y', 'z')), {
      maxLength: 14,
    }),
    apart: fc.array(fc.tuple(fc.nat(13), fc.nat(13)), { maxLength: 80 }),
    host: fc.boolean(),
  })
  .map(({ wall, other, groups, apart, host }) => {
    const asked = (rule: 'must-overlap' | 'must-differ' | 'ignore') => ({ required: rule !== 'ignore', matching: { rule } }) as const;
    const survey = aSurvey(
      aQuestion({ id: 'group', kind: 'multi', options: optionsOf(...'abcdef'), ...asked(wall) }),
      aQuestion({ id: 'side', options: optionsOf('x', 'y', 'z'), ...asked(other) }),
    );
    const name = (at: number): string => `m${String(at)}`;
    const members = membersWith(
      survey,
      Object.fromEntries(groups.map(([group, side], at) => [name(at), { group: group.join(';'), side }])),
    );
    return aRound({
      survey,
      members,
      apart: apart.map(([one, two]) => [memberId(name(one)), memberId(name(two))] as const),
      host: host && members.length > 0 ? memberId(name(0)) : undefined,
    });
  });

describe('the components of a community', () => {
  it('are those that all pairs make', () => {
    fc.assert(
      fc.property(fc.oneof(roundInputs({ sizeMax: 12 }), dividedInputs), (input) => {
        const { component, sizes } = componentsIn(input);
        const expected = byEveryPair(input);
        expect([...component]).toEqual(expected);
        expect(sizes).toEqual(sizes.map((_, number) => expected.filter((each) => each === number).length));
      }),
      { numRuns: 1000 },
    );
  });

  it('list each of their members once, in order', () => {
    fc.assert(
      fc.property(dividedInputs, (input) => {
        const components = componentsIn(input);
        const membersOf = membersByComponent(components);
        for (const number of components.sizes.keys()) {
          const expected = [...components.component.keys()].filter((member) => components.component[member] === number);
          expect([...membersOf(number)]).toEqual(expected);
        }
      }),
    );
  });
});
