import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explain, inWords, type Wording } from '../../../domain/introductions/explanation.ts';
import { repeatFactor, repeatGap, repeatGapWeeksDefault } from '../../../domain/introductions/history.ts';
import { scoringOf } from '../../../domain/introductions/scoring.ts';
import { checkSurvey } from '../../../domain/introductions/survey-check.ts';
import { type MatchingRule, matchingRules, type Question, questionKinds, type Survey } from '../../../domain/introductions/survey.ts';
import { answered, aQuestion, aSurvey, optionsOf } from '../../arbitraries/community.ts';
import { aRound, membersWith, met, plan } from '../../arbitraries/rounds.ts';

const textOf = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const guide = textOf('docs/survey.md');

/** The paragraph below a mark in the guide. */
const example = (name: string): string => {
  const paragraph = guide.split(`<!-- example: ${name} -->\n`)[1]?.split('\n\n')[0];
  if (paragraph === undefined) throw new Error(`the guide has no example ${name}`);
  return paragraph;
};

const figure = (value: number): string => value.toFixed(4);

/** What the example says after “a fit of”, “fits of” and so on. */
const figuresIn = (name: string): readonly string[] => example(name).match(/\b\d\.\d{4}\b/g) ?? [];

type Cells = Readonly<Record<string, string>>;

const fits = (survey: Survey, people: readonly Cells[], [one, other]: readonly [number, number] = [0, 1]): readonly string[] =>
  scoringOf(
    survey,
    people.map((cells) => answered(survey, cells)),
  )
    .parts(one, other)
    .map(({ fit }) => figure(fit ?? NaN));

const crafts = optionsOf('painting', 'ink', 'clay', 'film');
const ask = (overrides: Parameters<typeof aQuestion>[0]): Survey => aSurvey(aQuestion({ id: 'q', ...overrides }));

describe('the guide to surveys', () => {
  it('calculates likeness of choices, places and clocks rightly', () => {
    expect(fits(ask({ kind: 'multi', options: crafts }), [{ q: 'painting;ink' }, { q: 'ink;clay;film' }])).toEqual(
      figuresIn('similar-choices'),
    );
    expect(fits(ask({ kind: 'scale' }), [{ q: '2' }, { q: '3' }])).toEqual(figuresIn('similar-scale'));
    expect(fits(ask({ kind: 'timezone' }), [{ q: 'Europe/Berlin' }, { q: 'Asia/Kathmandu' }])).toEqual(figuresIn('similar-zones'));
  });

  it('calculates overlap rightly', () => {
    const people = [
      { q: 'painting;clay' },
      { q: 'painting;film' },
      ...new Array<Cells>(3).fill({ q: 'clay' }),
      ...new Array<Cells>(14).fill({ q: 'painting' }),
    ];
    const survey = ask({ kind: 'multi', options: crafts, matching: { rule: 'overlap' } });
    expect([...fits(survey, people), ...fits(survey, people, [0, 2])]).toEqual(figuresIn('overlap'));
  });

  it('calculates exchanges rightly', () => {
    const options = optionsOf('mixing', 'framing', 'grants');
    const survey = aSurvey(
      aQuestion({ id: 'seeks', kind: 'multi', options, matching: { rule: 'complementary', with: 'offers' } }),
      aQuestion({ id: 'offers', kind: 'multi', options, matching: { rule: 'complementary', with: 'seeks' } }),
    );
    const [byOffers, bySeeks] = fits(survey, [
      { seeks: 'mixing;framing', offers: 'grants' },
      { seeks: 'grants', offers: 'mixing' },
    ]);
    expect([bySeeks, byOffers]).toEqual(figuresIn('complementary'));
  });

  it('calculates distances within a limit rightly', () => {
    const survey = ask({ kind: 'scale', max: 9, matching: { rule: 'within', within: 2 } });
    expect(['3', '4', '5'].flatMap((q) => fits(survey, [{ q: '1' }, { q }]))).toEqual(figuresIn('within'));
  });

  it('lets the right people through walls', () => {
    const meetings = (rule: MatchingRule): readonly boolean[] => {
      const survey = ask({ kind: 'languages', required: true, matching: { rule } });
      const { mayMeet } = scoringOf(
        survey,
        ['en;pt', 'pt', 'de'].map((q) => answered(survey, { q })),
      );
      return [mayMeet(0, 1), mayMeet(0, 2), mayMeet(1, 2)];
    };
    expect(meetings('must-overlap')).toEqual([true, false, false]);
    expect(meetings('must-differ')).toEqual([false, true, true]);
    expect(example('walls')).toMatch(/Ana may meet Ben, nobody may meet Cleo.*Ana may not meet Ben, and both may meet Cleo/s);
  });

  it('calculates scores rightly, of two who never met and of two who did', async () => {
    const survey = aSurvey(
      aQuestion({ id: 'a', kind: 'multi', options: crafts, matching: { weight: 3 } }),
      aQuestion({ id: 'b' }),
      aQuestion({ id: 'group', kind: 'single', options: optionsOf('x', 'y'), matching: { rule: 'ignore' } }),
    );
    const cells: readonly Cells[] = [{ a: 'painting;ink' }, { a: 'ink;clay;film' }];
    const compatibility = scoringOf(
      survey,
      cells.map((each) => answered(survey, each)),
    ).compatibility(0, 1);
    const two = aRound({ survey, members: membersWith(survey, { ana: cells[0]!, ben: cells[1]! }) });
    expect([figure(compatibility), ...(await plan(two)).pairs.map(({ score }) => figure(score / 10_000))]).toEqual(figuresIn('score'));

    const gap = repeatGap(12, repeatGapWeeksDefault);
    const others = Object.fromEntries([...'cdefghijkl'].map((name) => [name, {}]));
    const members = membersWith(survey, { ana: cells[0]!, ben: cells[1]!, ...others });
    const round = await plan(aRound({ survey, members, history: met(10, 'ana', 'ben') }));
    expect(round.gaps).toEqual([{ componentSize: 12, weeks: gap }]);
    expect(example('repeat')).toContain(`a gap of ${String(gap)} weeks`);
    const score = Math.floor(10_000 * compatibility * repeatFactor(10, gap, repeatGapWeeksDefault) + 0.5);
    expect([figure(compatibility), figure(repeatFactor(10, gap, repeatGapWeeksDefault)), figure(score / 10_000)]).toEqual(
      figuresIn('repeat'),
    );
  });

  it('words reasons rightly', () => {
    const phrase = (they: string, you: string): Question['phrase'] => ({ they: `${they} {answers}`, you: `${you} {answers}` });
    const languages = {
      id: 'languages',
      kind: 'languages',
      label: 'Which languages do you speak?',
      matching: { rule: 'overlap', weight: 1 },
    } as const;
    const options = optionsOf('mixing', 'framing');
    const survey = aSurvey(
      aQuestion({ ...languages, phrase: phrase('speaks', 'speak') }),
      aQuestion({
        id: 'offers',
        kind: 'multi',
        options,
        phrase: phrase('offers', 'offer'),
        matching: { rule: 'complementary', with: 'seeks', weight: 0 },
      }),
      aQuestion({
        id: 'seeks',
        kind: 'multi',
        options,
        phrase: phrase('looks for', 'look for'),
        matching: { rule: 'complementary', with: 'offers', weight: 1 },
      }),
    );
    const said = (of: Survey, people: readonly [Cells, Cells], reader?: Wording['reader']): readonly string[] => {
      const [one, other] = [answered(of, people[0]), answered(of, people[1])];
      const reasons = explain(of, scoringOf(of, [one, other]).parts(0, 1), { one, other });
      return reasons.map((reason) => inWords(reason, { names: { one: 'Ana', other: 'Ben' }, ...(reader === undefined ? {} : { reader }) }));
    };
    const people = [
      { languages: 'pt', offers: 'mixing', seeks: 'framing' },
      { languages: 'pt', seeks: 'mixing', offers: 'mixing' },
    ] as const;
    const bare = aSurvey(aQuestion(languages));
    const all = [...said(survey, people), ...said(survey, people, 'one'), ...said(bare, [{ languages: 'pt' }, { languages: 'pt' }])];
    expect(all).toHaveLength(5);
    for (const words of all) expect(example('phrases')).toContain(`“${words}”`);
  });

  it('says which rule fits which kind as the check does', () => {
    const rows = [...guide.matchAll(/^\| `([a-z-]+)` \| ((?:`[a-z]+` ?)+|all) \|/gm)];
    const told = new Map(
      rows.map(([, rule = '', kinds = '']) => [
        rule,
        kinds === 'all' ? [...questionKinds] : [...kinds.matchAll(/`([a-z]+)`/g)].map(([, kind = '']) => kind),
      ]),
    );
    for (const rule of matchingRules) {
      const fitting = questionKinds.filter((kind) => {
        const question = aQuestion({ kind, required: true, matching: { rule } });
        const checked = checkSurvey({ version: 1, questions: [question] });
        return checked.ok || !checked.error.some(({ code }) => code === 'survey.rule_unfit');
      });
      expect([rule, [...(told.get(rule) ?? [])].sort()]).toEqual([rule, [...fitting].sort()]);
    }
  });

  it('names every kind and every code, and no other', () => {
    for (const kind of questionKinds) expect(guide).toContain(`\n| \`${kind}\` | `);
    const codesIn = (text: string): readonly string[] => [...new Set(text.match(/\bsurvey\.(?!json|md|ts)[a-z_]+\b/g))].sort();
    const known = codesIn(textOf('domain/introductions/survey-check.ts') + textOf('adapters/files/survey-file.ts'));
    expect(codesIn(guide)).toEqual(known.filter((code) => code !== 'survey.questions'));
  });

  it('shows a survey that is one', () => {
    const shown = JSON.parse(/```json\n([^`]*)```/.exec(guide)?.[1] ?? '') as { version: number; questions: Question[] };
    expect(checkSurvey({ version: shown.version, questions: shown.questions.map((question) => ({ ...question, quote: true })) }).ok).toBe(
      true,
    );
  });
});
