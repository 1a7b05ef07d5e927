import type { Envelope } from '../../../../../adapters/email/relay/relay-mail.ts';
import type { Correspondent } from '../../../../../domain/relay/message.ts';

/**
 * A mail with one thing in it that gives somebody away, and a sentence that must arrive. Addresses hold a word that stands nowhere else,
 * so that any trace of them in what is relayed is found without knowing how it was hidden.
 */
export interface Vector {
  readonly name: string;
  readonly raw: string | Uint8Array;
  /** Where nothing but the leak stands in a mail, nothing has to arrive. */
  readonly arrives?: string;
}

/** What no relayed mail may hold, after everything but letters and digits was taken out of it. */
export const canaries = ['canaryq7x9', 'canaryb5y8'] as const;

export const sender: Correspondent = {
  email: 'canary.q7x9@example.org',
  otherEmails: ['canaryq7x9@gmail.com'],
  name: 'Ana',
  alias: 'c_aaaaaaaaaaaaaaaaaaaaaaaa@relay.example.com',
};
export const partner: Correspondent = {
  email: 'canary.b5y8@example.net',
  otherEmails: [],
  name: 'Ben',
  alias: 'c_bbbbbbbbbbbbbbbbbbbbbbbb@relay.example.com',
};

/** Shown to come from the sender, and clean: whatever becomes of a mail is up to what stands in it. */
export const envelope: Envelope = {
  sender,
  partner,
  verdicts: { spf: 'PASS', dkim: 'PASS', dmarc: 'PASS', spam: 'PASS', virus: 'PASS' },
  mailFrom: sender.email,
  known: [],
  sentAt: 1_763_632_800_000,
  isOurHop: () => false,
};

export const sentence = 'Shall we meet at the old mill on Thursday at seven?';

interface Made {
  /** Lines before the blank one, beside those that every mail has. */
  readonly headers?: readonly string[];
  readonly subject?: string;
  readonly type?: string;
  readonly body?: string;
}

const crlf = (lines: readonly string[]): string => lines.join('\r\n');

/** A whole mail from the sender to the partner's alias. */
export const aMail = ({ headers = [], subject = 'Thursday', type = 'text/plain; charset=utf-8', body = sentence }: Made = {}): string =>
  crlf([
    'From: Ana <canary.q7x9@example.org>',
    `To: <${partner.alias}>`,
    `Subject: ${subject}`,
    'Date: Fri, 20 Nov 2026 10:00:00 +0300',
    'Message-ID: <1234@mail.example.org>',
    'MIME-Version: 1.0',
    ...(type === '' ? [] : [`Content-Type: ${type}`]),
    ...headers,
    '',
    body.replaceAll(/\r?\n/g, '\r\n'),
    '',
  ]);

export const withHeader = (...headers: readonly string[]): string => aMail({ headers });
export const withText = (text: string): string => aMail({ body: `${sentence}\n${text}` });
export const withHtml = (html: string): string =>
  aMail({ type: 'text/html; charset=utf-8', body: `<html><body><p>${sentence}</p>${html}</body></html>` });

export interface PartOf {
  readonly type: string;
  readonly headers?: readonly string[];
  readonly body: string;
}

/** A multipart mail whose first part is the sentence. */
export const withParts = (parts: readonly PartOf[], { kind = 'mixed', boundary = 'edge', preamble = '', epilogue = '' } = {}): string =>
  aMail({
    type: `multipart/${kind}; boundary="${boundary}"`,
    body: [
      preamble,
      `--${boundary}`,
      'Content-Type: text/plain; charset=utf-8',
      '',
      sentence,
      ...parts.flatMap(({ type, headers = [], body }) => [`--${boundary}`, `Content-Type: ${type}`, ...headers, '', body]),
      `--${boundary}--`,
      epilogue,
    ].join('\n'),
  });

export const base64 = (bytes: string | Uint8Array): string =>
  (
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  ).join('\n');

export const anAttachment = (type: string, name: string, bytes: string | Uint8Array): PartOf => ({
  type: `${type}; name="${name}"`,
  headers: [`Content-Disposition: attachment; filename="${name}"`, 'Content-Transfer-Encoding: base64'],
  body: base64(bytes),
});
