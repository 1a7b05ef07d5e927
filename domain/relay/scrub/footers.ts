import { footerWords } from '../footer.ts';
import type { HtmlElement, HtmlNode, HtmlText } from '../message.ts';
import { rewritten, textFrom, visit, withTexts } from './html-nodes.ts';
import { holdsOwnLink, type OwnLinks, ownLinkSpans } from './own-links.ts';
import { changes, textOf } from './scrub-html.ts';
import { replaced } from './scrub-text.ts';
import type { Found } from './spellings-in.ts';

/** A text without the footers that it quotes, and without any link of theirs: an ellipsis stands in its place. */
export const withoutFooters = (text: string, own: OwnLinks): string => {
  const bare = replaced(text, footerSpans(text, own));
  return replaced(bare, ownLinkSpans(bare, own));
};

/** What `withoutFooters` does, for a document. Links around words of a footer go too, wherever somebody's filter had them lead. */
export const withoutHtmlFooters = (nodes: readonly HtmlNode[], own: OwnLinks): readonly HtmlNode[] => {
  const seen = textOf(nodes);
  const words = changes(seen.pieces, footerSpans(seen.text, own));
  const around = words.size === 0 ? new Set<HtmlElement>() : linksAround(nodes, words);
  const known = new Map<string, boolean>();
  const isOwn = (value: string): boolean => {
    const holds = known.get(value) ?? holdsOwnLink(value, own);
    known.set(value, holds);
    return holds;
  };
  const bare = rewritten(nodes, {
    element: (element) => {
      if (around.has(element)) return { kind: 'unwrap' };
      return { kind: 'keep', name: element.name, attributes: element.attributes.filter(([, value]) => !isOwn(value)) };
    },
    text: textFrom(words),
  });
  const left = words.size === 0 ? seen.text : textOf(bare).text;
  const spans = ownLinkSpans(left, own);
  return spans.length === 0 ? bare : withTexts(bare, changes(textOf(bare).pieces, spans));
};

const linksAround = (nodes: readonly HtmlNode[], words: ReadonlyMap<HtmlText, string>): ReadonlySet<HtmlElement> => {
  const around = new Set<HtmlElement>();
  const open: HtmlElement[] = [];
  visit(nodes, {
    enter: (element) => {
      if (element.name === 'a') open.push(element);
    },
    leave: (element) => {
      if (element.name === 'a') open.pop();
    },
    text: (node) => {
      if (words.has(node)) for (const link of open) around.add(link);
    },
  });
  return around;
};

/** From its first words to its last ones, whatever stands between: a link that a filter rewrote, marks of a quote, other line breaks. */
const footerSpans = (text: string, { community }: OwnLinks): readonly Found[] => {
  if (!text.includes(actBegins)) return [];
  const { plain, places } = withPlainSpaces(text);
  const spans: Found[] = [];
  let last = -1;
  for (let act = plain.indexOf(footerWords.act); act >= 0; act = plain.indexOf(footerWords.act, act + 1)) {
    if (last < act) last = plain.indexOf(footerWords.last, act);
    if (last < 0) return spans;
    const end = last + footerWords.last.length;
    if (end - act > footerMax) continue;
    const start = startBefore(plain, act, `${footerWords.sentThrough} ${community}. `);
    spans.push({ start: places[start] ?? 0, end: (places[end - 1] ?? text.length) + 1, alias: '' });
    act = end - 1;
  }
  return spans;
};

const actBegins = footerWords.act.slice(0, footerWords.act.indexOf(' '));
/** Filters make links of two thousand characters. */
const footerMax = 4_000;

const startBefore = (plain: string, act: number, sentThrough: string): number => {
  if (!plain.slice(0, act).endsWith(sentThrough)) return act;
  const sent = act - sentThrough.length;
  const dashes = plain.slice(Math.max(0, sent - 4), sent);
  if (!dashes.endsWith('-- ')) return sent;
  // The empty lines before it go along; of a quote nothing but their marks would be left.
  return dashes.startsWith(' ') ? sent - 4 : sent - 3;
};

/** Each run of spaces, breaks and marks of quotes as one space; and where each character stood. */
const withPlainSpaces = (text: string): { readonly plain: string; readonly places: readonly number[] } => {
  const pieces: string[] = [];
  const places: number[] = [];
  for (const { 0: word, index } of text.matchAll(/[\s>|\u2060\u00a0]+|[^\s>|\u2060\u00a0]+/g)) {
    const isSpace = /^[\s>|\u2060\u00a0]/.test(word);
    pieces.push(isSpace ? ' ' : word);
    for (let at = 0; at < (isSpace ? 1 : word.length); at += 1) places.push(index + at);
  }
  return { plain: pieces.join(''), places };
};
