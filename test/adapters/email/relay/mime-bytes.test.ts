import { fc, test } from '@fast-check/vitest';
import MailComposer from 'nodemailer/lib/mail-composer';
import { describe, expect } from 'vitest';
import { bytesOf } from '../../../../adapters/email/relay/mime-bytes.ts';

const piece = fc.oneof(
  fc.constantFrom('Hello ', 'world', ' ', '\t', '\r\n', '\n', '\r', '.', '=', '=E2', '’', '😀', '\ud83d', '日本語', '--part', '<p>'),
  fc.constantFrom('x'.repeat(75), 'y'.repeat(80), 'a '.repeat(40), 'z'.repeat(70_000)),
  fc.string({ unit: 'binary', maxLength: 90 }),
);
const words = fc.array(piece, { maxLength: 30 }).map((pieces) => `.${pieces.join('')}`);
const content = fc.record({
  content: words,
  contentTransferEncoding: fc.constantFrom('quoted-printable' as const, 'base64' as const),
});
const attachment = fc.record({
  content: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  contentType: fc.constantFrom('image/png', 'text/plain; charset=utf-8'),
  contentTransferEncoding: fc.constant('base64' as const),
  filename: fc.constantFrom('a.png', 'été.txt'),
});

const mail = fc.record(
  { text: content, html: content, attachments: fc.array(attachment, { maxLength: 2 }) },
  { requiredKeys: ['text', 'attachments'] },
);

describe('a composed mail', () => {
  test.prop([mail])('is the same bytes as its streams make', async (given) => {
    const composed = () =>
      new MailComposer({
        from: 'c_a@relay.example.com',
        messageId: '<m@relay.example.com>',
        date: new Date(0),
        ...given,
        baseBoundary: 'edge',
        newline: 'windows',
      }).compile();
    expect(Buffer.from(await bytesOf(composed())).equals(await composed().build())).toBe(true);
  });
});
