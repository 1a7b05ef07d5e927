import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answers } from '../../../domain/introductions/answers.ts';
import { scoringOf } from '../../../domain/introductions/scoring.ts';
import { isWall, type Survey } from '../../../domain/introductions/survey.ts';
import { answered, aQuestion, aSurvey, communities } from '../../arbitraries/community.ts';
import { compatibility, pairs, scoringIn } from '../../support/scored-community.ts';

describe('a wall', () => {
  const walled = (rule: 'must-overlap' | 'must-differ', weight = 1): Survey =>
    aSurvey(aQuestion({ kind: 'multi', required: true, matching: { rule, weight } }));
  const meets = (survey: Survey, one: Answers, other: Answers): boolean => scoringOf(survey, [one, other]).mayMeet(0, 1);

  it.each([0, 1, 7])('stands whatever its weight: %d', (weight) => {
    const overlap = walled('must-overlap', weight);
    const differ = walled('must-differ', weight);
    for (const [one, other, shared] of [
      ['red', 'red;blue', true],
      ['red', 'blue', false],
      ['red;green', 'green;blue', true],
    ] as const) {
      expect(meets(overlap, answered(overlap, { colour: one }), answered(overlap, { colour: other }))).toBe(shared);
      expect(meets(differ, answered(differ, { colour: one }), answered(differ, { colour: other }))).toBe(!shared);
    }
  });

  it('lets nobody through who has not answered', () => {
    for (const rule of ['must-overlap', 'must-differ'] as const) {
      const survey = walled(rule);
      const somebody = answered(survey, { colour: 'red' });
      expect([meets(survey, somebody, new Map()), meets(survey, new Map(), somebody), meets(survey, new Map(), new Map())]).toEqual([
        false,
        false,
        false,
      ]);
    }
  });

  it('is not passed by any fit elsewhere', () => {
    fc.assert(
      fc.property(communities(), (community) => {
        const scoring = scoringIn(community);
        for (const [one, other] of pairs(community)) {
          const broken = community.survey.questions.some((question) => {
            if (!isWall(question.matching.rule)) return false;
            const alone = aSurvey(question);
            return !meets(alone, community.members[one]!.answers, community.members[other]!.answers);
          });
          expect(scoring.mayMeet(one, other)).toBe(!broken);
        }
      }),
    );
  });

  it('keeps apart who stands at the same place of a scale or lives by the same clock', () => {
    const scale = aSurvey(aQuestion({ kind: 'scale', required: true, matching: { rule: 'must-differ' } }));
    expect(meets(scale, answered(scale, { colour: '2' }), answered(scale, { colour: '2' }))).toBe(false);
    expect(meets(scale, answered(scale, { colour: '2' }), answered(scale, { colour: '3' }))).toBe(true);
    const zone = aSurvey(aQuestion({ kind: 'timezone', required: true, matching: { rule: 'must-differ' } }));
    expect(meets(zone, answered(zone, { colour: 'Europe/Berlin' }), answered(zone, { colour: 'Europe/Paris' }))).toBe(false);
    expect(meets(zone, answered(zone, { colour: 'Europe/Berlin' }), answered(zone, { colour: 'Europe/Lisbon' }))).toBe(true);
  });
});

describe('what few share', () => {
  const survey = aSurvey(aQuestion({ kind: 'languages', required: true, matching: { rule: 'must-overlap' } }));

  it('counts for more than what everyone shares', () => {
    const others = ['en', 'en', 'en', 'en', 'en', 'en', 'pt'];
    const people = (one: string, other: string): Readonly<Record<string, string>>[] =>
      [one, other, ...others].map((colour) => ({ colour }));
    const common = compatibility(survey, ...people('en;de', 'en;fr'));
    const rare = compatibility(survey, ...people('pt;de', 'pt;fr'));
    expect(rare).toBeGreaterThan(common);
  });

  it('counts the same as everything else by similar', () => {
    const alike = aSurvey(aQuestion({ kind: 'languages' }));
    const people = (one: string, other: string): Readonly<Record<string, string>>[] =>
      [one, other, 'en', 'en', 'en'].map((colour) => ({ colour }));
    expect(compatibility(alike, ...people('pt;de', 'pt;fr'))).toBe(compatibility(alike, ...people('en;de', 'en;fr')));
  });
});

describe('clocks', () => {
  const nearness = (one: string, other: string): number =>
    compatibility(aSurvey(aQuestion({ kind: 'timezone' })), { colour: one }, { colour: other });

  it('are compared around the world: at +14 and −10 they show the same time', () => {
    expect(nearness('Pacific/Kiritimati', 'Pacific/Honolulu')).toBe(1);
    expect(nearness('Pacific/Kiritimati', 'Etc/GMT+12')).toBeCloseTo(1 - 2 / 12, 8);
    expect(nearness('Pacific/Auckland', 'Etc/GMT+12')).toBe(1);
    expect(nearness('Etc/GMT-6', 'Etc/GMT+6')).toBe(0);
    expect(nearness('Europe/Berlin', 'Asia/Kathmandu')).toBeCloseTo(1 - 4.75 / 12, 8);
    expect(nearness('Europe/Berlin', 'Europe/Paris')).toBe(1);
  });

  it('fit up to the hours that within allows, then fall to 0 at twice that', () => {
    const within = (hours: number, other: string): number =>
      compatibility(
        aSurvey(aQuestion({ kind: 'timezone', matching: { rule: 'within', within: hours } })),
        { colour: 'Etc/UTC' },
        { colour: other },
      );
    expect([within(2, 'Etc/GMT-2'), within(2, 'Etc/GMT-3'), within(2, 'Etc/GMT-4'), within(2, 'Etc/GMT+3')]).toEqual([1, 0.5, 0, 0.5]);
    expect([within(0, 'Etc/UTC'), within(0, 'Etc/GMT-1')]).toEqual([1, 0]);
  });
});
