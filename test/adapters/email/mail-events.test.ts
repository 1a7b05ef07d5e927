import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { readResendEvent } from '../../../adapters/email/resend-events.ts';
import { readSesEvent } from '../../../adapters/email/ses-events.ts';

const at = Date.parse('2026-11-23T09:05:00.000Z');
const malformed = (code: string) => ({ ok: false, error: { code } });

/** A bounce as the developer guide shows one. */
const sesBounce = (bounce: object = {}, mail: object = {}) => ({
  eventType: 'Bounce',
  bounce: {
    bounceType: 'Permanent',
    bounceSubType: 'General',
    bouncedRecipients: [
      { emailAddress: 'ana@example.com', action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' },
    ],
    timestamp: '2026-11-23T09:05:00.000Z',
    feedbackId: '01000157c44f053b-61b59c11-9236-11e6-8f96-7be8aexample-000000',
    reportingMTA: 'dsn; mta.example.com',
    ...bounce,
  },
  mail: {
    timestamp: '2026-11-23T09:00:00.000Z',
    source: 'Sample Circle <circle@example.com>',
    messageId: 'EXAMPLE7c191be45',
    destination: ['ana@example.com'],
    headersTruncated: false,
    tags: { 'ses:configuration-set': ['loop'] },
    ...mail,
  },
});
const sesComplaint = (complaint: object = {}, mail: object = {}) => ({
  eventType: 'Complaint',
  complaint: {
    complainedRecipients: [{ emailAddress: 'ana@example.com' }],
    timestamp: '2026-11-23T09:05:00.000Z',
    feedbackId: 'feedback-2',
    complaintSubType: null,
    complaintFeedbackType: 'abuse',
    arrivalDate: '2026-11-23T09:04:00.000Z',
    ...complaint,
  },
  mail: sesBounce({}, mail).mail,
});
const asText = (event: unknown): string => JSON.stringify(event);
const wrapped = (message: string, type = 'Notification'): string =>
  asText({
    Type: type,
    MessageId: 'x',
    TopicArn: 'arn:aws:sns:eu-central-1:123456789012:loop',
    Message: message,
    Timestamp: '2026-11-23T09:05:01.000Z',
  });

/** The tags that mails between members are sent with. */
const relayed = { tags: { kind: ['relayed'], conversation: ['c_aliasofana'], 'ses:source-ip': ['127.0.0.1'] } };

describe('an event of SES about a mail between members', () => {
  const kindsIn = (event: unknown) => {
    const read = readSesEvent(asText(event));
    return read.ok ? read.value.map(({ kind, alias }) => [kind, alias]) : read.error.code;
  };

  it('says whose alias it was, of hard bounces and complaints', () => {
    expect(kindsIn(sesBounce({}, relayed))).toEqual([['bounced', 'c_aliasofana']]);
    expect(kindsIn(sesComplaint({}, relayed))).toEqual([['complained', 'c_aliasofana']]);
  });

  it('tells of a bounce that may pass, too', () => {
    expect(kindsIn(sesBounce({ bounceType: 'Transient', bounceSubType: 'MailboxFull' }, relayed))).toEqual([
      ['bounced_softly', 'c_aliasofana'],
    ]);
    expect(kindsIn(sesBounce({ bounceType: 'Transient', bounceSubType: 'General' }, relayed))).toEqual([
      ['bounced_softly', 'c_aliasofana'],
    ]);
  });

  it('tells of no absence notice, which is no report of a server', () => {
    const notice = { bounceType: 'Transient', bounceSubType: 'General', bouncedRecipients: [{ emailAddress: 'ana@example.com' }] };
    expect(kindsIn(sesBounce(notice, relayed))).toEqual([]);
    expect(kindsIn(sesBounce({ bounceType: 'Undetermined' }, relayed))).toEqual([]);
  });

  it('says nothing of a mailbox that would not have what somebody wrote: nobody is put out of reach by what is sent to them', () => {
    const refused = (status: string) => ({ bouncedRecipients: [{ emailAddress: 'ana@example.com', action: 'failed', status }] });
    for (const status of ['5.7.1', '5.6.0', '5.3.4', '5.2.3'])
      expect(kindsIn(sesBounce(refused(status), relayed))).toEqual([['bounced_softly', 'c_aliasofana']]);
    expect(kindsIn(sesBounce(refused('5.7.1')))).toEqual([['bounced', undefined]]);
  });

  it('is about no conversation where another mail has such a tag', () => {
    expect(kindsIn(sesBounce({}, { tags: { kind: ['introduction'], conversation: ['c_aliasofana'] } }))).toEqual([['bounced', undefined]]);
  });
});

describe('an event of SES', () => {
  it('tells of a hard bounce', () => {
    expect(readSesEvent(asText(sesBounce()))).toEqual({
      ok: true,
      value: [{ address: 'ana@example.com', kind: 'bounced', at, eventId: '01000157c44f053b-61b59c11-9236-11e6-8f96-7be8aexample-000000' }],
    });
  });

  it('tells of a complaint', () => {
    expect(readSesEvent(asText(sesComplaint()))).toEqual({
      ok: true,
      value: [{ address: 'ana@example.com', kind: 'complained', at, eventId: 'feedback-2' }],
    });
  });

  it.each([sesBounce(), sesComplaint(), { eventType: 'Send', mail: {} }])('means the same as SNS wraps it: %#', (event) => {
    expect(readSesEvent(wrapped(asText(event)))).toEqual(readSesEvent(asText(event)));
  });

  it('means the same under the name that feedback notifications use', () => {
    const { eventType, ...rest } = sesBounce();
    expect(readSesEvent(asText({ ...rest, notificationType: eventType }))).toEqual(readSesEvent(asText(sesBounce())));
  });

  it.each(['Transient', 'Undetermined'])(
    'tells of nothing when the bounce is %s: so come absence notices and full mailboxes',
    (bounceType) => {
      expect(readSesEvent(asText(sesBounce({ bounceType })))).toEqual({ ok: true, value: [] });
    },
  );

  it.each(['not-spam', 'auth-failure'])('tells of nothing when the report is no complaint: %s', (complaintFeedbackType) => {
    expect(readSesEvent(asText(sesComplaint({ complaintFeedbackType })))).toEqual({ ok: true, value: [] });
  });

  it.each([{}, { complaintFeedbackType: undefined }, { complaintFeedbackType: 'other' }])(
    'needs no reason for a complaint: %j',
    (reason) => {
      expect(readSesEvent(asText(sesComplaint(reason)))).toMatchObject({ value: [{ kind: 'complained' }] });
    },
  );

  it('is about whom we wrote to, not about where their mailbox forwards to', () => {
    const event = sesBounce({ bouncedRecipients: [{ emailAddress: 'ben@example.com' }] });
    expect(readSesEvent(asText(event))).toMatchObject({ value: [{ address: 'ana@example.com' }] });
  });

  it('of a mail to several is about each whom it names, once', () => {
    const bouncedRecipients = ['ana@example.com', 'Ben <ben@example.com>', 'ana@example.com'].map((emailAddress) => ({ emailAddress }));
    const destination = ['ana@example.com', 'ben@example.com', 'cleo@example.com'];
    const read = readSesEvent(asText(sesBounce({ bouncedRecipients }, { destination })));
    expect(read.ok && read.value.map(({ address }) => address)).toEqual(['ana@example.com', 'ben@example.com']);
  });

  it.each(['Send', 'Delivery', 'Reject', 'Open', 'Click', 'Rendering Failure', 'DeliveryDelay', 'Subscription', 'Invented'])(
    'of another kind tells of nothing: %s',
    (eventType) => {
      expect(readSesEvent(asText({ eventType, mail: { destination: [] } }))).toEqual({ ok: true, value: [] });
    },
  );

  it('that only tries a topic out tells of nothing', () => {
    expect(readSesEvent(wrapped('Successfully validated SNS topic for Amazon SES event publishing.'))).toEqual({ ok: true, value: [] });
    expect(readSesEvent(wrapped('You have chosen to subscribe', 'SubscriptionConfirmation'))).toEqual({ ok: true, value: [] });
  });

  it.each([
    '',
    'null',
    '[]',
    '{}',
    '{"eventType":7}',
    wrapped('no json'),
    asText({ ...sesBounce(), bounce: undefined }),
    asText({ ...sesComplaint(), complaint: undefined }),
    asText({ ...sesBounce(), mail: undefined }),
    asText(sesBounce({ timestamp: 'yesterday' })),
    asText(sesBounce({ timestamp: '2026-11-23T09:05:00' })),
    asText(sesBounce({ timestamp: 'T'.repeat(250_000) })),
    asText(sesBounce({ feedbackId: '' })),
    asText(sesBounce({ feedbackId: 'x'.repeat(201) })),
    asText(sesBounce({ bouncedRecipients: 'ana@example.com' })),
    asText(sesComplaint({ complainedRecipients: undefined })),
  ])('that says nothing we understand is refused: %#', (text) => {
    expect(readSesEvent(text)).toEqual(malformed('ses_event.malformed'));
  });

  it.prop([fc.oneof(fc.string(), fc.json())])('is refused or understood, whatever comes', (text) => {
    expect(typeof readSesEvent(text).ok).toBe('boolean');
  });
});

const resendEvent = (type: string, data: object = {}, more: object = {}) => ({
  type,
  created_at: '2026-11-23T09:05:00.000Z',
  data: {
    email_id: '56761188-7520-42d8-8898-ff6fc54ce618',
    created_at: '2026-11-23T09:00:00.000Z',
    from: 'Sample Circle <circle@example.com>',
    to: ['ana@example.com'],
    subject: 'Meet Ben',
    ...data,
  },
  ...more,
});
const hard = { bounce: { type: 'Permanent', subType: 'General', message: 'The mailbox does not exist' } };

describe('an event of Resend', () => {
  it.each([
    ['email.bounced', hard, 'bounced'],
    ['email.complained', {}, 'complained'],
    ['email.suppressed', { suppressed: { type: 'OnAccountSuppressionList', message: '…' } }, 'bounced'],
  ])('tells of a mail that did not arrive or was not wanted: %s', (type, data, kind) => {
    expect(readResendEvent(asText(resendEvent(type, data)), 'msg_1')).toEqual({
      ok: true,
      value: [{ address: 'ana@example.com', kind, at, eventId: 'msg_1' }],
    });
  });

  it.each(['Transient', 'Undetermined'])('tells of nothing when the bounce is %s', (type) => {
    expect(readResendEvent(asText(resendEvent('email.bounced', { bounce: { ...hard.bounce, type } })), 'msg_1')).toEqual({
      ok: true,
      value: [],
    });
  });

  it.each(['email.sent', 'email.delivered', 'email.delivery_delayed', 'email.opened', 'domain.updated', 'toString'])(
    'of another kind tells of nothing: %s',
    (type) => {
      expect(readResendEvent(asText({ type, data: 'anything' }), 'msg_1')).toEqual({ ok: true, value: [] });
    },
  );

  it.each([{ to: [] }, { to: ['ana@example.com', 'ben@example.com'] }])(
    'of a mail to nobody or to several is about nobody: %j',
    ({ to }) => {
      expect(readResendEvent(asText(resendEvent('email.complained', { to })), 'msg_1')).toEqual({ ok: true, value: [] });
    },
  );

  it('knows an address in a mailbox with a name, and a time with an offset', () => {
    const event = resendEvent('email.complained', { to: ['Ana <ana@example.com>'] }, { created_at: '2026-11-23T11:05:00.000+02:00' });
    expect(readResendEvent(asText(event), 'msg_1')).toMatchObject({ value: [{ address: 'ana@example.com', at }] });
  });

  it.each([
    ['', 'msg_1'],
    ['{', 'msg_1'],
    ['{"type":1}', 'msg_1'],
    [asText(resendEvent('email.bounced')), 'msg_1'],
    [asText(resendEvent('email.bounced', { bounce: { type: 1 } })), 'msg_1'],
    [asText(resendEvent('email.complained', { to: 'ana@example.com' })), 'msg_1'],
    [asText(resendEvent('email.complained', {}, { created_at: 'now' })), 'msg_1'],
    [asText(resendEvent('email.complained', {}, { data: undefined })), 'msg_1'],
    [asText(resendEvent('email.complained')), ''],
  ])('that says nothing we understand is refused: %#', (text, id) => {
    expect(readResendEvent(text, id)).toEqual(malformed('resend_event.malformed'));
  });
});
