import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secretOf } from '../../../adapters/config/secret.ts';
import { aMail, mailerContract } from '../../contracts/mailer.contract.ts';
import { nobodyListens } from '../../support/wire-server.ts';
import { openSmtpWire, type SmtpFault, type SmtpWire } from '../../support/wire-smtp.ts';
import { deadlineFor, mailerOf, outcomeOf, start } from './mailers-world.ts';

const mailerAt = (url: string, deadlineMs?: number) => mailerOf({ kind: 'smtp', url: secretOf(url) }, { deadlineMs });

mailerContract('SMTP', async () => {
  const wire = await openSmtpWire();
  return { mailer: mailerAt(wire.url), delivered: async () => Promise.resolve(wire.delivered()), close: wire.close };
});

describe('a mail server', () => {
  let wire: SmtpWire;
  beforeEach(async () => {
    wire = await openSmtpWire();
  });
  afterEach(async () => wire.close());
  const after = async (fault: SmtpFault) => {
    wire.suffer([fault]);
    return outcomeOf(mailerAt(wire.url, deadlineFor(fault)));
  };

  it.each<[SmtpFault, object]>([
    [{ at: 'greeting', says: '421 too busy' }, { kind: 'try_later' }],
    [{ at: 'greeting', says: '554 nobody home' }, { kind: 'try_later' }],
    [{ at: 'greeting', says: 'silence' }, { kind: 'try_later' }],
    [{ at: 'EHLO', says: 'goes' }, { kind: 'try_later' }],
    [{ at: 'RCPT', says: '451 not now' }, { kind: 'try_later' }],
    [
      { at: 'RCPT', says: '550 no such user quoted@example.org' },
      { kind: 'refused', code: 'smtp.550' },
    ],
    [
      { at: 'MAIL', says: '553 not from you' },
      { kind: 'refused', code: 'smtp.553' },
    ],
    [{ at: 'end of data', says: '452 full' }, { kind: 'try_later' }],
    [
      { at: 'end of data', says: '554 no' },
      { kind: 'refused', code: 'smtp.554' },
    ],
  ])('that says %o is understood', async (fault, outcome) => {
    expect(await after(fault)).toEqual(outcome);
    expect(wire.delivered()).toEqual([]);
  });

  it.each<SmtpFault>(['takes-then-silence', 'takes-then-goes', { at: 'DATA', says: 'silence' }, { at: 'end of data', says: 'goes' }])(
    'leaves it open where it ends without a word after the mail was begun: %o',
    async (fault) => {
      expect(await after(fault)).toBe('unknown');
    },
  );

  it('gets the same bytes for the same key', async () => {
    for (let time = 0; time < 2; time++) await mailerAt(wire.url).send(aMail({ writtenAt: start }), 'key');
    expect(new Set(wire.sources()).size).toBe(1);
  });

  it('surely took nothing where nobody listens', async () => {
    expect(await outcomeOf(mailerAt((await nobodyListens()).replace('http', 'smtp')))).toEqual({ kind: 'try_later' });
  });

  it('is told who we are where it asks, and is closed where it does not know us', async () => {
    const strict = await openSmtpWire({ user: 'ana@example.com', pass: 'p@ss/word' });
    expect(await outcomeOf(mailerAt(strict.url))).toEqual({ kind: 'accepted' });
    expect(await outcomeOf(mailerAt(strict.url.replace('p%40ss', 'wrong')))).toMatchObject({
      kind: 'try_later',
      closed: 'mail.key_refused',
    });
    await strict.close();
  });

  it('needs an address, and a wrong one is not quoted', () => {
    for (const url of ['mail.example.com', 'http://user:password@mail.example.com', 'smtp://'])
      expect(() => mailerAt(url)).toThrow(/^the address of the mail server is none; write it as smtp:\/\/user:password@host:port$/);
  });
});
