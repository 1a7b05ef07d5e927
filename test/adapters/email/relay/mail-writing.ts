import { partner } from './vectors/vector.ts';

const from = 'Ana <canary.q7x9@example.org>';
/** How mails are put together. */
export const head = (...extra: readonly string[]): readonly string[] => [
  `From: ${from}`,
  `To: <${partner.alias}>`,
  'Subject: Thursday',
  'Date: Fri, 20 Nov 2026 10:00:00 +0300',
  'Message-ID: <1234@mail.example.org>',
  'MIME-Version: 1.0',
  ...extra,
];
export const mail = (headers: readonly string[], body: string | Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`${headers.join('\r\n')}\r\n\r\n`),
    typeof body === 'string' ? Buffer.from(body.replace(/\r?\n/g, '\r\n')) : body,
  ]);
export const plain = (charset = 'utf-8', encoding = '8bit'): readonly string[] =>
  head(`Content-Type: text/plain; charset=${charset}`, `Content-Transfer-Encoding: ${encoding}`);
export const html = (body: string): Buffer => mail(head('Content-Type: text/html; charset=utf-8'), body);
export const both = (text: string, page: string): Buffer =>
  mail(
    head('Content-Type: multipart/alternative; boundary="000000000000abc"'),
    `--000000000000abc\nContent-Type: text/plain; charset="UTF-8"\n\n${text}\n\n--000000000000abc\nContent-Type: text/html; charset="UTF-8"\n\n${page}\n\n--000000000000abc--\n`,
  );
export const withSubject = (subject: string): Buffer =>
  mail(
    plain().map((line) => (line.startsWith('Subject:') ? `Subject: ${subject}` : line)),
    'hello',
  );
export const fromLine = (line: string): Buffer =>
  mail(
    plain().map((one) => (one.startsWith('From:') ? `From: ${line}` : one)),
    'hello',
  );
export const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
