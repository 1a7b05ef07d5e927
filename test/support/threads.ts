/** What of a mail decides its place in a thread. Ids without brackets. */
export interface ThreadedMail {
  readonly id: string;
  readonly inReplyTo: string | undefined;
  /** The oldest first. */
  readonly references: readonly string[];
}

/**
 * How many mails each conversation of a mailbox has, as mail programs group them (J. Zawinski, "message threading", 1997, steps 1 and 2:
 * each id gets a place below the one that stands before it in References, unless it has one already or would stand below itself).
 */
export const conversationsIn = (mails: readonly ThreadedMail[]): readonly number[] => {
  const parents = new Map<string, string>();
  const rootOf = (id: string): string => {
    const parent = parents.get(id);
    return parent === undefined ? id : rootOf(parent);
  };
  const isAbove = (above: string, id: string): boolean => {
    for (let at: string | undefined = id; at !== undefined; at = parents.get(at)) if (at === above) return true;
    return false;
  };
  const put = (child: string, parent: string): void => {
    if (!isAbove(child, parent)) parents.set(child, parent);
  };
  for (const { id, references, inReplyTo } of mails) {
    const chain = references.length > 0 ? references : inReplyTo === undefined ? [] : [inReplyTo];
    for (const [at, reference] of chain.entries()) {
      const before = chain[at - 1];
      if (before !== undefined && !parents.has(reference)) put(reference, before);
    }
    const parent = chain.at(-1);
    if (parent !== undefined) put(id, parent);
  }
  const sizes = new Map<string, number>();
  for (const { id } of mails) sizes.set(rootOf(id), (sizes.get(rootOf(id)) ?? 0) + 1);
  return [...sizes.values()].toSorted((one, other) => other - one);
};
