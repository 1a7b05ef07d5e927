import type { HtmlNode } from '../message.ts';

/** The ids of a mail's parts as their sender's mail program made them, in lower case, and what they are called from now on. */
export type ContentIds = ReadonlyMap<string, string>;

/**
 * The ids that relayed parts get, by number: what a mail program calls its parts often names the machine or the account it ran on.
 * Ids of parts that are not relayed are not in it.
 */
export const renamedContentIds = (contentIds: readonly (string | undefined)[]): ContentIds =>
  new Map(
    contentIds.flatMap((id, index) => (id === undefined ? [] : [[id.toLowerCase(), `part-${String(index + 1)}`] as const])).reverse(),
  );

/** HTML whose `cid:` references (RFC 2392) name the parts as they are called now. A reference to what is not there is taken out. */
export const withContentIds = (nodes: readonly HtmlNode[], contentIds: ContentIds): readonly HtmlNode[] =>
  nodes.map((node) => {
    if (node.kind === 'text') return node;
    return {
      ...node,
      attributes: node.attributes.flatMap(([name, value]) => {
        if (!/^\s*cid:/i.test(value)) return [[name, value] as const];
        const id = contentIds.get(percentDecoded(value.trim().slice('cid:'.length)).toLowerCase());
        return id === undefined ? [] : [[name, `cid:${id}`] as const];
      }),
      children: withContentIds(node.children, contentIds),
    };
  });

/** Ids are ASCII; what else an escape may stand for does not occur in one. */
const percentDecoded = (text: string): string =>
  text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
