import type { HtmlElement, HtmlNode } from '../message.ts';
import { droppedElements, keptAttributes, keptClasses, keptElements } from './html-allowed.ts';
import { hostOf, keptBase, keptLink } from './html-links.ts';
import { attributeOf, rewritten, textNode, visit, type Verdict } from './html-nodes.ts';
import { hiddenSelectors, makeLooks, type Look } from './html-style.ts';

/**
 * The document without what acts, loads, hides or is not for reading (relay rules, 2.2.3). Its words, links, tables and looks stay.
 * Addresses are not looked at here.
 */
export const cleanHtml = (nodes: readonly HtmlNode[]): HtmlNode[] => {
  const facts = factsOf(nodes);
  return rewritten(nodes, { element: (element, inLink) => judge(element, facts, inLink), text: (node) => node });
};

interface Facts {
  readonly base: string | undefined;
  /** `.name` and `#id` that a style block hides. */
  readonly hidden: ReadonlySet<string>;
  readonly lookOf: (style: string) => Look;
}

const factsOf = (nodes: readonly HtmlNode[]): Facts => {
  let base: string | undefined;
  const css: string[] = [];
  let inStyle = false;
  visit(nodes, {
    enter: (element) => {
      inStyle = element.name === 'style';
      if (element.name === 'base') base ??= keptBase(attributeOf(element, 'href') ?? '');
    },
    leave: () => {
      inStyle = false;
    },
    text: ({ text }) => {
      if (inStyle) css.push(text);
    },
  });
  return { base, hidden: hiddenSelectors(css.join('\n')), lookOf: makeLooks() };
};

const judge = (element: HtmlElement, facts: Facts, inLink: boolean): Verdict => {
  const { name } = element;
  if (droppedElements.has(name) || isHidden(element, facts)) return { kind: 'drop' };
  if (name === 'img') return judgeImage(element, facts, inLink);
  if (name === 'body') return judgeBody(element, facts);
  if (name === 'plaintext' || name === 'xmp' || name === 'listing') return { kind: 'keep', name: 'pre', attributes: [] };
  if (!keptElements.has(name) || (name === 'a' && inLink)) return { kind: 'unwrap' };
  return { kind: 'keep', name, attributes: attributesOf(element, facts) };
};

const isHidden = (element: HtmlElement, { hidden, lookOf }: Facts): boolean => {
  const look = lookOf(attributeOf(element, 'style') ?? '');
  if (attributeOf(element, 'hidden') !== undefined || look.hides) return true;
  if (look.hasNoLetters && element.children.length > 0 && element.children.every(({ kind }) => kind === 'text')) return true;
  if (hidden.size === 0) return false;
  const classes = (attributeOf(element, 'class') ?? '').split(/\s+/, classesMax);
  return classes.some((one) => hidden.has(`.${one}`)) || hidden.has(`#${attributeOf(element, 'id') ?? ''}`);
};

const classesMax = 50;

// A body's language, direction and colour are those of the text.
const judgeBody = (element: HtmlElement, facts: Facts): Verdict => {
  const attributes = attributesOf(element, facts);
  return attributes.length === 0 ? { kind: 'unwrap' } : { kind: 'keep', name: 'div', attributes };
};

/** Images of the mail stay. Another host would learn when and where the mail is read: it is named, and asked only by a click. */
const judgeImage = (element: HtmlElement, facts: Facts, inLink: boolean): Verdict => {
  const source = (attributeOf(element, 'src') ?? '').trim();
  if (/^cid:/i.test(source)) return { kind: 'keep', name: 'img', attributes: attributesOf(element, { ...facts, base: undefined }) };
  if (isTiny(element)) return { kind: 'drop' };
  const alternative = (attributeOf(element, 'alt') ?? '').trim();
  // A bullet, a flag, the sign of an address: nothing to look at elsewhere.
  if (alternative !== '' && !/[\p{L}\p{N}]/u.test(alternative)) return replacedBy([textNode(alternative)]);
  const host = hostOf(source);
  const target = host === undefined ? undefined : keptLink(source, undefined);
  if (host === undefined || target === undefined) return replacedBy(alternative === '' ? [] : [textNode(alternative)]);
  const label = textNode(alternative === '' ? host : `${alternative} (${host})`);
  if (inLink) return replacedBy([label]);
  return replacedBy([{ kind: 'element', name: 'a', attributes: [['href', target]], children: [label] }]);
};

const replacedBy = (nodes: readonly HtmlNode[]): Verdict => ({ kind: 'replace', nodes });

/** A picture of three pixels shows nothing: it counts. */
const isTiny = (element: HtmlElement): boolean => {
  const style = attributeOf(element, 'style') ?? '';
  return ['width', 'height'].some((side) => {
    const size = (attributeOf(element, side) ?? '').trim();
    return (
      /^[0-3](?:px)?$/.test(size) || new RegExp(`(?:^|[;\\s])${side}\\s{0,5}:\\s{0,5}[0-3](?:px|;|$)`, 'i').test(style.slice(0, 2_000))
    );
  });
};

const attributesOf = (element: HtmlElement, facts: Facts): HtmlElement['attributes'] => {
  const kept = keptAttributes(element.name);
  return element.attributes.flatMap(([name, value]) => {
    if (!kept.has(name)) return [];
    const safe = safeValue(name, value, facts);
    return safe === undefined ? [] : [[name, safe] as const];
  });
};

const safeValue = (name: string, value: string, { base, lookOf }: Facts): string | undefined => {
  switch (name) {
    case 'href':
      return keptLink(value, base);
    case 'style':
      return lookOf(value).kept || undefined;
    case 'class':
      return (
        value
          .split(/\s+/, classesMax)
          .filter((one) => keptClasses.has(one))
          .join(' ') || undefined
      );
    case 'type':
      return /^(?:cite|disc|circle|square|1|a|i)$/i.test(value) ? value : undefined;
    case 'src':
    case 'alt':
    case 'title':
      return value;
    default:
      return value.length <= attributeMax ? value : undefined;
  }
};

/** Sizes, colours, names: more is something else. */
const attributeMax = 200;
