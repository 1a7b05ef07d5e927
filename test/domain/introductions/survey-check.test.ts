import { describe, expect, it } from 'vitest';
import { checkSurvey, type SurveyProblemCode } from '../../../domain/introductions/survey-check.ts';
import {
  type MatchingRule,
  matchingRules,
  optionsMax,
  type Question,
  type QuestionKind,
  questionKinds,
  questionsMax,
} from '../../../domain/introductions/survey.ts';
import { aQuestion, optionsOf, shippedSurvey } from '../../arbitraries/community.ts';

const problemsOf = (...questions: readonly Question[]): string[] => {
  const survey = checkSurvey({ version: 1, questions });
  return survey.ok ? [] : survey.error.map(({ code, question }) => (question === undefined ? code : `${question}: ${code}`));
};

const couple = (one: Partial<Question>, other: Partial<Question>): [Question, Question] => [
  aQuestion({ id: 'seeks', kind: 'multi', matching: { rule: 'complementary', with: 'offers' }, ...one }),
  aQuestion({ id: 'offers', kind: 'multi', matching: { rule: 'complementary', with: 'seeks' }, ...other }),
];

const complementaryTo = (id: string): Question['matching'] => ({ rule: 'complementary', weight: 1, with: id });

/** Each code with the surveys that it is the only complaint about. */
const refusals: readonly (readonly [SurveyProblemCode, string, readonly Question[]])[] = [
  ['survey.no_questions', 'nothing is asked', []],
  ['survey.id_malformed', 'an id has a capital', [aQuestion({ id: 'Colour' })]],
  ['survey.id_malformed', 'an id starts with a digit', [aQuestion({ id: '1st' })]],
  ['survey.id_malformed', 'an id has a space', [aQuestion({ id: 'my colour' })]],
  ['survey.id_malformed', 'an id is longer than 40', [aQuestion({ id: 'a'.repeat(41) })]],
  ['survey.id_reserved', 'an id names the column of addresses', [aQuestion({ id: 'email' })]],
  ['survey.id_reserved', 'an id names the column of names', [aQuestion({ id: 'name' })]],
  ['survey.label_empty', 'a label is blank', [aQuestion({ label: ' ' })]],
  ['survey.options_missing', 'a choice lists nothing', [aQuestion({ options: undefined })]],
  ['survey.options_missing', 'a list is empty', [aQuestion({ kind: 'tags', options: [] })]],
  ['survey.options_not_wanted', 'a scale lists options', [aQuestion({ kind: 'scale', options: optionsOf('a') })]],
  [
    'survey.options_not_wanted',
    'a text lists options',
    [aQuestion({ kind: 'text', options: optionsOf('a'), matching: { rule: 'ignore' } })],
  ],
  [
    'survey.option_twice',
    'two ids differ in case alone',
    [
      aQuestion({
        options: [
          { id: 'red', label: 'Red' },
          { id: 'RED', label: 'Scarlet' },
        ],
      }),
    ],
  ],
  [
    'survey.option_twice',
    'a label is another option’s id',
    [
      aQuestion({
        options: [
          { id: 'red', label: 'Blue' },
          { id: 'blue', label: 'Azure' },
        ],
      }),
    ],
  ],
  [
    'survey.option_twice',
    'two labels differ in spacing alone',
    [
      aQuestion({
        options: [
          { id: 'a', label: 'deep  red' },
          { id: 'b', label: 'Deep red ' },
        ],
      }),
    ],
  ],
  ['survey.option_malformed', 'an id holds a semicolon', [aQuestion({ options: [{ id: 'red;blue', label: 'both' }] })]],
  ['survey.option_malformed', 'a label holds a line break', [aQuestion({ options: [{ id: 'red', label: 'r\ned' }] })]],
  ['survey.option_malformed', 'a label is blank', [aQuestion({ options: [{ id: 'red', label: ' ' }] })]],
  [
    'survey.option_malformed',
    'a place is no time zone',
    [aQuestion({ kind: 'timezone', options: optionsOf('Europe/Berlin', 'Europe/Atlantis') })],
  ],
  [
    'survey.option_malformed',
    'there are too many options',
    [aQuestion({ options: Array.from({ length: optionsMax + 1 }, (_, at) => ({ id: `o${String(at)}`, label: `o${String(at)}` })) })],
  ],
  ['survey.range_malformed', 'a scale has one place', [aQuestion({ kind: 'scale', min: 3, max: 3 })]],
  ['survey.range_malformed', 'a scale starts above its usual end', [aQuestion({ kind: 'scale', min: 7 })]],
  ['survey.range_malformed', 'a scale has half places', [aQuestion({ kind: 'scale', min: 0.5 })]],
  ['survey.range_malformed', 'min is above max', [aQuestion({ kind: 'multi', min: 3, max: 2 })]],
  ['survey.range_malformed', 'nothing may be chosen', [aQuestion({ kind: 'multi', max: 0 })]],
  ['survey.range_malformed', 'min is below 0', [aQuestion({ kind: 'tags', min: -1 })]],
  [
    'survey.range_malformed',
    'more must be chosen than there is',
    [aQuestion({ kind: 'multi', min: 4, options: optionsOf('a', 'b', 'c') })],
  ],
  ['survey.range_not_wanted', 'a single choice has a max', [aQuestion({ max: 1 })]],
  ['survey.range_not_wanted', 'a time zone has a min', [aQuestion({ kind: 'timezone', min: 1 })]],
  ['survey.weight_malformed', 'a weight is below 0', [aQuestion({ matching: { weight: -1 } })]],
  ['survey.weight_malformed', 'a weight is above 1,000', [aQuestion({ matching: { weight: 1_001 } })]],
  ['survey.weight_malformed', 'a weight is no number', [aQuestion({ matching: { weight: NaN } })]],
  ['survey.within_missing', 'within does not say how far', [aQuestion({ kind: 'scale', matching: { rule: 'within' } })]],
  ['survey.within_missing', 'within is below 0', [aQuestion({ kind: 'scale', matching: { rule: 'within', within: -1 } })]],
  ['survey.within_not_wanted', 'another rule says how far', [aQuestion({ kind: 'scale', matching: { rule: 'similar', within: 1 } })]],
  ['survey.with_not_wanted', 'another rule names a counterpart', [aQuestion({ matching: { rule: 'similar', with: 'offers' } })]],
  ['survey.counterpart_missing', 'no counterpart is named', [aQuestion({ matching: { rule: 'complementary' } })]],
  ['survey.counterpart_missing', 'the counterpart is not asked', [aQuestion({ matching: { rule: 'complementary', with: 'offers' } })]],
  ['survey.counterpart_itself', 'the counterpart is the question itself', [aQuestion({ matching: complementaryTo('colour') })]],
  ['survey.counterpart_not_mutual', 'the counterpart counts otherwise', [couple({}, {})[0], aQuestion({ id: 'offers', kind: 'multi' })]],
  [
    'survey.counterpart_vocabulary',
    'the counterpart has other options',
    [couple({}, {})[0], aQuestion({ ...couple({}, {})[1], options: optionsOf('red', 'green') })],
  ],
  ['survey.wall_not_required', 'must-overlap may be left out', [aQuestion({ kind: 'languages', matching: { rule: 'must-overlap' } })]],
  ['survey.wall_not_required', 'must-differ may be left out', [aQuestion({ matching: { rule: 'must-differ' } })]],
  ['survey.phrase_malformed', 'a phrase has no place for the answers', [aQuestion({ phrase: { they: 'speaks', you: 'speak {answers}' } })]],
  [
    'survey.phrase_malformed',
    'a phrase has two places for them',
    [aQuestion({ phrase: { they: 'speaks {answers}', you: '{answers} {answers}' } })],
  ],
  [
    'survey.phrase_malformed',
    'a phrase is of a scale',
    [aQuestion({ kind: 'scale', phrase: { they: 'is {answers}', you: 'are {answers}' } })],
  ],
  [
    'survey.phrase_malformed',
    'a phrase is of a choice that does not count',
    [aQuestion({ matching: { rule: 'ignore' }, phrase: { they: 'is {answers}', you: 'are {answers}' } })],
  ],
];

describe('a survey is refused', () => {
  it.each(refusals)('with %s where %s', (code, _, questions) => {
    expect(new Set(problemsOf(...questions).map((problem) => problem.replace(/^.*: /, '')))).toEqual(new Set([code]));
  });

  it('with survey.id_twice at both questions of one id', () => {
    expect(problemsOf(aQuestion(), aQuestion())).toEqual(['colour: survey.id_twice', 'colour: survey.id_twice']);
  });

  it('with survey.too_many_questions above the limit', () => {
    const questions = Array.from({ length: questionsMax + 1 }, (_, at) => aQuestion({ id: `q${String(at)}` }));
    expect(problemsOf(...questions)).toEqual(['survey.too_many_questions']);
    expect(problemsOf(...questions.slice(1))).toEqual([]);
  });

  it('when the counterpart of a counterpart is a third question', () => {
    const [seeks, offers] = couple({}, {});
    const third = aQuestion({ id: 'third', kind: 'multi', matching: complementaryTo('seeks') });
    expect(problemsOf(seeks, offers, third)).toEqual(['third: survey.counterpart_not_mutual']);
  });

  it('when one counterpart chooses from languages and the other from free words', () => {
    expect(problemsOf(...couple({ kind: 'languages', options: undefined }, { kind: 'tags', options: undefined }))).toEqual([
      'seeks: survey.counterpart_vocabulary',
      'offers: survey.counterpart_vocabulary',
    ]);
    expect(problemsOf(...couple({ kind: 'tags', options: undefined }, { kind: 'tags', options: undefined }))).toEqual([]);
    expect(problemsOf(...couple({ options: optionsOf('a', 'b') }, { kind: 'single', options: optionsOf('b', 'a') }))).toEqual([]);
  });

  it('with every problem at once, in the order of its questions', () => {
    const wrong = [
      aQuestion({ id: 'email', label: '', options: undefined, max: 2, matching: { weight: -1, within: 1, with: 'x' } }),
      aQuestion({ id: 'text', kind: 'text', matching: { rule: 'similar' } }),
      aQuestion({ id: 'wall', options: optionsOf('a', 'A'), matching: { rule: 'must-differ' } }),
    ];
    expect(problemsOf(...wrong)).toEqual([
      'email: survey.id_reserved',
      'email: survey.label_empty',
      'email: survey.options_missing',
      'email: survey.range_not_wanted',
      'email: survey.weight_malformed',
      'email: survey.within_not_wanted',
      'email: survey.with_not_wanted',
      'text: survey.rule_unfit',
      'wall: survey.option_twice',
      'wall: survey.wall_not_required',
    ]);
  });
});

describe('a rule fits a kind', () => {
  const choice: readonly MatchingRule[] = ['similar', 'overlap', 'must-overlap', 'must-differ', 'ignore'];
  const measure: readonly MatchingRule[] = ['similar', 'within', 'must-differ', 'ignore'];
  const fitting: Readonly<Record<QuestionKind, readonly MatchingRule[]>> = {
    single: choice,
    multi: choice,
    tags: choice,
    languages: choice,
    scale: measure,
    timezone: measure,
    text: ['ignore'],
  };
  const cases = questionKinds.flatMap((kind) =>
    matchingRules.filter((rule) => rule !== 'complementary').map((rule) => [kind, rule, fitting[kind].includes(rule)] as const),
  );

  it.each(cases)('%s by %s: %s', (kind, rule, fits) => {
    const question = aQuestion({ kind, required: true, matching: { rule, ...(rule === 'within' ? { within: 1 } : {}) } });
    expect(problemsOf(question)).toEqual(fits ? [] : ['colour: survey.rule_unfit']);
  });

  it.each(questionKinds)('%s by complementary, if it is a choice', (kind) => {
    const options = kind === 'single' || kind === 'multi' ? optionsOf('a', 'b') : undefined;
    const fits = !['scale', 'timezone', 'text'].includes(kind);
    expect(problemsOf(...couple({ kind, options }, { kind, options })).length === 0).toBe(fits);
  });
});

describe('the survey that comes with Loop', () => {
  const { questions } = shippedSurvey();

  it('holds together, with 12 to 16 questions of every kind, counted by every rule', () => {
    expect(questions.length).toBeGreaterThanOrEqual(12);
    expect(questions.length).toBeLessThanOrEqual(16);
    expect(new Set(questions.map(({ kind }) => kind))).toEqual(new Set(questionKinds));
    expect(new Set(questions.map(({ matching }) => matching.rule))).toEqual(new Set(matchingRules));
  });

  it('helps with every question, says a phrase for every choice that it may quote, and keeps some answers to itself', () => {
    expect(questions.filter(({ help }) => help === undefined)).toEqual([]);
    const choices = questions.filter(
      ({ kind, quote, matching }) => quote && ['single', 'multi', 'tags', 'languages'].includes(kind) && matching.rule !== 'must-differ',
    );
    expect(choices.filter(({ phrase }) => phrase === undefined)).toEqual([]);
    expect(questions.filter(({ quote }) => !quote).length).toBeGreaterThanOrEqual(2);
  });

  it('lets people of one language and different studios meet', () => {
    const byId = new Map(questions.map((question) => [question.id, question]));
    expect(byId.get('languages')).toMatchObject({ required: true, min: 1, matching: { rule: 'must-overlap' } });
    expect(byId.get('languages')!.matching.weight).toBeGreaterThan(0);
    expect(byId.get('studio')).toMatchObject({ kind: 'single', required: true, matching: { rule: 'must-differ' } });
    expect(byId.get('studio')!.options).toHaveLength(12);
  });
});
