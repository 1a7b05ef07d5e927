import type { HtmlElement, RelayMessage, RelayPart } from '../../../domain/relay/message.ts';
import type { ShownMail } from '../../../domain/relay/ports.ts';
import { attributeOf, rewritten, textNode, type Verdict } from '../../../domain/relay/scrub/html-nodes.ts';
import { parseHtml, writeHtml } from './html-tree.ts';

/** What a mail as it goes out says, for showing it elsewhere; `words` where its text was made of its HTML, which marks quotes otherwise. */
export const shownOf = ({ subject, text, html, parts }: RelayMessage, words: ((html: string) => string) | undefined): ShownMail => ({
  subject,
  text: words === undefined || html === undefined ? text : words(html),
  html: html === undefined || html === '' ? undefined : new TextEncoder().encode(documentOf(html)),
  files: parts.map((part) => ({ name: part.fileName, mediaType: typeOf(part), bytes: part.bytes })),
});

const typeOf = ({ mediaType, charset }: RelayPart): string => (charset === undefined ? mediaType : `${mediaType}; charset=${charset}`);

/** Nothing in it could act or load; what opens it is told so as well, and that no link says where it was followed. */
const documentOf = (html: string): string =>
  `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><meta name="referrer" content="no-referrer"><base target="_blank"><title>Message</title></head><body>${withoutPictures(html)}</body></html>`;

/** What is left of pictures names parts of the mail, which are among its files. */
const withoutPictures = (html: string): string =>
  /<img\b/i.test(html) ? writeHtml(rewritten(parseHtml(html), { element: judge, text: (node) => node })) : html;

const judge = (element: HtmlElement): Verdict => {
  const { name, attributes } = element;
  if (name === 'img') return { kind: 'replace', nodes: pictureWords(attributeOf(element, 'alt') ?? '') };
  return aroundAll.has(name) ? { kind: 'unwrap' } : { kind: 'keep', name, attributes };
};

const pictureWords = (alternative: string) => (alternative.trim() === '' ? [] : [textNode(alternative)]);

/** What a parser puts around every piece of HTML. */
const aroundAll: ReadonlySet<string> = new Set(['html', 'head', 'body']);
