import { describe, expect, it } from 'vitest';
import { explain, inWords, labelsMax, type Reason } from '../../../domain/introductions/explanation.ts';
import { scoringOf } from '../../../domain/introductions/scoring.ts';
import type { Survey } from '../../../domain/introductions/survey.ts';
import { answered, aQuestion, aSurvey, shippedSurvey } from '../../arbitraries/community.ts';

type Cells = Readonly<Record<string, string>>;

const names = { one: 'Ana', other: 'Ben' };

/** Every reason for the two: told to a third person, to Ana, to Ben. */
const told = (survey: Survey, ana: Cells, ben: Cells): readonly (readonly [string, string, string])[] => {
  const couple = { one: answered(survey, ana), other: answered(survey, ben) };
  const reasons = explain(survey, scoringOf(survey, [couple.one, couple.other]).parts(0, 1), couple);
  return reasons.map((reason: Reason) => [
    inWords(reason, { names }),
    inWords(reason, { names, reader: 'one' }),
    inWords(reason, { names, reader: 'other' }),
  ]);
};

describe('a reason in words', () => {
  const shipped = shippedSurvey();
  const bare = { languages: 'en', studio: 'kiln', disciplines: 'comics' };
  const other = { languages: 'pt', studio: 'depot', disciplines: 'dance' };

  it.each([
    [{ languages: 'pt' }, { languages: 'en;pt' }, ['Both speak Portuguese', 'You both speak Portuguese', 'You both speak Portuguese']],
    [
      { disciplines: 'sound;ceramics' },
      { disciplines: 'ceramics;sound art' },
      ['Both work in ceramics and sound art', 'You both work in ceramics and sound art', 'You both work in ceramics and sound art'],
    ],
    [{ offers: 'mixing' }, { seeks: 'mixing' }, undefined],
    [
      { offers: 'mixing', seeks: 'framing' },
      { seeks: 'mixing;printing', offers: 'bookkeeping' },
      ['Ana offers mixing, which Ben looks for', 'You offer mixing, which Ben looks for', 'Ana offers mixing, which you look for'],
    ],
    [
      { offers: 'mixing', seeks: 'framing;honest critique' },
      { seeks: 'printing', offers: 'framing;critique' },
      [
        'Ben offers honest critique and framing, which Ana looks for',
        'Ben offers honest critique and framing, which you look for',
        'You offer honest critique and framing, which Ana looks for',
      ],
    ],
    [
      { themes: 'The Sea' },
      { themes: 'moss;the sea' },
      ['Both keep coming back to the sea', 'You both keep coming back to the sea', 'You both keep coming back to the sea'],
    ],
    [
      { free_times: 'weekday evenings' },
      { free_times: 'weekday evenings' },
      ['Both are free on weekday evenings', 'You both are free on weekday evenings', 'You both are free on weekday evenings'],
    ],
    [
      { meeting: 'walk;letters' },
      { meeting: 'letters;walk' },
      [
        'Both would like to meet by letter and on a walk',
        'You both would like to meet by letter and on a walk',
        'You both would like to meet by letter and on a walk',
      ],
    ],
    [
      { stage: 'learning' },
      { stage: 'learning' },
      ['Both are finding a voice', 'You both are finding a voice', 'You both are finding a voice'],
    ],
    [
      { outside: 'board games' },
      { outside: 'board games;cinema' },
      ['Both enjoy board games', 'You both enjoy board games', 'You both enjoy board games'],
    ],
    [
      { planning: '2' },
      { planning: '2' },
      [
        'Both gave the same answer to “How much do you plan a piece before you begin?”: 2, on a scale from 1 to 5',
        'You both gave the same answer to “How much do you plan a piece before you begin?”: 2, on a scale from 1 to 5',
        'You both gave the same answer to “How much do you plan a piece before you begin?”: 2, on a scale from 1 to 5',
      ],
    ],
    [
      { frankness: '6' },
      { frankness: '5' },
      [
        'Both gave close answers to “How frank should feedback be?”: 5 and 6, on a scale from 1 to 7',
        'You both gave close answers to “How frank should feedback be?”: 5 and 6, on a scale from 1 to 7',
        'You both gave close answers to “How frank should feedback be?”: 5 and 6, on a scale from 1 to 7',
      ],
    ],
    [
      { time_zone: 'Europe/Paris' },
      { time_zone: 'Europe/Berlin' },
      ['Their clocks show the same time', 'Your clocks show the same time', 'Your clocks show the same time'],
    ],
    [
      { time_zone: 'Europe/Lisbon' },
      { time_zone: 'Europe/Berlin' },
      ['Their clocks are 1 hour apart', 'Your clocks are 1 hour apart', 'Your clocks are 1 hour apart'],
    ],
    [
      { time_zone: 'Asia/Kolkata' },
      { time_zone: 'Asia/Kathmandu' },
      ['Their clocks are 15 minutes apart', 'Your clocks are 15 minutes apart', 'Your clocks are 15 minutes apart'],
    ],
    [
      { time_zone: 'Asia/Tehran' },
      { time_zone: 'Europe/Berlin' },
      [
        'Their clocks are 2 hours and 30 minutes apart',
        'Your clocks are 2 hours and 30 minutes apart',
        'Your clocks are 2 hours and 30 minutes apart',
      ],
    ],
    [{ living: '3', days: 'health' }, { living: '3', days: 'health' }, undefined],
    [{}, {}, undefined],
  ])('reads well: %j and %j', (ana: Cells, ben: Cells, words) => {
    const nothing = [
      'Both take part in this week’s round',
      'You both take part in this week’s round',
      'You both take part in this week’s round',
    ];
    expect(told(shipped, { ...bare, ...ana }, { ...other, ...ben })).toEqual([words ?? nothing]);
  });

  it('says no more than four things, however much two share', () => {
    const alike = {
      ...bare,
      themes: 'moss',
      stage: 'steady',
      meeting: 'walk',
      outside: 'cinema',
      planning: '3',
      free_times: 'weekend mornings',
    };
    expect(told(shipped, alike, { ...alike, studio: 'depot' }).map(([words]) => words)).toEqual([
      'Both work in comics',
      'Both keep coming back to moss',
      'Both are free on weekend mornings',
      'Both enjoy cinema',
    ]);
  });

  it('counts the hours between two clocks around the world', () => {
    const survey = aSurvey(aQuestion({ kind: 'timezone' }));
    expect(told(survey, { colour: 'Pacific/Auckland' }, { colour: 'Etc/GMT+11' })[0]?.[0]).toBe('Their clocks are 1 hour apart');
    expect(told(survey, { colour: 'Pacific/Kiritimati' }, { colour: 'Pacific/Honolulu' })[0]?.[0]).toBe('Their clocks show the same time');
  });

  it('names three things and counts the rest', () => {
    const themes = ['a', 'b', 'c', 'd', 'e'];
    const [reason] = told(shipped, { ...bare, themes: themes.join(';') }, { ...other, themes: themes.join(';') });
    expect(reason?.[0]).toBe('Both keep coming back to a, b, c and 2 more');
    expect(labelsMax).toBe(3);
  });

  it('tells each direction of an exchange once', () => {
    const reasons = told(shipped, { ...bare, seeks: 'framing', offers: 'mixing' }, { ...other, seeks: 'mixing', offers: 'framing' });
    expect(reasons.map(([, toAna]) => toAna)).toEqual(['You offer mixing, which Ben looks for', 'Ben offers framing, which you look for']);
  });

  it('is no formula of a replacement, whatever a label or a name holds', () => {
    const survey = aSurvey(
      aQuestion({ options: [{ id: 'x', label: '$& {answers} $1' }], phrase: { they: 'likes {answers}', you: 'like {answers}' } }),
    );
    expect(told(survey, { colour: 'x' }, { colour: 'x' })[0]?.[0]).toBe('Both like $& {answers} $1');
  });
});

describe('an exchange in words', () => {
  const phrases = { they: 'offers {answers}', you: 'offer {answers}' };
  const survey = (gives: typeof phrases | undefined, seeks: typeof phrases | undefined): Survey =>
    aSurvey(
      aQuestion({
        id: 'gives',
        kind: 'tags',
        label: 'What can you give?',
        phrase: gives,
        matching: { rule: 'complementary', with: 'seeks' },
      }),
      aQuestion({
        id: 'seeks',
        kind: 'tags',
        label: 'What do you need?',
        phrase: seeks,
        matching: { rule: 'complementary', with: 'gives', weight: 2 },
      }),
    );
  const words = (gives: typeof phrases | undefined, seeks: typeof phrases | undefined): readonly string[] => [
    ...(told(survey(gives, seeks), { gives: 'wood', seeks: 'clay' }, { gives: 'glass', seeks: 'wood' })[0] ?? []),
  ];

  it('asks “which” of a phrase that ends in the answer', () => {
    expect(words(phrases, { they: 'needs {answers}', you: 'need {answers}' })).toEqual([
      'Ana offers wood, which Ben needs',
      'You offer wood, which Ben needs',
      'Ana offers wood, which you need',
    ]);
  });

  it('repeats the answer in a phrase that goes on after it', () => {
    expect(words(phrases, { they: 'needs {answers} soon', you: 'need {answers} soon' })).toEqual([
      'Ana offers wood, and Ben needs wood soon',
      'You offer wood, and Ben needs wood soon',
      'Ana offers wood, and you need wood soon',
    ]);
  });

  it('quotes both questions where neither has a phrase', () => {
    expect(words(undefined, undefined)).toEqual([
      'Ana answered “wood” to “What can you give?”, and so did Ben to “What do you need?”',
      'You answered “wood” to “What can you give?”, and so did Ben to “What do you need?”',
      'Ana answered “wood” to “What can you give?”, and so did you to “What do you need?”',
    ]);
  });

  it('quotes the question that has no phrase', () => {
    expect(words(phrases, undefined)).toEqual([
      'Ana offers wood, and Ben answered “wood” to “What do you need?”',
      'You offer wood, and Ben answered “wood” to “What do you need?”',
      'Ana offers wood, and you answered “wood” to “What do you need?”',
    ]);
    expect(words(undefined, { they: 'needs {answers}', you: 'need {answers}' })).toEqual([
      'Ana answered “wood” to “What can you give?”, which Ben needs',
      'You answered “wood” to “What can you give?”, which Ben needs',
      'Ana answered “wood” to “What can you give?”, which you need',
    ]);
  });
});
