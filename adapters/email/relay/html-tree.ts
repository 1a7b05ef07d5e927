import { Parser, Tokenizer, TokenizerMode, type DefaultTreeAdapterTypes, type Token, type TokenHandler } from 'parse5';
import type { HtmlNode } from '../../../domain/relay/message.ts';
import { blockElements, voidElements } from '../../../domain/relay/scrub/html-allowed.ts';

/**
 * HTML as browsers read it (HTML Standard, 13.2), as plain nodes: no comment, no document type, no template. What is nested deeper than
 * `depthMax` is part of what is around it, and a document that grows while it is read gives its words alone.
 */
export const parseHtml = (html: string): HtmlNode[] => {
  try {
    return nodesOf(ShallowParser.parse<Tree>(html, { scriptingEnabled: false }));
  } catch (thrown) {
    if (thrown instanceof TooManyElements) return [{ kind: 'text', text: wordsOf(html) }];
    throw thrown;
  }
};

/** More than any mail program nests; the parser's work for each tag grows with it. */
const depthMax = 400;
/** Of bold, italic and the like left open: they begin anew in each paragraph that follows. */
const formattingMax = 40;
/** A long newsletter has some thousands. Each costs ten microseconds on its way, so that more would be hostile (relay rules, 6). */
const elementsMax = 11_000;

class TooManyElements extends Error {
  override readonly name = 'TooManyElements';
}

type Tree = DefaultTreeAdapterTypes.DefaultTreeAdapterMap;

class ShallowParser extends Parser<Tree> {
  #elements = 0;

  override onStartTag(token: Token.TagToken): void {
    const { tagName } = token;
    const isTooDeep = this.openElements.stackTop >= depthMax && !voidElements.has(tagName) && !rawText.has(tagName);
    const isTooMuch = formatting.has(tagName) && this.#leftOpen() >= formattingMax;
    // These are never open.
    if (voidElements.has(tagName)) this.#count();
    if (!isTooDeep && !isTooMuch) super.onStartTag(token);
  }

  override onItemPush(...pushed: Parameters<Parser<Tree>['onItemPush']>): void {
    this.#count();
    super.onItemPush(...pushed);
  }

  #count(): void {
    this.#elements += 1;
    if (this.#elements > elementsMax) throw new TooManyElements();
  }

  #leftOpen(): number {
    let count = 0;
    for (let entry = this.activeFormattingElements.newest; entry !== null && count < formattingMax; entry = entry.older) count += 1;
    return count;
  }
}

/** What is in these is not markup, so the parser has to see where they begin. */
const rawText = new Set(['script', 'style', 'textarea', 'title', 'xmp', 'plaintext', 'iframe', 'noembed', 'noframes']);
const formatting = new Set('b big code em font i nobr s small strike strong tt u'.split(' '));

interface Level {
  readonly nodes: readonly DefaultTreeAdapterTypes.ChildNode[];
  next: number;
  readonly into: HtmlNode[];
}

const nodesOf = (document: DefaultTreeAdapterTypes.Document): HtmlNode[] => {
  const result: HtmlNode[] = [];
  const levels: Level[] = [{ nodes: document.childNodes, next: 0, into: result }];
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const node = level.nodes[level.next];
    level.next += 1;
    if (node === undefined) {
      levels.pop();
      continue;
    }
    if (node.nodeName === '#text') level.into.push({ kind: 'text', text: (node as DefaultTreeAdapterTypes.TextNode).value });
    if (!('tagName' in node)) continue;
    const children: HtmlNode[] = [];
    const attributes = node.attrs.map(({ name, value }) => [name.toLowerCase(), value] as const);
    level.into.push({ kind: 'element', name: node.tagName.toLowerCase(), attributes, children });
    levels.push({ nodes: node.childNodes, next: 0, into: children });
  }
  return result;
};

const wordsOf = (html: string): string => {
  const words: string[] = [];
  let isRaw = false;
  const word = ({ chars }: Token.CharacterToken): void => {
    if (!isRaw) words.push(chars);
  };
  const nothing = (): void => undefined;
  const handler: TokenHandler = {
    onStartTag: ({ tagName }) => {
      if (blockElements.has(tagName) || tagName === 'br') words.push('\n');
      isRaw = rawText.has(tagName);
      if (isRaw) tokenizer.state = TokenizerMode.RAWTEXT;
    },
    onEndTag: () => {
      isRaw = false;
    },
    onCharacter: word,
    onWhitespaceCharacter: word,
    onNullCharacter: nothing,
    onComment: nothing,
    onDoctype: nothing,
    onEof: nothing,
  };
  const tokenizer = new Tokenizer({ sourceCodeLocationInfo: false }, handler);
  tokenizer.write(html, true);
  return words.join('');
};

/** The nodes as HTML that reads back as the same nodes. Names that are no plain names are left out. */
export const writeHtml = (nodes: readonly HtmlNode[]): string => {
  const written: string[] = [];
  const levels: { readonly nodes: readonly HtmlNode[]; next: number; readonly end: string }[] = [{ nodes, next: 0, end: '' }];
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const node = level.nodes[level.next];
    level.next += 1;
    if (node === undefined) {
      written.push(level.end);
      levels.pop();
      continue;
    }
    if (node.kind === 'text') {
      written.push(escapedText(node.text));
      continue;
    }
    const isElement = plainName.test(node.name);
    const attributes = node.attributes.filter(([name]) => plainName.test(name)).map(([name, value]) => ` ${name}="${escapedValue(value)}"`);
    if (isElement) written.push(`<${node.name}${attributes.join('')}>`);
    if (voidElements.has(node.name)) continue;
    const [first] = node.children;
    // A line end right after this tag is not read (HTML Standard, 13.1.2.5).
    if (node.name === 'pre' && first?.kind === 'text' && first.text.startsWith('\n')) written.push('\n');
    levels.push({ nodes: node.children, next: 0, end: isElement ? `</${node.name}>` : '' });
  }
  return written.join('');
};

const plainName = /^[a-z][a-z0-9-]{0,40}$/;

const escapedText = (text: string): string => text.replace(/[&<>\u00a0\r]/g, (letter) => references[letter] ?? letter);
const escapedValue = (value: string): string => value.replace(/[&<>"\u00a0\r]/g, (letter) => references[letter] ?? letter);

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\u00a0': '&nbsp;',
  '\r': '&#13;',
};
