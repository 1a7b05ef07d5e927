import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';

/** Bytes as text by the name of their charset; `undefined` where nobody knows it. Bytes that mean nothing become U+FFFD. */
export const decodedBy = (charset: string, bytes: Buffer): string | undefined => {
  const label = charset.trim().toLowerCase();
  if (/^(?:x-)?(?:unicode-1-1-)?utf-?7$/.test(label)) return decodedUtf7(bytes.toString('latin1'));
  return decoderOf(label)?.decode(bytes);
};

/** A decoder is costly to make, and a mail may name its charset for every word. */
const decoderOf = (label: string): TextDecoder | undefined => {
  if (decoders.size >= decodersMax) decoders.clear();
  if (!decoders.has(label)) decoders.set(label, madeDecoder(label));
  return decoders.get(label);
};

const decoders = new Map<string, TextDecoder | undefined>();
const decodersMax = 100;

const madeDecoder = (label: string): TextDecoder | undefined => {
  try {
    return new TextDecoder(label);
  } catch {
    return undefined;
  }
};

/** UTF-8 where it is, and otherwise one character per byte. */
export const decodedByLook = (bytes: Buffer): string => (isUtf8(bytes) ? bytes.toString('utf8') : bytes.toString('latin1'));

/** Both orders of bytes. */
export const decodedUtf16 = (bytes: Buffer): readonly string[] =>
  ['utf-16le', 'utf-16be'].map((label) => new TextDecoder(label).decode(bytes));

/** RFC 2152. */
const decodedUtf7 = (text: string): string =>
  text.replace(/\+([A-Za-z0-9+/]{0,4096})-?/g, (_, run: string) => (run === '' ? '+' : decodedUtf7Run(run)));

/** What the letters between `+` and `-` say. */
export const decodedUtf7Run = (run: string): string => {
  const bytes = Buffer.from(run, 'base64');
  return bytes
    .subarray(0, bytes.length & ~1)
    .swap16()
    .toString('utf16le');
};
