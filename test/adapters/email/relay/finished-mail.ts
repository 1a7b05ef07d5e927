import { type Leak } from '../../../../adapters/email/relay/leak-scan/leak.ts';
import { leaksIn } from '../../../../adapters/email/relay/leak-scan/leak-scan.ts';

/** A mail as the relay writes it, for tests of the last look at it. */
export interface FinishedMail {
  /** Lines that come beside the usual ones, or in their place. */
  readonly headers?: readonly string[];
  readonly to?: string;
  readonly parts?: readonly FinishedPart[];
  /** The whole body, instead of parts. */
  readonly body?: string;
  readonly boundary?: string;
}

export interface FinishedPart {
  readonly headers: readonly string[];
  readonly bytes: Buffer;
}

export const partnerAddress = 'robin.reader@example.org';
export const hiddenAddresses = [
  'jane@example.com',
  'j.doe.paints@gmail.com',
  'jane+studio@atelier.example.org',
  'hello@janepaints.example.com',
  'c_9f8e7d6c5b4a@relay.example.org',
  partnerAddress,
];

export const finished = ({ headers = [], to = partnerAddress, parts, body, boundary = '--_LoopPart-1' }: FinishedMail): Buffer => {
  const usual = [
    'From: Jane <c_0123456789ab@relay.example.org>',
    `To: ${to}`,
    'Subject: Re: Clay and moss',
    'Date: Fri, 20 Nov 2026 10:00:00 +0000',
    'Message-ID: <01jd0000000000000000000000@relay.example.org>',
    'MIME-Version: 1.0',
  ];
  const names = headers.map((line) => line.split(':', 1)[0]);
  const kept = usual.filter((line) => !names.includes(line.split(':', 1)[0]));
  if (parts === undefined) return Buffer.from([...kept, ...headers, '', body ?? 'Hello'].join('\r\n'), 'latin1');
  const blocks = parts.map(({ headers: own, bytes }) =>
    Buffer.concat([Buffer.from(`--${boundary}\r\n${[...own, ''].join('\r\n')}\r\n`, 'latin1'), bytes, Buffer.from('\r\n')]),
  );
  const head = [...kept, ...headers, `Content-Type: multipart/mixed; boundary="${boundary}"`, '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head, 'latin1'), ...blocks, Buffer.from(`--${boundary}--\r\n`)]);
};

export const wrapped = (bytes: Buffer): Buffer => Buffer.from(bytes.toString('base64').replace(/.{76}/g, '$&\r\n'));

export const text = (words: string | Buffer, charset = 'utf-8'): FinishedPart => ({
  headers: [`Content-Type: text/plain; charset=${charset}`, 'Content-Transfer-Encoding: base64'],
  bytes: wrapped(Buffer.from(words)),
});
export const html = (markup: string): FinishedPart => ({
  headers: ['Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: base64'],
  bytes: wrapped(Buffer.from(markup)),
});
export const attached = (bytes: Buffer, type = 'application/octet-stream', name = 'attachment-1.bin'): FinishedPart => ({
  headers: [`Content-Type: ${type}`, `Content-Disposition: attachment; filename=${name}`, 'Content-Transfer-Encoding: base64'],
  bytes: wrapped(bytes),
});

export const leaksOf = (mail: FinishedMail): Promise<readonly Leak[]> => scan(finished(mail));
export const leaksOfText = (words: string | Buffer, charset?: string): Promise<readonly Leak[]> =>
  leaksOf({ parts: [text(words, charset)] });
export const leaksOfHtml = (markup: string): Promise<readonly Leak[]> => leaksOf({ parts: [html(markup)] });
export const leaksOfAttached = (bytes: Buffer, type?: string): Promise<readonly Leak[]> => leaksOf({ parts: [attached(bytes, type)] });
export const scan = (mail: Uint8Array): Promise<readonly Leak[]> =>
  leaksIn(mail, { spellings: hiddenAddresses, allowedTo: partnerAddress });

export const inText: Leak = { where: 'text', kind: 'address' };
export const inAttachment: Leak = { where: 'attachment', kind: 'address' };
export const inHeader: Leak = { where: 'header', kind: 'address' };
