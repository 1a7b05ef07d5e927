import type { Option, Question } from '../../../../domain/introductions/survey.ts';
import { optionFinder, vocabularyOf } from '../../../../domain/introductions/vocabulary.ts';
import type { Markup } from '../../../files/report-markup.ts';

/** A question with what is answered to it so far, and what stands against that. */
export interface Asked {
  readonly question: Question;
  /** From 1, in the order of the survey. */
  readonly number: number;
  readonly texts: readonly string[];
  readonly problem: string | undefined;
}

/** What the controls of a question share. `id` is that of the question as a whole, where problems lead. */
export interface Control extends Asked {
  readonly id: string;
  readonly name: string;
  /** The attribute that ties a control to what is said about it. */
  readonly about: Markup | undefined;
}

/** A `group` names its controls itself and is named as a whole; a `single` control has the question for a label. */
export interface Field {
  readonly kind: 'group' | 'single';
  readonly content: Markup;
}

/** What the ends of a scale mean. */
export interface Ends {
  readonly low: string;
  readonly high: string;
}

export const optionsOf = (question: Question): readonly Option[] => vocabularyOf(question) ?? [];

/** The ids of the options that texts name, by id or label. */
export const chosenIn = (question: Question, texts: readonly string[]): ReadonlySet<string> => {
  const find = optionFinder(optionsOf(question));
  return new Set(texts.flatMap((text) => find(text)?.id ?? []));
};
