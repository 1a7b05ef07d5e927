import { test as property, fc } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import type { HtmlNode } from '../../../domain/relay/message.ts';
import { renamedContentIds, withContentIds } from '../../../domain/relay/parts/content-ids.ts';
import { safeFileName } from '../../../domain/relay/parts/file-names.ts';
import { kindOf } from '../../../domain/relay/parts/kinds.ts';
import { notesOn } from '../../../domain/relay/parts/notes.ts';
import { gif, jpeg, png, webp } from '../../support/relay-pictures.ts';

const words = Buffer.from('words');
const kind = (mediaType: string, fileName?: string, bytes: Uint8Array = words) => kindOf({ mediaType, fileName, bytes });

describe('the kind of a part', () => {
  test.each([
    ['image/jpeg', jpeg(), 'jpeg'],
    ['image/jpg', jpeg(), 'jpeg'],
    ['image/png', png(), 'png'],
    ['image/webp', webp(), 'webp'],
    ['image/gif', gif(), 'gif'],
    ['image/png', jpeg(), 'jpeg'],
    ['application/pdf', Buffer.from('%PDF-1.7'), 'pdf'],
    ['text/plain', words, 'text'],
    ['text/csv', words, 'csv'],
    ['text/calendar', words, 'calendar'],
    ['application/ics', words, 'calendar'],
  ])('is kept: %s', (mediaType, bytes, kept) => {
    expect(kind(mediaType, undefined, bytes)).toEqual({ kept });
  });

  test('is found by its extension where its type says nothing', () => {
    expect(kind('application/octet-stream', 'IMG_1.JPG', jpeg())).toEqual({ kept: 'jpeg' });
    expect(kind('application/octet-stream', 'IMG_1', jpeg())).toEqual({ dropped: 'other' });
  });

  test.each([
    ['application/pgp-signature', 'signature.asc', 'signature'],
    ['application/pkcs7-signature', 'smime.p7s', 'signature'],
    ['application/x-pkcs7-signature', 'smime.p7s', 'signature'],
    ['application/pgp-keys', 'key.asc', 'key'],
    ['multipart/encrypted', undefined, 'encrypted'],
    ['application/ms-tnef', 'winmail.dat', 'winmail'],
    ['message/rfc822', undefined, 'message'],
    ['message/delivery-status', undefined, 'message'],
    ['text/rfc822-headers', undefined, 'message'],
    ['text/vcard', 'jane.vcf', 'contact'],
    ['text/x-vcard', 'jane.vcf', 'contact'],
    ['text/x-amp-html', undefined, 'web_page'],
    ['text/html', 'page.html', 'web_page'],
    ['application/rtf', 'cv.rtf', 'rich_text'],
    ['text/enriched', undefined, 'rich_text'],
    ['text/x-unknown', 'a.txt', 'other'],
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'cv.docx', 'office'],
    ['application/octet-stream', 'cv.docx', 'office'],
    ['application/zip', 'a.zip', 'archive'],
    ['application/octet-stream', 'a.exe', 'program'],
    ['application/octet-stream', undefined, 'other'],
    ['image/heic', 'IMG_1.heic', 'image'],
    ['image/svg+xml', 'a.svg', 'image'],
    ['image/png', 'a.png', 'image'],
    ['application/pdf', 'a.pdf', 'pdf'],
    ['audio/mpeg', 'a.mp3', 'audio'],
    ['video/mp4', 'a.mp4', 'video'],
    ['', undefined, 'other'],
  ])('is left out: %s %s', (mediaType, fileName, dropped) => {
    expect(kind(mediaType, fileName)).toEqual({ dropped });
  });
});

const isSpelled = (text: string): boolean => /jane.{0,3}example/i.test(text);
const named = (name: string | undefined): string => safeFileName(name, { kind: 'jpeg', number: 2, isSpelled });

describe('the name of a part', () => {
  test.each(['IMG_0001.JPG', 'Grüße aus Köln.jpeg', '猫.jpg', '👩‍👩‍👧.jpg', 'a(1).jpg'])('stays: %s', (name) => {
    expect(named(name)).toBe(name);
  });

  test.each([
    ['no name', undefined],
    ['an address', 'jane@example.com.jpg'],
    ['an address that is written otherwise', 'Jane-example.jpg'],
    ['a control character', 'a\u0007.jpg'],
    ['a way to a folder', '../a.jpg'],
    ['a way on Windows', 'C:\\Users\\jane\\a.jpg'],
    ['letters that run backwards', 'a\u202egpj.exe.jpg'],
    ['letters without a width', 'ja\u200bne.jpg'],
    ['half a character', 'a\ud800.jpg'],
    ['a word that is encoded', '=?utf-8?B?amFuZUBleGFtcGxlLmNvbQ==?=.jpg'],
    ['an escape', 'jane%40host.jpg'],
    ['101 bytes', `${'ü'.repeat(48)}a.jpg`],
    ['the extension of another kind', 'a.jpg.exe'],
    ['no extension', 'photo'],
    ['nothing before its extension', '.jpg'],
  ])('is a number where it has %s', (_, name) => {
    expect(named(name)).toBe('attachment-2.jpg');
  });

  test('has no line breaks', () => {
    expect(named('IMG\r\n_1.jpg')).toBe('IMG_1.jpg');
  });

  test('is composed, so that it looks the same everywhere', () => {
    expect(named('u\u0308.jpg')).toBe('ü.jpg');
  });

  property.prop([fc.string({ unit: 'binary' })])('is always short, flat and of its kind', (name) => {
    const safe = named(`${name}.jpg`);
    expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(100);
    expect(safe).toMatch(/^[^/\\\r\n\0]+\.jpg$/);
    expect(named(safe)).toBe(safe);
  });

  test('is looked at in no time, however long', () => {
    expect(named(`${'%4'.repeat(500_000)}.jpg`)).toBe('attachment-2.jpg');
  });
});

describe('the notes on what was left out', () => {
  test('name each kind once, and nothing else', () => {
    expect(notesOn(['contact', 'office', 'contact', 'winmail'])).toEqual([
      '2 contact cards were left out.',
      'An office document was left out.',
      'A part that only Outlook can read was left out.',
    ]);
  });

  test('are none where nothing was', () => {
    expect(notesOn([])).toEqual([]);
  });
});

describe('the ids of parts', () => {
  const image = (src: string, children: readonly HtmlNode[] = []): HtmlNode => ({
    kind: 'element',
    name: 'img',
    attributes: [['src', src]],
    children,
  });
  const ids = renamedContentIds(['ii_1@mail.example.com', undefined, 'Image002.png@JANES-LAPTOP']);

  test('are renamed, in the HTML as well', () => {
    expect(withContentIds([image('cid:II_1%40mail.example.com', [image('CID:image002.png@janes-laptop')])], ids)).toEqual([
      image('cid:part-1', [image('cid:part-3')]),
    ]);
  });

  test('are taken out of the HTML where there is no such part', () => {
    expect(withContentIds([image('cid:gone@JANES-LAPTOP')], ids)).toEqual([{ ...image(''), attributes: [] }]);
  });

  test('leave everything else in the HTML alone', () => {
    const nodes: readonly HtmlNode[] = [image('https://example.com/cid:1'), { kind: 'text', text: 'cid:1' }];
    expect(withContentIds(nodes, ids)).toEqual(nodes);
  });
});
