import { describe, expect, it } from 'vitest';
import { attached, finished, hiddenAddresses, inHeader, leaksOf, partnerAddress, scan, text } from './finished-mail.ts';
import { leaksIn } from '../../../../adapters/email/relay/leak-scan/leak-scan.ts';

const base64 = (words: string): string => Buffer.from(words).toString('base64');
const hello = text('Hello');
const image = (name: string): ReturnType<typeof attached> => {
  const part = attached(Buffer.from('x'), 'image/png');
  return {
    ...part,
    headers: part.headers.map((line) => (line.startsWith('Content-Disposition') ? `Content-Disposition: attachment; ${name}` : line)),
  };
};

describe('a hidden address is found in a header', () => {
  it.each([
    ['Subject: Fwd: jane@example.com'],
    [`Subject: =?utf-8?B?${base64('Fwd: jane@example.com')}?=`],
    ['Subject: =?utf-8?Q?jane=40exam?=\r\n =?utf-8?Q?ple=2Ecom?='],
    ['Subject: =?iso-8859-1*en?q?jane=40example.com?='],
    ['Subject: =?utf-7?Q?jane+AEA-example.com?='],
    ['Subject: jane@exam\r\n ple.com'],
    ['From: "jane@example.com" <c_0123456789ab@relay.example.org>'],
    ['From: Jane <c_0123456789ab@relay.example.org> (jane@example.com)'],
    ['References: <1.jane@example.com@relay.example.org>'.replace('1.jane', 'jane')],
    ['In-Reply-To: <jane=example.com@relay.example.org>'],
    ['List-Unsubscribe: <https://loop.example.org/u?m=jane%40example.com>'],
    [`X-Loop-Relay: ${base64('to:jane@example.com')}`],
    [`Feedback-ID: ${Buffer.from('jane@example.com').toString('hex')}:relay`],
    ['Message-ID: <jane_example.com@relay.example.org>'],
  ])('%s', async (line) => {
    expect(await leaksOf({ headers: [line] })).toEqual([inHeader]);
  });

  it('as a boundary', async () => {
    expect(await leaksOf({ parts: [hello], boundary: '=_jane_example.com' })).toEqual([inHeader]);
  });

  it.each([
    ['filename="jane@example.com.png"'],
    ["filename*=utf-8''jane%40example.com.png"],
    ["filename*0*=utf-8''jane%40ex; filename*1=ample.com.png"],
    ['filename*1="ample.com.png"; filename*0*=utf-8\'\'jane%40ex'],
    [`filename="=?utf-8?B?${base64('jane@example.com')}?="`],
  ])('as the name of a file: %s', async (name) => {
    expect(await leaksOf({ parts: [image(name)] })).toEqual([{ where: 'part_header', kind: 'address' }]);
  });

  it('of a part, in an id', async () => {
    const part = { headers: ['Content-Type: image/png', 'Content-ID: <jane@example.com>'], bytes: Buffer.from('x') };
    expect(await leaksOf({ parts: [part] })).toEqual([{ where: 'part_header', kind: 'address' }]);
  });
});

describe('the recipient stands in To alone, as a whole', () => {
  const recipient = { where: 'header', kind: 'recipient' };

  it.each([[partnerAddress], [`<${partnerAddress}>`], ['robin.reader@EXAMPLE.org']])('may be written %s', async (to) => {
    expect(await leaksOf({ to })).toEqual([]);
  });

  it.each([
    [`Robin <${partnerAddress}>`],
    [`${partnerAddress} (Robin)`],
    [`${partnerAddress}, jane@example.com`],
    [`all: ${partnerAddress};`],
    ['robin.reader+tag@example.org'],
    ['jane@example.com'],
  ])('may not be written %s', async (to) => {
    expect(await leaksOf({ to })).toEqual([recipient, inHeader]);
  });

  it('may not be somebody else, or missing', async () => {
    expect(await leaksOf({ to: 'sam@example.net' })).toEqual([recipient]);
    const without = finished({})
      .toString('latin1')
      .replace(/To: .*\r\n/, '');
    expect(await scan(Buffer.from(without))).toEqual([recipient]);
  });

  it('is found wherever else it stands', async () => {
    expect(await leaksOf({ headers: [`Subject: ${partnerAddress}`] })).toEqual([inHeader]);
  });

  it('may have letters of any script', async () => {
    const allowedTo = 'j\u00f6rg@b\u00fccher.example.org';
    for (const to of [allowedTo, 'j\u00f6rg@xn--bcher-kva.example.org']) {
      const mail = finished({ to: Buffer.from(to).toString('latin1') });
      expect(await leaksIn(mail, { spellings: [...hiddenAddresses, allowedTo], allowedTo })).toEqual([]);
    }
  });
});

describe('headers are those of a relayed mail', () => {
  it.each(
    [
      'Received',
      'Reply-To',
      'Sender',
      'Cc',
      'Bcc',
      'Return-Path',
      'X-Originating-IP',
      'X-Mailer',
      'User-Agent',
      'DKIM-Signature',
      'Autocrypt',
    ]
      .concat([
        'Auto-Submitted',
        'Content-Language',
        'Thread-Index',
        'Organization',
        'List-Id',
        'X-Google-Original-From',
        'Resent-From',
        'Face',
      ])
      .map((name) => [name]),
  )('%s is none of them', async (name) => {
    expect(await leaksOf({ headers: [`${name}: x`] })).toEqual([{ where: 'header', kind: 'unknown_header' }]);
  });

  it('all that are may stand there, in any case', async () => {
    const headers = [
      'IN-REPLY-TO: <a@relay.example.org>',
      'References: <a@relay.example.org> <b@relay.example.org>',
      'x-loop-relay: 1.abc',
    ].concat(
      'List-Unsubscribe: <https://loop.example.org/u/abc>',
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
      'Feedback-ID: 1:relay:loop',
    );
    expect(await leaksOf({ headers, parts: [hello] })).toEqual([]);
  });

  it('each stands there once', async () => {
    expect(await leaksOf({ headers: ['References: <a@relay.example.org>', 'references: <b@relay.example.org>'] })).toEqual([
      { where: 'header', kind: 'repeated_header' },
    ]);
  });

  it('a part has those of its content alone', async () => {
    const of = (line: string) => leaksOf({ parts: [{ headers: ['Content-Type: text/plain', line], bytes: Buffer.from('x') }] });
    expect(await of('X-Apple-Id: 1')).toEqual([{ where: 'part_header', kind: 'unknown_header' }]);
    expect(await of('Content-Description: x')).toEqual([{ where: 'part_header', kind: 'unknown_header' }]);
    expect(await of('Content-Type: text/html')).toEqual([{ where: 'part_header', kind: 'repeated_header' }]);
  });

  it('hold ASCII and nothing else', async () => {
    expect(await leaksOf({ headers: ['Subject: caf\xe9'] })).toEqual([{ where: 'header', kind: 'eight_bit_header' }]);
    expect(await leaksOf({ headers: ['Subject: a\0b'] })).toEqual([{ where: 'header', kind: 'eight_bit_header' }]);
  });
});

describe('a mail has one reading', () => {
  const broken = { where: 'message', kind: 'malformed' };

  it.each(['\n', '\r'])('its lines end in CR and LF together: %j alone is none', async (end) => {
    expect(await leaksOf({ body: `a${end}b` })).toEqual([{ where: 'message', kind: 'bare_line_break' }]);
    expect(await leaksOf({ body: `a${end}` })).toEqual([{ where: 'message', kind: 'bare_line_break' }]);
  });

  it('nothing stands before its first part or after its last', async () => {
    const mail = finished({ parts: [hello] }).toString('latin1');
    const outside = { where: 'message', kind: 'outside_parts' };
    expect(await scan(Buffer.from(`${mail}Bye`))).toEqual([outside]);
    expect(await scan(Buffer.from(mail.replace('\r\n\r\n', '\r\n\r\nThis is a multi-part message.\r\n')))).toEqual([outside]);
    expect(await scan(Buffer.from(`${mail}jane@example.com`))).toEqual([outside, { where: 'message', kind: 'address' }]);
    expect(await scan(Buffer.from(`${mail}\r\n`))).toEqual([]);
  });

  it('what is no header, no part or no end is refused, and searched all the same', async () => {
    const mail = finished({ parts: [text('x')] }).toString('latin1');
    for (const wrong of [
      'no header at all',
      mail.replace('--_LoopPart-1--', ''),
      mail.replace('boundary=', 'border='),
      mail.replace('Subject:', 'Subject :'),
    ])
      expect(await scan(Buffer.from(wrong))).toContainEqual(broken);
    expect(await scan(Buffer.from('jane@example.com'))).toEqual([broken, { where: 'message', kind: 'address' }]);
    expect(await scan(Buffer.from(''))).toEqual([broken]);
  });

  it('a mail inside a mail is taken apart too, and its headers are none of ours', async () => {
    const inner = Buffer.from('From: jane@example.com\r\nSubject: x\r\n\r\nHello');
    const leaks = await leaksOf({ parts: [{ headers: ['Content-Type: message/rfc822'], bytes: inner }] });
    expect(leaks).toEqual([
      { where: 'part_header', kind: 'unknown_header' },
      { where: 'part_header', kind: 'address' },
    ]);
  });

  it('parts may lie in parts, but not without end', async () => {
    const nested = (depth: number): { readonly headers: readonly string[]; readonly bytes: Buffer } =>
      depth === 0
        ? hello
        : {
            headers: [`Content-Type: multipart/mixed; boundary=b${depth}`],
            bytes: Buffer.from(
              `--b${depth}\r\n${nested(depth - 1).headers.join('\r\n')}\r\n\r\n${nested(depth - 1).bytes.toString()}\r\n--b${depth}--\r\n`,
            ),
          };
    expect(await leaksOf({ parts: [nested(6)] })).toEqual([]);
    expect(await leaksOf({ parts: Array.from({ length: 300 }, () => hello) })).toContainEqual({ where: 'message', kind: 'too_much' });
  });

  it('a header block has an end that can be reached', async () => {
    expect(await leaksOf({ headers: [`References: ${'<a@relay.example.org> '.repeat(4_000)}`] })).toContainEqual({
      where: 'message',
      kind: 'too_much',
    });
  });
});
