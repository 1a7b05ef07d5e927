import { asText, type Content, type DecodesBytes } from './content.ts';
import { glyphMapsIn, type GlyphMap } from './pdf-glyphs.ts';
import { pdfStrings } from './pdf-strings.ts';
import { documentFontsMax, documentStreamsMax } from './scan-limits.ts';
import { type Packed, unpackedAll } from './unpack.ts';

/**
 * What a PDF (ISO 32000-1) shows and says: its streams unpacked, and the strings in them put together as a page puts them, also through
 * the tables by which fonts say what their glyphs mean. Sealed where it is encrypted or packed in a way that is read by nobody here.
 */
export const pdf: DecodesBytes = (bytes, { roomBytes }) => {
  if (!bytes.toString('latin1', 0, 1024).includes('%PDF-')) return [];
  if (bytes.includes('/Encrypt')) return [{ kind: 'sealed' }];
  const streams = streamsOf(bytes);
  if (streams.length > documentStreamsMax) return [{ kind: 'overflow' }];
  const contents = unpackedAll(streams, roomBytes);
  const programs = contents.flatMap((content, at) =>
    content.kind === 'bytes' && streams[at]?.isPicture === false ? [content.bytes.toString('latin1')] : [],
  );
  const texts = [outside(bytes, streams), ...programs.filter((program) => program.length <= programBytesMax)];
  const maps = texts.flatMap(glyphMapsIn);
  const shownBytes = texts.reduce((sum, text) => sum + text.length, 0) * (1 + maps.length);
  if (maps.length > documentFontsMax || shownBytes > Math.max(roomBytes, programBytesMax)) return [{ kind: 'overflow' }];
  return [...contents, ...texts.flatMap((text) => shown(text, maps))];
};

const shown = (program: string, maps: readonly GlyphMap[]): readonly Content[] =>
  [undefined, ...maps].map((map) => pdfStrings(program, map)).flatMap((text) => (text === '' ? [] : [asText(text)]));

/** Pictures are longer, and no page is. */
const programBytesMax = 4 * 1024 * 1024;

interface PdfStream extends Packed {
  /** Of the stream in the file. */
  readonly from: number;
  readonly to: number;
  /** What stands in brackets in it is chance; it is searched as bytes. */
  readonly isPicture: boolean;
}

/** Everything but what is in the streams. */
const outside = (bytes: Buffer, streams: readonly PdfStream[]): string => {
  const starts = [0, ...streams.map(({ to }) => to)];
  return starts.map((start, at) => bytes.toString('latin1', start, streams[at]?.from)).join('\n');
};

const streamsOf = (bytes: Buffer): readonly PdfStream[] => {
  const streams: PdfStream[] = [];
  let dictionaryFrom = 0;
  for (let at = bytes.indexOf('stream'); at >= 0; at = bytes.indexOf('stream', dictionaryFrom)) {
    const from = at + 6 + (bytes[at + 6] === 0x0d ? 1 : 0) + 1;
    const end = bytes.indexOf('endstream', at);
    if (end < 0) break;
    const dictionary = bytes.toString('latin1', Math.max(dictionaryFrom, at - 4096), at);
    const own = dictionary.slice(dictionary.lastIndexOf(' obj') + 1);
    const to = Math.max(from, end);
    streams.push({
      ...packedOf(own, bytes.subarray(from, to)),
      from,
      to,
      isPicture: /\/(?:DCTDecode|JPXDecode|DCT|Subtype\s{0,9}\/Image)\b/.test(own),
    });
    dictionaryFrom = end + 9;
  }
  return streams;
};

const packedOf = (dictionary: string, bytes: Buffer): Packed => {
  const filters = [
    ...dictionary.matchAll(/\/(FlateDecode|Fl|LZWDecode|LZW|ASCII85Decode|A85|ASCIIHexDecode|AHx|RunLengthDecode|RL)\b/g),
  ].map(([, name = '']) => name);
  let data = bytes;
  for (const name of filters) {
    if (name === 'ASCIIHexDecode' || name === 'AHx') data = Buffer.from(data.toString('latin1').replace(/\s+|>.*/gs, ''), 'hex');
    else if (name === 'ASCII85Decode' || name === 'A85') data = ascii85(data.toString('latin1'));
    else return { bytes: data, how: name.startsWith('Fl') ? 'zlib' : 'sealed' };
  }
  return { bytes: data, how: data[0] === 0x78 && data.length > 2 && data.readUInt16BE(0) % 31 === 0 ? 'zlib' : 'stored' };
};

/** ISO 32000-1, 7.4.3. */
const ascii85 = (text: string): Buffer => {
  const end = text.indexOf('~>');
  const letters = (end < 0 ? text : text.slice(0, end)).replace(/\s+/g, '').replaceAll('z', '!!!!!');
  const bytes: number[] = [];
  for (let at = 0; at < letters.length; at += 5) {
    const group = letters.slice(at, at + 5);
    const value = Array.from(group.padEnd(5, 'u')).reduce((sum, letter) => sum * 85 + letter.charCodeAt(0) - 33, 0);
    bytes.push(
      ...[value / 2 ** 24, value / 2 ** 16, value / 2 ** 8, value].slice(0, group.length - 1).map((byte) => Math.floor(byte) & 0xff),
    );
  }
  return Buffer.from(bytes);
};
