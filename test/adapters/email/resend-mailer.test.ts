import { fc, it as property } from '@fast-check/vitest';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { secretOf } from '../../../adapters/config/secret.ts';
import { idempotencyKey } from '../../../adapters/email/resend-mailer.ts';
import { restMsMax } from '../../../adapters/email/retry-after.ts';
import { aMail, mailerContract } from '../../contracts/mailer.contract.ts';
import { quotedAddress, type ResendFault, resendFaults, resendRefusals, retryAfterSeconds, wireApiKey } from '../../support/wire-resend.ts';
import { asJson, nobodyListens, openWire } from '../../support/wire-server.ts';
import { awsError } from '../../support/wire-secrets.ts';
import { mailerOf, outcomeOf, resendWithStoredKey, resendWorld } from './mailers-world.ts';

mailerContract('Resend', async () => {
  const { wire, mailer, close } = await resendWorld();
  return { mailer, delivered: async () => Promise.resolve(wire.delivered()), close };
});

let opened: { readonly close: () => Promise<void> }[] = [];
const using = async <T extends { readonly close: () => Promise<void> }>(opening: Promise<T>): Promise<T> => {
  const world = await opening;
  opened.push(world);
  return world;
};
afterEach(async () => {
  await Promise.all(opened.map(async ({ close }) => close()));
  opened = [];
});

const after = async (fault: ResendFault) => {
  const { meeting } = await using(resendWorld());
  return outcomeOf(meeting(fault));
};

describe('Resend', () => {
  it('is told who asks, and what sort of mail it is', async () => {
    const { wire, mailer } = await using(resendWorld());
    await mailer.send(aMail({ kind: 'introduction' }), 'key');
    expect(wire.requests.map(({ headers }) => [headers['user-agent'], headers['idempotency-key']])).toEqual([['loop/1.2.3', 'key']]);
    expect(JSON.parse(wire.requests[0]?.body ?? '')).toMatchObject({ tags: [{ name: 'kind', value: 'introduction' }] });
  });

  it('gets the same bytes however often a mail is tried', async () => {
    const { wire, mailer } = await using(resendWorld());
    wire.suffer(['too-many', 'takes-then-breaks', 'breaks']);
    for (let time = 0; time < 4; time++) await outcomeOf(mailer);
    expect(wire.requests).toHaveLength(4);
    expect(new Set(wire.requests.map(({ body, headers }) => `${headers['idempotency-key'] ?? ''} ${body}`)).size).toBe(1);
    expect(wire.delivered()).toHaveLength(1);
  });

  it('says when to come back, in either of its ways, and is believed for a day at most', async () => {
    const afterMs = retryAfterSeconds * 1_000;
    expect(await after('too-many-until')).toEqual({ kind: 'try_later', afterMs });
    expect(await after('too-many-reset')).toEqual({ kind: 'try_later', afterMs });
    expect(await after('unavailable-until')).toEqual({ kind: 'try_later', afterMs });
    expect(await after('too-many')).toEqual({ kind: 'try_later', afterMs: 1_000 });
    expect(await after('unavailable')).toEqual({ kind: 'try_later' });
    const odd = ['Thu, 01 Jan 2099 00:00:00 GMT', '1e9', '-5', '99999999999', 'soon', ''];
    for (const asked of odd) {
      const wire = await using(openWire(() => asJson(429, { name: 'rate_limit_exceeded' }, { 'retry-after': asked })));
      const outcome = await outcomeOf(mailerOf({ kind: 'resend', apiKey: secretOf('re_any'), baseUrl: wire.url }));
      expect(outcome).toMatchObject({ kind: 'try_later' });
      expect((outcome as { readonly afterMs: number }).afterMs).toBeLessThanOrEqual(restMsMax);
    }
  });

  it.each(resendFaults.filter((fault) => fault.startsWith('takes-')))(
    'leaves it open where it %s, and takes the mail once',
    async (fault) => {
      const { wire, mailer, meeting } = await using(resendWorld());
      expect(await outcomeOf(meeting(fault))).toBe('unknown');
      expect(await outcomeOf(mailer)).toEqual({ kind: 'accepted' });
      expect(wire.delivered()).toHaveLength(1);
    },
  );

  it.each(['breaks', 'bad-gateway', 'silence', 'reset', 'html', 'redirect', 'blocked-html', 'null-error', 'strange-conflict'] as const)(
    'leaves it open where it answers without sense: %s',
    async (fault) => {
      expect(await after(fault)).toBe('unknown');
    },
  );

  it('surely took nothing where nobody listens', async () => {
    const mailer = mailerOf({ kind: 'resend', apiKey: secretOf(wireApiKey), baseUrl: await nobodyListens() });
    expect(await outcomeOf(mailer)).toEqual({ kind: 'try_later' });
  });

  it('refuses another mail under a key that it knows, and asks to wait while it is busy with the same key', async () => {
    const { wire, mailer } = await using(resendWorld());
    await mailer.send(aMail(), 'key');
    expect(await outcomeOf(mailer, 'key', aMail({ subject: 'Another' }))).toEqual({ kind: 'refused', code: 'mail.key_reused' });
    wire.suffer(['concurrent']);
    expect(await outcomeOf(mailer)).toEqual({ kind: 'try_later', afterMs: 1_000 });
  });

  it('refuses a mail with the name of its reason, and nothing that was in its words', async () => {
    expect(await after('invalid')).toEqual({ kind: 'refused', code: 'resend.missing_required_field' });
  });

  it('is closed, and no mail at fault, where the account is', async () => {
    expect(await after('unverified')).toMatchObject({ kind: 'try_later', closed: 'mail.sender_refused' });
    expect(await after('quota')).toMatchObject({ kind: 'try_later', closed: 'mail.quota_used_up', afterMs: 3_600_000 });
    expect(await after('no-such-page')).toMatchObject({ kind: 'try_later', closed: 'mail.provider_not_found' });
  });

  it('never lets an address or the key out in an outcome or an error', async () => {
    for (const fault of [...resendFaults, ...resendRefusals]) {
      const { meeting } = await using(resendWorld());
      const said: unknown = await meeting(fault)
        .send(aMail(), 'key')
        .catch((error: unknown) => error);
      expect(inspect(said, { depth: 10, showHidden: true })).not.toMatch(new RegExp(`${quotedAddress}|reader@|${wireApiKey}`));
    }
  });
});

describe('the key of Resend', () => {
  it('is read anew once it is refused, and the mail goes at once', async () => {
    const { wire, aws, clock, mailer } = await using(resendWithStoredKey());
    await mailer.send(aMail(), 'one');
    aws.secrets.set('resend', 're_rotated');
    wire.rotate('re_rotated');
    clock.moveBy(60_000);
    expect(await outcomeOf(mailer, 'other')).toEqual({ kind: 'accepted' });
    expect(wire.delivered()).toHaveLength(2);
  });

  it('stays wrong without a mail being at fault, and Secrets Manager is not asked for each', async () => {
    const { wire, aws, mailer } = await using(resendWithStoredKey());
    wire.rotate('re_rotated');
    for (let time = 0; time < 20; time++)
      expect(await outcomeOf(mailer)).toEqual({ kind: 'try_later', afterMs: 60_000, closed: 'mail.key_refused' });
    expect(aws.requests).toHaveLength(1);
  });

  it('cannot be read: the mailer is closed with the reason', async () => {
    const { aws, mailer } = await using(resendWithStoredKey());
    aws.suffer([awsError('AccessDeniedException')]);
    expect(await outcomeOf(mailer)).toMatchObject({ kind: 'try_later', closed: 'secret.denied' });
    aws.secrets.delete('resend');
    expect(await outcomeOf(mailer)).toMatchObject({ kind: 'try_later', closed: 'secret.missing' });
  });

  it('cannot be had just now: the mailer is not closed, as nobody has to do anything', async () => {
    const { aws, mailer } = await using(resendWithStoredKey());
    const down = awsError('InternalServiceError', 500);
    aws.suffer([down, down, down]);
    expect(await outcomeOf(mailer)).toEqual({ kind: 'try_later' });
    expect(await outcomeOf(mailer)).toEqual({ kind: 'accepted' });
  });

  it('may end in a new line, as files do; what no header can hold is refused without being quoted', async () => {
    const tidy = await using(resendWorld({ apiKey: secretOf(`${wireApiKey}\n`) }));
    expect(await outcomeOf(tidy.mailer)).toEqual({ kind: 'accepted' });
    const odd = await using(resendWorld({ apiKey: secretOf('re_a\nb') }));
    expect(await outcomeOf(odd.mailer)).toMatchObject({ kind: 'try_later', closed: 'mail.key_refused' });
  });
});

describe('an idempotency key', () => {
  property.prop([
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
  ])('fits into a header of 256 characters, and is another for another key', (one, other) => {
    expect(idempotencyKey(one)).toMatch(/^[\x21-\x7e]{1,256}$/);
    expect(idempotencyKey(one) === idempotencyKey(other)).toBe(one === other);
  });
});
