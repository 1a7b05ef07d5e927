import type { EmailAddress } from '../../domain/kernel/email-address.ts';
import type { RenderedMail } from '../../domain/kernel/mailer.ts';

/** A mail as it travelled, read again: what Loop composes, and no more of RFC 5322 and RFC 2045. */
export const mailInMime = (source: string): RenderedMail => {
  const { headers, body } = split(source);
  const boundary = /boundary="([^"]+)"/.exec(headers.get('Content-Type') ?? '')?.[1] ?? '';
  const parts = body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => split(part.replace(/^\r\n/, '')));
  const part = (type: string): string => {
    const found = parts.find((candidate) => candidate.headers.get('Content-Type')?.startsWith(type));
    return unquoted((found?.body ?? '').replace(/\r\n$/, '')).replaceAll('\r\n', '\n');
  };
  return {
    from: (headers.get('From') ?? '').replace(/^([^"<]+) </, '"$1" <'),
    to: (headers.get('To') ?? '') as EmailAddress,
    subject: words(headers.get('Subject') ?? ''),
    text: part('text/plain'),
    html: part('text/html'),
    headers: Object.fromEntries([...headers].filter(([name]) => !ofEveryMail.has(name))),
  };
};

/** A header of a mail as it travelled. */
export const headerIn = (source: string, name: string): string | undefined => split(source).headers.get(name);

const ofEveryMail = new Set(['From', 'To', 'Subject', 'Date', 'Message-ID', 'MIME-Version', 'Content-Type', 'Content-Transfer-Encoding']);

const split = (source: string): { readonly headers: ReadonlyMap<string, string>; readonly body: string } => {
  const end = source.indexOf('\r\n\r\n');
  const lines = source
    .slice(0, end)
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = new Map(
    lines.map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return { headers, body: source.slice(end + 4) };
};

/** RFC 2045, 6.7. */
const unquoted = (text: string): string => {
  const bytes = text
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
};

/** RFC 2047. */
const words = (text: string): string =>
  text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([QB])\?([^?]*)\?=/gi, (_, how: string, word: string) =>
      how.toUpperCase() === 'B' ? Buffer.from(word, 'base64').toString('utf8') : unquoted(word.replaceAll('_', ' ')),
    );
