import { asText, type DecodesBytes } from './content.ts';

/**
 * Printable stretches of what is no text, in ASCII and UTF-8, one a line; without the zero bytes of UTF-16 and UTF-32, which follow one
 * another at every second place.
 */
export const printable: DecodesBytes = (bytes, { addressBytesMin }) => {
  const runMin = Math.max(addressBytesMin, accidentMax);
  const kept = Buffer.allocUnsafe(bytes.length + 1);
  let length = 0;
  let run = 0;
  for (let at = 0; at < bytes.length;) {
    if (bytes[at] === 0 && (bytes[at - 2] === 0 || bytes[at + 2] === 0)) {
      at++;
      continue;
    }
    const size = characterSize(bytes, at);
    if (size > 0) {
      for (let copied = 0; copied < size; copied++) kept[length++] = bytes[at++] ?? 0;
      run += size;
      continue;
    }
    at++;
    if (run < runMin) length -= run;
    else kept[length++] = lineFeed;
    run = 0;
  }
  if (run < runMin) length -= run;
  return length === 0 ? [] : [asText(kept.toString('utf8', 0, length))];
};

/** Bytes of the character that begins there (RFC 3629, 4); none if it is a control character other than a blank, or no character. */
const characterSize = (bytes: Buffer, at: number): number => {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return (first >= 0x20 && first !== 0x7f) || (first >= 0x09 && first <= 0x0d) ? 1 : 0;
  const size = first < 0xc2 || first > 0xf4 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  for (let next = 1; next < size; next++) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0;
  return size;
};

/** Bytes of a stretch that any picture has by accident; an address so short is found in the bytes as they are. */
const accidentMax = 12;
const lineFeed = 0x0a;
