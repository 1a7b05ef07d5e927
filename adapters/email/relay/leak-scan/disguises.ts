import { holdsAddress } from './find-address.ts';
import type { Folded } from './fold.ts';
import { backwards, rot13 } from './letters.ts';
import type { Targets } from './targets.ts';

/** An address written backwards, as pages do that turn it round by its direction, or in ROT13; both leave `@` as it is. */
export const holdsDisguised = (folded: Folded, targets: Targets): boolean =>
  folded.letters.includes(atSign) && disguises.some((disguise) => holdsIn(disguise, folded, targets));

/**
 * Whether letters can hold a hidden address, in whatever disguise: all labels of its domain stand in them. No sign that a word stands for
 * is a letter of a label, so letters without such signs tell as much.
 */
export const mayHold = (letters: Buffer | undefined, { hints }: Targets): boolean =>
  letters === undefined ||
  hints.some(({ first, rest }) => letters.includes(first) && rest.some((all) => all.every((one) => letters.includes(one))));

type Disguise = (typeof disguises)[number];

const holdsIn = ({ of, undone }: Disguise, folded: Folded, targets: Targets): boolean =>
  targets.domains.some(({ domain }) => folded.letters.includes(of(domain))) && holdsAddress(undone(folded), targets);

const atSign = 0x40;

const disguises = [
  { of: backwards, undone: ({ letters, gaps }: Folded): Folded => ({ letters: backwards(letters), gaps: gaps.toReversed() }) },
  { of: rot13, undone: ({ letters, gaps }: Folded): Folded => ({ letters: rot13(letters), gaps }) },
] as const;
