import type { HtmlElement, HtmlNode, HtmlText } from '../message.ts';
import { blockElements } from './html-allowed.ts';
import { attributeOf, rewritten, textFrom, visit } from './html-nodes.ts';
import { quoteEdits, type QuoteLine } from './quote-lines.ts';
import type { ScrubSet } from './spellings.ts';

/** What `rewriteQuotes` does, for a document: of Gmail, Outlook, Apple Mail, Thunderbird, Yahoo and those that do as they do. */
export const rewriteHtmlQuotes = (nodes: readonly HtmlNode[], set: ScrubSet): HtmlNode[] => {
  const lines = linesOf(nodes);
  const edits = quoteEdits(lines, set);
  if (edits.size === 0) return [...nodes];
  const changed = new Map<HtmlText, string>();
  const gone = new Set<HtmlElement>();
  for (const [number, edit] of edits) {
    const line = lines[number];
    line?.nodes.forEach((node, index) => changed.set(node, index === 0 ? (edit ?? '') : ''));
    if (edit === undefined && line?.lineBreak !== undefined) gone.add(line.lineBreak);
  }
  addEmptied(gone, nodes, changed);
  return rewritten(nodes, {
    element: (element) => (gone.has(element) ? { kind: 'drop' } : { kind: 'keep', name: element.name, attributes: element.attributes }),
    text: textFrom(changed),
  });
};

interface HtmlLine extends QuoteLine {
  readonly nodes: readonly HtmlText[];
  /** The `br` that ends it. */
  readonly lineBreak: HtmlElement | undefined;
}

const marks = /(?:^|\s)(?:gmail_attr|moz-cite-prefix|OutlookMessageHeader)(?:\s|$)/;

/** As they are seen: a cell of a table goes on in its row, a script is not seen. */
const linesOf = (nodes: readonly HtmlNode[]): readonly HtmlLine[] => {
  const lines: HtmlLine[] = [];
  let line: HtmlText[] = [];
  let depth = 0;
  let marked = 0;
  let unseen = 0;
  const end = (lineBreak?: HtmlElement): void => {
    if (line.length === 0 && lineBreak === undefined) return;
    lines.push({ nodes: line, text: line.map(({ text }) => text).join(''), depth, lineBreak, isMarked: marked > 0 });
    line = [];
  };
  const breaks = ({ name }: HtmlElement): boolean => blockElements.has(name) && name !== 'td' && name !== 'th';
  visit(nodes, {
    enter: (element) => {
      if (element.name === 'br') end(element);
      else if (breaks(element)) end();
      if (element.name === 'blockquote') depth += 1;
      if (marks.test(attributeOf(element, 'class') ?? '')) marked += 1;
      if (isUnread(element)) unseen += 1;
    },
    leave: (element) => {
      if (breaks(element)) end();
      if (element.name === 'blockquote') depth -= 1;
      if (marks.test(attributeOf(element, 'class') ?? '')) marked -= 1;
      if (isUnread(element)) unseen -= 1;
    },
    text: (node) => {
      if (unseen === 0 && !(line.length === 0 && node.text.trim() === '')) line.push(node);
    },
  });
  end();
  return lines;
};

const isUnread = ({ name }: HtmlElement): boolean => name === 'head' || name === 'style' || name === 'script' || name === 'pre';

/** Links and emphasis of which nothing is left. */
const addEmptied = (gone: Set<HtmlElement>, nodes: readonly HtmlNode[], changed: ReadonlyMap<HtmlText, string>): void => {
  const inside: { emptied: boolean; alive: boolean }[] = [{ emptied: false, alive: false }];
  visit(nodes, {
    enter: () => inside.push({ emptied: false, alive: false }),
    leave: (element) => {
      const own = inside.pop();
      const around = inside.at(-1);
      if (own === undefined || around === undefined) return;
      const isGone = own.emptied && !own.alive && emphasis.has(element.name);
      if (isGone) gone.add(element);
      around.emptied ||= own.emptied;
      around.alive ||= own.alive || (!isGone && !gone.has(element) && !emphasis.has(element.name));
    },
    text: (node) => {
      const own = inside.at(-1);
      if (own === undefined) return;
      if (changed.get(node) === '') own.emptied = true;
      else own.alive = true;
    },
  });
};

const emphasis: ReadonlySet<string> = new Set('a b em font i small span strong u'.split(' '));
