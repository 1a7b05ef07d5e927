import { languageNames } from './languages.ts';
import type { Option, Question } from './survey.ts';
import { standardOffset, timeZoneNames } from './time-zones.ts';

/** What may be answered to a question of choices, languages or time zones; `undefined` for free tags and for other kinds. */
export const vocabularyOf = (question: Question): readonly Option[] | undefined => {
  if (question.options !== undefined) return question.options;
  if (question.kind === 'languages') return everyLanguage;
  if (question.kind === 'timezone') return everyTimeZone;
  return undefined;
};

/** The words for an option's id; the id itself for a free tag. */
export const labelOf = (question: Question, id: string): string => vocabularyOf(question)?.find((option) => option.id === id)?.label ?? id;

/**
 * Finds options by id or label in any case and spacing. An id wins over another option's label;
 * so does the first of two options with the same label, which a checked survey does not have.
 */
export const optionFinder = (vocabulary: readonly Option[]): ((text: string) => Option | undefined) => {
  const byText = new Map<string, Option>();
  for (const option of [...vocabulary].reverse()) byText.set(folded(option.label), option);
  for (const option of vocabulary) byText.set(folded(option.id), option);
  return (text) => byText.get(folded(text));
};

/** One spelling for texts that differ only in case, in spacing or in how Unicode composes their letters. */
export const folded = (text: string): string => text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase().normalize('NFC');

export const isTimeZone = (id: string): boolean => standardOffset(id) !== undefined;

const everyLanguage: readonly Option[] = languageNames;
const everyTimeZone: readonly Option[] = timeZoneNames().map((zone) => ({ id: zone, label: zone }));
