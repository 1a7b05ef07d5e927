import { holdsAddress } from './find-address.ts';
import type { Folded } from './fold.ts';
import type { Targets } from './targets.ts';

/** An address written backwards, as pages do that turn it round by its direction, or in ROT13; both leave `@` as it is. */
export const holdsDisguised = (folded: Folded, targets: Targets): boolean =>
  folded.letters.includes(atSign) && disguises.some((disguise) => holdsIn(disguise, folded, targets));

type Disguise = (typeof disguises)[number];

const holdsIn = ({ of, undone }: Disguise, folded: Folded, targets: Targets): boolean =>
  targets.domains.some(({ domain }) => folded.letters.includes(of(domain))) && holdsAddress(undone(folded), targets);

const atSign = 0x40;

const backwards = (letters: Buffer): Buffer => Buffer.from(letters).reverse();
const rot13 = (letters: Buffer): Buffer =>
  Buffer.from(letters.map((byte) => (byte >= 0x61 && byte <= 0x7a ? ((byte - 0x61 + 13) % 26) + 0x61 : byte)));

const disguises = [
  { of: backwards, undone: ({ letters, gaps }: Folded): Folded => ({ letters: backwards(letters), gaps: gaps.toReversed() }) },
  { of: rot13, undone: ({ letters, gaps }: Folded): Folded => ({ letters: rot13(letters), gaps }) },
] as const;
