import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { readSurvey } from '../../adapters/files/survey-file.ts';
import { type Answer, answerReaders, type Answers } from '../../domain/introductions/answers.ts';
import type { RoundMember } from '../../domain/introductions/round-input.ts';
import { checkSurvey } from '../../domain/introductions/survey-check.ts';
import {
  isChoice,
  type Matching,
  type MatchingRule,
  type Question,
  type QuestionKind,
  type Survey,
} from '../../domain/introductions/survey.ts';
import { canonicalAddress, parseEmailAddress } from '../../domain/kernel/email-address.ts';

/** A question of three options that counts by `similar`, unless told otherwise. */
export const aQuestion = ({
  matching,
  ...overrides
}: Partial<Omit<Question, 'matching'>> & { readonly matching?: Partial<Matching> } = {}): Question => ({
  id: 'colour',
  kind: 'single',
  label: 'Which colour?',
  required: false,
  quote: true,
  ...(overrides.kind === undefined || overrides.kind === 'single' || overrides.kind === 'multi'
    ? { options: optionsOf('red', 'green', 'blue') }
    : {}),
  ...overrides,
  matching: { rule: 'similar', weight: 1, ...matching },
});

export const optionsOf = (...ids: readonly string[]): { readonly id: string; readonly label: string }[] =>
  ids.map((id) => ({ id, label: id }));

export const aSurvey = (...questions: readonly Question[]): Survey => {
  const survey = checkSurvey({ version: 1, questions });
  if (!survey.ok) throw new Error(survey.error.map(({ code, question }) => `${code} ${question ?? ''}`).join(', '));
  return survey.value;
};

/** Answers as they stand in a members file: texts by question id, several joined by “;”. */
export const answered = (survey: Survey, cells: Readonly<Record<string, string | undefined>>): Answers => {
  const readers = answerReaders(survey);
  const answers = new Map<string, Answer>();
  for (const { id } of survey.questions) {
    const answer = readers.get(id)?.((cells[id] ?? '').split(';'));
    if (answer?.ok !== true) throw new Error(`${id}: ${answer?.error.code ?? 'not a question'}`);
    if (answer.value !== undefined) answers.set(id, answer.value);
  }
  return answers;
};

export const memberId = (local: string): string => {
  const address = parseEmailAddress(`${local}@example.com`);
  if (!address.ok) throw new Error(address.error.code);
  return canonicalAddress(address.value);
};

/** The survey that comes with Loop, read as any survey file is. */
export const shippedSurvey = (): Survey => {
  const survey = readSurvey(fileURLToPath(new URL('../../community/survey.json', import.meta.url)));
  if (!survey.ok) throw new Error(JSON.stringify(survey.error));
  return survey.value;
};

/** One question that keeps nobody apart. */
export const plainSurvey: Survey = aSurvey(aQuestion());

export interface Community {
  readonly survey: Survey;
  readonly members: readonly RoundMember[];
}

/** Any checked survey of a few questions of every kind and rule, and people who answered it. */
export const communities = ({ sizeMin = 2, sizeMax = 6, walls = true, answerAll = false } = {}): fc.Arbitrary<Community> =>
  surveys({ walls }).chain((survey) =>
    fc.array(answersTo(survey, { answerAll }), { minLength: sizeMin, maxLength: sizeMax }).map((people) => ({
      survey,
      members: people.map((answers, at) => ({ id: memberId(`member${String(at)}`), name: `Member ${String(at)}`, answers })),
    })),
  );

export const surveys = ({ walls = true } = {}): fc.Arbitrary<Survey> =>
  fc
    .tuple(
      fc.array(shapes(walls), { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
      weights,
      weights,
    )
    .chain(([drawn, couple, quotes, seeks, offers]) => {
      const vocabulary = optionsOf('a', 'b', 'c', 'd');
      const questions = [
        ...drawn.map((shape, at) => ({ ...shape, id: `q${String(at)}` })),
        ...(couple
          ? [
              coupleQuestion('seeks', { vocabulary, with: 'offers', weight: seeks }),
              coupleQuestion('offers', { vocabulary, with: 'seeks', weight: offers }),
            ]
          : []),
      ];
      const quoted = questions.map((question, at) => ({ ...question, quote: quotes[at] ?? true }));
      return fc.shuffledSubarray(quoted, { minLength: quoted.length });
    })
    .map((questions) => aSurvey(...questions));

const coupleQuestion = (
  id: string,
  given: { vocabulary: readonly { id: string; label: string }[]; with: string; weight: number },
): Question =>
  aQuestion({
    id,
    kind: 'multi',
    label: id,
    options: given.vocabulary,
    matching: { rule: 'complementary', with: given.with, weight: given.weight },
  });

const weights = fc.constantFrom(0, 0.1, 1, 2.5, 7);

const shapes = (walls: boolean): fc.Arbitrary<Question> =>
  fc
    .tuple(fc.constantFrom<QuestionKind>('single', 'multi', 'scale', 'tags', 'text', 'languages', 'timezone'), weights, fc.nat(3))
    .chain(([kind, weight, within]) =>
      fc.constantFrom(...rulesOf(kind, walls)).map((rule) =>
        aQuestion({
          kind,
          label: `A question of kind ${kind}`,
          required: rule === 'must-overlap' || rule === 'must-differ',
          matching: { rule, weight, ...(rule === 'within' ? { within } : {}) },
        }),
      ),
    );

const rulesOf = (kind: QuestionKind, walls: boolean): readonly MatchingRule[] => {
  if (kind === 'text') return ['ignore'];
  const graded: readonly MatchingRule[] = isChoice(kind) ? ['similar', 'overlap', 'ignore'] : ['similar', 'within', 'ignore'];
  if (!walls) return graded;
  return isChoice(kind) ? [...graded, 'must-overlap', 'must-differ'] : [...graded, 'must-differ'];
};

/** What one person answers. An optional question is now and then left out. */
export const answersTo = (survey: Survey, { answerAll = false } = {}): fc.Arbitrary<Answers> =>
  fc
    .record(Object.fromEntries(survey.questions.map((question) => [question.id, cellOf(question, answerAll || question.required)])))
    .map((cells) => answered(survey, cells));

/** A cell that the question takes; empty for unanswered. */
export const cellOf = (question: Question, mustAnswer = question.required): fc.Arbitrary<string> => {
  const cell = fullCell(question);
  return mustAnswer ? cell : fc.oneof({ arbitrary: cell, weight: 4 }, { arbitrary: fc.constant(''), weight: 1 });
};

const fullCell = (question: Question): fc.Arbitrary<string> => {
  const some = (texts: readonly string[], most = texts.length): fc.Arbitrary<string> =>
    fc.subarray([...texts], { minLength: 1, maxLength: most }).map((chosen) => chosen.join(';'));
  switch (question.kind) {
    case 'single':
      return some(
        question.options!.map(({ id }) => id),
        1,
      );
    case 'multi':
      return some(question.options!.map(({ id }) => id));
    case 'tags':
      return some(['sea', 'memory', 'office life', 'Moss']);
    case 'languages':
      return some(['en', 'Portuguese', 'de']);
    case 'scale':
      return fc.integer({ min: question.min ?? 1, max: question.max ?? 5 }).map(String);
    case 'timezone':
      return fc.constantFrom(
        'Europe/Berlin',
        'Europe/Lisbon',
        'Asia/Kathmandu',
        'Pacific/Kiritimati',
        'Pacific/Honolulu',
        'America/New_York',
      );
    case 'text':
      return fc.constantFrom('a mural', 'nothing yet');
  }
};
