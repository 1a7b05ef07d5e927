/** Walks over trees of any depth: a mail may be nested deeper than functions can call each other. */
import type { HtmlElement, HtmlNode, HtmlText } from '../message.ts';

export const textNode = (text: string): HtmlText => ({ kind: 'text', text });

export const attributeOf = (element: HtmlElement, name: string): string | undefined =>
  element.attributes.find(([own]) => own === name)?.[1];

/** What takes an element's place: nothing, itself with other attributes (`within`), its children alone (`unwrap`), or other nodes. */
export type Verdict =
  | { readonly kind: 'drop' }
  | { readonly kind: 'unwrap' }
  | { readonly kind: 'replace'; readonly nodes: readonly HtmlNode[] }
  | { readonly kind: 'keep'; readonly name: string; readonly attributes: HtmlElement['attributes'] };

export interface Rewrite {
  /** `inLink`: an `a` that stayed is around it. */
  readonly element: (element: HtmlElement, inLink: boolean) => Verdict;
  readonly text: (node: HtmlText) => HtmlText | undefined;
}

interface Level {
  readonly children: readonly HtmlNode[];
  next: number;
  /** Where its results go. */
  readonly into: HtmlNode[];
  readonly inLink: boolean;
}

/** The trees with each element judged, parents first. */
export const rewritten = (nodes: readonly HtmlNode[], rewrite: Rewrite): HtmlNode[] => {
  const result: HtmlNode[] = [];
  const levels: Level[] = [{ children: nodes, next: 0, into: result, inLink: false }];
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const node = level.children[level.next];
    level.next += 1;
    if (node === undefined) {
      levels.pop();
      continue;
    }
    if (node.kind === 'text') {
      const text = rewrite.text(node);
      if (text !== undefined) level.into.push(text);
      continue;
    }
    const verdict = rewrite.element(node, level.inLink);
    if (verdict.kind === 'replace') level.into.push(...verdict.nodes);
    if (verdict.kind === 'unwrap') levels.push({ children: node.children, next: 0, into: level.into, inLink: level.inLink });
    if (verdict.kind !== 'keep') continue;
    const children: HtmlNode[] = [];
    level.into.push({ kind: 'element', name: verdict.name, attributes: verdict.attributes, children });
    levels.push({ children: node.children, next: 0, into: children, inLink: level.inLink || verdict.name === 'a' });
  }
  return result;
};

/** What stands in the place of a text node: another text, nothing where that is empty, or itself where none is said. */
export const textFrom =
  (changed: ReadonlyMap<HtmlText, string>) =>
  (node: HtmlText): HtmlText | undefined => {
    const to = changed.get(node);
    if (to === undefined) return node;
    return to === '' ? undefined : textNode(to);
  };

/** The trees with other texts; elements stay as they are. */
export const withTexts = (nodes: readonly HtmlNode[], changed: ReadonlyMap<HtmlText, string>): HtmlNode[] =>
  rewritten(nodes, { element: ({ name, attributes }) => ({ kind: 'keep', name, attributes }), text: textFrom(changed) });

export interface Visitor {
  readonly enter: (element: HtmlElement) => void;
  readonly leave: (element: HtmlElement) => void;
  readonly text: (node: HtmlText) => void;
}

/** Meets each node in the order of the document. */
export const visit = (nodes: readonly HtmlNode[], visitor: Visitor): void => {
  const levels: { readonly owner: HtmlElement | undefined; readonly children: readonly HtmlNode[]; next: number }[] = [
    { owner: undefined, children: nodes, next: 0 },
  ];
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const node = level.children[level.next];
    level.next += 1;
    if (node === undefined) {
      levels.pop();
      if (level.owner !== undefined) visitor.leave(level.owner);
      continue;
    }
    if (node.kind === 'text') {
      visitor.text(node);
      continue;
    }
    visitor.enter(node);
    levels.push({ owner: node, children: node.children, next: 0 });
  }
};
