import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aMail, mailerContract } from '../../contracts/mailer.contract.ts';
import { headerIn } from '../../support/wire-mime.ts';
import { nobodyListens } from '../../support/wire-server.ts';
import { openSesWire, type SesFault, type SesWire } from '../../support/wire-ses.ts';
import { deadlineFor, mailerOf, outcomeOf, start } from './mailers-world.ts';

const mailerAt = (endpoint: string, deadlineMs?: number) =>
  mailerOf({ kind: 'ses', configurationSet: 'loop-dev' }, { endpoint, deadlineMs });

mailerContract('SES', async () => {
  const wire = await openSesWire();
  return { mailer: mailerAt(wire.url), delivered: async () => Promise.resolve(wire.delivered()), close: wire.close };
});

describe('SES', () => {
  let wire: SesWire;
  beforeEach(async () => {
    wire = await openSesWire();
  });
  afterEach(async () => wire.close());
  const after = async (fault: SesFault) => {
    wire.suffer([fault]);
    return outcomeOf(mailerAt(wire.url, deadlineFor(fault)));
  };

  it('gets the mail as it travels, with the configuration set and the sort of mail', async () => {
    await mailerAt(wire.url).send(aMail({ kind: 'welcome', writtenAt: start }), 'key');
    expect(JSON.parse(wire.requests[0]?.body ?? '')).toMatchObject({
      ConfigurationSetName: 'loop-dev',
      Destination: { ToAddresses: ['reader@example.com'] },
      EmailTags: [{ Name: 'kind', Value: 'welcome' }],
    });
    expect(headerIn(wire.sources()[0] ?? '', 'Date')).toBe('Mon, 23 Nov 2026 09:00:00 +0000');
  });

  it('gets the same bytes for the same key, so that mailboxes can tell a second copy by its id', async () => {
    for (let time = 0; time < 2; time++) await mailerAt(wire.url).send(aMail({ writtenAt: start }), 'key');
    expect(wire.sources()).toHaveLength(2);
    expect(new Set(wire.sources()).size).toBe(1);
  });

  it.each<[SesFault, object]>([
    ['429 TooManyRequestsException', { kind: 'try_later' }],
    ['400 ThrottlingException Maximum sending rate exceeded.', { kind: 'try_later' }],
    ['unavailable', { kind: 'try_later' }],
    ['400 LimitExceededException', { kind: 'try_later', closed: 'mail.quota_used_up' }],
    ['400 SendingPausedException', { kind: 'try_later', closed: 'mail.account_suspended' }],
    ['400 AccountSuspendedException', { kind: 'try_later', closed: 'mail.account_suspended' }],
    ['400 MailFromDomainNotVerifiedException', { kind: 'try_later', closed: 'mail.sender_refused' }],
    ['400 MessageRejected Email address is not verified.', { kind: 'try_later', closed: 'mail.sender_refused' }],
    ['403 AccessDeniedException', { kind: 'try_later', closed: 'mail.key_refused' }],
    ['404 NotFoundException', { kind: 'try_later', closed: 'mail.provider_not_found' }],
    ['400 MessageRejected', { kind: 'refused', code: 'ses.message_rejected' }],
    ['400 BadRequestException', { kind: 'refused', code: 'ses.bad_request' }],
  ])('says %s', async (fault, outcome) => {
    expect(await after(fault)).toMatchObject(outcome);
    expect(wire.requests).toHaveLength(1);
  });

  it.each<SesFault>(['takes-then-silence', 'takes-then-reset', 'takes-then-cut', 'takes-then-html', 'takes-then-empty', 'breaks'])(
    'is asked once where it leaves it open: %s',
    async (fault) => {
      expect(await after(fault)).toBe('unknown');
      expect(wire.requests).toHaveLength(1);
    },
  );

  it('surely took nothing where nobody listens', async () => {
    expect(await outcomeOf(mailerAt(await nobodyListens()))).toEqual({ kind: 'try_later' });
  });
});
