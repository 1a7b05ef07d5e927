import type { HtmlNode, HtmlText } from '../message.ts';
import { blockElements } from './html-allowed.ts';
import { cleanHtml } from './html-clean.ts';
import { attributeOf, rewritten, visit, withTexts } from './html-nodes.ts';
import { passesMax, scrubText } from './scrub-text.ts';
import type { ScrubSet } from './spellings.ts';
import { spellingsIn, type Found } from './spellings-in.ts';

/**
 * A document as the other side may have it (relay rules, 2.2.3): what acts, loads or hides is gone, and no address of the set is told,
 * neither by an attribute nor by its text, over however many elements that is spread. What a reader reads stays.
 */
export const scrubHtml = (nodes: readonly HtmlNode[], set: ScrubSet): HtmlNode[] => {
  const told = new Map<string, string>();
  const scrubValue = (value: string): string => {
    const scrubbed = told.get(value) ?? scrubText(value, set);
    told.set(value, scrubbed);
    return scrubbed;
  };
  let scrubbed = rewritten(cleanHtml(nodes), {
    element: ({ name, attributes }) => ({
      kind: 'keep',
      name,
      attributes: attributes.map(([attribute, value]) => [attribute, scrubValue(value)] as const),
    }),
    text: (node) => node,
  });
  for (let pass = 0; pass < passesMax; pass += 1) {
    const { text, pieces } = textOf(scrubbed);
    const found = spellingsIn(text, set);
    if (found.length === 0) return scrubbed;
    scrubbed = withTexts(scrubbed, changes(pieces, found));
  }
  return scrubbed;
};

export interface Piece {
  readonly node: HtmlText;
  readonly start: number;
}

// An address goes on over the border of an element, and over that of a block as well where somebody hides it: neither is a letter.
const inlineBorder = '\u2060';
const blockBorder = '\u00a0';

export const textOf = (nodes: readonly HtmlNode[]): { readonly text: string; readonly pieces: readonly Piece[] } => {
  const parts: string[] = [];
  const pieces: Piece[] = [];
  let length = 0;
  const add = (part: string): void => {
    parts.push(part);
    length += part.length;
  };
  const border = (name: string): void => add(blockElements.has(name) || name === 'br' ? blockBorder : inlineBorder);
  visit(nodes, {
    enter: (element) => {
      border(element.name);
      // Where the picture is not shown, these words are; they cannot hold an address alone any more.
      if (element.name === 'img') add(attributeOf(element, 'alt') ?? '');
    },
    leave: ({ name }) => border(name),
    text: (node) => {
      pieces.push({ node, start: length });
      add(node.text);
      add(inlineBorder);
    },
  });
  return { text: parts.join(''), pieces };
};

/** The alias goes where the address began; the rest of the address goes from wherever it was. */
export const changes = (pieces: readonly Piece[], found: readonly Found[]): ReadonlyMap<HtmlText, string> => {
  const changed = new Map<HtmlText, string>();
  let next = 0;
  for (const { node, start } of pieces) {
    const end = start + node.text.length;
    while (next < found.length && (found[next]?.end ?? 0) <= start) next += 1;
    const kept: string[] = [];
    let from = start;
    for (let index = next; index < found.length; index += 1) {
      const spelling = found[index];
      if (spelling === undefined || spelling.start >= end) break;
      kept.push(node.text.slice(from - start, Math.max(0, spelling.start - start)));
      if (spelling.start >= start) kept.push(spelling.alias);
      from = Math.min(end, spelling.end);
    }
    if (from === start && kept.length === 0) continue;
    kept.push(node.text.slice(from - start));
    changed.set(node, kept.join(''));
  }
  return changed;
};
