import { asText, type DecodesText } from './content.ts';
import { markupMark } from './fold.ts';

/** Text without its tags and comments, a line for each block, as an encoding may go on in the next one: once with nothing in their place, to be decoded further, and once with a mark, to see where they were. */
export const withoutTags: DecodesText = (text, { isWorthALook }) => {
  if (!text.includes('<') || !/<[a-z!/?]/i.test(text)) return [];
  const tags = [...tagsOf(text)];
  const bare = tagsReplaced(text, tags, '');
  // A mark is no letter: both have the same.
  return isWorthALook(bare)
    ? [asText(bare), { kind: 'glance', text: tagsReplaced(text, tags, markupMark) }]
    : [{ kind: 'text', text: bare, isQuiet: true }];
};

/** Text without what no reader sees: the content of styles and scripts, and of elements that say that they are hidden. */
export const withoutHidden: DecodesText = (text) => {
  if (!text.includes('<') || !/<(?:style|script|template|title)\b|hidden|display|font-size|opacity/i.test(text)) return [];
  const pieces: string[] = [];
  const search = searchOnce(text);
  let from = 0;
  for (const { at, to, name } of tagsOf(text)) {
    if (at < from || !isHidden(text.slice(at, to), name)) continue;
    const end = search(`</${text.slice(at + 1, at + 1 + name.length)}`, to);
    if (end === undefined) continue;
    pieces.push(text.slice(from, at));
    from = end;
  }
  return from === 0 ? [] : [asText(pieces.join('') + text.slice(from))];
};

/** `jane(the (old) painter)@example.com`: comments of RFC 5322, 3.2.2, which nest. A bracket without its other half stays. */
export const withoutComments: DecodesText = (text) => {
  if (!/[@.]\(|\)[@.]/.test(text)) return [];
  const comments: { readonly from: number; readonly to: number }[] = [];
  const opened: number[] = [];
  for (let at = text.search(/[()]/); at >= 0 && at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (sign === openBracket) opened.push(at);
    const from = sign === closeBracket ? opened.pop() : undefined;
    if (from === undefined) continue;
    while ((comments.at(-1)?.from ?? -1) > from) comments.pop();
    comments.push({ from, to: at + 1 });
  }
  const starts = [0, ...comments.map(({ to }) => to)];
  const bare = starts.map((start, at) => text.slice(start, comments[at]?.from)).join('');
  return comments.length === 0 ? [] : [asText(bare)];
};

const openBracket = 0x28;
const closeBracket = 0x29;

/** Lines without the marks of a quote before them. */
export const unquoted = (text: string): string =>
  text.includes('\n') && text.includes('>') ? text.replace(/\n[ \t]{0,8}>[> \t]*/g, '\n') : text;

const isHidden = (tag: string, name: string): boolean =>
  ['style', 'script', 'template', 'title'].includes(name) ||
  /\shidden\b|display\s{0,8}:\s{0,8}none|visibility\s{0,8}:\s{0,8}hidden|font-size\s{0,8}:\s{0,8}0|opacity\s{0,8}:\s{0,8}0/i.test(tag);

const tagsReplaced = (text: string, tags: readonly Tag[], inline: string): string => {
  const pieces = tags.map(({ at, name }, index) => text.slice(tags[index - 1]?.to ?? 0, at) + (blocks.has(name) ? '\n' : inline));
  return pieces.join('') + text.slice(tags.at(-1)?.to ?? 0);
};

interface Tag {
  readonly at: number;
  readonly to: number;
  /** In lower case; empty of a comment. */
  readonly name: string;
}

/** Each byte is looked at a few times at most: what has no end is looked for once, and then never again. */
function* tagsOf(text: string): Generator<Tag> {
  const search = searchOnce(text);
  for (let at = text.indexOf('<'); at >= 0;) {
    const name = /^<\/?([a-z][a-z0-9]{0,20})|^<[!?/]/i.exec(text.slice(at, at + 24));
    const to = name === null ? at + 1 : endOfTag(text, at, search);
    if (name !== null) yield { at, to, name: (name[1] ?? '').toLowerCase() };
    at = text.indexOf('<', to);
  }
}

const endOfTag = (text: string, start: number, search: Search): number => {
  if (text.startsWith('<!--', start)) return (search('-->', start + 4) ?? start + 1) + 3;
  let at = start + 1;
  while (at < text.length && text[at] !== '>') {
    const quote = text[at];
    const isValue = (quote === '"' || quote === "'") && text[at - 1] === '=';
    at = (isValue ? (search(quote, at + 1) ?? at) : at) + 1;
  }
  return Math.min(at + 1, text.length);
};

type Search = (what: string, from: number) => number | undefined;

const searchOnce = (text: string): Search => {
  const absent = new Set<string>();
  return (what, from) => {
    if (absent.has(what)) return undefined;
    const found = text.indexOf(what, from);
    if (found < 0) absent.add(what);
    return found < 0 ? undefined : found;
  };
};

const blocks: ReadonlySet<string> = new Set(
  'address article blockquote body br dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre'
    .concat(' section table tbody td tfoot th thead title tr ul')
    .split(' '),
);
