/** What stands between the parts of an address, where people hide it from machines: `name [at] domain (dot) tld`. */
import { softSpaceBefore, type Folded } from './fold-room.ts';

/** The place after an `@`, a word for it, and what is around either; -1 where there is none at `at`. */
export const afterAt = (folded: Folded, at: number): number => afterSign(folded, at, atSign);

/** The same for a dot. */
export const afterDot = (folded: Folded, at: number): number => afterSign(folded, at, dotSign);

interface Sign {
  readonly code: number;
  readonly words: readonly (readonly number[])[];
}

const codesOf = (words: readonly string[]) => words.map((word) => Array.from(word, (letter) => letter.codePointAt(0) ?? 0));
const atSign: Sign = {
  code: 0x40,
  words: codesOf([
    ...['at', 'arroba', 'ät', 'arobase', 'chiocciola', 'klammeraffe', 'apenstaartje', 'snabel-a', 'kukac'],
    ...['małpa', 'malpa', 'zavináč', 'zavinac', 'собака'],
  ]),
};
const dotSign: Sign = {
  code: 0x2e,
  words: codesOf(['dot', 'punkt', 'punto', 'ponto', 'point', 'period', 'punt', 'pont', 'kropka', 'tečka', 'tecka', 'точка']),
};

const afterSign = (folded: Folded, at: number, sign: Sign): number => {
  const symbol = skip(folded, at, isBracket);
  if (symbol < folded.length && folded.codes[symbol] === sign.code) return skip(folded, symbol + 1, isBracket);
  const begin = skip(folded, at, isBetweenWords);
  if (begin === at && !isSoft(folded, at)) return -1;
  for (const word of sign.words) {
    const end = begin + word.length;
    if (!word.every((code, index) => begin + index < folded.length && folded.codes[begin + index] === code)) continue;
    const next = skip(folded, end, isBetweenWords);
    if (next > end || isSoft(folded, end)) return next;
  }
  return -1;
};

const isSoft = (folded: Folded, at: number): boolean => at < folded.length && ((folded.flags[at] ?? 0) & softSpaceBefore) !== 0;

/** More than this is no address any more, and a run of brackets is looked at once, not from each of them. */
const separatorsMax = 6;

const skip = (folded: Folded, from: number, isSeparator: (code: number) => boolean): number => {
  let at = from;
  while (at < folded.length && at < from + separatorsMax && isSeparator(folded.codes[at] ?? 0)) at += 1;
  return at;
};

const brackets = new Set(Array.from(' ()[]{}<>"\'`', (letter) => letter.charCodeAt(0)));
const betweenWords = new Set([...brackets, ...Array.from('-_*~|/', (letter) => letter.charCodeAt(0))]);
const isBracket = (code: number): boolean => brackets.has(code);
const isBetweenWords = (code: number): boolean => betweenWords.has(code);
