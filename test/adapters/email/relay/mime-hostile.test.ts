import { test as property, fc } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { readMail } from '../../../../adapters/email/relay/mime-in.ts';
import { head, leaf, multipart, rawMail } from '../../../support/relay-mails.ts';

/** `read` where the mail is not refused. */
const outcome = async (raw: Uint8Array): Promise<string> => {
  const mail = await readMail(raw);
  return mail.ok ? 'read' : mail.error.code;
};

describe('a mail that was made to do harm', () => {
  const nested = (depth: number): Buffer =>
    rawMail(
      ...head,
      ...Array.from({ length: depth }, (_, level) => [
        `Content-Type: multipart/mixed; boundary=b${String(level)}`,
        '',
        `--b${String(level)}`,
      ]).flat(),
      '',
      'Hi',
    );

  test.each([
    ['2,000 nested multiparts', nested(2_000)],
    ['21 nested multiparts', nested(21)],
    ['10,000 parts', rawMail(...head, ...multipart('mixed', 'm', ...Array.from({ length: 10_000 }, () => leaf('text/plain', 'x'))))],
    ['a million lines that might be delimiters', rawMail(...head, ...multipart('mixed', 'm', ['', '--\n'.repeat(1_000_000)]))],
    ['a header without an end', Buffer.concat([rawMail(...head, 'To: '), Buffer.alloc(1_600_000, 'a@example.com, ')])],
    ['20,000 header lines', rawMail(...Array.from({ length: 20_000 }, () => 'X-A: b'), '', 'Hi')],
    ['a part with a header without an end', rawMail(...head, ...multipart('mixed', 'm', [`X-A: ${'a'.repeat(100_000)}`, '', 'Hi']))],
    ['25 MB and more', Buffer.alloc(25 * 1024 * 1024 + 1, 'a')],
    ['a text of more than 1 MB', rawMail(...head, '', 'a'.repeat(1024 * 1024 + 1))],
    ['HTML of more than 1 MB without its tags', rawMail(...head, 'Content-Type: text/html', '', `<p>${'a'.repeat(1024 * 1024 + 1)}</p>`)],
    ['HTML of more than 100,000 tags', rawMail(...head, 'Content-Type: text/html', '', '<p>ab</p>'.repeat(50_001))],
    ['HTML of 1 MB of signs that begin no tag', rawMail(...head, 'Content-Type: text/html', '', '< '.repeat(600_000))],
    ['HTML of more than 2 MB', rawMail(...head, 'Content-Type: text/html', '', '<p>'.repeat(700_000))],
  ])('is refused: %s', async (_, raw) => {
    expect(await outcome(raw)).toBe('relay.too_large');
  });

  test.each(['base64', 'quoted-printable', '8bit'])(
    'is refused before its lines are held, where it is 20 MB of line breaks in %s',
    async (encoding) => {
      const raw = Buffer.concat([rawMail(...head, `Content-Transfer-Encoding: ${encoding}`, '', ''), Buffer.alloc(20_000_000, '=41\n')]);
      expect(await outcome(raw)).toBe('relay.too_large');
    },
  );

  test('has an attached text that is too long to be read without its text', async () => {
    const long = leaf('text/csv', 'a,b\n'.repeat(1_100_000));
    const mail = await readMail(rawMail(...head, ...multipart('mixed', 'm', leaf('text/plain', 'Hi'), long)));
    expect(mail).toMatchObject({ ok: true, value: { text: 'Hi', parts: [{ mediaType: 'text/csv', text: undefined }] } });
  });

  test.each([
    ['1.9 MB of tags', `<p title="${'x'.repeat(150)}">ab</p>`.repeat(11_000)],
    ['1.5 MB of comments', '<!-- a > b -->'.repeat(90_000)],
    ['a tag without an end', `Hi <p title="${'x'.repeat(1_100_000)}`],
  ])('may have %s in its HTML', async (_, html) => {
    expect(await outcome(rawMail(...head, 'Content-Type: text/html', '', html))).toBe('read');
  });

  test('may nest 20 deep', async () => {
    expect(await readMail(nested(20))).toMatchObject({ ok: true, value: { text: 'Hi' } });
  });

  test('has 200 nested mails as one part', async () => {
    const inner = Array.from({ length: 200 }, () => 'Content-Type: message/rfc822\r\n').join('\r\n');
    expect(await readMail(rawMail(...head, ...multipart('mixed', 'm', leaf('message/rfc822', inner))))).toMatchObject({
      value: { parts: [{ mediaType: 'message/rfc822' }] },
    });
  });

  test.each([
    ['hyphens', '-'.repeat(1_000_000)],
    ['delimiters of nobody', '--nobody--\n'.repeat(90_000)],
    ['encoded words', '=?utf-8?Q?'.repeat(100_000)],
    ['shifts of UTF-7', '+A'.repeat(500_000)],
    ['soft line breaks', '=\r\n'.repeat(333_000)],
    ['spaces', ' '.repeat(1_000_000)],
  ])('is read in no time: a million bytes of %s', async (_, text) => {
    expect(
      await outcome(
        rawMail(...head, 'Content-Type: text/plain; charset=utf-7; format=flowed', 'Content-Transfer-Encoding: quoted-printable', '', text),
      ),
    ).toBe('read');
  });

  test.each([
    ['comments', '('.repeat(60_000)],
    ['quotes', '"'.repeat(60_000)],
    ['parameters', ';a=b'.repeat(15_000)],
    ['continuations', ';a*9*=%41'.repeat(6_000)],
    ['escapes', '"\\'.repeat(30_000)],
  ])('is read in no time: a type of %s', async (_, rest) => {
    expect(await outcome(rawMail(...head, `Content-Type: multipart/mixed;${rest}`, '', 'Hi'))).toBe('read');
  });

  const line = fc.constantFrom(
    ...head,
    'Content-Type: multipart/mixed; boundary=m',
    'Content-Type: multipart/alternative; boundary="m"',
    'Content-Type: text/html; charset=utf-16',
    'Content-Type: message/rfc822',
    'Content-Type: multipart/signed',
    'Content-Transfer-Encoding: base64',
    'Content-Disposition: attachment; filename*=x',
    '',
    '--m',
    '--m--',
    ' folded',
    'words',
    '=41=',
  );
  property.prop([fc.array(fc.oneof({ weight: 5, arbitrary: line }, fc.string()), { maxLength: 40 })])(
    'is a mail or a refusal, whatever it is made of',
    async (lines) => {
      expect(['read', 'relay.too_large', 'relay.encrypted']).toContain(await outcome(rawMail(...lines)));
    },
  );

  property.prop([fc.uint8Array({ maxLength: 500 })])('is a mail or a refusal, whatever its bytes are', async (bytes) => {
    expect(['read', 'relay.encrypted']).toContain(await outcome(bytes));
  });
});
