import { afterEach, describe, expect, it } from 'vitest';
import { secretOf } from '../../../adapters/config/secret.ts';
import { createRawSesMailer } from '../../../adapters/email/raw-ses-mailer.ts';
import { createRawSmtpMailer } from '../../../adapters/email/raw-smtp-mailer.ts';
import { openSesWire } from '../../support/wire-ses.ts';
import { openSmtpWire } from '../../support/wire-smtp.ts';
import { awsAt, deadlineMs } from './mailers-world.ts';

const source = [
  'X-Loop-Relay: hop',
  'From: Ana <c_ana@relay.example.com>',
  'To: ben@example.net',
  'Message-ID: <1@relay.example.com>',
  'Date: Fri, 20 Nov 2026 10:00:00 +0000',
  'Content-Type: text/plain; charset=utf-8',
  '',
  '.a line that begins with a full stop',
  'Grüße',
  '',
].join('\r\n');
const mail = { raw: Buffer.from(source), to: 'ben@example.net', from: 'c_ana@relay.example.com', tag: 'c_ben-1' };

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});
const sesWorld = async (region: string) => {
  const wire = await openSesWire();
  open.push(wire.close);
  return { wire, mailer: createRawSesMailer({ ...awsAt(wire.url), region, configurationSet: 'loop-relay', deadlineMs }) };
};

describe('a mail between members, through SES', () => {
  it('travels byte for byte, to its reader alone, and is told by its tags', async () => {
    const { wire, mailer } = await sesWorld('eu-central-1');
    expect(await mailer.send(mail, 'key')).toEqual({ kind: 'accepted', wireId: '010201-test@eu-central-1.amazonses.com' });
    expect(wire.sources()).toEqual([source]);
    expect(JSON.parse(wire.requests[0]?.body ?? '')).toMatchObject({
      ConfigurationSetName: 'loop-relay',
      Destination: { ToAddresses: ['ben@example.net'] },
      EmailTags: [
        { Name: 'kind', Value: 'relayed' },
        { Name: 'conversation', Value: 'c_ben-1' },
      ],
    });
  });

  it('gets an id of another domain in the first region', async () => {
    const { mailer } = await sesWorld('us-east-1');
    expect(await mailer.send(mail, 'key')).toMatchObject({ wireId: '010201-test@email.amazonses.com' });
  });

  it('is refused, put off and left open as any other', async () => {
    const { wire, mailer } = await sesWorld('eu-central-1');
    wire.suffer(['400 MessageRejected', '429 TooManyRequestsException', 'breaks']);
    expect(await mailer.send(mail, 'key')).toEqual({ kind: 'refused', code: 'ses.message_rejected' });
    expect(await mailer.send(mail, 'key')).toEqual({ kind: 'try_later' });
    await expect(mailer.send(mail, 'key')).rejects.toThrow();
  });
});

describe('a mail between members, over SMTP', () => {
  const smtpWorld = async () => {
    const wire = await openSmtpWire();
    open.push(wire.close);
    return { wire, mailer: createRawSmtpMailer({ url: secretOf(wire.url), deadlineMs }) };
  };

  it('travels byte for byte, under the id that it has', async () => {
    const { wire, mailer } = await smtpWorld();
    expect(await mailer.send(mail, 'key')).toEqual({ kind: 'accepted' });
    expect(wire.sources().map((taken) => taken.trimEnd())).toEqual([source.trimEnd()]);
  });

  it('is refused, put off and left open as any other', async () => {
    const { wire, mailer } = await smtpWorld();
    wire.suffer([{ at: 'RCPT', says: '550 no such user' }, { at: 'end of data', says: '452 full' }, 'takes-then-goes']);
    expect(await mailer.send(mail, 'key')).toEqual({ kind: 'refused', code: 'smtp.550' });
    expect(await mailer.send(mail, 'key')).toEqual({ kind: 'try_later' });
    await expect(mailer.send(mail, 'key')).rejects.toThrow();
  });
});
