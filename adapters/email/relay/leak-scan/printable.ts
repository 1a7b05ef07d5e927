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
    const byte = bytes[at] ?? 0;
    if (isPrintable[byte] === 1) {
      kept[length++] = byte;
      run++;
      at++;
      continue;
    }
    if (byte === 0 && (bytes[at - 2] === 0 || bytes[at + 2] === 0)) {
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

/** Of ASCII, all but control characters that are no blank. */
const isPrintable = Uint8Array.from({ length: 256 }, (_, byte) =>
  (byte >= 0x20 && byte < 0x7f) || (byte >= 0x09 && byte <= 0x0d) ? 1 : 0,
);

/** Bytes of the character beyond ASCII that begins there (RFC 3629, 4); none if it is no character. */
const characterSize = (bytes: Buffer, at: number): number => {
  const first = bytes[at] ?? 0;
  const size = first < 0xc2 || first > 0xf4 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  for (let next = 1; next < size; next++) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0;
  return size;
};

/** Bytes of a stretch that any picture has by accident; an address so short is found in the bytes as they are. */
const accidentMax = 12;
const lineFeed = 0x0a;
