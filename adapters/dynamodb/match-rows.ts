import type { Match } from '../../domain/introductions/match.ts';
import { asBody } from './bodies.ts';
import { aliasKey } from './relay-keys.ts';
import { matchesOfRun, matchKey } from './round-keys.ts';
import type { Item, Key } from './table.ts';

/** A match's two rows, side `a` first; both say the same, and that of side `a` is in the list of its run. */
export const rowsOf = (match: Match): readonly { readonly key: Key; readonly item: Pick<Item, 'body' | 'index'> }[] => {
  const { week, run, a, b } = match;
  return [
    { key: matchKey({ week, run, member: a.member }), item: { body: asBody(match), index: { pk: matchesOfRun(match), sk: a.member } } },
    { key: matchKey({ week, run, member: b.member }), item: { body: asBody(match) } },
  ];
};

export const rowKeys = (match: Match): readonly Key[] => rowsOf(match).map(({ key }) => key);

/** Those that are in use, side `a` first. */
export const aliasKeys = ({ a, b }: Match): readonly Key[] => [aliasKey(a.alias), aliasKey(b.alias)];

/** Whether one of the aliases was replaced between two looks at a match. */
export const hasOtherAliases = (one: Match, other: Match): boolean => one.a.alias !== other.a.alias || one.b.alias !== other.b.alias;
