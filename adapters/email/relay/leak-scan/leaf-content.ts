import { asBytes, asText, type Content } from './content.ts';
import { decodedBy } from './charsets.ts';
import { parameterOf, valueOf, wordOf } from './fields.ts';
import type { LeakPlace } from './leak.ts';
import type { Leaf } from './walk.ts';

/** What of a part is searched: as it stands there, and as its headers say that it is read. */
export const contentsOf = (leaf: Leaf): readonly Content[] => {
  const encoding = wordOf(valueOf(leaf.fields, 'content-transfer-encoding') ?? '7bit');
  const undone = transferDecoded(encoding, leaf.body);
  if (undone === undefined) return [{ kind: 'sealed' }, asBytes(leaf.body)];
  // The letters of base64 hold no dot, and so no domain: as it stands there it says nothing.
  const standing: readonly Content[] = encoding === 'base64' ? [] : [{ kind: 'glance', text: leaf.body.toString('latin1') }];
  return [...readAs(leaf, undone), ...standing];
};

export const placeOf = ({ fields }: Leaf): LeakPlace => {
  const isText = /^text\/(?:plain|html)$/.test(mediaTypeOf(fields));
  return isText && wordOf(valueOf(fields, 'content-disposition') ?? '') !== 'attachment' ? 'text' : 'attachment';
};

const mediaTypeOf = (fields: Leaf['fields']): string => wordOf(valueOf(fields, 'content-type') ?? 'text/plain');

const readAs = ({ fields }: Leaf, bytes: Buffer): readonly Content[] => {
  if (!mediaTypeOf(fields).startsWith('text/')) return [asBytes(bytes)];
  const charset = parameterOf(valueOf(fields, 'content-type') ?? '', 'charset') ?? 'utf-8';
  const text = decodedBy(charset, bytes);
  if (text === undefined) return [{ kind: 'sealed' }, asBytes(bytes)];
  return /^(?:utf-8|us-ascii)$/i.test(charset) ? [asText(text), ...binaryOf(bytes)] : [asText(text), asBytes(bytes)];
};

/** Text that is none is looked at as what it is. */
const binaryOf = (bytes: Buffer): readonly Content[] =>
  /[\0-\x06\x0e-\x1a]|%PDF|PK/.test(bytes.toString('latin1', 0, 512)) ? [asBytes(bytes)] : [];

const transferDecoded = (encoding: string, body: Buffer): Buffer | undefined => {
  if (['7bit', '8bit', 'binary'].includes(encoding)) return body;
  const written = body.toString('latin1');
  if (encoding === 'base64') return isBase64(written) ? Buffer.from(written, 'base64') : undefined;
  return encoding === 'quoted-printable' ? quotedPrintableDecoded(written) : undefined;
};

/** Nothing but its alphabet, and `=` at the end alone: readers differ on what comes after one. */
const isBase64 = (written: string): boolean => {
  const padding = written.indexOf('=');
  return (
    !/[^A-Za-z0-9+/=\r\n]/.test(written) &&
    (padding < 0 || (/^={1,2}[\r\n]*$/.test(written.slice(padding, padding + 16)) && written.length - padding <= 16))
  );
};

const quotedPrintableDecoded = (written: string): Buffer => {
  const solid = written.includes(' \r\n') || written.includes('\t\r\n') ? written.replace(/[ \t]{1,80}\r\n/g, '\r\n') : written;
  return codesDecoded(Buffer.from(solid.replaceAll('=\r\n', ''), 'latin1'));
};

/** Each `=40` becomes its byte, in place. */
const codesDecoded = (bytes: Buffer): Buffer => {
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    const value = byte === equals ? (hexDigits[bytes[at + 1] ?? 0] ?? -1) * 16 + (hexDigits[bytes[at + 2] ?? 0] ?? -1) : -1;
    if (value >= 0) at += 2;
    bytes[length++] = value < 0 ? byte : value;
  }
  return bytes.subarray(0, length);
};

const equals = 0x3d;
/** By byte; of what is none so far below zero that no other digit makes up for it. */
const hexDigits = Int16Array.from({ length: 256 }, (_, byte) => {
  const digit = parseInt(String.fromCharCode(byte), 16);
  return Number.isNaN(digit) ? -1_000 : digit;
});
