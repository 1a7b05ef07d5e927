/**
 * A text without everything by which one spelling differs from another: letters in lower case and compatibility form (Unicode's NFKD),
 * nothing invisible, no blanks. What was left out before a letter is kept beside it, for whoever asks where a word begins.
 */
export interface Folded {
  /** UTF-8. */
  readonly letters: Buffer;
  /** For each byte of `letters`, and for the end: which gaps stood before it. */
  readonly gaps: Uint8Array;
}

export const blankGap = 1;
export const markupGap = 2;
/** The letter was a word before: `at`, `dot`. */
export const wordGap = 4;

/** Stands where a tag stood. For private use (U+E001), so that neither a decoder nor Unicode makes anything else of it. */
export const markupMark = '\uE001';

export const foldText = (text: string): Folded => squeezed(Buffer.from(wordsAsSigns(plainLetters(text))), textBytes);

/** Of bytes that are no text: their ASCII, also where it is spread over UTF-16 or UTF-32. */
export const foldBytes = (bytes: Buffer): Folded => squeezed(bytes, rawBytes);

/** Marks go first, and again afterwards: Unicode sorts a run of them, which takes the square of its length. */
export const plainLetters = (text: string): string => {
  if (!/[^\0-\x7f]/.test(text)) return text.toLowerCase().replace(asciiControls, '');
  const decomposed = text.replace(invisible, '').normalize('NFKD').toLowerCase();
  return decomposed.replace(invisible, '').replace(dotLike, '.').replace(hyphenLike, '-');
};

const asciiControls = /[\0-\x08\x0e-\x1f\x7f]/g;
// Combining, control (but blanks), format and bidirectional characters, what Unicode lets a reader ignore, Braille's blank, and what
// stands for bytes that are no text.
const invisible = /[\p{M}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\0-\x08\x0e-\x1f\x7f-\x9f\u2800\uFFFD]/gu;
const dotLike = /[\u3002\u00b7\u2022\u2219\u22c5]/g;
const hyphenLike = /[\u2010\u2011]/g;

/** `name (at) domain [dot] tld` and `name at domain dot tld` become what they stand for. */
const wordsAsSigns = (text: string): string =>
  text
    .replace(/\s{2,}|[^\S ]/g, ' ')
    .replaceAll(markupMark, '\x01')
    .replace(bracketedAt, '@')
    .replace(bracketedDot, '\x02.')
    .replace(bareAt, '\x02@')
    .replace(bareDot, '\x02.');

const bracketedAt = / ?(?:[([{<|_*~-]{1,2} ?(?:at|@|arobase|arroba|chiocciola|klammeraffe) ?[)\]}>|_*~-]{1,2}|[([{]a[)\]}]) ?/g;
const bracketedDot = / ?[([{<|_*~-]{1,2} ?(?:dot|\.|punkt|point|punto|ponto|period) ?[)\]}>|_*~-]{1,2} ?/g;
const bareAt = / (?:at|arobase|arroba|chiocciola|klammeraffe) /g;
const bareDot = / (?:dot|punkt|point|punto|ponto) /g;

const squeezed = (bytes: Buffer, table: Uint8Array): Folded => {
  const letters = Buffer.allocUnsafe(bytes.length);
  const gaps = new Uint8Array(bytes.length + 1);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const meaning = table[bytes[at] ?? 0] ?? 0;
    if (meaning >= lettersFrom) letters[length++] = meaning;
    else gaps[length] = (gaps[length] ?? 0) | meaning;
  }
  return { letters: letters.subarray(0, length), gaps: gaps.subarray(0, length + 1) };
};

/** What a byte becomes: below this number gaps, zero for nothing. Control bytes divide words in a file; from a text they are gone. */
const lettersFrom = 8;

const rawBytes = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x41 && byte <= 0x5a) return byte + 0x20;
  if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) return blankGap;
  return byte < 0x20 || byte === 0x7f ? blankGap : byte;
});
const textBytes = rawBytes
  .map((meaning, byte) => (byte < 0x09 ? 0 : meaning))
  .with(0x01, markupGap)
  .with(0x02, wordGap);
