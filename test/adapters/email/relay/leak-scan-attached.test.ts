import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { attached, inAttachment, leaksOf, leaksOfAttached } from './finished-mail.ts';

const words = 'Write to jane@example.com or call.';
const pdfOf = (...objects: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat([
    Buffer.from('%PDF-1.7\n%\xe2\xe3\n', 'latin1'),
    ...objects.map((object) => Buffer.from(object as string, 'latin1')),
    Buffer.from('\n%%EOF'),
  ]);
const stream = (bytes: Buffer, dictionary: string): Buffer =>
  Buffer.concat([
    Buffer.from(`1 0 obj\n<< ${dictionary} /Length ${bytes.length} >>\nstream\r\n`),
    bytes,
    Buffer.from('\r\nendstream\nendobj\n'),
  ]);
const page = (program: string): Buffer => pdfOf(stream(deflateSync(program), '/Filter /FlateDecode'));

/** An archive of one file, which may say that it is encrypted. */
const zipOf = (name: string, bytes: Buffer, { flags = 0, method = 8 } = {}): Buffer => {
  const packed = method === 8 ? deflateRawSync(bytes) : bytes;
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(flags, 6);
  local.writeUInt16LE(method, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt16LE(name.length, 26);
  const listed = Buffer.alloc(46);
  listed.writeUInt32LE(0x02014b50, 0);
  listed.writeUInt16LE(flags, 8);
  listed.writeUInt16LE(method, 10);
  listed.writeUInt32LE(packed.length, 20);
  listed.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([local, Buffer.from(name), packed, listed, Buffer.from(name), end]);
};

const ascii85 = (program: string): Buffer => {
  const bytes = Buffer.from(program.padEnd(Math.ceil(program.length / 4) * 4));
  const groups = Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readUInt32BE(at * 4));
  const letters = groups.flatMap((value) => [4, 3, 2, 1, 0].map((power) => (Math.floor(value / 85 ** power) % 85) + 33));
  return Buffer.from(`${String.fromCharCode(...letters)}~>`);
};

const chunk = (kind: string, data: Buffer): Buffer => {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  return Buffer.concat([size, Buffer.from(kind), data, Buffer.alloc(4)]);
};
const png = (...chunks: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', Buffer.alloc(13)), ...chunks]);

/** A font whose glyphs are numbered otherwise than letters: its table, and words in its numbers. */
const glyphs = (text: string): { readonly table: string; readonly codes: string } => {
  const letters = [...new Set(text)];
  const hex = (code: number): string => code.toString(16).padStart(4, '0');
  const lines = letters.map((letter, at) => `<${hex(at + 3)}> <${hex(letter.charCodeAt(0))}>`);
  return {
    table: `begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange ${letters.length} beginbfchar ${lines.join('\n')} endbfchar endcmap`,
    codes: Array.from(text, (letter) => hex(letters.indexOf(letter) + 3)).join(''),
  };
};
const font = glyphs('Write to jane@example.com');
const office = '<w:document><w:t>ja</w:t><w:t>ne@example.com</w:t></w:document>';

describe('a hidden address is found in what is attached', () => {
  it.each([
    ['as ASCII in the middle of bytes', Buffer.concat([Buffer.alloc(500, 0xfe), Buffer.from(words), Buffer.alloc(500, 0xfe)])],
    ['in UTF-16 in the middle of bytes', Buffer.concat([Buffer.alloc(501, 0xfe), Buffer.from(words, 'utf16le'), Buffer.alloc(500, 0xfe)])],
    [
      'percent-encoded in the middle of bytes',
      Buffer.concat([Buffer.alloc(500, 0xfe), Buffer.from('u=jane%40example.com'), Buffer.alloc(500, 0xfe)]),
    ],
    ['in CSV', Buffer.from('name;mail\r\nJane;jane@example.com\r\n')],
    ['in CSV of another charset', Buffer.from('name;mail\r\nJ\xe4ne;jane@example.com\r\n', 'latin1')],
    ['in gzip', gzipSync(words)],
    ['in gzip in gzip', gzipSync(gzipSync(words))],
    ['in zlib', deflateSync(words)],
    ['in gzip in base64 in text', Buffer.from(`dump: ${gzipSync(words).toString('base64')}`)],
    ['in an archive', zipOf('a.txt', Buffer.from(words))],
    ['in an archive, not packed', zipOf('a.txt', Buffer.from(words), { method: 0 })],
    ['in an archive in an archive', zipOf('b.zip', zipOf('a.txt', Buffer.from(words)))],
    ['as the name of a file in an archive', zipOf('jane@example.com.txt', Buffer.from('x'))],
    ['in an office document, split by its markup', zipOf('word/document.xml', Buffer.from(office))],
    ['in a text of a PNG', png(chunk('tEXt', Buffer.from('Author\0jane@example.com')))],
    ['in a packed text of a PNG', png(chunk('zTXt', Buffer.concat([Buffer.from('Author\0\0'), deflateSync('jane@example.com')])))],
    ['in an international text of a PNG', png(chunk('iTXt', Buffer.concat([Buffer.from('XML\0\x01\0\0\0'), deflateSync(words)])))],
    [
      'in the metadata of a JPEG',
      Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 60]), Buffer.from('<x:xmpmeta>jane@example.com</x:xmpmeta>')]),
    ],
    ['as the author of a PDF', pdfOf('1 0 obj << /Author (jane@example.com) >> endobj')],
    ['as the author of a PDF, in octal', pdfOf('1 0 obj << /Author (jane\\100example\\056com) >> endobj')],
    [
      'as the author of a PDF, in hexadecimal UTF-16',
      pdfOf(`1 0 obj << /Author <FEFF${Buffer.from('jane@example.com', 'utf16le').swap16().toString('hex')}> >> endobj`),
    ],
    ['on a page of a PDF', page(`BT (${words}) Tj ET`)],
    ['on a page of a PDF, with its letters set apart', page('BT [(ja) -20 (ne@exa) 13.5 (mple.c) 4 (om)] TJ ET')],
    ['on a page of a PDF, over two lines', page('BT (jane@exa) Tj 0 -12 Td (mple.com) Tj ET')],
    ['on a page of a PDF, in brackets', page('BT (Call \\(or mail (jane\\100example.com)\\)) Tj ET')],
    [
      'on a page of a PDF, in glyphs of its own font',
      pdfOf(
        stream(deflateSync(font.table), '/Filter /FlateDecode'),
        stream(deflateSync(`BT <${font.codes}> Tj ET`), '/Filter [/FlateDecode]'),
      ),
    ],
    [
      'on a page of a PDF in hexadecimal and packed',
      pdfOf(stream(Buffer.from(`${deflateSync(`BT (${words}) Tj ET`).toString('hex')}>`), '/Filter [/ASCIIHexDecode /FlateDecode]')),
    ],
    ['on a page of a PDF in ASCII85', pdfOf(stream(ascii85(`BT (${words}) Tj ET`), '/Filter /A85'))],
    ['in RTF', Buffer.from('{\\rtf1 {\\field HYPERLINK "mailto:jane\\\'40example.com"}}')],
    ['in a vCard in quoted-printable', Buffer.from('BEGIN:VCARD\r\nEMAIL;ENCODING=QUOTED-PRINTABLE:jane=40example.com\r\nEND:VCARD')],
    ['in a folded vCard', Buffer.from('BEGIN:VCARD\r\nEMAIL:jane@ex\r\n ample.com\r\nEND:VCARD')],
    ['in SVG by number', Buffer.from('<svg><text>jane&#x40;example.com</text></svg>')],
  ])('%s', async (_, bytes) => {
    expect(await leaksOfAttached(bytes)).toEqual([inAttachment]);
  });
});

describe('what cannot be opened does not leave', () => {
  it.each([
    ['an encrypted file in an archive', zipOf('a.txt', Buffer.from('secret'), { flags: 1 })],
    ['a file in an archive that is packed in an unknown way', zipOf('a.txt', Buffer.from('secret'), { method: 99 })],
    ['an archive without a list', zipOf('a.txt', Buffer.from('secret')).subarray(0, 40)],
    ['an encrypted PDF', pdfOf('trailer << /Encrypt 5 0 R >>')],
    ['a PDF with a stream that is broken', pdfOf(stream(Buffer.from('nothing packed'), '/Filter /FlateDecode'))],
    ['a PDF packed in an old way', pdfOf(stream(Buffer.from('nothing packed'), '/Filter /LZWDecode'))],
    ['7z', Buffer.from('7z\xbc\xaf\x27\x1c\0\x04', 'latin1')],
    ['RAR', Buffer.from('Rar!\x1a\x07\x01\0', 'latin1')],
    ['an old office file', Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0', 'latin1')],
  ])('%s', async (_, bytes) => {
    expect(await leaksOfAttached(bytes)).toEqual([{ where: 'attachment', kind: 'unreadable' }]);
  });

  it('text in a charset that nobody knows', async () => {
    const part = { headers: ['Content-Type: text/plain; charset=x-nobody'], bytes: Buffer.from('Hello') };
    expect(await leaksOf({ parts: [part] })).toEqual([{ where: 'text', kind: 'unreadable' }]);
  });

  it.each(['x-uuencode', 'base64'])('a part whose encoding is not what it says: %s', async (encoding) => {
    const part = { headers: ['Content-Type: image/png', `Content-Transfer-Encoding: ${encoding}`], bytes: Buffer.from('Hello, you!') };
    expect(await leaksOf({ parts: [part] })).toEqual([{ where: 'attachment', kind: 'unreadable' }]);
  });

  it('base64 that goes on after its end', async () => {
    const bytes = Buffer.from(`${Buffer.from('Hello').toString('base64')}\r\n${Buffer.from('more').toString('base64')}`);
    const { headers } = attached(bytes);
    expect(await leaksOf({ parts: [{ headers, bytes }] })).toEqual([{ where: 'attachment', kind: 'unreadable' }]);
  });
});

describe('what is too much to look at does not leave', () => {
  const tooMuch = [{ where: 'attachment', kind: 'too_much' }];

  it('a small file that unpacks to a large one', async () => {
    expect(await leaksOfAttached(gzipSync(Buffer.alloc(64 * 1024 * 1024)))).toEqual(tooMuch);
    expect(await leaksOfAttached(zipOf('a', Buffer.alloc(64 * 1024 * 1024)))).toEqual(tooMuch);
    expect(await leaksOfAttached(page('\0'.repeat(64 * 1024 * 1024)))).toEqual(tooMuch);
  });

  it('more encodings around one another than anybody writes', async () => {
    expect(await leaksOfAttached(Buffer.from(`x%${'25'.repeat(40)}40`))).toEqual(tooMuch);
  });
});
