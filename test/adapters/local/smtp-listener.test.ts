import { connect } from 'node:net';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listenForMails, type SmtpListener } from '../../../adapters/local/smtp-listener.ts';
import type { HandedMail } from '../../../adapters/memory/handed-mail.ts';

const relayDomain = 'relay.example.com';
const alias = `c_${'a'.repeat(26)}b@${relayDomain}`;
const other = `c_${'b'.repeat(26)}a@${relayDomain}`;

const logged: string[] = [];
let taken: HandedMail[] = [];
let take: (mail: HandedMail) => Promise<void>;
let listener: SmtpListener;

beforeEach(async () => {
  taken = [];
  logged.length = 0;
  take = async (mail) => {
    taken.push(mail);
    return Promise.resolve();
  };
  listener = await listenForMails({ port: 0, relayDomain, take: async (mail) => take(mail), log: (_level, event) => logged.push(event) });
});
afterEach(async () => listener.close());

const sendMail = async (envelope: { from: string; to: string | string[] }, raw: string | Buffer) => {
  const transport = createTransport({ host: '127.0.0.1', port: listener.port, secure: false });
  try {
    return await transport.sendMail({ envelope, raw });
  } finally {
    transport.close();
  }
};

const raw = 'From: ana@example.com\r\nSubject: Hi\r\n\r\nHello\r\n.one dot\r\n';

/** Says each line when the one before was answered, and gives the answers. */
const converse = async (lines: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(listener.port, '127.0.0.1');
    const left = [...lines];
    let said = '';
    socket.setEncoding('utf8').on('data', (text) => {
      said += String(text);
      const next = left.shift();
      if (next === undefined) socket.end();
      else socket.write(`${next}\r\n`);
    });
    socket.on('close', () => {
      resolve(said);
    });
    socket.on('error', reject);
  });

describe('the listener for mails on one machine', () => {
  test('takes a mail as it came, byte for byte, with its envelope', async () => {
    await sendMail({ from: 'ana@example.com', to: [alias, other] }, raw);
    expect(taken).toHaveLength(1);
    expect(Buffer.from(taken[0]?.raw ?? []).toString('latin1')).toBe(raw);
    expect(taken[0]).toMatchObject({
      mailFrom: 'ana@example.com',
      recipients: [alias, other],
      verdicts: { spf: 'PASS', dkim: 'PASS', dmarc: 'PASS', spam: 'PASS', virus: 'PASS' },
    });
  });

  test('takes a report, which names no sender', async () => {
    await sendMail({ from: '', to: alias }, raw);
    expect(taken[0]?.mailFrom).toBe('');
  });

  test('names a recipient once, however often and in whatever letters it is given', async () => {
    await sendMail({ from: 'ana@example.com', to: [alias, alias.toUpperCase(), alias] }, raw);
    expect(taken[0]?.recipients).toHaveLength(1);
  });

  test('takes mails to private addresses alone', async () => {
    for (const to of ['ben@example.com', 'ben@example.org', `ben@sub.${relayDomain}`])
      await expect(sendMail({ from: 'ana@example.com', to }, raw)).rejects.toMatchObject({ responseCode: 550 });
    expect(taken).toEqual([]);
  });

  test('has recipients beyond the hundredth come again', async () => {
    const many = Array.from({ length: 101 }, (_, at) => `x${String(at)}@${relayDomain}`);
    const info = await sendMail({ from: 'ana@example.com', to: many }, raw);
    expect(taken[0]?.recipients).toHaveLength(100);
    expect(info.rejected).toEqual([many[100]]);
  });

  test('refuses a mail over 25 MB, announced or not, and keeps nothing of it', async () => {
    const large = Buffer.alloc(25 * 1024 * 1024 + 100, 'x');
    await expect(sendMail({ from: 'ana@example.com', to: alias }, Buffer.concat([Buffer.from(raw), large]))).rejects.toMatchObject({
      responseCode: 552,
    });
    expect(await converse(['EHLO localhost', `MAIL FROM:<ana@example.com> SIZE=${String(large.length)}`])).toMatch(/^552 /m);
    expect(taken).toEqual([]);
  });

  test('says that a mail is taken only when it is kept', async () => {
    take = async () => Promise.reject(new Error('full'));
    await expect(sendMail({ from: 'ana@example.com', to: alias }, raw)).rejects.toMatchObject({ responseCode: 451 });
    expect(logged).toEqual(['smtp.not_taken']);
  });

  test('keeps nothing of a mail that breaks off', async () => {
    const socket = connect(listener.port, '127.0.0.1');
    const lines = ['EHLO localhost', 'MAIL FROM:<ana@example.com>', `RCPT TO:<${alias}>`, 'DATA'];
    await new Promise<void>((resolve) => {
      socket.on('data', () => {
        const line = lines.shift();
        if (line !== undefined) socket.write(`${line}\r\n`);
        else
          socket.write('From: ana@example.com\r\n\r\nhalf of', () => {
            socket.destroy();
            resolve();
          });
      });
    });
    // A further conversation is over when the server has seen the end of this one.
    await sendMail({ from: 'ben@example.com', to: other }, raw);
    expect(taken.map(({ mailFrom }) => mailFrom)).toEqual(['ben@example.com']);
  });

  test('speaks to no page in a browser', async () => {
    expect(await converse(['POST / HTTP/1.1', 'EHLO localhost'])).toMatch(/^421 /m);
    expect(taken).toEqual([]);
  });

  test('asks for no password and offers no encryption, as both ends are one machine', async () => {
    const answer = await converse(['EHLO localhost', 'QUIT']);
    expect(answer).toContain('SIZE 26214400');
    expect(answer).not.toMatch(/AUTH|STARTTLS/);
  });

  test('takes the next port where the wished one is taken, and a mail in it arrives', async () => {
    const second = await listenForMails({ port: listener.port, relayDomain, take, log: () => undefined });
    expect(second.port).toBeGreaterThan(listener.port);
    await second.close();
  });
});
