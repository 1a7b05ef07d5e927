import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fileBytesMax, openText, readTextFile } from '../../../adapters/files/text-file.ts';

describe('a text file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'loop-text-'));
  const path = join(folder, 'members.csv');
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const read = (bytes: Uint8Array | string): unknown => {
    writeFileSync(path, bytes);
    const text = readTextFile(path);
    return text.ok ? text.value : [text.error.code, text.error.line];
  };
  const bigEndian = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
  const text = 'email,name\nana@example.com,Zoë 日本 👩‍🎨\n';

  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16, little end first', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16, big end first', bigEndian(`\uFEFF${text}`)],
    ['UTF-16 without a byte order mark, little end first', Buffer.from(text, 'utf16le')],
    ['UTF-16 without a byte order mark, big end first', bigEndian(text)],
    ['CRLF', Buffer.from(text.replaceAll('\n', '\r\n'))],
    ['CR alone, as old Macs write', Buffer.from(text.replaceAll('\n', '\r'))],
  ])('is read in %s', (_, bytes) => {
    expect(read(bytes)).toBe(text);
  });

  it('is read the same in pieces, wherever a character or a line end is cut', () => {
    const mega = 1024 * 1024;
    for (const [long, ending] of [
      ['é', '\r\n'],
      ['👩‍🎨', '\r'],
      ['ab', '\r\n'],
    ] as const) {
      for (const shift of [0, 1, 2, 3]) {
        const body = `${'x'.repeat(shift)}${`${long}${ending}`.repeat(Math.ceil((2.2 * mega) / Buffer.byteLength(long + ending)))}`;
        writeFileSync(path, body);
        const opened = openText(path);
        if (!opened.ok) throw new Error(opened.error.code);
        const pieces: string[] = [];
        for (let piece = opened.value.next(); piece.ok && piece.value !== undefined; piece = opened.value.next()) pieces.push(piece.value);
        opened.value.close();
        expect(pieces.length).toBe(3);
        expect(opened.value.bytesRead()).toBe(opened.value.bytes);
        expect(pieces.join('') === body.replaceAll(ending, '\n')).toBe(true);
      }
    }
  });

  it('is refused where it turns out later to be none, at the line of a NUL', () => {
    writeFileSync(path, Buffer.concat([Buffer.from('line\r\n'.repeat(400_000)), Buffer.of(0xff)]));
    expect(readTextFile(path)).toMatchObject({ ok: false, error: { code: 'file.not_text', line: null } });
    writeFileSync(path, `${'line\r\n'.repeat(400_000)}a\0`);
    expect(readTextFile(path)).toMatchObject({ ok: false, error: { code: 'file.not_text', line: 400_001 } });
  });

  it.each([
    ['Latin-1', Buffer.from('email,name\nana@example.com,Zo\u00eb\n', 'latin1')],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0xd8])],
    ['UTF-16 with half a character', Buffer.from([0xff, 0xfe, 0x65, 0x00, 0x6d])],
    ['half a surrogate pair', Buffer.from([0xff, 0xfe, 0x00, 0xd8])],
  ])('is refused where it is %s', (_, bytes) => {
    expect(read(bytes)).toEqual(['file.not_text', null]);
  });

  it('is refused at the line with a NUL in it', () => {
    expect(read('email,name\r\nana@example.com,A\0na\n')).toEqual(['file.not_text', 2]);
    expect(read('\0')).toEqual(['file.not_text', 1]);
  });

  it('is refused where it is missing, is a folder, or lies below a file', () => {
    writeFileSync(path, '');
    const codeOf = (file: string): string | undefined => {
      const text = readTextFile(file);
      return text.ok ? undefined : text.error.code;
    };
    expect([join(folder, 'none.csv'), '', folder, join(path, 'below')].map(codeOf)).toEqual([
      'file.missing',
      'file.missing',
      'file.not_a_file',
      'file.not_readable',
    ]);
  });

  it('is refused beyond a stated size, without being read whole', () => {
    writeFileSync(path, '');
    truncateSync(path, fileBytesMax + 1);
    const text = readTextFile(path);
    expect(text.ok ? undefined : text.error.code).toBe('file.too_large');
    truncateSync(path, 50 * 1024 * 1024 * 1024);
    expect(readTextFile(path).ok).toBe(false);
  });
});
