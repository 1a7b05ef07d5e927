import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { communityOf } from '../../../../domain/introductions/community.ts';
import { type PackedScoring, type PackingLimits, packScoring, reordered } from '../../../../domain/introductions/scoring/packed.ts';
import { scorerOf } from '../../../../domain/introductions/scoring/scorer.ts';
import { classesMayMeet, overlapKeys } from '../../../../domain/introductions/scoring/walls.ts';
import { type Community, communities } from '../../../arbitraries/community.ts';
import { compatibilityByHand, mayMeetByHand } from '../../../arbitraries/scoring-by-hand.ts';
import { wideCommunities } from '../../../arbitraries/wide-community.ts';
import { couples, scoringIn } from '../../../support/scored-community.ts';

/** Ways to hold a term: in a table of its own or with others, by the different answers, by member. */
const ways: readonly PackingLimits[] = [
  { entriesMax: 2 ** 18, membersPerAnswer: 4 },
  { entriesMax: 40, membersPerAnswer: 1 },
  { entriesMax: 0, membersPerAnswer: 0 },
  { entriesMax: 0, membersPerAnswer: Infinity },
];

const anyCommunity = fc.oneof(communities({ sizeMax: 9 }), wideCommunities());
const packed = ({ survey, members }: Community, limits?: PackingLimits): PackedScoring => packScoring(survey, communityOf(members), limits);

/** What everybody comes to with everybody, themselves aside. */
const figuresOf = (scoring: PackedScoring): readonly number[] => {
  const { pair } = scorerOf(scoring);
  return couples(scoring.size).flatMap(([one, other]) => [pair(one, other), pair(other, one)]);
};

describe('packed answers', () => {
  it('come to what the formulas of docs/survey.md give by hand', () => {
    fc.assert(
      fc.property(wideCommunities(), fc.constantFrom(...ways), (community, limits) => {
        const { pair, mayMeet } = scorerOf(packed(community, limits));
        const answers = community.members.map((member) => member.answers);
        for (const [one, other] of couples(answers.length)) {
          const allowed = mayMeetByHand(community.survey, answers[one]!, answers[other]!);
          expect(mayMeet(one, other)).toBe(allowed);
          expect(pair(one, other)).toBeCloseTo(allowed ? compatibilityByHand(community.survey, answers, [one, other]) : -1, 8);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('come to the same, bit for bit, however they are held and whoever is first', () => {
    fc.assert(
      fc.property(anyCommunity, (community) => {
        const { compatibility } = scoringIn(community);
        const expected = couples(community.members.length).flatMap(([one, other]) => {
          const figure = compatibility(one, other);
          return [figure, figure];
        });
        for (const limits of ways) expect(figuresOf(packed(community, limits))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('come to the same for many others at a time, wherever the stretch begins and ends', () => {
    const stretches = fc.array(fc.tuple(fc.nat(8), fc.nat(9), fc.nat(9)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(anyCommunity, fc.constantFrom(...ways), stretches, (community, limits, drawn) => {
        const scoring = packed(community, limits);
        const { row, pair } = scorerOf(scoring);
        for (const [someone, ...ends] of drawn) {
          const member = someone % scoring.size;
          const [from = 0, to = 0] = ends.map((end) => Math.min(end, scoring.size)).sort((one, other) => one - other);
          const out = new Float64Array(to - from + 2).fill(7);
          row(member, { from, to }, out);
          expect([...out.subarray(to - from)]).toEqual([7, 7]);
          for (let other = from; other < to; other++) if (other !== member) expect(out[other - from]).toBe(pair(member, other));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('come to the same whatever the questions are called', () => {
    fc.assert(
      fc.property(anyCommunity, (community) => {
        const renamed = (id: string): string => `q${[...id].reverse().join('')}`;
        const questions = community.survey.questions.map((question) => {
          const { with: counterpart } = question.matching;
          const matching = counterpart === undefined ? question.matching : { ...question.matching, with: renamed(counterpart) };
          return { ...question, id: renamed(question.id), matching };
        });
        const members = community.members.map((member) => ({
          ...member,
          answers: new Map([...member.answers].map(([id, answer]) => [renamed(id), answer])),
        }));
        expect(figuresOf(packed({ survey: { ...community.survey, questions }, members }))).toEqual(figuresOf(packed(community)));
      }),
    );
  });

  it('come to the same in another order, and for some of the people', () => {
    const someInOrder = anyCommunity.chain((community) =>
      fc.record({ community: fc.constant(community), order: fc.shuffledSubarray([...community.members.keys()]) }),
    );
    fc.assert(
      fc.property(someInOrder, fc.constantFrom(...ways), ({ community, order }, limits) => {
        const before = packed(community, limits);
        const after = reordered(before, Uint32Array.from(order));
        const [was, is] = [scorerOf(before), scorerOf(after)];
        const out = new Float64Array(after.size);
        expect(after.size).toBe(order.length);
        for (const [one, other] of couples(after.size)) {
          is.row(one, { from: 0, to: after.size }, out);
          expect([is.pair(one, other), out[other]]).toEqual(new Array(2).fill(was.pair(order[one]!, order[other]!)));
          expect(is.mayMeet(one, other)).toBe(was.mayMeet(order[one]!, order[other]!));
          expect(is.parts(one, other)).toEqual(was.parts(order[one]!, order[other]!));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('can be handed to a thread, which shares all that is large', () => {
    fc.assert(
      fc.property(anyCommunity, fc.constantFrom(...ways), (community, limits) => {
        const scoring = packed(community, limits);
        const theirs = structuredClone(scoring);
        expect(figuresOf(theirs)).toEqual(figuresOf(scoring));
        for (const { buffer } of arraysIn(theirs).filter(({ length }) => length > 2 * maxQuestions)) {
          expect(buffer).toBeInstanceOf(SharedArrayBuffer);
        }
      }),
      { numRuns: 50 },
    );
  });
});

/** Arrays of one number for each question may be copied. */
const maxQuestions = 10;

const arraysIn = (value: unknown): readonly Uint32Array[] => {
  if (value instanceof Uint32Array || value instanceof Uint16Array || value instanceof Float64Array) return [value as Uint32Array];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(arraysIn) : [];
};

describe('classes of people before walls', () => {
  it('let the same pairs meet as the walls do', () => {
    fc.assert(
      fc.property(anyCommunity, (community) => {
        const scoring = packed(community);
        const { pair, mayMeet } = scorerOf(scoring);
        for (const [one, other] of couples(scoring.size)) {
          const [mine, theirs] = [scoring.wallClass[one]!, scoring.wallClass[other]!];
          expect(Math.max(mine, theirs)).toBeLessThan(scoring.classCount);
          expect(classesMayMeet(scoring, mine, theirs)).toBe(mayMeet(one, other));
          expect(pair(one, other) < 0).toBe(!mayMeet(one, other));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('have nobody to meet with whom they share no option of the must-overlap', () => {
    fc.assert(
      fc.property(anyCommunity, (community) => {
        const scoring = packed(community);
        const asked = community.survey.questions.some(({ matching }) => matching.rule === 'must-overlap');
        for (const [one, other] of couples(scoring.size)) {
          const [mine, theirs] = [one, other].map((member) => overlapKeys(scoring, scoring.wallClass[member]!));
          expect(mine !== undefined && theirs !== undefined).toBe(asked);
          if (mine === undefined || theirs === undefined || mine.some((key) => theirs.includes(key))) continue;
          expect(scorerOf(scoring).mayMeet(one, other)).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });
});
