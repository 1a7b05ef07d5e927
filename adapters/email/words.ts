import { cut, printable } from '../files/printable.ts';

/** A run of text, where a person is named or something stressed. Everything in it is plain text. */
export type Words = readonly Span[];
export type Span = string | { readonly person: string } | { readonly strong: string };

/** As long as a name may be at sign-up. */
const nameCharactersMax = 60;

/**
 * A member's name as a mail writes it: visible characters on one line, and nothing that a mail program would turn into a link.
 * A name that cannot be seen becomes "somebody".
 */
export const nameShown = (name: string): string => cut(unlinked(printable(name)), nameCharactersMax) || 'somebody';

export const person = (name: string): Span => ({ person: nameShown(name) });

/** A sentence of the domain that speaks of a person: each mention of the name is set apart, and whatever else a member typed is no link either. */
export const speakingOf = (sentence: string, name: string): Words => {
  const named = printable(name);
  const around = named === '' ? [printable(sentence)] : printable(sentence).split(named);
  return around.flatMap((part, at) => [...(at === 0 ? [] : [person(name)]), ...(part === '' ? [] : [unlinked(part)])]);
};

/** The words as plain text. A name that reads from right to left stands between isolates (UAX 9), so that it reorders nothing around it. */
export const plain = (words: Words): string =>
  words.map((span) => (typeof span === 'string' ? span : 'strong' in span ? span.strong : isolated(span.person))).join('');

export const isolated = (name: string): string => (rightToLeft.test(name) ? `\u2068${name}\u2069` : name);

// Hebrew, Arabic, Syriac, Thaana, N’Ko and their neighbours, presentation forms, and the right-to-left planes.
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

// Mail programs make links of whatever looks like a host name. A space after the dot ends that everywhere, and a reader still sees what was written.
const unlinked = (text: string): string =>
  text.replaceAll(/:?[/\\]{2,}/g, ' ').replaceAll(/[.。．｡․](?=[\p{L}\p{N}][\p{L}\p{N}\p{M}\u200c\u200d]|\p{N})/gu, '$& ');

/** The first letter of a name, for the circle over an introduction. */
export const initialOf = (name: string): string => {
  const [first] = graphemes.segment(nameShown(name).replace(/^[^\p{L}\p{N}\p{Extended_Pictographic}]+/u, ''));
  return first?.segment.toUpperCase() ?? '?';
};

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
