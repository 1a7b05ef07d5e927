import fc from 'fast-check';
import type { Survey } from '../../domain/introductions/survey.ts';
import { answered, aQuestion, aSurvey, type Community, memberId, optionsOf } from './community.ts';

const words = Array.from({ length: 80 }, (_, at) => `w${String(at)}`);
const crafts = words.slice(0, 40);

/** Questions with more options than a number has bits, some of which nearly everybody chooses; each rule for choices once, and a far scale. */
const survey = (weight: number, wall: boolean): Survey =>
  aSurvey(
    aQuestion({ id: 'themes', kind: 'tags', matching: { rule: 'overlap', weight } }),
    aQuestion({ id: 'likes', kind: 'tags', matching: { rule: 'similar', weight: 0.3 } }),
    aQuestion({ id: 'seeks', kind: 'multi', options: optionsOf(...crafts), matching: { rule: 'complementary', with: 'offers', weight } }),
    aQuestion({
      id: 'offers',
      kind: 'multi',
      options: optionsOf(...crafts),
      matching: { rule: 'complementary', with: 'seeks', weight: 3 },
    }),
    aQuestion({ id: 'year', kind: 'scale', min: 1900, max: 2030, matching: { rule: 'within', within: 7, weight } }),
    ...(wall
      ? [
          aQuestion({ id: 'tongues', kind: 'tags', required: true, matching: { rule: 'must-overlap', weight: 1 } }),
          aQuestion({ id: 'places', kind: 'tags', required: true, matching: { rule: 'must-differ' } }),
        ]
      : []),
  );

const chosen = (from: readonly string[]): fc.Arbitrary<string> => {
  const each = fc.oneof({ arbitrary: fc.constantFrom(...from.slice(0, 4)), weight: 2 }, fc.constantFrom(...from));
  const few = fc.uniqueArray(each, { minLength: 1, maxLength: 5 });
  return fc.oneof({ arbitrary: few, weight: 4 }, fc.subarray([...from], { minLength: 1 })).map((ids) => ids.join(';'));
};

const now = (cell: fc.Arbitrary<string>): fc.Arbitrary<string> => fc.oneof({ arbitrary: cell, weight: 5 }, fc.constant(''));

export const wideCommunities = (): fc.Arbitrary<Community> =>
  fc
    .record({
      weight: fc.constantFrom(0, 0.1, 2.5, 1000),
      wall: fc.boolean(),
      people: fc.array(
        fc.record({
          themes: now(chosen(words)),
          likes: now(chosen(words)),
          seeks: now(chosen(crafts)),
          offers: now(chosen(crafts)),
          year: now(fc.integer({ min: 1900, max: 2030 }).map(String)),
          tongues: chosen(words.slice(0, 36)),
          places: chosen(words),
        }),
        { minLength: 2, maxLength: 9 },
      ),
    })
    .map(({ weight, wall, people }) => {
      const asked = survey(weight, wall);
      const members = people.map((cells, at) => ({
        id: memberId(`member${String(at)}`),
        name: `Member ${String(at)}`,
        answers: answered(asked, cells),
      }));
      return { survey: asked, members };
    });
