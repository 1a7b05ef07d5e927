import { asText, type DecodesText } from './content.ts';
import { decodedBy } from './charsets.ts';

/** Encoded words (RFC 2047); what stands between two of them is no blank. */
export const encodedWordsDecoded = (text: string): string =>
  text.includes('=?')
    ? text
        .replace(/\?=\s+=\?/g, '?==?')
        .replace(/=\?([^?\s*]{1,40})(?:\*[^?\s]{0,40})?\?([bq])\?([^?]*)\?=/gi, (_, ...groups: string[]) => ofEncodedWord(groups))
    : text;

const ofEncodedWord = ([charset = '', encoding = '', word = '']: readonly string[]): string => {
  const bytes = encoding.toLowerCase() === 'b' ? Buffer.from(word, 'base64') : ofQ(word);
  return decodedBy(charset, bytes) ?? bytes.toString('latin1');
};

const ofQ = (word: string): Buffer =>
  Buffer.from(
    word.replaceAll('_', ' ').replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  );

/** Values of parameters that are spread over `name*0`, `name*1*` … (RFC 2231, 3), put together in their order. */
export const continuations: DecodesText = (text) => {
  if (!text.includes('*') || !/\*[0-9]/.test(text)) return [];
  const values = new Map<string, string[]>();
  for (const [, name, index, quoted, plain] of text.matchAll(piece)) {
    const pieces = values.get(name ?? '') ?? [];
    pieces[Number(index)] = (pieces[Number(index)] ?? '') + (quoted ?? plain ?? '');
    values.set(name ?? '', pieces);
  }
  return values.size === 0 ? [] : [asText([...values.values()].map((pieces) => pieces.join('')).join('\n'))];
};

const piece = /;\s{0,64}([\w-]{1,40})\*([0-9]{1,2})\*?=(?:"([^"]*)"|([^;\s]*))/g;
