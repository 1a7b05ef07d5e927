import { ownLines, quoteEdits, type QuoteLine } from './quote-lines.ts';
import type { ScrubSet } from './spellings.ts';

/**
 * A text whose quotes name the two as the relay does: lines like `On … wrote:` and the headers of quoted mails lose dates, addresses
 * and the names of mailboxes. What was quoted stays, and so do lines about others. `scrubText` comes after it.
 */
export const rewriteQuotes = (text: string, set: ScrubSet): string => {
  const lines = text.split('\n').map(read);
  const edits = quoteEdits(lines, set);
  if (edits.size === 0) return text;
  return lines
    .flatMap(({ prefix, text: line, end }, number) => {
      if (!edits.has(number)) return [prefix + line + end];
      const edit = edits.get(number);
      return edit === undefined ? [] : [prefix + edit + end];
    })
    .join('\n');
};

/** What its writer wrote, without what they quote: a reply that is one word (`STOP`) is told by it. Trimmed. */
export const stripQuotes = (text: string, set: ScrubSet): string =>
  ownLines(text.split('\n').map(read), set)
    .map((line) => line.text)
    .join('\n')
    .trim();

interface TextLine extends QuoteLine {
  readonly prefix: string;
  /** A carriage return, where lines end with one. */
  readonly end: string;
}

const read = (line: string): TextLine => {
  const prefix = /^(?:[ \t]?>)*[ \t]?/.exec(line)?.[0] ?? '';
  const end = line.endsWith('\r') ? '\r' : '';
  const text = line.slice(prefix.length, line.length - end.length);
  return { prefix, text, end, depth: prefix.split('>').length - 1 };
};
