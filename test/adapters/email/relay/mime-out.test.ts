import { test as property, fc } from '@fast-check/vitest';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { readMail } from '../../../../adapters/email/relay/mime-in.ts';
import { writeMail } from '../../../../adapters/email/relay/mime-out.ts';
import type { RelayMessage, RelayPart } from '../../../../domain/relay/message.ts';
import { relayMessage } from '../../../support/relay-messages.ts';

const written = async (message: Partial<RelayMessage> = {}): Promise<string> =>
  Buffer.from(await writeMail(relayMessage(message))).toString('latin1');

const picture = (contentId?: string): RelayPart => ({
  mediaType: 'image/png',
  disposition: contentId === undefined ? 'attachment' : 'inline',
  fileName: 'naïve.png',
  contentId,
  bytes: Uint8Array.of(1, 2, 3),
});
const invitation: RelayPart = {
  mediaType: 'text/calendar',
  disposition: 'inline',
  fileName: 'invite.ics',
  contentId: undefined,
  bytes: Buffer.from('BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n'),
  charset: 'utf-8',
  method: 'REQUEST',
};

const headerNames = (raw: string): readonly string[] =>
  (raw.split('\r\n\r\n')[0] ?? '')
    .replace(/\r\n[ \t]/g, ' ')
    .split('\r\n')
    .map((line) => line.slice(0, line.indexOf(':')));

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('a mail that goes out', () => {
  test('is these bytes', async () => {
    expect(await written({ subject: 'Grüße', html: '<p>Hi ü</p>' })).toBe(
      [
        'X-Loop-Relay: hop-1',
        'From: Jane <c_jane@relay.example.org>',
        'To: bob@example.com',
        'Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=',
        'Message-ID: <01@relay.example.org>',
        'Date: Fri, 20 Nov 2026 10:00:00 +0000',
        'MIME-Version: 1.0',
        'Content-Type: multipart/alternative;',
        ' boundary=part-e0828f9c23f6c7eec88128486f2fa929-Part_1',
        '',
        '--part-e0828f9c23f6c7eec88128486f2fa929-Part_1',
        'Content-Type: text/plain; charset=utf-8',
        'Content-Transfer-Encoding: quoted-printable',
        '',
        'Hi Bob',
        '--part-e0828f9c23f6c7eec88128486f2fa929-Part_1',
        'Content-Type: text/html; charset=utf-8',
        'Content-Transfer-Encoding: quoted-printable',
        '',
        '<p>Hi =C3=BC</p>',
        '--part-e0828f9c23f6c7eec88128486f2fa929-Part_1--',
        '',
      ].join('\r\n'),
    );
  });

  test('is the same bytes each time, whatever clock and chance say', async () => {
    const message = relayMessage({ html: '<img src="cid:p1">', parts: [picture('p1'), picture(), invitation] });
    const once = await writeMail(message);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2030, 1, 1) });
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    expect(await writeMail(message)).toEqual(once);
  });

  test('has these headers and no others', async () => {
    const raw = await written({
      references: ['1@relay.example.org', '2@relay.example.org'],
      inReplyTo: '2@relay.example.org',
      listUnsubscribe: 'https://relay.example.org/u/1',
    });
    expect(headerNames(raw).toSorted()).toEqual(
      [
        'Content-Transfer-Encoding',
        'Content-Type',
        'Date',
        'From',
        'In-Reply-To',
        'List-Unsubscribe',
        'List-Unsubscribe-Post',
        'MIME-Version',
        'Message-ID',
        'References',
        'Subject',
        'To',
        'X-Loop-Relay',
      ].toSorted(),
    );
    expect(raw).toContain('References: <1@relay.example.org> <2@relay.example.org>\r\n');
  });

  test('has its unsubscribe link in one line, however long', async () => {
    const link = `https://relay.example.org/u/${'x'.repeat(200)}`;
    expect(await written({ listUnsubscribe: link })).toContain(
      `List-Unsubscribe: <${link}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n`,
    );
  });

  test('says nothing of the program that wrote it', async () => {
    expect(await written({ html: '<p>Hi</p>', parts: [picture()] })).not.toMatch(/mailer|nodemailer|_NmP/i);
  });

  test('names nobody beside the address that it goes to', async () => {
    expect(await written()).toContain('\r\nTo: bob@example.com\r\n');
  });

  test('embeds a picture that its HTML shows, and attaches one that it does not', async () => {
    const raw = await written({ html: '<img src="cid:p1">', parts: [picture('p1'), picture('p12')] });
    expect(raw.match(/Content-ID: .*/g)).toEqual(['Content-ID: <p1>']);
    expect(raw).toMatch(/multipart\/mixed[\s\S]*multipart\/related[\s\S]*Content-ID/);
  });

  test('offers to answer an invitation', async () => {
    const raw = await written({ html: '<p>Come</p>', parts: [invitation] });
    expect(raw).toMatch(/Content-Type: multipart\/alternative/);
    expect(raw).toContain('Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\n');
  });

  test.each([
    ['a subject', { subject: 'Hi\r\nBcc: eve@example.com' }],
    ['a name', { from: { name: 'Jane\r\nBcc: eve@example.com', address: 'c_jane@relay.example.org' } }],
    ['a hop', { hop: 'x\r\nBcc: eve@example.com' }],
    ['a link', { listUnsubscribe: 'https://relay.example.org/\r\nBcc: eve@example.com' }],
    ['a file name', { parts: [{ ...picture(), fileName: 'a\r\nBcc: eve@example.com' }] }],
    ['a content id', { html: '<img src="cid:a">', parts: [{ ...picture('a'), fileName: 'a"\r\nBcc: eve.png' }] }],
  ] satisfies (readonly [string, Partial<RelayMessage>])[])('gets no header out of %s', async (_, message) => {
    expect(await written(message)).not.toMatch(/^Bcc:/m);
  });
});

const line = fc.string({
  unit: fc.oneof(
    fc.constantFrom('a', ' ', '=', '.', '-', '\t', 'ü', '你', '😀'),
    fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }),
  ),
});
const words = fc
  .array(fc.oneof(line, fc.constantFrom('From here', '.', '--', `x${'y'.repeat(2_000)}`, 'trailing ')), { minLength: 1, maxLength: 6 })
  .map((lines) => `${lines.join('\n').replace(/[\r\0]/g, '')}.`);
const part = fc
  .record({
    mediaType: fc.constantFrom('image/png', 'application/pdf', 'text/csv', 'text/calendar'),
    disposition: fc.constantFrom('inline' as const, 'attachment' as const),
    fileName: fc.stringMatching(/^[a-zäß你 ]{1,20}\.[a-z]{3}$/).filter((name) => name.trim() === name),
    bytes: fc.uint8Array({ maxLength: 300 }),
  })
  .map((facts): RelayPart => ({
    ...facts,
    contentId: undefined,
    ...(facts.mediaType.startsWith('text/') ? { charset: 'utf-8' as const } : {}),
  }));

describe('whatever goes out', () => {
  property.prop([words, fc.option(words, { nil: undefined }), fc.array(part, { maxLength: 4 })], { numRuns: 60 })(
    'comes in as the same text, HTML and parts',
    async (text, html, parts) => {
      const mail = await readMail(await writeMail(relayMessage({ text, html, parts })));
      if (!mail.ok) throw new Error(mail.error.code);
      expect(mail.value).toMatchObject({ text, html });
      expect(
        mail.value.parts.map(({ mediaType, disposition, fileName, bytes }) => ({ mediaType, disposition, fileName, bytes: [...bytes] })),
      ).toEqual(parts.map(({ mediaType, disposition, fileName, bytes }) => ({ mediaType, disposition, fileName, bytes: [...bytes] })));
    },
  );

  const headers = fc.record({ subject: line, name: line });
  property.prop(
    [fc.record({ text: words, html: fc.option(words, { nil: undefined }), parts: fc.array(part, { maxLength: 2 }) }), headers],
    {
      numRuns: 60,
    },
  )('has lines that end in CR LF, none longer than 998 octets', async (content, { subject, name }) => {
    const raw = await written({ ...content, subject, from: { name, address: 'c_jane@relay.example.org' } });
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(Math.max(...raw.split('\r\n').map(({ length }) => length))).toBeLessThanOrEqual(998);
  });
});
