import type { Question, Survey } from '../../../../domain/introductions/survey.ts';
import { vocabularyOf } from '../../../../domain/introductions/vocabulary.ts';
import type { GivenAnswers } from '../../../../domain/membership/member.ts';

export type Texts = GivenAnswers['texts'];

export const fieldOf = (question: string): string => `q.${question}`;

/** What a survey's form carries: the version that its page showed, and what was typed, by question. */
export const answersIn = (form: URLSearchParams, survey: Survey): { readonly version: number; readonly texts: Texts } => {
  const kinds = new Map(survey.questions.map((question) => [question.id, question]));
  const version = /^\d{1,9}$/.test(form.get('version') ?? '') ? Number(form.get('version')) : 0;
  // A question that was shown and left empty is emptied, one that was not shown stays as it is.
  const shown = [...new Set(form.getAll('shown').filter(isId))];
  return { version, texts: Object.fromEntries(shown.map((id) => [id, textsIn(form.getAll(fieldOf(id)), kinds.get(id))])) };
};

/** What was typed, to be carried through a page that asks to sign in again. */
export const typedFields = (form: URLSearchParams): readonly (readonly [string, string])[] =>
  [...form].filter(([name, value]) => name === 'version' || name === 'shown' || (name.startsWith('q.') && value.trim() !== ''));

const isId = (id: string): boolean => /^[a-z][a-z0-9_-]{0,39}$/.test(id);

const textsIn = (typed: readonly string[], question: Question | undefined): readonly string[] =>
  typed
    .flatMap((text) => (question !== undefined && isFreeTags(question) ? text.split(/[,;\n]/) : [text]))
    .map((text) => text.replaceAll('\r\n', '\n').trim())
    .filter((text) => text !== '');

/** Words of one's own, which stand in one field with commas between them. */
export const isFreeTags = (question: Question): boolean => question.kind === 'tags' && vocabularyOf(question) === undefined;
