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

export const foldText = (text: string): Folded => {
  const plain = plainBytes(text, { withBlanks: true });
  if (plain === undefined)
    return squeezed(Buffer.from(wordsAsSigns(plainLetters(text).replace(/\s+/g, ' ').replaceAll(markupMark, '\x01'))), textBytes);
  // Words are ASCII: a character per byte says the same, and is looked through in half the time.
  const written = plain.toString('latin1');
  const signs = wordsAsSigns(written);
  return squeezed(signs === written ? plain : Buffer.from(signs, 'latin1'), textBytes);
};

/** Of bytes that are no text: their ASCII, also where it is spread over UTF-16 or UTF-32. */
export const foldBytes = (bytes: Buffer): Folded => squeezed(bytes, rawBytes);

/**
 * The letters of `foldText` before words become signs and without `>`, at a fraction of its price; undefined of the few texts that are
 * folded whole. Without `>`, because then the marks of quotes make no difference.
 */
export const lettersOfText = (text: string): Buffer | undefined => plainBytes(text, { withBlanks: false });

/** The letters of `foldBytes`. */
export const lettersOfBytes = (bytes: Buffer): Buffer => {
  const letters = Buffer.allocUnsafe(bytes.length + 1);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const meaning = rawBytes[bytes[at] ?? 0] ?? 0;
    // What is dropped is written over by what comes next. Counted without a branch: whatever bytes do, none is guessed wrong.
    letters[length] = meaning;
    length += isLetter[meaning] ?? 0;
  }
  return letters.subarray(0, length);
};

/** Marks go first, and again afterwards: Unicode sorts a run of them, which takes the square of its length. */
export const plainLetters = (text: string): string => {
  if (!/[^\0-\x7f]/.test(text)) return text.toLowerCase().replace(asciiControls, '');
  const decomposed = text.replace(invisible, '').normalize('NFKD').toLowerCase();
  return decomposed.replace(invisible, '').replace(dotLike, '.').replace(hyphenLike, '-').replace(apostropheLike, "'");
};

const asciiControls = /[\0-\x08\x0e-\x1f\x7f]/g;
// Combining, control (but blanks), format and bidirectional characters, what Unicode lets a reader ignore, Braille's blank, and what
// stands for bytes that are no text.
const invisible = /[\p{M}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\0-\x08\x0e-\x1f\x7f-\x9f\u2800\uFFFD]/gu;
const dotLike = /[\u3002\u00b7\u2022\u2219\u22c5]/g;
const hyphenLike = /[\u2010\u2011]/g;
/** What programs make of the one that somebody typed. */
const apostropheLike = /[\u2018\u2019\u02bc]/g;

/**
 * `plainLetters` in UTF-8, with one blank for each run of them, or none: what a character is does not depend on those beside it, so each
 * is looked up by itself. Undefined where a capital sigma makes that untrue, which at the end of a word has another small letter than
 * inside one.
 */
const plainBytes = (text: string, { withBlanks }: { readonly withBlanks: boolean }): Buffer | undefined => {
  const source = Buffer.from(text);
  const size = source.length;
  const kept = withBlanks ? asciiForms : asciiLetters;
  let bytes = Buffer.allocUnsafe(size + roomToSpare);
  let length = 0;
  for (let at = 0; at < size;) {
    const first = source[at] ?? 0;
    if (first < 0x80) {
      at++;
      const byte = kept[first] ?? 0;
      // What is dropped is written over by what comes next.
      bytes[length] = byte;
      if (byte > blank || (byte === blank && bytes[length - 1] !== blank)) length++;
      continue;
    }
    const end = at + (first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4);
    const code = codePointAt(source, at);
    if (staysAsItIs(code)) {
      while (at < end) bytes[length++] = source[at++] ?? 0;
      continue;
    }
    const form = formOf(code);
    if (form === undefined) return undefined;
    at = end;
    // There is always room for what is left, if it is ASCII.
    if (length + form.length + size - at >= bytes.length) bytes = Buffer.concat([bytes], bytes.length * 2 + form.length);
    for (const byte of form) {
      const isKept = withBlanks ? byte !== blank || bytes[length - 1] !== blank : byte > blank && byte !== moreThan;
      if (isKept) bytes[length++] = byte;
    }
  }
  return bytes.subarray(0, length);
};

const blank = 0x20;
const moreThan = 0x3e;
const roomToSpare = 256;

/** Of well-formed UTF-8 (RFC 3629, 3), from two bytes on. */
const codePointAt = (bytes: Buffer, at: number): number => {
  const rest = (next: number): number => (bytes[at + next] ?? 0) & 0x3f;
  const first = bytes[at] ?? 0;
  if (first < 0xe0) return ((first & 0x1f) << 6) | rest(1);
  if (first < 0xf0) return ((first & 0x0f) << 12) | (rest(1) << 6) | rest(2);
  return ((first & 0x07) << 18) | (rest(1) << 12) | (rest(2) << 6) | rest(3);
};

const asciiForms = Uint8Array.from({ length: 0x80 }, (_, code) => {
  if (code >= 0x41 && code <= 0x5a) return code + 0x20;
  if (code >= 0x09 && code <= 0x0d) return blank;
  return code < 0x20 || code === 0x7f ? 0 : code;
});
const asciiLetters = asciiForms.map((byte, code) => (byte === blank || code === moreThan ? 0 : byte));

/** Of the most characters: they have no other form. To find out takes a microsecond, and so is remembered of each. */
const staysAsItIs = (code: number): boolean => {
  const known = stays[code] ?? 0;
  if (known !== 0) return known === 1;
  const character = String.fromCodePoint(code);
  const isPlain = plainLetters(character) === character && !/\s/.test(character) && character !== markupMark;
  stays[code] = isPlain ? 1 : 2;
  return isPlain;
};

/** By code point: 0 where nobody asked yet. */
const stays = new Uint8Array(0x110000);

/** What another one becomes; undefined of a sigma. */
const formOf = (code: number): Uint8Array | undefined => {
  const known = forms.get(code);
  if (known !== undefined) return known;
  const character = String.fromCodePoint(code);
  if (character.normalize('NFKD').includes('\u03a3')) return undefined;
  const form = Buffer.from(plainLetters(character).replace(/\s/g, ' ').replaceAll(markupMark, '\x01'));
  forms.set(code, form);
  return form;
};

const forms = new Map<number, Uint8Array>();

/** `name (at) domain [dot] tld` and `name at domain dot tld` become what they stand for. */
const wordsAsSigns = (text: string): string =>
  text.replace(bracketedAt, '@').replace(bracketedDot, '\x02.').replace(bareAt, '\x02@').replace(bareDot, '\x02.');

const bracketedAt =
  / ?(?:[([{<|_*~-]{1,2} ?(?:at|@|arobase|arroba|chiocciola|klammeraffe|apenstaartje|snabel-a|kukac|malpa|zavinac) ?[)\]}>|_*~-]{1,2}|[([{]a[)\]}]) ?/g;
const bracketedDot = / ?[([{<|_*~-]{1,2} ?(?:dot|\.|punkt|point|punto|ponto|period|punt|pont|kropka|tecka) ?[)\]}>|_*~-]{1,2} ?/g;
const bareAt = / (?:at|arobase|arroba|chiocciola|klammeraffe|apenstaartje|snabel-a|kukac|malpa|zavinac) /g;
const bareDot = / (?:dot|punkt|point|punto|ponto|punt|pont|kropka|tecka) /g;

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

const isLetter = Uint8Array.from({ length: 256 }, (_, meaning) => (meaning >= lettersFrom ? 1 : 0));

const rawBytes = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x41 && byte <= 0x5a) return byte + 0x20;
  if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) return blankGap;
  return byte < 0x20 || byte === 0x7f ? blankGap : byte;
});
const textBytes = rawBytes
  .map((meaning, byte) => (byte < 0x09 ? 0 : meaning))
  .with(0x01, markupGap)
  .with(0x02, wordGap);
