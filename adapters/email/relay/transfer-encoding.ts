/**
 * Undoes a transfer encoding (RFC 2045, 6). Never fails: what is malformed is skipped or left as it is, and an unknown encoding is none.
 * Takes time and memory in proportion to the body, however short its lines are.
 */
export const transferDecoded = (body: Buffer, encoding: string): Buffer => {
  if (/base64/i.test(encoding)) return fromBase64(body);
  return /quoted-printable/i.test(encoding) ? fromQuotedPrintable(body) : body;
};

const fromBase64 = (body: Buffer): Buffer => {
  const padded = body.indexOf(padding);
  // Some programs pad each line, where the platform stops at the first padding.
  const isPaddedWithin = padded !== -1 && padded < body.length - endBytesMax;
  return isPaddedWithin ? fromPaddedBase64(body) : Buffer.from(body.toString('latin1'), 'base64');
};

const fromPaddedBase64 = (body: Buffer): Buffer => {
  const decoded = Buffer.alloc(Math.ceil(body.length / 4) * 3);
  let length = 0;
  let bits = 0;
  let held = 0;
  for (const byte of body) {
    if (byte === padding) {
      // Padding ends a group of four; what was held is less than a byte.
      bits = 0;
      held = 0;
      continue;
    }
    const value = base64Values[byte] ?? noValue;
    if (value === noValue) continue;
    held = ((held << 6) | value) & 0xfff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    decoded[length] = (held >> bits) & 255;
    length += 1;
  }
  return decoded.subarray(0, length);
};

const fromQuotedPrintable = (body: Buffer): Buffer => {
  const decoded = Buffer.alloc(body.length);
  let length = 0;
  /** Behind the last byte of the line that is no blank: blanks at its end were added on the way (6.7, rule 3). */
  let solid = 0;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] ?? 0;
    if (byte === equals) {
      const high = hexValues[body[at + 1] ?? 0] ?? noValue;
      const low = hexValues[body[at + 2] ?? 0] ?? noValue;
      const softBreak = high === noValue ? endOfBlankLine(body, at + 1) : undefined;
      if (softBreak !== undefined) {
        at = softBreak;
        solid = length;
        continue;
      }
      const isByte = high !== noValue && low !== noValue;
      decoded[length] = isByte ? high * 16 + low : equals;
      length += 1;
      at += isByte ? 2 : 0;
      solid = length;
      continue;
    }
    if (byte === lf || (byte === cr && body[at + 1] === lf)) length = solid;
    decoded[length] = byte;
    length += 1;
    if (byte !== space && byte !== tab) solid = length;
  }
  return decoded.subarray(0, solid);
};

/** Where the line feed is, if nothing but blanks comes before it; a soft break at the very end counts. */
const endOfBlankLine = (body: Buffer, from: number): number | undefined => {
  for (let at = from; at < Math.min(body.length, from + blanksMax); at += 1) {
    if (body[at] === lf) return at;
    if (body[at] !== space && body[at] !== tab && body[at] !== cr) return undefined;
  }
  return from >= body.length ? body.length : undefined;
};

const valuesOf = (alphabet: string): Uint8Array => {
  const values = new Uint8Array(256).fill(255);
  Array.from(alphabet).forEach((character, value) => (values[character.charCodeAt(0)] = value));
  return values;
};

const noValue = 255;
const base64Values = valuesOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const hexValues = valuesOf('0123456789ABCDEF');
Array.from('abcdef').forEach((digit, index) => (hexValues[digit.charCodeAt(0)] = 10 + index));
const padding = 0x3d;
/** Padding and a line break or two. */
const endBytesMax = 8;
const equals = 0x3d;
const space = 0x20;
const tab = 0x09;
const cr = 0x0d;
const lf = 0x0a;
/** A line has 76 characters at most. */
const blanksMax = 998;
