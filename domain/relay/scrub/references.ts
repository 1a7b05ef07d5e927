/**
 * Characters that are written as something else: `&commat;` and `&#64;` (HTML), `%40` (RFC 3986, 2.1), `=40` (RFC 2045, 6.7). Read at
 * the end of what was folded so far, so that one pass undoes any number of layers.
 */
import { hexValue } from './letters.ts';

/** What the last characters stand for, and how many of them. */
export interface Reduced {
  readonly code: number;
  readonly taken: number;
  /** The two hexadecimal digits as they were written, as `first << 8 | second`; 0 where there were none. */
  readonly pair: number;
}

const percent = 0x25;
const equals = 0x3d;
const ampersand = 0x26;
const semicolon = 0x3b;

/** The escape that ends with the last of `length` codes. Reads 12 codes at most. */
export const escapeAt = (codes: Uint32Array, length: number): Reduced | undefined => {
  const last = codes[length - 1] ?? 0;
  if (last === semicolon) return referenceAt(codes, length - 1, 1);
  if (hexValue(last) < 0) return undefined;
  const sign = codes[length - 3];
  const byte = byteAt(codes, length, sign);
  if (byte === undefined) return undefined;
  const pair = ((codes[length - 2] ?? 0) << 8) | last;
  if (byte < 0x80) return { code: byte, taken: 3, pair };
  if (byte > 0xbf) return undefined;
  let code = byte & 0x3f;
  for (let count = 2; count <= 4; count += 1) {
    const before = byteAt(codes, length - 3 * (count - 1), sign);
    if (before === undefined || before < 0x80) return undefined;
    const shift = 6 * (count - 1);
    if (before <= 0xbf) code |= (before & 0x3f) << shift;
    else return utf8(before, { rest: code, count, pair });
  }
  return undefined;
};

/** The decimal or hexadecimal reference that ends before `next` without a semicolon, as browsers read it. */
export const unclosedReferenceAt = (codes: Uint32Array, length: number, next: number): Reduced | undefined => {
  if (hexValue(codes[length - 1] ?? 0) < 0 || next === semicolon || (next >= 0x30 && next <= 0x39)) return undefined;
  const found = referenceAt(codes, length, 0);
  if (found === undefined) return undefined;
  const hexadecimal = codes[length - found.taken + 2] === 0x78;
  const named = codes[length - found.taken + 1] !== 0x23;
  return named || (hexadecimal && hexValue(next) >= 0) ? undefined : found;
};

const byteAt = (codes: Uint32Array, end: number, sign: number | undefined): number | undefined => {
  if (end < 3 || (sign !== percent && sign !== equals) || codes[end - 3] !== sign) return undefined;
  const high = hexValue(codes[end - 2] ?? 0);
  const low = hexValue(codes[end - 1] ?? 0);
  return high < 0 || low < 0 ? undefined : high * 16 + low;
};

const utf8 = (lead: number, { rest, count, pair }: { readonly rest: number; readonly count: number; readonly pair: number }) => {
  const fits = count === 2 ? lead >> 5 === 0b110 : count === 3 ? lead >> 4 === 0b1110 : lead >> 3 === 0b11110;
  if (!fits) return undefined;
  const code = rest | ((lead & (0x7f >> count)) << (6 * (count - 1)));
  return isScalar(code) ? { code, taken: 3 * count, pair } : undefined;
};

const referenceMax = 18;

const referenceAt = (codes: Uint32Array, end: number, closing: number): Reduced | undefined => {
  let start = end - 1;
  while (start >= 0 && end - start <= referenceMax && isReferenceLetter(codes[start] ?? 0)) start -= 1;
  if (start < 0 || codes[start] !== ampersand || start === end - 1) return undefined;
  const code = codes[start + 1] === numberSign ? numberIn(codes, start + 2, end) : named.get(wordIn(codes, start + 1, end));
  return code === undefined ? undefined : { code, taken: end - start + closing, pair: 0 };
};

const isReferenceLetter = (code: number): boolean => (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x23;

const numberSign = 0x23;

const numberIn = (codes: Uint32Array, from: number, end: number): number | undefined => {
  const base = codes[from] === 0x78 ? 16 : 10;
  const first = base === 16 ? from + 1 : from;
  if (end === first || end - first > (base === 16 ? 8 : 10)) return undefined;
  let code = 0;
  for (let at = first; at < end; at += 1) {
    const digit = hexValue(codes[at] ?? 0);
    if (digit < 0 || digit >= base) return undefined;
    code = code * base + digit;
  }
  return isScalar(code) ? code : undefined;
};

const wordIn = (codes: Uint32Array, from: number, end: number): string => {
  let word = '';
  for (let at = from; at < end; at += 1) word += String.fromCharCode(codes[at] ?? 0);
  return word;
};

const isScalar = (code: number): boolean => code >= 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);

// Those that can stand in or around an address; in lower case, as everything that was folded is.
const named: ReadonlyMap<string, number> = new Map(
  Object.entries({
    commat: '@',
    period: '.',
    plus: '+',
    hyphen: '-',
    dash: '-',
    lowbar: '_',
    underbar: '_',
    amp: '&',
    num: '#',
    semi: ';',
    percnt: '%',
    equals: '=',
    colon: ':',
    sol: '/',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    lpar: '(',
    rpar: ')',
    lsqb: '[',
    lbrack: '[',
    rsqb: ']',
    rbrack: ']',
    nbsp: '\u00a0',
    ensp: '\u2002',
    emsp: '\u2003',
    thinsp: '\u2009',
    tab: '\t',
    newline: '\n',
    shy: '\u00ad',
    zwj: '\u200d',
    zwnj: '\u200c',
    lrm: '\u200e',
    rlm: '\u200f',
    zerowidthspace: '\u200b',
    nobreak: '\u2060',
  }).map(([name, letter]) => [name, letter.codePointAt(0) ?? 0]),
);
