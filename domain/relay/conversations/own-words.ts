import { labelled, wroteWords } from '../scrub/quote-words.ts';
import { stripQuotes } from '../scrub/quotes.ts';
import type { ScrubSet } from '../scrub/spellings.ts';

/**
 * What the writer of a mail wrote, without what they quote; all of it where nothing else is left. `text` is that of the mail made anew, in
 * which quotes name the two as the relay does (`rewriteQuotes`).
 */
export const ownWords = (text: string, set: ScrubSet): string => {
  const names = new Set([...set.people.map(({ name }) => name).filter((name) => name !== ''), nobody]);
  const lines = text.split(/\r?\n/);
  const header = lines.findIndex((_, at) => isQuotedHeader(lines, at, names));
  const above = header === -1 ? lines : withoutSeparator(lines.slice(0, header));
  const own = stripQuotes(above.filter((_, at) => !isSaidOfQuote(above, at, names)).join('\n'), set);
  return own === '' ? text : own;
};

/** As quotes call somebody whom the relay has no name for. */
const nobody = '…';

/** `Ben wrote:`, right above a quote. */
const isSaidOfQuote = (lines: readonly string[], at: number, names: ReadonlySet<string>): boolean => {
  const line = (lines[at] ?? '').trim();
  if (line.length > lineMax || !/[:：]$/.test(line)) return false;
  const wrote = wroteWords.exec(line);
  if (wrote === null || !names.has(line.slice(0, wrote.index).trim())) return false;
  return /^\s?>/.test(nextOf(lines, at));
};

/** `From: Ben` and `Subject: …` below it: programs that quote without a sign quote everything behind. */
const isQuotedHeader = (lines: readonly string[], at: number, names: ReadonlySet<string>): boolean => {
  const from = labelled((lines[at] ?? '').slice(0, lineMax));
  if (from?.kind !== 'from' || !names.has(from.value)) return false;
  return labelled(nextOf(lines, at).slice(0, lineMax))?.kind === 'subject';
};

/** The next line with something in it, of those that a mail program may leave empty in between. */
const nextOf = (lines: readonly string[], at: number): string =>
  lines.slice(at + 1, at + 1 + linesMax).find((line) => line.trim() !== '') ?? '';

const linesMax = 4;

/** `-----Original Message-----` */
const withoutSeparator = (lines: readonly string[]): readonly string[] => {
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return /^[-_ ]{5,}[^\n]{0,60}$/.test(lines[last] ?? '') ? lines.slice(0, last) : lines;
};

/** Characters; a name and a few words. */
const lineMax = 600;
