import type { Correspondent } from '../message.ts';
import { fold } from './folded.ts';

/** What must not be seen of two correspondents, and what stands in its place (relay rules, 2.2.1). */
export interface ScrubSet {
  readonly people: readonly Person[];
  readonly spellings: readonly Spelling[];
  /** By the first code of the local part; each address once. */
  readonly byFirstCode: ReadonlyMap<number, readonly Spelling[]>;
}

/** One of the two, as a mail may show them. */
export interface Person {
  readonly name: string;
  readonly alias: string;
}

/** One mailbox, of which there are many spellings: `spellingsIn` knows them. */
export interface Spelling {
  /** Folded, without `+tag`; at Gmail, without dots too. */
  readonly local: readonly number[];
  /** Folded. Gmail has two. */
  readonly domains: readonly (readonly number[])[];
  /** Dots in the local part make no difference. */
  readonly dotless: boolean;
  /** The owner's, in this match. */
  readonly alias: string;
}

/** Everything that is hidden of both: first and further addresses, and aliases of other matches. Not the two aliases of this match. */
export const scrubSetOf = ({ sender, partner }: { readonly sender: Correspondent; readonly partner: Correspondent }): ScrubSet => {
  const kept = new Set([sender, partner].map(({ alias }) => keyOf(mailboxOf(alias, alias))));
  const spellings = new Map<string, Spelling>();
  for (const owner of [sender, partner]) {
    for (const address of [...(owner.isShared ? [] : [owner.email]), ...owner.otherEmails, ...(owner.otherAliases ?? [])]) {
      const spelling = mailboxOf(address, owner.alias);
      const key = keyOf(spelling);
      if (spelling !== undefined && !kept.has(key) && !spellings.has(key)) spellings.set(key, spelling);
    }
  }
  return {
    people: [sender, partner].map(({ name, alias }) => ({ name, alias })),
    spellings: [...spellings.values()],
    byFirstCode: byFirstCode([...spellings.values()]),
  };
};

const byFirstCode = (spellings: readonly Spelling[]): ReadonlyMap<number, readonly Spelling[]> => {
  const groups = new Map<number, Spelling[]>();
  for (const spelling of spellings) {
    const first = spelling.local[0] ?? 0;
    groups.set(first, [...(groups.get(first) ?? []), spelling]);
  }
  return groups;
};

const keyOf = (spelling: Spelling | undefined): string =>
  spelling === undefined ? '' : `${String.fromCodePoint(...spelling.local)}@${String.fromCodePoint(...(spelling.domains[0] ?? []))}`;

const mailboxOf = (address: string, alias: string): Spelling | undefined => {
  const { codes, length } = fold(address.trim());
  const plain = String.fromCodePoint(...codes.subarray(0, length));
  const at = plain.lastIndexOf('@');
  const domain = plain.slice(at + 1);
  const local = plain.slice(0, Math.max(at, 0)).replace(/(?!^)\+.*$/s, '');
  if (local === '' || domain === '') return undefined;
  const dotless = gmail.includes(domain);
  return {
    local: codesOf(dotless ? local.replaceAll('.', '') : local),
    domains: (dotless ? gmail : [domain]).map(codesOf),
    dotless,
    alias,
  };
};

const gmail: readonly string[] = ['gmail.com', 'googlemail.com'];

const codesOf = (text: string): readonly number[] => Array.from(text, (letter) => letter.codePointAt(0) ?? 0);
