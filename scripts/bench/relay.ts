import MailComposer from 'nodemailer/lib/mail-composer';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import PostalMime from 'postal-mime';
import { type Envelope, relayMail } from '../../adapters/email/relay/relay-mail.ts';

/** One kind of mail, and how long the relay took for it. */
export interface RelayFigures {
  readonly name: string;
  readonly bytes: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Reading and writing alone, by the two libraries, without any rule. */
  readonly librariesMs: number | undefined;
  /** What it may take (relay rules, 6). */
  readonly limitMs: number;
  readonly outcome: string;
}

const alias = (letter: string): string => `c_${letter.repeat(24)}@relay.example.com`;
export const envelope: Envelope = {
  sender: { email: 'ana@example.org', otherEmails: [], name: 'Ana', alias: alias('a') },
  partner: { email: 'ben@example.net', otherEmails: [], name: 'Ben', alias: alias('b') },
  verdicts: { spf: 'PASS', dkim: 'PASS', dmarc: 'PASS', spam: 'PASS', virus: 'PASS' },
  mailFrom: 'ana@example.org',
  known: [],
  sentAt: 1_763_632_800_000,
  isOurHop: () => false,
  footer: {
    listUnsubscribe: `https://loop.example.com/conversation/mute?token=c_${'b'.repeat(26)}b.${'s'.repeat(43)}`,
    page: `https://loop.example.com/conversation?token=c_${'b'.repeat(26)}b.${'s'.repeat(43)}`,
    community: 'A circle',
    closesAfterDays: 180,
  },
};

const head = (type: string, more = ''): string =>
  `From: Ana <ana@example.org>\r\nTo: <${alias('b')}>\r\nSubject: Re: Thursday\r\nMIME-Version: 1.0\r\n${more}Content-Type: ${type}\r\n\r\n`;

const sentence =
  'Shall we meet at the old mill on Thursday at seven? Bring the drawings, and Ben’s map from ben@example.net if you have it. ';
const quoted = `On Fri, Nov 20, 2026 at 9:00 AM Ben <ben@example.net> wrote:\r\n${'> I had not seen that one, thank you!\r\n'.repeat(60)}`;

const reply = (): string =>
  [
    head('multipart/alternative; boundary="edge"'),
    '--edge\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n',
    `${`${sentence}\r\n`.repeat(42)}${quoted}`,
    '\r\n--edge\r\nContent-Type: text/html; charset=utf-8\r\n\r\n',
    `<div dir="ltr">${`<p>${sentence}</p>`.repeat(42)}<blockquote class="gmail_quote">${quoted}</blockquote></div>`,
    '\r\n--edge--\r\n',
  ].join('');

export const attached = (megabytes: number): string => {
  const bytes = Buffer.alloc(megabytes * 750_000, 'Shall we meet at the old mill? ');
  return `${head('multipart/mixed; boundary="edge"')}--edge\r\nContent-Type: text/plain\r\n\r\n${sentence}\r\n--edge\r\nContent-Type: text/plain; name="notes.txt"\r\nContent-Disposition: attachment; filename="notes.txt"\r\nContent-Transfer-Encoding: base64\r\n\r\n${(bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n')}\r\n--edge--\r\n`;
};

const text = (body: string, type = 'text/plain; charset=utf-8'): string => `${head(type)}${body}`;
const styled = '<p class="MsoNormal" style="color:red"><span style="font-size:11pt">';
const hostileMs = 250;

const kinds: readonly (readonly [name: string, mail: () => string, limitMs: number, rounds: number])[] = [
  ['a reply, text and HTML', reply, 4, 400],
  ['with 10 MB attached', () => attached(10), 600, 5],
  ['100,000 recipients', () => `To: ${'x@example.com, '.repeat(100_000)}\r\n${text(sentence)}`, hostileMs, 10],
  ['20,000 header lines', () => `${'X-A: b\r\n'.repeat(20_000)}${text(sentence)}`, hostileMs, 10],
  ['10,000 parts', () => `${head('multipart/mixed; boundary=e')}${'--e\r\n\r\nx\r\n'.repeat(10_000)}--e--`, hostileMs, 10],
  [
    '2,000 nested parts',
    () =>
      Array.from(
        { length: 2_000 },
        (_, level) => `Content-Type: multipart/mixed; boundary=e${String(level)}\r\n\r\n--e${String(level)}\r\n`,
      ).join(''),
    hostileMs,
    10,
  ],
  ['1 MB of one line', () => text('a'.repeat(1_000_000)), hostileMs, 5],
  ['1 MB of @', () => text('a@'.repeat(500_000)), hostileMs, 5],
  ['1 MB of character references', () => text('&#64'.repeat(250_000)), hostileMs, 5],
  ['1 MB of dots', () => text('ana.'.repeat(250_000)), hostileMs, 5],
  ['2 MB of nested <div>', () => text('<div>'.repeat(400_000), 'text/html'), hostileMs, 5],
  ['2 MB of small <p>', () => text('<p>ab</p>'.repeat(222_000), 'text/html'), hostileMs, 5],
  ['2 MB of small <div>', () => text('<div>a</div>'.repeat(166_000), 'text/html'), hostileMs, 5],
  [
    '1 MB of quoted footers',
    () => text('> Mute, end or report this conversation: https://loop.example.com/conversation?token=x\r\n'.repeat(11_500)),
    hostileMs,
    5,
  ],
  ['1 MB of own links', () => text('loop.example.com/conversation/'.repeat(33_000)), hostileMs, 5],
  ['11,000 styled elements', () => text(`${styled}ab</span></p>`.repeat(5_400), 'text/html'), hostileMs, 5],
  ['11,000 long links', () => text(`<a href="https://example.com/${'x'.repeat(130)}">a</a>`.repeat(10_900), 'text/html'), hostileMs, 5],
  ['1 MB with an address in it', () => text(`${'a'.repeat(1_000_000)} ${Array.from('ben@example.net').reverse().join('')}`), hostileMs, 5],
  [
    '200 bombs in base64',
    () =>
      text(
        Array.from({ length: 200 }, (_, at) => gzipSync(Buffer.alloc(1_000_000, `${String(at)} a`)).toString('base64')).join('\r\n\r\n'),
      ),
    hostileMs,
    5,
  ],
  ['60,000 references', () => `References: ${'<a@example.org> '.repeat(3_500)}\r\n${text(sentence)}`, hostileMs, 10],
];

/** Each kind of mail through the whole pipeline, on one thread. */
export const measureRelay = async (): Promise<readonly RelayFigures[]> => {
  const figures: RelayFigures[] = [];
  for (const [name, make, limitMs, rounds] of kinds) {
    const raw = Buffer.from(make());
    const times: number[] = [];
    let outcome = '';
    for (let round = 0; round < rounds + 3; round++) {
      const began = performance.now();
      const relayed = await relayMail(raw, envelope);
      // The first ones are not yet compiled.
      if (round >= Math.min(3, rounds)) times.push(performance.now() - began);
      outcome = relayed.ok ? 'relayed' : relayed.error.code;
    }
    const librariesMs = outcome === 'relayed' ? await librariesAlone(raw, Math.min(rounds, 50)) : undefined;
    figures.push({ name, bytes: raw.length, p50Ms: at(times, 0.5), p99Ms: at(times, 0.99), librariesMs, limitMs, outcome });
  }
  return figures;
};

/** By how much a process grows at most that relays one mail of 10 MB, in sizes of the mail. */
export const measureMemory = async (): Promise<number> => {
  const child = fileURLToPath(new URL('relay-memory.ts', import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), 'loop-bench-'));
  try {
    const mail = join(folder, 'mail.eml');
    await writeFile(mail, attached(10));
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', child, mail]);
    return Number(stdout);
  } finally {
    await rm(folder, { recursive: true });
  }
};

const librariesAlone = async (raw: Buffer, rounds: number): Promise<number> => {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    const mail = await PostalMime.parse(raw, { forceRfc822Attachments: true });
    const attachments = mail.attachments.map(({ filename, content }) => ({
      filename: filename ?? 'file',
      content: Buffer.from(content as ArrayBuffer),
    }));
    await new MailComposer({
      subject: mail.subject ?? '',
      text: mail.text ?? '',
      ...(mail.html === undefined ? {} : { html: mail.html }),
      attachments,
    })
      .compile()
      .build();
    times.push(performance.now() - began);
  }
  return at(times, 0.5);
};

const at = (times: readonly number[], share: number): number => {
  const sorted = [...times].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};

export const relayText = (figures: readonly RelayFigures[], memory: number): string =>
  [
    `${'mail'.padEnd(26)}${['KB', 'p50 ms', 'p99 ms', 'limit ms', 'libraries ms'].map((name) => name.padStart(14)).join('')}  outcome`,
    ...figures.map(
      ({ name, bytes, p50Ms, p99Ms, limitMs, librariesMs, outcome }) =>
        `${name.padEnd(26)}${[bytes / 1_000, p50Ms, p99Ms, limitMs, librariesMs].map((value) => (value === undefined ? '–' : value.toFixed(value < 100 ? 1 : 0)).padStart(14)).join('')}  ${outcome}`,
    ),
    `A process that relays a mail of 10 MB grows by ${memory.toFixed(1)} times its size (limit ${String(memoryMax)}).`,
  ].join('\n');

const memoryMax = 4;
