import { err, ok, type Result } from '../kernel/result.ts';
import { inCanonicalOrder, type Question, type Survey } from './survey.ts';
import { standardOffset } from './time-zones.ts';
import { folded, optionFinder, vocabularyOf } from './vocabulary.ts';

/** What one member answered, by question id; a question that is not there was not answered. */
export type Answers = ReadonlyMap<string, Answer>;

export type Answer =
  | { readonly kind: 'chosen'; readonly ids: readonly string[] }
  | { readonly kind: 'placed'; readonly on: number }
  | { readonly kind: 'zone'; readonly id: string; readonly minutesEast: number }
  | { readonly kind: 'text'; readonly text: string };

/** `text` answers hold at most this many characters, unless the question says otherwise; so does one free tag. */
export const textLengthMax = 2_000;
export const tagLengthMax = 60;
/** So many things may be chosen in one answer, unless the question allows fewer. */
export const chosenMax = 100;

/** Reads the answers to one question; the result is `undefined` where nothing was answered. Ask once per question, then per member. */
export type ReadAnswer = (texts: readonly string[]) => Result<Answer | undefined, AnswerRefused>;

/** `help` says what would have been taken, and never repeats what was given. */
export interface AnswerRefused {
  readonly code: AnswerRefusal;
  readonly help: string;
}
export type AnswerRefusal =
  'answer.required' | 'answer.not_an_option' | 'answer.not_on_the_scale' | 'answer.too_few' | 'answer.too_many' | 'answer.too_long';

/** The reader of a question: `texts` are ids or labels (in any case), a number on a scale, or free words. */
export const answerReader = (question: Question): ReadAnswer => {
  const read = readerOf(question);
  return (texts) => {
    const given = texts.map((text) => text.trim()).filter((text) => text !== '');
    if (given.length > 0) return read(given);
    return question.required ? refused('answer.required', 'this question must be answered') : ok(undefined);
  };
};

/** Every reader of a survey by question id. */
export const answerReaders = (survey: Survey): ReadonlyMap<string, ReadAnswer> =>
  new Map(inCanonicalOrder(survey.questions).map((question) => [question.id, answerReader(question)]));

const readerOf = (question: Question): ReadAnswer => {
  switch (question.kind) {
    case 'single':
    case 'multi':
    case 'tags':
    case 'languages':
      return choiceReader(question);
    case 'scale':
      return scaleReader(question);
    case 'timezone':
      return zoneReader(question);
    case 'text':
      return textReader(question);
  }
};

const choiceReader = (question: Question): ReadAnswer => {
  const readId = idReader(question);
  const most = question.kind === 'single' ? 1 : Math.min(question.max ?? chosenMax, chosenMax);
  const least = question.min ?? 0;
  return (texts) => {
    const chosen = new Set<string>();
    for (const text of texts) {
      const id = readId(text);
      if (!id.ok) return id;
      chosen.add(id.value);
    }
    if (chosen.size > most) return refused('answer.too_many', `at most ${String(most)} may be chosen`);
    if (chosen.size < least) return refused('answer.too_few', `at least ${String(least)} must be chosen`);
    return ok({ kind: 'chosen', ids: [...chosen].sort() });
  };
};

const idReader = (question: Question): ((text: string) => Result<string, AnswerRefused>) => {
  const vocabulary = vocabularyOf(question);
  if (vocabulary === undefined)
    return (text) =>
      text.length > tagLengthMax ? refused('answer.too_long', `a tag has at most ${String(tagLengthMax)} characters`) : ok(folded(text));
  const find = optionFinder(vocabulary);
  const help = `one of: ${listed(vocabulary.map((option) => option.id))}`;
  return (text) => {
    const option = find(text);
    return option === undefined ? refused('answer.not_an_option', help) : ok(option.id);
  };
};

const scaleReader = (question: Question): ReadAnswer => {
  const { min = 1, max = 5 } = question;
  return ([text = '', ...more]) => {
    const on = /^[+-]?\d{1,9}$/.test(text) ? Number(text) : NaN;
    if (more.length > 0) return refused('answer.too_many', 'one number is asked for');
    if (!(on >= min && on <= max)) return refused('answer.not_on_the_scale', `a whole number from ${String(min)} to ${String(max)}`);
    return ok({ kind: 'placed', on });
  };
};

const zoneReader = (question: Question): ReadAnswer => {
  const find = optionFinder(vocabularyOf(question) ?? []);
  return ([text = '', ...more]) => {
    if (more.length > 0) return refused('answer.too_many', 'one time zone is asked for');
    const zone = find(text);
    const minutesEast = zone === undefined ? undefined : standardOffset(zone.id);
    if (zone === undefined || minutesEast === undefined)
      return refused('answer.not_an_option', 'a time zone by its IANA name, like Europe/Berlin');
    return ok({ kind: 'zone', id: zone.id, minutesEast });
  };
};

const textReader = (question: Question): ReadAnswer => {
  const most = Math.min(question.max ?? textLengthMax, textLengthMax);
  return (texts) => {
    const text = texts.join('; ');
    if (text.length > most) return refused('answer.too_long', `at most ${String(most)} characters`);
    if (text.length < (question.min ?? 0)) return refused('answer.too_few', `at least ${String(question.min)} characters`);
    return ok({ kind: 'text', text });
  };
};

const refused = (code: AnswerRefusal, help: string): Result<never, AnswerRefused> => err({ code, help });

const listedMax = 12;
const listed = (ids: readonly string[]): string =>
  ids.length <= listedMax ? ids.join(', ') : `${ids.slice(0, listedMax).join(', ')} and ${String(ids.length - listedMax)} more`;
