import { err, ok, type Result } from '../kernel/result.ts';
import {
  isChoice,
  isGraded,
  isWall,
  type MatchingRule,
  optionsMax,
  type Question,
  type QuestionKind,
  questionsMax,
  type Survey,
  type SurveyDraft,
  weightMax,
} from './survey.ts';
import { chosenMax, textLengthMax } from './answers.ts';
import { folded, isTimeZone } from './vocabulary.ts';

/** A survey whose rules hold together, or every problem of the draft at once, in the order of its questions. */
export const checkSurvey = (draft: SurveyDraft): Result<Survey, readonly SurveyProblem[]> => {
  const problems = [...wholeProblems(draft), ...draft.questions.flatMap((question) => questionProblems(question, draft.questions))];
  return problems.length === 0 ? ok(draft as Survey) : err(problems);
};

/** `question` is the id of the question at fault; it is missing where the survey as a whole is. */
export interface SurveyProblem {
  readonly code: SurveyProblemCode;
  readonly question?: string;
  readonly message: string;
}
export type SurveyProblemCode =
  | 'survey.no_questions'
  | 'survey.too_many_questions'
  | 'survey.id_twice'
  | 'survey.id_malformed'
  | 'survey.id_reserved'
  | 'survey.label_empty'
  | 'survey.options_missing'
  | 'survey.options_not_wanted'
  | 'survey.option_twice'
  | 'survey.option_malformed'
  | 'survey.range_malformed'
  | 'survey.range_not_wanted'
  | 'survey.rule_unfit'
  | 'survey.weight_malformed'
  | 'survey.within_missing'
  | 'survey.within_not_wanted'
  | 'survey.with_not_wanted'
  | 'survey.counterpart_missing'
  | 'survey.counterpart_itself'
  | 'survey.counterpart_not_mutual'
  | 'survey.counterpart_vocabulary'
  | 'survey.wall_not_required'
  | 'survey.phrase_malformed';

type Check = (question: Question, all: readonly Question[]) => readonly Problem[];
type Problem = readonly [code: SurveyProblemCode, message: string];

const wholeProblems = ({ questions }: SurveyDraft): readonly SurveyProblem[] => {
  if (questions.length === 0) return [{ code: 'survey.no_questions', message: 'a survey asks at least one question' }];
  if (questions.length <= questionsMax) return [];
  return [{ code: 'survey.too_many_questions', message: `a survey asks at most ${String(questionsMax)} questions` }];
};

const questionProblems = (question: Question, all: readonly Question[]): readonly SurveyProblem[] =>
  checks.flatMap((check) => check(question, all)).map(([code, message]) => ({ code, question: question.id, message }));

const idIsItsOwn: Check = ({ id, label }, all) => [
  ...problemIf(
    !/^[a-z][a-z0-9_-]{0,39}$/.test(id),
    'survey.id_malformed',
    'an id is up to 40 of a-z, 0-9, _ and -, and starts with a letter',
  ),
  ...problemIf(reservedIds.includes(id), 'survey.id_reserved', `${reservedIds.join(', ')} name columns of their own in a members file`),
  ...problemIf(all.filter((other) => other.id === id).length > 1, 'survey.id_twice', 'two questions have this id'),
  ...problemIf(label.trim() === '', 'survey.label_empty', 'a question needs a label'),
];

const optionsAreAVocabulary: Check = ({ kind, options }) => {
  if (options === undefined)
    return problemIf(kind === 'single' || kind === 'multi', 'survey.options_missing', `a question of kind ${kind} lists its options`);
  if (kind === 'scale' || kind === 'text') return [['survey.options_not_wanted', `a question of kind ${kind} has no options`]];
  const names = options.flatMap(({ id, label }) => [...new Set([folded(id), folded(label)])]);
  const malformed = options.some(({ id, label }) => id.trim() !== id || id === '' || label.trim() === '' || /[;\p{Cc}]/u.test(id + label));
  const zones = kind === 'timezone' && options.some(({ id }) => !isTimeZone(id));
  return [
    ...problemIf(options.length === 0, 'survey.options_missing', 'the list of options is empty'),
    ...problemIf(options.length > optionsMax, 'survey.option_malformed', `a question has at most ${String(optionsMax)} options`),
    ...problemIf(malformed, 'survey.option_malformed', 'an option has an id and a label, without “;” and control characters'),
    ...problemIf(zones, 'survey.option_malformed', 'the options of a time zone question are IANA names, like Europe/Berlin'),
    ...problemIf(new Set(names).size < names.length, 'survey.option_twice', 'two options go by the same id or label'),
  ];
};

const rangeFitsTheKind: Check = ({ kind, min, max, options }) => {
  if (min === undefined && max === undefined) return [];
  if (kind === 'single' || kind === 'timezone') return [['survey.range_not_wanted', `a question of kind ${kind} has no min and max`]];
  const [least, most] = kind === 'scale' ? [-1_000_000, 1_000_000] : [0, kind === 'text' ? textLengthMax : chosenMax];
  const low = min ?? (kind === 'scale' ? 1 : 0);
  const high = max ?? (kind === 'scale' ? 5 : most);
  const whole = Number.isInteger(low) && Number.isInteger(high) && low >= least && high <= most;
  const ordered = kind === 'scale' ? low < high : low <= high && high > 0;
  const answerable = kind === 'scale' || low <= (options?.length ?? most);
  return problemIf(
    !whole || !ordered || !answerable,
    'survey.range_malformed',
    `min and max are whole numbers from ${String(least)} to ${String(most)}, min below max and not above the number of options`,
  );
};

const ruleFitsTheKind: Check = ({ kind, required, matching: { rule, weight, within } }) => {
  const measured = rule === 'within';
  return [
    ...problemIf(!rulesOf[kind].includes(rule), 'survey.rule_unfit', `a question of kind ${kind} counts by ${rulesOf[kind].join(', ')}`),
    ...problemIf(!(weight >= 0 && weight <= weightMax), 'survey.weight_malformed', `a weight is a number from 0 to ${String(weightMax)}`),
    ...problemIf(
      isWall(rule) && !required,
      'survey.wall_not_required',
      `${rule} needs "required": true, or the unanswered could meet nobody`,
    ),
    ...problemIf(
      measured && !(within !== undefined && within >= 0),
      'survey.within_missing',
      'the rule within says how far: "within": a number of steps or hours',
    ),
    ...problemIf(!measured && within !== undefined, 'survey.within_not_wanted', 'only the rule within has "within"'),
  ];
};

const counterpartIsMutual: Check = ({ id, matching, ...question }, all) => {
  const { rule, with: named } = matching;
  if (rule !== 'complementary') return problemIf(named !== undefined, 'survey.with_not_wanted', 'only the rule complementary has "with"');
  if (named === id) return [['survey.counterpart_itself', 'a question cannot be its own counterpart']];
  const counterpart = all.find((other) => other.id === named);
  if (counterpart === undefined) return [['survey.counterpart_missing', '"with" names the question that this one is held against']];
  const mutual = counterpart.matching.rule === 'complementary' && counterpart.matching.with === id;
  const words = ({ options }: Pick<Question, 'options'>): string =>
    (options ?? [])
      .map((option) => option.id)
      .sort()
      .join(';');
  const vocabulary =
    isChoice(question.kind) &&
    isChoice(counterpart.kind) &&
    words(question) === words(counterpart) &&
    openKind(question) === openKind(counterpart);
  return [
    ...problemIf(!mutual, 'survey.counterpart_not_mutual', 'the counterpart must be complementary and name this question in its "with"'),
    ...problemIf(!vocabulary, 'survey.counterpart_vocabulary', 'both questions must have the same options'),
  ];
};

const phraseHasAPlace: Check = ({ phrase, kind, matching: { rule } }) => {
  if (phrase === undefined) return [];
  const whole = [phrase.they, phrase.you].every((words) => words.split('{answers}').length === 2);
  return problemIf(
    !whole || !isChoice(kind) || !isGraded(rule),
    'survey.phrase_malformed',
    'a phrase is for choices that count, and has {answers} once in "they" and in "you"',
  );
};

const checks: readonly Check[] = [
  idIsItsOwn,
  optionsAreAVocabulary,
  rangeFitsTheKind,
  ruleFitsTheKind,
  counterpartIsMutual,
  phraseHasAPlace,
];

const choiceRules: readonly MatchingRule[] = ['similar', 'complementary', 'overlap', 'must-overlap', 'must-differ', 'ignore'];
const rulesOf: Readonly<Record<QuestionKind, readonly MatchingRule[]>> = {
  single: choiceRules,
  multi: choiceRules,
  tags: choiceRules,
  languages: choiceRules,
  scale: ['similar', 'within', 'must-differ', 'ignore'],
  timezone: ['similar', 'within', 'must-differ', 'ignore'],
  text: ['ignore'],
};

// The columns that a members file has beside its questions.
const reservedIds: readonly string[] = ['email', 'name'];

// Without options, tags and languages still have a vocabulary of their kind.
const openKind = ({ kind, options }: Pick<Question, 'kind' | 'options'>): QuestionKind | undefined =>
  options === undefined ? kind : undefined;

const problemIf = (wrong: boolean, code: SurveyProblemCode, message: string): readonly Problem[] => (wrong ? [[code, message]] : []);
