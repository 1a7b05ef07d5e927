import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoringOf } from '../../../domain/introductions/scoring.ts';
import { neutralFit, type Part } from '../../../domain/introductions/scoring/part.ts';
import { isGraded, isWall, type Question, type Survey } from '../../../domain/introductions/survey.ts';
import { answered, answersTo, aQuestion, aSurvey, communities, optionsOf } from '../../arbitraries/community.ts';
import { compatibilityByHand, mayMeetByHand } from '../../arbitraries/scoring-by-hand.ts';
import { compatibility, pairs, scoringIn } from '../../support/scored-community.ts';

const mean = (parts: readonly Part[]): number => {
  const whole = parts.reduce((sum, { question }) => sum + question.matching.weight, 0);
  return whole === 0
    ? neutralFit
    : parts.reduce((sum, { question, fit }) => sum + question.matching.weight * (fit ?? neutralFit), 0) / whole;
};

describe('compatibility', () => {
  it('is what the formulas of docs/survey.md give by hand', () => {
    fc.assert(
      fc.property(communities(), (community) => {
        const scoring = scoringIn(community);
        const answers = community.members.map((member) => member.answers);
        for (const [one, other] of pairs(community)) {
          const mayMeet = mayMeetByHand(community.survey, answers[one]!, answers[other]!);
          const byHand = mayMeet ? compatibilityByHand(community.survey, answers, [one, other]) : -1;
          expect(scoring.compatibility(one, other)).toBeCloseTo(byHand, 8);
          expect(scoring.mayMeet(one, other)).toBe(mayMeet);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is the same for both, bit for bit', () => {
    fc.assert(
      fc.property(communities(), (community) => {
        const scoring = scoringIn(community);
        for (const [one, other] of pairs(community)) {
          expect(Object.is(scoring.compatibility(one, other), scoring.compatibility(other, one))).toBe(true);
          expect(scoring.mayMeet(one, other)).toBe(scoring.mayMeet(other, one));
          expect(scoring.parts(one, other)).toEqual(scoring.parts(other, one));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('lies between 0 and 1, and so does every part', () => {
    fc.assert(
      fc.property(communities({ walls: false }), (community) => {
        const scoring = scoringIn(community);
        for (const [one, other] of pairs(community)) {
          const all = [scoring.compatibility(one, other), ...scoring.parts(one, other).map(({ fit }) => fit ?? neutralFit)];
          expect(all.filter((figure) => !(figure >= 0 && figure <= 1))).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is 1 for two who answer alike, all that counts by likeness', () => {
    fc.assert(
      fc.property(communities({ answerAll: true, walls: false }), (community) => {
        const [first] = community.members;
        const twins = scoringOf(community.survey, [...community.members.map(({ answers }) => answers), first!.answers]);
        const alike = twins.parts(0, community.members.length).filter(({ question }) => question.matching.rule !== 'complementary');
        expect(alike.map(({ fit }) => fit)).toEqual(alike.map(() => 1));
      }),
    );
  });

  it('does not change with the order of questions or members', () => {
    const shuffledCommunities = communities().chain((community) =>
      fc.record({
        community: fc.constant(community),
        questions: fc.shuffledSubarray([...community.survey.questions], { minLength: community.survey.questions.length }),
        order: fc.shuffledSubarray([...community.members.keys()], { minLength: community.members.length }),
      }),
    );
    fc.assert(
      fc.property(shuffledCommunities, ({ community, questions, order }) => {
        const before = scoringIn(community);
        const after = scoringIn({ survey: aSurvey(...questions), members: order.map((at) => community.members[at]!) });
        for (const [one, other] of pairs(community)) {
          const moved = [order.indexOf(one), order.indexOf(other)] as const;
          expect(Object.is(after.compatibility(...moved), before.compatibility(one, other))).toBe(true);
          expect(after.mayMeet(...moved)).toBe(before.mayMeet(one, other));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('does not change when a question of weight 0 goes, unless it is a wall', () => {
    const isIdle = ({ matching }: Question): boolean =>
      matching.weight === 0 && matching.rule !== 'complementary' && !isWall(matching.rule);
    fc.assert(
      fc.property(communities(), (community) => {
        const rest = community.survey.questions.filter((question) => !isIdle(question));
        fc.pre(rest.length > 0);
        const before = scoringIn(community);
        const after = scoringIn({ ...community, survey: aSurvey(...rest) });
        for (const [one, other] of pairs(community)) {
          expect(Object.is(after.compatibility(one, other), before.compatibility(one, other))).toBe(true);
          expect(after.mayMeet(one, other)).toBe(before.mayMeet(one, other));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is made of no part of weight 0, whatever its rule', () => {
    fc.assert(
      fc.property(communities(), (community) => {
        for (const [one, other] of pairs(community)) {
          const weights = scoringIn(community)
            .parts(one, other)
            .map(({ question }) => question.matching.weight);
          expect(weights.filter((weight) => weight === 0)).toEqual([]);
        }
      }),
    );
  });

  it('is one half where nothing counts', () => {
    expect(compatibility(aSurvey(aQuestion({ matching: { rule: 'ignore' } })), { colour: 'red' }, { colour: 'red' })).toBe(neutralFit);
    expect(compatibility(aSurvey(aQuestion({ matching: { weight: 0 } })), { colour: 'red' }, { colour: 'red' })).toBe(neutralFit);
  });

  it('depends on the ratio of weights alone', () => {
    const survey = (factor: number): Survey =>
      aSurvey(
        aQuestion({ id: 'a', matching: { weight: 3 * factor } }),
        aQuestion({ id: 'b', kind: 'scale', matching: { weight: factor } }),
      );
    const people = [
      { a: 'red', b: '1' },
      { a: 'red', b: '5' },
    ];
    expect(compatibility(survey(1), ...people)).toBe(0.75);
    expect(compatibility(survey(256), ...people)).toBe(0.75);
  });
});

describe('an unanswered part', () => {
  const unansweredSomewhere = communities({ sizeMin: 3 }).chain(({ survey, members }) =>
    fc.record({
      community: fc.constant({ survey, members }),
      question: fc.constantFrom(...survey.questions),
      replaced: answersTo(survey),
    }),
  );

  it('counts one half, for every pair alike', () => {
    fc.assert(
      fc.property(unansweredSomewhere, ({ community, question }) => {
        fc.pre(isGraded(question.matching.rule) && question.matching.weight > 0);
        const [first, ...others] = community.members;
        const silent = new Map(first!.answers);
        silent.delete(question.id);
        const scoring = scoringIn({ ...community, members: [{ ...first!, answers: silent }, ...others] });
        for (const other of others.keys()) {
          const parts = scoring.parts(0, other + 1);
          expect(parts.find((part) => part.question === question)).toEqual({ question, fit: undefined });
          if (scoring.mayMeet(0, other + 1)) expect(scoring.compatibility(0, other + 1)).toBeCloseTo(mean(parts), 8);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('replaced by the best fit never lowers a score, by the worst never raises it', () => {
    fc.assert(
      fc.property(communities(), (community) => {
        for (const [one, other] of pairs(community)) {
          const parts = scoringIn(community).parts(one, other);
          for (const [at, { fit }] of parts.entries()) {
            if (fit !== undefined) continue;
            const with_ = (instead: number): number => mean(parts.map((part, place) => (place === at ? { ...part, fit: instead } : part)));
            expect(with_(1)).toBeGreaterThanOrEqual(mean(parts));
            expect(with_(0)).toBeLessThanOrEqual(mean(parts));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  const vocabulary = { kind: 'multi', options: optionsOf('a', 'b', 'c') } as const;
  const couple = aSurvey(
    aQuestion({ id: 'seeks', ...vocabulary, matching: { rule: 'complementary', with: 'offers' } }),
    aQuestion({ id: 'offers', ...vocabulary, matching: { rule: 'complementary', with: 'seeks' } }),
  );

  it.each([
    [{ offers: 'b' }, { seeks: 'b', offers: 'a' }],
    [{ seeks: 'a' }, { seeks: 'b', offers: 'a' }],
    [{ seeks: 'a', offers: 'b' }, { offers: 'a' }],
    [{ seeks: 'a', offers: 'b' }, { seeks: 'b' }],
  ])('is what a complementary couple with one of its four answers missing has: %j and %j', (one, other) => {
    expect(compatibility(couple, one, other)).toBe(neutralFit);
    expect(
      scoringOf(couple, [answered(couple, one), answered(couple, other)])
        .parts(0, 1)
        .map(({ fit }) => fit),
    ).toEqual([undefined, undefined]);
  });

  it('is no longer there once all four answers are', () => {
    expect(compatibility(couple, { seeks: 'a', offers: 'b' }, { seeks: 'b', offers: 'a' })).toBe(1);
    expect(compatibility(couple, { seeks: 'a', offers: 'b' }, { seeks: 'c', offers: 'a' })).toBe(0.5);
    expect(compatibility(couple, { seeks: 'a', offers: 'b' }, { seeks: 'c', offers: 'c' })).toBe(0);
  });
});
