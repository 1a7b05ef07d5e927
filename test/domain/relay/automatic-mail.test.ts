import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { isAutomatic, type MailFacts } from '../../../domain/relay/automatic-mail.ts';
import { headersOf } from './gate-builders.ts';

const reasonOf = (lines: readonly string[], changes: Partial<MailFacts> = {}): string | undefined =>
  isAutomatic({
    headers: headersOf(...lines),
    mailFrom: 'ana@example.com',
    from: 'ana@example.com',
    relayDomain: 'relay.example.org',
    isOurHop: (token) => token === 'ours',
    ...changes,
  });

describe('a mail that no person wrote is known by its header', () => {
  it.each([
    ['an automatic reply (RFC 3834)', ['Auto-Submitted: auto-replied'], 'auto_submitted'],
    ['a generated mail', ['Auto-Submitted: auto-generated'], 'auto_submitted'],
    ['a notification', ['Auto-Submitted: auto-notified; owner-email="x@example.org"'], 'auto_submitted'],
    ['an automatic reply with a comment', ['Auto-Submitted: auto-replied (vacation)'], 'auto_submitted'],
    ['an automatic reply in capital letters', ['AUTO-SUBMITTED: AUTO-REPLIED'], 'auto_submitted'],
    ['a kind of automatic mail that is not known yet', ['Auto-Submitted: auto-invented'], 'auto_submitted'],
    ['a field without a value', ['Auto-Submitted:'], 'auto_submitted'],
    ['a second field beside a no', ['Auto-Submitted: no', 'Auto-Submitted: auto-replied'], 'auto_submitted'],
    ['a vacation message (Sieve)', ['Subject: Away', 'Auto-Submitted: auto-replied (vacation)', 'Precedence: bulk'], 'auto_submitted'],
    ['a vacation message of the old program', ['Subject: away from my mail', 'Precedence: junk'], 'precedence'],
    ['an automatic reply of Gmail', ['Subject: Away', 'Precedence: bulk', 'X-Autoreply: yes'], 'auto_reply'],
    ['an out-of-office reply of Exchange', ['Subject: Automatic reply: Tea', 'X-Auto-Response-Suppress: All'], 'auto_response_suppress'],
    ['one that names several sorts', ['X-Auto-Response-Suppress: RN, NRN, OOF'], 'auto_response_suppress'],
    ['one that names them without spaces', ['X-Auto-Response-Suppress: DR,RN,NRN,AutoReply'], 'auto_response_suppress'],
    ['one that suppresses reports alone', ['X-Auto-Response-Suppress: dr'], 'auto_response_suppress'],
    ['an autoresponder', ['X-Autorespond: Tea?'], 'auto_reply'],
    ['an autoresponder that says nothing more', ['X-Autoreply:'], 'auto_reply'],
    ['a delivery report (RFC 3464)', ['Content-Type: multipart/report; report-type=delivery-status; boundary=x'], 'report'],
    ['a read receipt (RFC 8098)', ['Content-Type: multipart/report; report-type=disposition-notification'], 'report'],
    ['a feedback report in capital letters', ['Content-Type: Multipart/Report;report-type=feedback-report'], 'report'],
    ['a report that is folded', ['Content-Type: multipart/report;', ' boundary=x'], 'report'],
    ['a mail that a host wrote down as undeliverable', ['Return-Path: <>'], 'null_sender'],
    ['a newsletter', ['Precedence: bulk'], 'precedence'],
    ['a mail of an old list', ['Precedence: List'], 'precedence'],
    ['a reply of an old responder', ['Precedence: auto_reply'], 'precedence'],
    ['the same with a hyphen', ['Precedence: auto-reply'], 'precedence'],
    ['a mail of a list (RFC 2919)', ['List-Id: Friends <friends.example.org>'], 'mailing_list'],
    ['one that can be unsubscribed from (RFC 2369)', ['List-Unsubscribe: <https://example.org/u>'], 'mailing_list'],
    ['one with a field of lists that nobody knows', ['LIST-ANYTHING: x'], 'mailing_list'],
    [
      'an invitation that a calendar sent',
      ['Auto-Submitted: auto-generated', 'Content-Type: text/calendar; method=REQUEST'],
      'auto_submitted',
    ],
    ['an answer that a calendar sent', ['Auto-Submitted: auto-replied', 'Content-Type: text/calendar; method=REPLY'], 'auto_submitted'],
    ['an absence notice of Lotus Notes', ['Subject: AUTO: Ana Luz is out of the office (returning 01/12/2026)'], 'auto_reply'],
    ['a notice of a forum', ['Subject: [AUTO GENERATED] Your post'], 'auto_reply'],
    ['a mail of an older list server', ['X-MLServer: fml [fml 4.0]'], 'mailing_list'],
    ['the report of a delivery that failed', ['X-Failed-Recipients: ben@example.net'], 'report'],
    ['a mail of ours that comes back', ['X-Loop-Relay: ours'], 'own_hop'],
    ['a mail of ours among others', ['X-Loop-Relay: theirs', 'X-Loop-Relay: ours'], 'own_hop'],
  ])('%s', (_what, lines, reason) => {
    expect(reasonOf(lines)).toBe(reason);
  });

  it.each(['', '<>', '< >'])('one whose envelope sender is null, written “%s”', (mailFrom) => {
    expect(reasonOf(['Subject: Undelivered Mail Returned to Sender'], { mailFrom })).toBe('null_sender');
  });

  it.each([
    'MAILER-DAEMON@example.com',
    'SMTP_Mail_Service@example.com',
    'AntiVirus_for_SMTP_Gateways@example.com',
    'auto-reply@example.com',
    'mailer-daemon@mx',
    'Postmaster@example.com',
    'no-reply@example.com',
    'noreply@example.com',
    'no_reply@example.com',
    'No.Reply@example.com',
    'no-reply+tag@example.com',
    'do-not-reply@example.com',
    'donotreply@example.com',
    'MDaemon@example.com',
    'ndr@example.com',
  ])('one that is from %s', (from) => {
    expect(reasonOf(['Subject: Tea'], { from })).toBe('system_address');
  });

  it.each(['MAILER-DAEMON', 'MAILER-DAEMON@mx.example.com'])('one whose envelope sender is %s', (mailFrom) => {
    expect(reasonOf(['Subject: Mail could not be delivered'], { mailFrom })).toBe('system_address');
    expect(reasonOf(['Subject: Mail could not be delivered', `Return-Path: <${mailFrom}>`])).toBe('system_address');
  });

  it.each(['c_x@relay.example.org', 'ana@RELAY.Example.org'])('one that is from the relay itself: %s', (from) => {
    expect(reasonOf(['Subject: Tea'], { from })).toBe('own_domain');
  });
});

it('a mail from the relay is automatic, in whatever case its domain is configured', () => {
  expect(reasonOf(['Subject: Tea'], { from: 'c_x@relay.example.org', relayDomain: 'Relay.Example.org' })).toBe('own_domain');
});

describe('a mail that a person wrote is not taken for an automatic one', () => {
  const text = 'Content-Type: text/plain; charset=utf-8';
  const html = 'Content-Type: multipart/alternative; boundary="x"';

  it.each([
    ['with nothing but a From', ['From: ana@example.com']],
    ['of Gmail', ['X-Gm-Message-State: x', 'X-Google-Smtp-Source: x', 'X-Received: by 2002:a05:6000', html]],
    ['of Outlook', ['Thread-Topic: Tea', 'Thread-Index: AdX', 'X-MS-Has-Attach:', 'X-MS-Exchange-Organization-SCL: -1', html]],
    [
      'of an Exchange that marks it as internal',
      ['X-MS-Exchange-CrossTenant-AuthAs: Internal', 'X-MS-Exchange-Transport-EndToEndLatency: 1', html],
    ],
    ['of Outlook that asks for no read receipts', ['X-Auto-Response-Suppress: RN, NRN', html]],
    ['of a program that suppresses nothing', ['X-Auto-Response-Suppress: None', html]],
    ['of Apple Mail', ['Mime-Version: 1.0 (Mac OS X Mail 16.0)', 'X-Mailer: Apple Mail (2.3826)', text]],
    ['of a telephone', ['X-Mailer: iPhone Mail (22A3370)', 'X-Universally-Unique-Identifier: x', html]],
    ['of Thunderbird', ['User-Agent: Mozilla Thunderbird', 'Content-Language: en-GB', text]],
    ['of a service with a footer', ['X-Pm-Origin: internal', 'Feedback-ID: 1234:user:proton', html]],
    ['that says that it is not automatic', ['Auto-Submitted: no', text]],
    ['that says so with a comment', ['Auto-Submitted: No (written by hand)', text]],
    ['that says so with a parameter', ['Auto-Submitted: no; x=y', text]],
    ['that is first class', ['Precedence: first-class', text]],
    ['that is of normal precedence', ['Precedence: normal', text]],
    ['that is special', ['Precedence: special-delivery', text]],
    ['that is urgent', ['X-Priority: 1 (Highest)', 'Importance: high', text]],
    ['that is of low importance', ['Priority: non-urgent', 'Importance: low', text]],
    ['that asks for a receipt', ['Disposition-Notification-To: ana@example.com', text]],
    ['about an automatic reply', ['Subject: Automatic reply: what did it say?', text]],
    ['about a car and the office', ['Subject: Auto: is it out of the garage?', text]],
    ['about being out of office', ['Subject: I am out of office on Friday', text]],
    [
      'about a mail that was returned',
      ['Subject: Fwd: Undelivered Mail Returned to Sender', 'Content-Type: multipart/mixed; boundary=report', text],
    ],
    ['that forwards a report', ['Content-Type: multipart/mixed; x="multipart/report"']],
    ['with an invitation written by hand', ['Content-Type: text/calendar; method=REQUEST']],
    ['that is signed', ['Content-Type: multipart/signed; protocol="application/pgp-signature"']],
    [
      'that answers one of a list',
      ['In-Reply-To: <x@lists.example.org>', 'References: <x@lists.example.org>', 'X-Listening-To: jazz', text],
    ],
    ['that was sorted by a program of the sender', ['X-Loop: ana@example.com', 'X-Mailing-Lists: none', 'X-Bulk: no', text]],
    ['that another relay passed on', ['X-Loop-Relay: theirs', text]],
    ['whose host wrote its envelope sender down', ['Return-Path: <ana@example.com>', text]],
    ['whose host wrote an empty field', ['Return-Path:', text]],
    ['that was received by a host of lists', ['Received: from list.example.org (bulk.example.org [192.0.2.1])', text]],
  ])('%s', (_what, lines) => {
    expect(reasonOf(lines)).toBeUndefined();
  });

  it.each([
    'postmasterson@example.com',
    'ana.postmaster@example.com',
    'norepley@example.com',
    'ana+noreply@example.com',
    'daemon@example.com',
    'ana@noreply.example.com',
    'ana@example.org',
    'ana@sub.relay.example.org',
    'ana@notrelay.example.org',
  ])('from %s', (from) => {
    expect(reasonOf(['Subject: Tea'], { from })).toBeUndefined();
  });

  it.each(['bounces+ana@example.com', 'prvs=1234=ana@example.com', 'SRS0=x=y=example.org=ana@example.com'])(
    'when its envelope sender is written as %s',
    (mailFrom) => {
      expect(reasonOf(['Subject: Tea'], { mailFrom })).toBeUndefined();
    },
  );

  test.prop([fc.array(fc.constantFrom('Subject', 'X-Mailer', 'Comments', 'Received', 'Keywords')), fc.stringMatching(/^[ -~]{0,40}$/)])(
    'whatever its other fields say',
    (names, value) => {
      expect(reasonOf(names.map((name) => `${name}: ${value}`))).toBeUndefined();
    },
  );
});

describe('hostile fields', () => {
  it.each(['a', ' ', ',', ';', '(', '-', '_', '/', '\0', '\t', ' ,'])('are looked at in one go: 1 MB of “%s”', (piece) => {
    const value = piece.repeat(1_000_000 / piece.length);
    const names = ['precedence', 'x-auto-response-suppress', 'content-type', 'return-path'];
    const headers = names.map((name) => ({ name, value: `x${value}x` }));
    expect(reasonOf([], { headers, mailFrom: `x${value}x`, from: `x${value}@example.com` })).toBeUndefined();
  });
});
