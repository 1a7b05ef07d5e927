import type { HtmlNode } from './message.ts';
import { blockElements } from './scrub/html-allowed.ts';
import { visit } from './scrub/html-nodes.ts';

/** What a reader sees of a document, as plain text: a line for each block, links behind their words. */
export const textOfHtml = (nodes: readonly HtmlNode[]): string => {
  const pieces: string[] = [];
  const links: string[] = [];
  let preformatted = 0;
  visit(nodes, {
    enter: ({ name, attributes }) => {
      if (name === 'pre') preformatted += 1;
      if (name === 'a') links.push(attributes.find(([attribute]) => attribute === 'href')?.[1] ?? '');
      if (name === 'li') pieces.push('\n- ');
      else if (name === 'br') pieces.push('\n');
      else if (blockElements.has(name)) pieces.push(paragraphs.has(name) ? '\n\n' : '\n');
      else if (name === 'td' || name === 'th') pieces.push('\t');
    },
    leave: ({ name }) => {
      if (name === 'pre') preformatted -= 1;
      if (name === 'a') {
        const href = links.pop() ?? '';
        if (/^https?:/i.test(href) && !pieces.slice(-3).join('').includes(href)) pieces.push(` <${href}>`);
      }
      if (blockElements.has(name)) pieces.push(paragraphs.has(name) ? '\n\n' : '\n');
    },
    text: ({ text }) => {
      pieces.push(preformatted > 0 ? text : text.replace(/[ \t\r\n\f]+/g, ' '));
    },
  });
  return tidied(pieces.join(''));
};

const paragraphs: ReadonlySet<string> = new Set(['p', 'blockquote', 'pre', 'table', 'ul', 'ol', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);

const tidied = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
