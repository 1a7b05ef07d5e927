/**
 * What single characters mean where an address may be hidden. Everything here looks at one code point, so that it costs the same
 * wherever in a text it stands.
 */

/** What a character beyond ASCII is for an address; or the characters that it is a form of, in lower case. */
export type Role = 'soft-space' | 'space' | 'unseen' | 'mark' | readonly number[];

export const roleOf = (code: number): Role => {
  if (isSoftSpace(code)) return 'soft-space';
  if (isSpace(code)) return 'space';
  if (isUnseen(code)) return 'unseen';
  return isMark(code) ? 'mark' : formsOf(code);
};

/** A longer form (a whole phrase in one character) is no letter of an address, and would make a text grow. */
const formsMax = 4;

// The full stops that hostnames take for a dot (UTS 46, 4): of these, NFKC leaves one. Of an apostrophe programs make a curved one.
const formsOf = (code: number): readonly number[] => {
  const plain = Array.from(String.fromCodePoint(code).normalize('NFKC').toLowerCase());
  return plain.length > formsMax ? [code] : plain.map((letter) => plainSigns.get(letter) ?? letter.codePointAt(0) ?? 0);
};

const plainSigns: ReadonlyMap<string, number> = new Map([
  ['\u3002', 0x2e],
  ['\u2018', 0x27],
  ['\u2019', 0x27],
  ['\u02bc', 0x27],
]);

/** Seen by nobody: zero-width characters, soft hyphens, bidirectional controls, variation selectors. */
const isUnseen = (code: number): boolean => /[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}\ufffc]/u.test(String.fromCodePoint(code));

export const isSpace = (code: number): boolean =>
  code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0x85 || code === 0x2028 || code === 0x2029;

/** Spaces that nobody types: a letter of an address may stand on either side of one, and a word as well. */
const isSoftSpace = (code: number): boolean =>
  code === 0xa0 || code === 0x1680 || (code >= 0x2000 && code <= 0x200a) || code === 0x202f || code === 0x205f || code === 0x3000;

export const isMark = (code: number): boolean => code >= 0x300 && /\p{M}/u.test(String.fromCodePoint(code));

/** Letters that no compatibility form or case changes, and of which there are many in a row. */
export const isPlainEastAsian = (code: number): boolean =>
  (code >= 0x4e00 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7a3) || (code >= 0x3041 && code <= 0x3096);

export const hexValue = (code: number): number => {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  return code >= 0x61 && code <= 0x66 ? code - 0x57 : -1;
};

/**
 * Two characters side by side are of one word. A script that is written without spaces, and a change of script, end a word: an address
 * stands right inside a Chinese sentence, or takes a Korean particle.
 */
export const joins = (one: number, other: number): boolean => {
  const script = scriptOf(one);
  return script !== 'none' && script === scriptOf(other);
};

type Script = 'latin' | 'spaced' | 'none';

const scriptOf = (code: number): Script => {
  if (code < 0x80) return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) ? 'latin' : 'none';
  const letter = String.fromCodePoint(code);
  if (/\p{Script=Latin}/u.test(letter)) return 'latin';
  if (!/[\p{L}\p{N}]/u.test(letter)) return 'none';
  return unspaced.test(letter) ? 'none' : 'spaced';
};

const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
