import type { Brand } from './brand.ts';
import { invariant } from './invariant.ts';

/** The part before the `@` of a relay address: `c_`, 26 characters of lower-case base32 (128 random bits of its own) and the letter of its side. */
export type AliasName = Brand<string, 'alias-name'>;
export type AliasSide = 'a' | 'b';

/** Makes an alias of a fresh `Secrets.aliasToken`. */
export const aliasName = (token: string, side: AliasSide): AliasName => {
  const alias = parseAliasName(`c_${token}${side}`);
  invariant(alias !== undefined, 'an alias is made of 26 characters of base32');
  return alias;
};

/** Reads an alias out of an envelope or a row. Mail servers may change the case of an address, so it makes no difference. */
export const parseAliasName = (text: string): AliasName | undefined => {
  const lower = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return /^c_[a-z2-7]{26}[ab]$/.test(lower) ? (lower as AliasName) : undefined;
};
