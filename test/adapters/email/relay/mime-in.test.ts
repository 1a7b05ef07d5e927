import { describe, expect, test } from 'vitest';
import { readMail } from '../../../../adapters/email/relay/mime-in.ts';
import type { InboundMail } from '../../../../domain/relay/message.ts';
import { head, leaf, multipart, rawMail } from '../../../support/relay-mails.ts';

const read = async (raw: Uint8Array): Promise<InboundMail> => {
  const mail = await readMail(raw);
  if (!mail.ok) throw new Error(mail.error.code);
  return mail.value;
};

const refusal = async (raw: Uint8Array): Promise<string | undefined> => {
  const mail = await readMail(raw);
  return mail.ok ? undefined : mail.error.code;
};

const saying = async (...lines: readonly string[]): Promise<InboundMail> => read(rawMail(...head, ...lines));
const kindsOf = ({ parts }: InboundMail): readonly string[] => parts.map(({ mediaType }) => mediaType);

describe('a mail that came in', () => {
  test('is its text, its HTML, its subject and its parts', async () => {
    const mail = await saying(
      ...multipart(
        'mixed',
        'm',
        multipart(
          'alternative',
          'a',
          leaf('text/plain; charset=utf-8', 'Hi Bob'),
          leaf('text/html; charset=utf-8', '<p>Hi <b>Bob</b></p>'),
        ),
        leaf('image/png; name="=?utf-8?Q?na=C3=AFve=2Epng?="', 'iVBORw==', 'Content-Transfer-Encoding: base64', 'Content-ID: <1@x>'),
      ),
    );
    expect(mail).toMatchObject({ subject: 'Hello', mediaType: 'multipart/mixed', text: 'Hi Bob', html: '<p>Hi <b>Bob</b></p>' });
    expect(mail.parts).toEqual([
      {
        mediaType: 'image/png',
        disposition: undefined,
        fileName: 'naïve.png',
        contentId: '1@x',
        bytes: Uint8Array.of(0x89, 0x50, 0x4e, 0x47),
        text: undefined,
      },
    ]);
  });

  test('has its headers in their order, unfolded and otherwise as they were', async () => {
    const { headers, subject } = await read(rawMail('From: jane@example.com', 'Subject: =?utf-8?B?R3LDvMOfZQ==?=', '\tto you', '', 'Hi'));
    expect(headers).toEqual([
      { name: 'from', value: 'jane@example.com' },
      { name: 'subject', value: '=?utf-8?B?R3LDvMOfZQ==?=\tto you' },
    ]);
    expect(subject).toBe('Grüße\tto you');
  });

  test('keeps a text that stands behind an attachment', async () => {
    const mail = await saying(
      ...multipart(
        'mixed',
        'm',
        leaf('text/plain', 'before'),
        leaf('image/gif', 'R0lG', 'Content-Transfer-Encoding: base64'),
        leaf('text/plain', 'behind'),
      ),
    );
    expect(mail).toMatchObject({ text: 'before\nbehind', html: undefined });
  });

  test('keeps a text that stands beside HTML, in the HTML', async () => {
    const mail = await saying(
      ...multipart(
        'mixed',
        'm',
        multipart('alternative', 'a', leaf('text/plain', 'Hi'), leaf('text/html', '<p>Hi</p>')),
        leaf('text/plain', 'a <footer> & more'),
      ),
    );
    expect(mail.text).toBe('Hi\na <footer> & more');
    expect(mail.html).toBe('<p>Hi</p>\n<div style="white-space:pre-wrap">a &lt;footer&gt; &amp; more</div>');
  });

  test('has no text of its own where some of it is in HTML alone', async () => {
    const mail = await saying(...multipart('mixed', 'm', leaf('text/plain', 'one'), leaf('text/html', '<p>two</p>')));
    expect(mail.text).toBeUndefined();
    expect(mail.html).toContain('one');
    expect(mail.html).toContain('two');
  });

  test('keeps every text of alternatives of the same kind', async () => {
    const mail = await saying(
      ...multipart('alternative', 'a', leaf('text/plain', 'one'), leaf('text/plain', 'two'), leaf('text/html', 'three')),
    );
    expect(mail).toMatchObject({ text: 'one\ntwo', html: 'three' });
  });

  test.each(['text/x-amp-html', 'text/enriched', 'text/rfc822-headers', 'text/calendar; method=REQUEST', 'text/x-vcard'])(
    'takes %s for a part, not for what it says',
    async (type) => {
      const mail = await saying(...multipart('alternative', 'a', leaf('text/plain', 'Hi'), leaf(type, 'odd')));
      expect(mail).toMatchObject({ text: 'Hi', html: undefined });
      expect(mail.parts).toMatchObject([{ mediaType: type.split(';')[0], text: 'odd' }]);
    },
  );

  test('has a mail that is attached to it as a part, unread', async () => {
    const inner = ['From: secret@example.com', ...multipart('mixed', 'inner', leaf('text/plain', 'inside'))].join('\r\n');
    const mail = await saying(...multipart('mixed', 'm', leaf('text/plain', 'outside'), leaf('message/rfc822', inner)));
    expect(mail.text).toBe('outside');
    expect(mail.parts).toMatchObject([{ mediaType: 'message/rfc822', text: undefined }]);
    expect(Buffer.from(mail.parts[0]?.bytes ?? []).toString()).toBe(inner);
  });

  test('has the parts of a digest as mails', async () => {
    const mail = await saying(...multipart('digest', 'm', ['', 'From: secret@example.com', '', 'inside']));
    expect(kindsOf(mail)).toEqual(['message/rfc822']);
    expect(mail.text).toBeUndefined();
  });

  test('is what was signed, with the signature as a part', async () => {
    const mail = await saying(
      ...multipart('signed', 's', leaf('text/plain', 'signed words'), leaf('application/pgp-signature', '-----BEGIN PGP SIGNATURE-----')),
    );
    expect(mail.text).toBe('signed words');
    expect(kindsOf(mail)).toEqual(['application/pgp-signature']);
  });

  test('says nothing of what stands before and behind its parts', async () => {
    const mail = await saying(
      'Content-Type: multipart/mixed; boundary=m',
      '',
      'preamble jane@example.com',
      '--m',
      '',
      'Hi',
      '--m--',
      'epilogue jane@example.com',
      '--m',
      '',
      'later',
    );
    expect(mail).toMatchObject({ text: 'Hi', html: undefined, parts: [] });
  });

  test('ends a part where the one around it ends, though nobody closed it', async () => {
    const mail = await saying(
      'Content-Type: multipart/mixed; boundary=outer',
      '',
      '--outer',
      'Content-Type: multipart/alternative; boundary=outer-1',
      '',
      '--outer-1',
      '',
      'Hi',
      '--outer',
      '',
      'Bye',
    );
    expect(mail.text).toBe('Hi\nBye');
  });

  test('is shown as it is where its delimiter never comes', async () => {
    const mail = await saying('Content-Type: multipart/mixed; boundary=never', '', '--other', '', '<b>Hi</b>');
    expect(mail).toMatchObject({ text: '--other\n\n<b>Hi</b>', html: undefined, parts: [] });
  });

  test('is read where the line between header and text is missing', async () => {
    expect((await read(rawMail('From: jane@example.com', 'Subject: Hello', 'Dear Bob, hi'))).text).toBe('Dear Bob, hi');
  });

  test.each(['winmail.dat', 'résumé final.pdf', 'a;b.txt'])('has the name of a part as its sender wrote it: %s', async (name) => {
    const encoded = encodeURIComponent(name);
    const half = encoded.indexOf('%', 2) === -1 ? 2 : encoded.indexOf('%', 2);
    const field = `Content-Disposition: attachment; filename*0*=utf-8''${encoded.slice(0, half)}; filename*1*=${encoded.slice(half)}`;
    const mail = await saying(...multipart('mixed', 'm', leaf('text/plain', 'Hi'), leaf('application/ms-tnef', 'eA==', field)));
    expect(mail.parts).toMatchObject([{ mediaType: 'application/ms-tnef', fileName: name, disposition: 'attachment' }]);
  });

  test('has parts that were not encoded byte for byte', async () => {
    const bytes = Buffer.from([0x89, 0x50, 0x0d, 0x0a, 0x1a, 0x0a, 0x0d, 0x00, 0xff]);
    const raw = Buffer.concat([
      rawMail(
        ...head,
        'Content-Type: multipart/mixed; boundary=m',
        '',
        '--m',
        'Content-Type: image/png',
        'Content-Transfer-Encoding: binary',
        '',
        '',
      ),
      bytes,
      Buffer.from('\r\n--m--\r\n'),
    ]);
    expect(Buffer.from((await read(raw)).parts[0]?.bytes ?? [])).toEqual(bytes);
  });
});

describe('the text of a mail', () => {
  const inCharset = async (charset: string, bytes: Buffer) =>
    (
      await read(
        Buffer.concat([rawMail(...head, `Content-Type: text/plain; charset=${charset}`, 'Content-Transfer-Encoding: 8bit', '', ''), bytes]),
      )
    ).text;

  test.each([
    ['utf-8', Buffer.from('Grüße'), 'Grüße'],
    ['iso-8859-1', Buffer.from('Grüße', 'latin1'), 'Grüße'],
    ['windows-1251', Buffer.from([0xcf, 0xf0, 0xe8]), 'При'],
    ['big5', Buffer.from([0xa7, 0x41, 0xa6, 0x6e]), '你好'],
    ['iso-2022-jp', Buffer.from('\x1b$B$3$s\x1b(B', 'latin1'), 'こん'],
    ['utf-7', Buffer.from('jane+AEA-example.com 1 +- 1'), 'jane@example.com 1 + 1'],
    ['no-such-charset', Buffer.from('Grüße', 'latin1'), 'Grüße'],
    ['utf-8', Buffer.from([0x48, 0xff, 0x69]), 'H\ufffdi'],
    ['""', Buffer.from('Hi'), 'Hi'],
    ['utf-8"; x="', Buffer.from('Hi'), 'Hi'],
  ])('is read as %s', async (charset, bytes, text) => {
    expect(await inCharset(charset, bytes)).toBe(text);
  });

  test('is read as UTF-16 where it is', async () => {
    const encoded = Buffer.from('jane@example.com', 'utf16le').toString('base64');
    expect((await saying('Content-Type: text/plain; charset=utf-16le', 'Content-Transfer-Encoding: base64', '', encoded)).text).toBe(
      'jane@example.com',
    );
  });

  test('is one paragraph where it was flowed', async () => {
    expect((await saying('Content-Type: text/plain; format=flowed', '', 'one ', 'two', '', 'three')).text).toBe('one two\n\nthree');
  });

  test.each([
    ['> one \n> two\n>> deep \n>> er\n\nme', '> one two\n>> deep er\n\nme'],
    ['> > one \n> > two', '>> one two'],
    ['one \n> two\nthree', 'one \n> two\nthree'],
    [' From me\n > no quote', 'From me\n> no quote'],
    ['one \n-- \nJane', 'one \n-- \nJane'],
    ['> one\n> \n>\n> two', '> one\n>\n>\n> two'],
  ])('is a paragraph of its quote where it was flowed: %j', async (flowed, text) => {
    expect((await saying('Content-Type: text/plain; format=flowed', '', flowed.replaceAll('\n', '\r\n'))).text).toBe(text);
  });

  test('has no blanks between its lines where it was flowed without', async () => {
    const type = 'Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes';
    expect((await saying(type, '', '> 日本 ', '> 語です', 'a', 'b ')).text).toBe('> 日本語です\na\nb');
  });

  test.each([
    ['quoted-printable', 'a=3Db=\r\nc=ZZ', 'a=bc=ZZ'],
    ['base64', 'SGkg*Qm9i!', 'Hi Bob'],
    ['base64', 'SGk=\r\nIEJvYg==', 'Hi Bob'],
    ['quoted-printable', 'a \t\r\nb = \r\nc=\r\n=e4=', 'a\nb cä'],
    ['BASE64 (odd)', 'SGk=', 'Hi'],
    ['x-unknown', 'as it is', 'as it is'],
  ])('is decoded from %s, as far as that goes', async (encoding, wire, text) => {
    expect((await saying(`Content-Transfer-Encoding: ${encoding}`, '', wire)).text).toBe(text);
  });

  test('of an attached file is read by its charset too', async () => {
    const mail = await saying(
      ...multipart(
        'mixed',
        'm',
        leaf('text/csv; charset=utf-16be', Buffer.from('a,ü', 'utf16le').swap16().toString('base64'), 'Content-Transfer-Encoding: base64'),
      ),
    );
    expect(mail.parts).toMatchObject([{ mediaType: 'text/csv', text: 'a,ü' }]);
  });
});

describe('a mail that only its receiver can open', () => {
  test.each([
    ['PGP', multipart('encrypted; protocol="application/pgp-encrypted"', 'e', leaf('application/pgp-encrypted', 'Version: 1'))],
    ['S/MIME', leaf('application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m', 'MIIB', 'Content-Transfer-Encoding: base64')],
    ['old S/MIME', leaf('application/x-pkcs7-mime; name=smime.p7m', 'MIIB', 'Content-Transfer-Encoding: base64')],
    ['PGP in a list mail', multipart('mixed', 'm', multipart('encrypted', 'e', leaf('application/pgp-encrypted', 'Version: 1')))],
  ])('is refused: %s', async (_, lines) => {
    expect(await refusal(rawMail(...head, ...lines))).toBe('relay.encrypted');
  });

  test('is relayed for what else it says', async () => {
    const mail = await saying(
      ...multipart('mixed', 'm', leaf('text/plain', 'see below'), multipart('encrypted', 'e', leaf('application/octet-stream', 'x'))),
    );
    expect(mail.text).toBe('see below');
    expect(kindsOf(mail)).toEqual(['multipart/encrypted']);
  });
});
