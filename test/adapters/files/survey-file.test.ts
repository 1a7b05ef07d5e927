import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { lineOfJsonFault } from '../../../adapters/files/json-fault.ts';
import { readSurvey, surveyOf } from '../../../adapters/files/survey-file.ts';

const single = {
  id: 'colour',
  kind: 'single',
  label: 'Colour?',
  options: [
    { id: 'red', label: 'Red' },
    { id: 'blue', label: 'Blue' },
  ],
  matching: { rule: 'similar', weight: 1 },
};
const seeks = { ...single, id: 'seeks', matching: { rule: 'complementary', weight: 1, with: 'offers' } };
const offers = { ...single, id: 'offers', matching: { rule: 'complementary', weight: 1, with: 'seeks' } };
const said = (questions: readonly unknown[], version: unknown = 1): unknown => {
  const survey = surveyOf({ version, questions }, 'survey.json');
  return survey.ok ? [] : survey.error.kept.map(({ column, code }) => [column, code]);
};

describe('a survey file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'loop-survey-'));
  const path = join(folder, 'survey.json');
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('is good with a counterpart that answers back', () => {
    expect(said([seeks, offers, single])).toEqual([]);
  });

  it.each<[string, readonly unknown[], unknown]>([
    ['is missing', [seeks, single], [['seeks', 'survey.counterpart_missing']]],
    ['is not named', [{ ...seeks, matching: { rule: 'complementary', weight: 1 } }], [['seeks', 'survey.counterpart_missing']]],
    [
      'is the question itself',
      [{ ...seeks, matching: { rule: 'complementary', weight: 1, with: 'seeks' } }],
      [['seeks', 'survey.counterpart_itself']],
    ],
    [
      'has another vocabulary',
      [seeks, { ...offers, options: single.options.slice(1) }],
      [
        ['seeks', 'survey.counterpart_vocabulary'],
        ['offers', 'survey.counterpart_vocabulary'],
      ],
    ],
    ['looks elsewhere', [seeks, { ...offers, matching: single.matching }], [['seeks', 'survey.counterpart_not_mutual']]],
  ])('is refused where a counterpart %s', (_, questions, expected) => {
    expect(said(questions)).toEqual(expected);
  });

  it('tells every problem at once, of its shape and of its rules', () => {
    expect(
      said(
        [
          { ...single, id: 'Email' },
          { ...single, id: 'email', kind: 'colour' },
          7,
          { ...single, options: [], extra: 1 },
          { ...single, matching: { rule: 'within', weight: -1 } },
        ],
        0,
      ),
    ).toEqual([
      [null, 'survey.shape'],
      ['email', 'survey.shape'],
      ['question 3', 'survey.shape'],
      ['colour', 'survey.shape'],
      ['Email', 'survey.id_malformed'],
      ['colour', 'survey.rule_unfit'],
      ['colour', 'survey.weight_malformed'],
      ['colour', 'survey.within_missing'],
    ]);
  });

  it.each([null, [], 'x', 7, {}, { version: 1 }, { version: 1, questions: {} }, { questions: [single] }])(
    'is refused where it is %j',
    (json) => {
      const survey = surveyOf(json, 'survey.json');
      expect(survey.ok ? [] : survey.error.kept.map(({ code }) => code)).not.toEqual([]);
    },
  );

  it('may ask questions whose ids are names in JavaScript', () => {
    writeFileSync(
      path,
      `\uFEFF${JSON.stringify({ version: 1, questions: [{ ...single, id: 'constructor', options: [{ id: '__proto__', label: 'P' }] }] })}`,
    );
    expect(readSurvey(path)).toMatchObject({ ok: true, value: { questions: [{ id: 'constructor' }] } });
  });

  it.each([
    ['', 1],
    ['{\n"version": 1,\n}', 3],
    ['{\n"version": tru\n}', 2],
    ['{\n"a": }', 2],
    ['{"a": 1}\n\nx', 3],
    ['{\n\n"a": "b\n"}', 3],
    ['[\n1 2]', 2],
    ['{"a": [1,\n2', 2],
    ["{'a': 1}", 1],
    ['{\n"a": 01}', 2],
    ['[1,\n// no\n2]', 2],
  ])('that is no JSON is refused at the line: %j', (text, line) => {
    writeFileSync(path, text);
    const survey = readSurvey(path);
    expect(survey.ok ? undefined : survey.error.kept).toMatchObject([{ code: 'survey.not_json', line }]);
  });

  it('finds a fault where JSON.parse does, and only there', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '\\',
      '1',
      '-',
      '.',
      'e',
      'true',
      'nul',
      'null',
      ' ',
      '\n',
      '\u00a0',
      '\t',
      '\u007f',
      '\\u00',
      '"\\u0041"',
    );
    const texts = fc.oneof(
      fc.json(),
      fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join('')),
      fc.tuple(fc.json(), fc.nat()).map(([json, at]) => json.slice(0, at % (json.length + 1))),
    );
    const parses = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(texts, (text) => {
        expect(lineOfJsonFault(text) === undefined).toBe(parses(text));
      }),
      { numRuns: 2_000 },
    );
  });
});
