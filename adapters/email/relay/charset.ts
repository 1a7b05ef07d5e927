import { isAscii, isUtf8 } from 'node:buffer';
import { fromUtf7, isUtf7 } from './utf7.ts';

export interface CharsetClaim {
  /** As the part says; undefined where it says nothing. */
  readonly declared: string | undefined;
  readonly isHtml: boolean;
}

/** A label that the platform reads bytes by, and what it leaves to do afterwards. */
export interface Reading {
  readonly bytes: Buffer;
  readonly label: string;
  readonly finish: (text: string) => string;
}

/**
 * How bytes are read as text: by what they say in their first bytes, by what the part says, by what an HTML document says of itself, and
 * otherwise as UTF-8 where they are, or as windows-1252, which most of what says nothing is (WHATWG Encoding, 4.2).
 */
export const readingOf = (bytes: Buffer, { declared, isHtml }: CharsetClaim): Reading => {
  const told = (declared ?? '').replace(/[^\w:.()-]/g, '').toLowerCase();
  // What is plain ASCII was never written in units of two bytes or four, whatever it says.
  const name = /^(?:utf-?(?:16|32)|ucs-?2)/.test(told) && /^[\t\n\r -~]*$/.test(bytes.toString('latin1', 0, headBytesMax)) ? '' : told;
  const plain = { bytes, finish: (text: string) => text };
  if (isUtf7(name)) return { bytes, label: 'iso-8859-1', finish: fromUtf7 };
  if (/^utf-?32/.test(name)) return { ...plain, bytes: fromUtf32(bytes, name.endsWith('be')), label: 'utf-16le' };
  if (/^(?:utf-?16|ucs-?2|iso-10646-ucs-2)(?:le|be)?$/.test(name)) return { ...plain, label: utf16Label(bytes, name) };
  if (!saysNothing.has(name)) return { ...plain, label: labelOf(bytes, aliases.get(name) ?? name) };
  if (/^(?:\xff\xfe|\xfe\xff)/.test(bytes.toString('latin1', 0, 2))) return { ...plain, label: utf16Label(bytes, '') };
  if (isUtf8(bytes)) return { ...plain, label: 'utf-8' };
  const own = isHtml
    ? /<meta[^>]{1,200}charset\s{0,5}=\s{0,5}["']?([\w:.-]{1,40})/i.exec(bytes.toString('latin1', 0, headBytesMax))?.[1]
    : undefined;
  return { ...plain, label: own === undefined || /^utf-?(?:7|16|32)/i.test(own) ? 'windows-1252' : own };
};

/** As told, but UTF-8 where that is what it is and what is told cannot be: programs copy a charset from the mail that they answer. */
const labelOf = (bytes: Buffer, told: string): string => (isUtf8(bytes) && !isAscii(bytes) && !isIn(bytes, told) ? 'utf-8' : told);

const isIn = (bytes: Buffer, label: string): boolean => {
  try {
    new TextDecoder(label, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

/** Where an HTML document may say what it is written in (HTML, 13.2.3.2). */
const headBytesMax = 1_024;

const saysNothing: ReadonlySet<string> = new Set([
  '',
  'us-ascii',
  'ascii',
  'ansi_x3.4-1968',
  'unknown-8bit',
  'x-unknown',
  'default',
  'binary',
]);
/** Names of Microsoft and of old programs that the platform does not know. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['cp932', 'shift_jis'],
  ['cp936', 'gbk'],
  ['cp949', 'euc-kr'],
  ['cp950', 'big5'],
  ['latin-1', 'windows-1252'],
  ['win-1251', 'windows-1251'],
]);

/** By its mark, its name, or where its zero bytes are (RFC 2781, 4.3). */
const utf16Label = (bytes: Buffer, name: string): string => {
  const mark = bytes.length < 2 ? 0 : bytes.readUInt16BE(0);
  if (mark === 0xfeff) return 'utf-16be';
  if (mark === 0xfffe || name.endsWith('le')) return 'utf-16le';
  return name.endsWith('be') || (bytes[0] === 0 && bytes[1] !== 0) ? 'utf-16be' : 'utf-16le';
};

/** As UTF-16, little end first. What is no character becomes U+FFFD. */
const fromUtf32 = (bytes: Buffer, isBig: boolean): Buffer => {
  const isBigEnd = isBig || bytes.toString('latin1', 0, 4) === '\0\0\xfe\xff';
  const pieces: string[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = isBigEnd ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
    pieces.push(code > 0x10ffff ? '\ufffd' : code === 0xfeff ? '' : String.fromCodePoint(code));
  }
  return Buffer.from(pieces.join(''), 'utf16le');
};
