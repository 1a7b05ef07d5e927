import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { readSesInbound } from '../../../adapters/email/ses-inbound.ts';
import { type Inbound, inboundBucket, inboundNotification } from '../../support/inbound-notifications.ts';

const place = { bucket: inboundBucket, prefix: 'inbound/', relayDomain: 'relay.example.com' };
const read = (inbound: Inbound = {}) => readSesInbound(inboundNotification(inbound), place);
const refused = (code: string) => ({ ok: false, error: { code } });

describe('what SES tells of a mail that came in', () => {
  it('says whom it is for, from whom, what was found, and where it lies', () => {
    expect(read({ id: 'abc', verdicts: { dmarc: 'GRAY', spam: 'FAIL' } })).toEqual({
      ok: true,
      value: {
        id: 'abc',
        recipients: ['c_x@relay.example.com'],
        mailFrom: 'ana@example.org',
        verdicts: { spf: 'PASS', dkim: 'PASS', dmarc: 'GRAY', spam: 'FAIL', virus: 'PASS' },
        rawKey: 'inbound/abc',
        receivedAt: Date.parse('2026-11-20T10:00:00Z'),
      },
    });
  });

  it('is for the recipients of the envelope at our domain, each once, whatever the case', () => {
    const recipients = [
      'C_X@Relay.Example.com',
      'c_x@relay.example.com',
      'c_y@relay.example.com',
      'z@example.com',
      'z@sub.relay.example.com',
    ];
    expect(read({ recipients })).toMatchObject({ value: { recipients: ['c_x@relay.example.com', 'c_y@relay.example.com'] } });
    expect(read({ recipients: [] })).toMatchObject({ value: { recipients: [] } });
  });

  it.each(['', '<>'])('is from nobody where the envelope says %j', (source) => {
    expect(read({ source })).toMatchObject({ value: { mailFrom: '' } });
  });

  it.each<Inbound>([
    { bucket: 'another' },
    { key: 'other/abc' },
    { key: 'inbound/' },
    { key: 'inbound/../secrets' },
    { key: 'inbound/a/b' },
  ])('is refused where the mail lies elsewhere: %j', (inbound) => {
    expect(read(inbound)).toEqual(refused('ses_inbound.elsewhere'));
  });

  it.each(['spf', 'dkim', 'dmarc', 'spam', 'virus'] as const)('is not taken where nobody knows the word for %s', (name) => {
    expect(read({ verdicts: { [name]: 'MAYBE' } })).toEqual(refused('ses_inbound.malformed'));
  });

  it('is nothing where a topic is tried out', () => {
    const text = 'Successfully validated SNS topic for Amazon SES event publishing.';
    expect(readSesInbound(text, place)).toEqual({ ok: true, value: undefined });
  });

  it.each(['', 'null', '[]', '{"notificationType":"Bounce"}', '{"notificationType":"Received"}'])('is malformed as %s', (text) => {
    expect(readSesInbound(text, place)).toEqual(refused('ses_inbound.malformed'));
  });

  test.prop([fc.string(), fc.nat()])('is never thrown at, however it is cut and mixed', (text, at) => {
    const whole = inboundNotification();
    const cut = at % whole.length;
    for (const given of [text, whole.slice(0, cut), whole.slice(0, cut) + text + whole.slice(cut)])
      expect(typeof readSesInbound(given, place).ok).toBe('boolean');
  });
});
