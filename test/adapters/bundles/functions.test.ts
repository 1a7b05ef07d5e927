import type { APIGatewayProxyStructuredResultV2 } from '../../../adapters/lambda/events.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { type AwsWire, wireTables } from '../../support/aws-wire.ts';
import { bundlesAtWire } from '../../support/bundles-at-wire.ts';
import { mailSettingsOn, originSecret, settingsOn, withSecrets } from '../../support/deployed-parts.ts';
import { bounceOf, formEvent, httpEvent, queueEvent, streamEvent } from '../../support/golden-events.ts';
import { logLines, type RunningFunction } from '../../support/runtime-api.ts';
import { openSmtpWire } from '../../support/wire-smtp.ts';

const { wire: wireOf, start: started } = bundlesAtWire('api', 'drain-outbox', 'mail-events', 'schedule');
let wire: AwsWire;
beforeEach(() => {
  wire = wireOf();
});

const startApi = async (env: Readonly<Record<string, string>> = {}) => started('api', { ...settingsOn(wire), ...env });
const asked = async (fn: RunningFunction, event: unknown) => (await fn.invoke(event)) as APIGatewayProxyStructuredResultV2;
const throughOrigin = { 'x-origin-secret': originSecret };
const signUp = (email: string) => formEvent('/sign-up', { email, name: 'Ana', consent: 'yes' });

describe('the pages as a function', () => {
  it('shows the first page', async () => {
    const page = await asked(await startApi(), httpEvent('GET', '/'));
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('Sample Artists');
    expect(page.headers).toMatchObject({ 'content-type': 'text/html; charset=UTF-8', 'x-frame-options': 'DENY' });
    expect(page.isBase64Encoded).toBe(false);
  });

  it('takes the form of somebody who wants to join, and leaves a mail for who sends mails', async () => {
    const fn = await startApi();
    const answer = await asked(fn, signUp('ana@example.com'));
    expect(answer.statusCode).toBe(303);
    expect(wire.dynamo.rows(wireTables.users).filter(({ pk }) => String(pk?.['S']).startsWith('outbox#'))).toHaveLength(1);
  });

  it('signs in by a mailed link, and knows the browser again by its cookie', async () => {
    const fn = await startApi();
    await asked(fn, signUp('ana@example.com'));
    const drain = await started('drain-outbox', mailSettingsOn(wire));
    await drain.invoke(streamEvent);
    const token = /\/survey\?token=([^\s&]+)/.exec(wire.mails[0]?.text ?? '')?.[1] ?? '';
    const spent = await asked(fn, formEvent('/survey/open', { token: decodeURIComponent(token) }));
    expect(spent).toMatchObject({ statusCode: 303, cookies: [expect.stringMatching(/^__Host-loop=.*Secure.*SameSite=Lax/)] });
    const cookies = [spent.cookies?.[0]?.split(';')[0] ?? ''];
    const page = await asked(fn, httpEvent('GET', '/survey', { cookies }));
    expect(page.body).toContain('Ana');
    expect(logLines(fn).at(-1)).toMatchObject({
      event: 'request',
      route: '/survey',
      status: 200,
      member: expect.stringMatching(/^m_/) as string,
    });
  });

  it('answers nobody who comes past the distribution', async () => {
    const fn = await startApi({ ORIGIN_SECRET_ID: 'test/origin' });
    expect(await asked(fn, httpEvent('GET', '/'))).toMatchObject({ statusCode: 403 });
    expect(await asked(fn, httpEvent('GET', '/', { headers: { 'x-origin-secret': 'a guess' } }))).toMatchObject({ statusCode: 403 });
    expect(await asked(fn, httpEvent('GET', '/', { headers: throughOrigin }))).toMatchObject({ statusCode: 200 });
  });

  it('takes the old and the new value while the distribution changes over', async () => {
    wire.secrets.set('test/origin', `the-value-that-comes-after-it\n${originSecret}\n`);
    const fn = await startApi({ ORIGIN_SECRET_ID: 'test/origin' });
    for (const value of [originSecret, 'the-value-that-comes-after-it'])
      expect(await asked(fn, httpEvent('GET', '/', { headers: { 'x-origin-secret': value } }))).toMatchObject({ statusCode: 200 });
  });

  it('answers a warm-up before it reads anything', async () => {
    wire.faults.secrets = () => ({ status: 500, body: {} });
    const fn = await startApi();
    expect(await fn.invoke({ source: 'loop.warmer' })).toEqual({ statusCode: 204 });
    expect(fn.output()).toBe('');
  });

  it('says when to come back where its key cannot be read just now, and is there again when it can', async () => {
    wire.faults.secrets = () => ({ status: 500, body: {} });
    const fn = await startApi();
    expect(await asked(fn, httpEvent('GET', '/'))).toMatchObject({ statusCode: 503, headers: { 'retry-after': '5' } });
    wire.faults.secrets = undefined;
    expect(await asked(fn, httpEvent('GET', '/'))).toMatchObject({ statusCode: 200 });
  });

  it.each([
    ['has no value yet', 'secret.missing', () => wire.secrets.delete('test/key')],
    ['is empty', 'secret.unreadable', () => wire.secrets.set('test/key', '')],
    ['is no key', 'settings.key_malformed', () => wire.secrets.set('test/key', 'too short')],
  ])('asks to come back while its key %s, tells whoever watches, and is there as soon as it is set', async (_what, code, take) => {
    take();
    const fn = await startApi();
    expect(await asked(fn, httpEvent('GET', '/'))).toMatchObject({
      statusCode: 503,
      headers: { 'retry-after': '5', 'cache-control': 'no-store' },
      body: 'Loop cannot be reached right now. Please try again in a moment.',
    });
    // What the alarm on secrets counts (infra/platform/log-errors-plan.ts).
    expect(logLines(fn)).toContainEqual(
      expect.objectContaining({ level: 'error', event: 'request.failed', status: 503, code, setting: 'KEY_SECRET_ID' }),
    );
    withSecrets(wire);
    expect(await asked(fn, httpEvent('GET', '/'))).toMatchObject({ statusCode: 200 });
  });

  it('is not begun without its settings, and names all that are missing', async () => {
    const { USERS_TABLE: _users, BASE_URL: _base, ...rest } = settingsOn(wire);
    await expect(started('api', { ...rest, STAGE: 'prod' })).rejects.toThrow(
      /USERS_TABLE: env\.missing.*BASE_URL: env\.missing.*AWS_ENDPOINT_URL: env\.conflict.*ORIGIN_SECRET_ID: env\.missing/s,
    );
  });
});

describe('the drain as a function', () => {
  it('sends what waits, whatever its event says', async () => {
    await asked(await startApi(), signUp('ana@example.com'));
    const fn = await started('drain-outbox', mailSettingsOn(wire));
    expect(await fn.invoke(streamEvent)).toEqual({ batchItemFailures: [] });
    expect(wire.mails.map(({ to }) => to)).toEqual(['ana@example.com']);
    expect(await fn.invoke({ source: 'aws.scheduler' })).toEqual({ batchItemFailures: [] });
    expect(wire.mails).toHaveLength(1);
    expect(logLines(fn).find((line) => '_aws' in line)).toMatchObject({
      service: 'drain-outbox',
      stage: 'dev',
      MailsSent: 1,
      MailsRefused: 0,
    });
  });

  it('sends through SES, where that is its mailer', async () => {
    await asked(await startApi(), signUp('ana@example.com'));
    const { RESEND_SECRET_ID: _secret, RESEND_BASE_URL: _base, ...rest } = mailSettingsOn(wire);
    const fn = await started('drain-outbox', { ...rest, MAILER: 'ses', SES_CONFIGURATION_SET: 'loop' });
    expect(await fn.invoke(streamEvent)).toEqual({ batchItemFailures: [] });
    await fn.invoke(streamEvent);
    expect(wire.mails).toMatchObject([{ to: 'ana@example.com', text: expect.stringContaining('/survey?token=') as string }]);
    expect(logLines(fn).find(({ event }) => event === 'mails')).toMatchObject({ accepted: 1, unknown: 0, maybeTwice: 0 });
  });

  it('sends over SMTP, where that is its mailer', async () => {
    const smtp = await openSmtpWire({ user: 'loop', pass: 's3cret' });
    await asked(await startApi(), signUp('ana@example.com'));
    const fn = await started('drain-outbox', { ...mailSettingsOn(wire), MAILER: 'smtp', SMTP_URL: smtp.url });
    expect(await fn.invoke(streamEvent)).toEqual({ batchItemFailures: [] });
    expect(smtp.delivered()).toMatchObject([{ to: 'ana@example.com', text: expect.stringContaining('/survey?token=') as string }]);
    expect(fn.output()).not.toContain('s3cret');
    await smtp.close();
  });

  it('counts what it sent before the store failed', async () => {
    const api = await startApi();
    for (const name of ['ana', 'ben', 'cleo']) await asked(api, signUp(`${name}@example.com`));
    const throttled = { status: 400, body: { __type: 'com.amazonaws.dynamodb.v20120810#ThrottlingException' } };
    wire.faults.dynamo = () => (wire.mails.length < 2 ? undefined : throttled);
    const fn = await started('drain-outbox', mailSettingsOn(wire));
    await expect(fn.invoke(streamEvent, { remainingMs: 11_000 })).rejects.toThrow('Unavailable');
    expect(logLines(fn).find((line) => '_aws' in line)).toMatchObject({ MailsSent: 1, Faults: 1 });
  });

  it('fails no record because the provider is down, and sends when it is back', async () => {
    await asked(await startApi(), signUp('ana@example.com'));
    wire.faults.resend = () => ({ status: 503, body: { name: 'application_error', message: 'down', statusCode: 503 } });
    const fn = await started('drain-outbox', mailSettingsOn(wire));
    expect(await fn.invoke(streamEvent, { remainingMs: 10_500 })).toEqual({ batchItemFailures: [] });
    expect(wire.mails).toEqual([]);
    wire.faults.resend = undefined;
    await expect.poll(async () => fn.invoke(streamEvent).then(() => wire.mails.length), { timeout: 10_000 }).toBe(1);
  });
});

describe('events about mails as a function', () => {
  it('takes what it understands, and gives back what it does not', async () => {
    await asked(await startApi(), signUp('ana@example.com'));
    const fn = await started('mail-events', settingsOn(wire));
    const answer = await fn.invoke(queueEvent(bounceOf('ana@example.com'), 'not an event', bounceOf('nobody@example.com')));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '00000000-0000-4000-8000-000000000001' }] });
    const ana = wire.dynamo.rows(wireTables.users).find((row) => JSON.stringify(row).includes('ana@example.com') && 'index_pk' in row);
    expect(JSON.stringify(ana)).toContain('bounced');
  });
});

describe('the schedule as a function', () => {
  it('does its chores once in a while, however often it is called', async () => {
    const fn = await started('schedule', settingsOn(wire));
    await fn.invoke({});
    await fn.invoke({});
    const done = logLines(fn).filter(({ event }) => event === 'chore');
    expect(done.map(({ task }) => task)).toEqual(['finish-erasures', 'remind-invited', 'warn-of-expiry', 'count-members']);
    expect(logLines(fn).find((line) => '_aws' in line)).toMatchObject({ Members: 0, Answers: 0, Met: 0 });
  });

  it('tells the code of a table that is missing, and which setting names it', async () => {
    const fn = await started('schedule', { ...settingsOn(wire), USERS_TABLE: 'no-such-table' });
    await expect(fn.invoke({})).rejects.toThrow('storage.table_missing');
    expect(logLines(fn).find(({ event }) => event === 'fault')).toMatchObject({ code: 'storage.table_missing', setting: 'USERS_TABLE' });
  });
});

describe('a function that nobody waits for, while the community’s key is not set', () => {
  it.each([
    ['drain-outbox', streamEvent],
    ['schedule', { source: 'loop.tick' }],
    ['mail-events', queueEvent(bounceOf('ana@example.com'))],
  ])('%s fails, so that it is called again, and tells why', async (name, event) => {
    wire.secrets.delete('test/key');
    const fn = await started(name, name === 'drain-outbox' ? mailSettingsOn(wire) : settingsOn(wire));
    await expect(fn.invoke(event)).rejects.toThrow('secret.missing');
    expect(logLines(fn)).toContainEqual(expect.objectContaining({ level: 'error', code: 'secret.missing', setting: 'KEY_SECRET_ID' }));
    withSecrets(wire);
    await expect(fn.invoke(event)).resolves.toBeDefined();
  });
});
