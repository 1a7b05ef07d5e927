import { decodedByLook, decodedUtf7Run } from './charsets.ts';
import { asText, type DecodesText } from './content.ts';

// Each of these puts characters in the place of their codes. All but the last three may follow one another in any order: what they decode
// is no spelling that anybody would write for another reason.

/** `%40`, `%u0040` (RFC 3986, 2.1). */
export const percentDecoded = (text: string): string =>
  text.includes('%')
    ? text
        .replace(/%u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
        .replace(/(?:%[0-9a-f]{2}){1,512}/gi, (run) => decodedByLook(Buffer.from(run.replaceAll('%', ''), 'hex')))
    : text;

/** `\u0040`, `\u{40}`, `\x40`, `\'40`, `\100`, `\@`, `\n`: scripts, JSON, RTF, PDF, and the quoted pair of RFC 5322, 3.2.1. */
export const unescaped = (text: string): string => (text.includes('\\') ? text.replace(escape, ofEscape) : text);

const escape = /\\(?:u\{[0-9a-f]{1,6}\}|u[0-9a-f]{4}|x[0-9a-f]{2}|'[0-9a-f]{2}|[0-7]{3}|[nrt]|\r?\n|[^0-9a-z\s])/gi;

const ofEscape = (written: string): string => {
  const sign = written.charAt(1);
  if (sign === '\r' || sign === '\n') return '';
  if (written.length === 2) return /[nrt]/i.test(sign) ? ' ' : sign;
  return /[0-7]/.test(sign) ? characterOf(parseInt(written.slice(1), 8)) : characterOf(parseInt(written.replace(/[^0-9a-f]/gi, ''), 16));
};

export const characterOf = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : '');

/** `=40`, and lines that go on (RFC 2045, 6.7), in text that says nothing of it. Destroys `?a=40`, and so stands on its own. */
export const quotedPrintable: DecodesText = (text) => {
  if (!text.includes('=')) return [];
  const decoded = quotedPrintableDecoded(text);
  return decoded === text ? [] : [asText(decoded)];
};

const quotedPrintableDecoded = (text: string): string =>
  text
    .replace(/=[ \t]{0,16}\r?\n/g, '')
    .replace(/(?:=[0-9a-f]{2}){1,512}/gi, (run) => decodedByLook(Buffer.from(run.replaceAll('=', ''), 'hex')));

/** `\40 `: style sheets (CSS Syntax 3, 4.3.7). */
export const cssEscapes: DecodesText = (text) => {
  if (!text.includes('\\')) return [];
  const decoded = text.replace(/\\0{0,4}([2-7][0-9a-f])\s?/gi, (_, hex: string) => characterOf(parseInt(hex, 16)));
  return decoded === text ? [] : [asText(decoded)];
};

/** `+AEA-` in text that says nothing of UTF-7 (RFC 2152), where it stands for printable characters. */
export const utf7: DecodesText = (text) => {
  if (!text.includes('+')) return [];
  const decoded = text.replace(/\+([A-Za-z0-9+/]{3,4096})-?/g, (written, run: string) => {
    const meant = decodedUtf7Run(run);
    return /^[\x20-\u024f]+$/.test(meant) ? meant : written;
  });
  return decoded === text ? [] : [asText(decoded)];
};
