import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  apiEnv,
  type ApiVariables,
  chatMissedEnv,
  chatSocketEnv,
  type ChatSocketVariables,
  drainOutboxEnv,
  type DrainOutboxVariables,
  introSenderEnv,
  mailEventsEnv,
  readEnv,
  receiveMailEnv,
  scheduleEnv,
  sendRelayedEnv,
  weeklyRoundEnv,
} from '../../../adapters/config/env.ts';

const core = {
  STAGE: 'dev',
  AWS_REGION: 'eu-central-1',
  USERS_TABLE: 'users',
  SURVEYS_TABLE: 'surveys',
  MATCHES_TABLE: 'matches',
  RELAY_TABLE: 'relays',
  RELAY_DOMAIN: 'relay.example.com',
  BASE_URL: 'https://circle.example.com',
  KEY_SECRET_ID: 'loop/dev/key',
};
const chat = {
  CHAT_SOCKET_URL: 'wss://id.execute-api.eu-central-1.amazonaws.com/live',
  CHAT_SOCKET_ENDPOINT: 'https://id.execute-api.eu-central-1.amazonaws.com/live',
  CHAT_BUCKET: 'loop-dev-chat-files',
  CHAT_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/000000000000/loop-dev-chat-missed',
};
const pages = { ...core, ...chat };
const sending = { ...core, MAILER: 'resend', FROM_EMAIL: 'circle@example.com', RESEND_SECRET_ID: 'loop/dev/resend' };
type Given = Readonly<Record<string, string | undefined>>;

const problemsIn = (schema: typeof drainOutboxEnv | typeof apiEnv, env: Given): readonly string[] => {
  const read = schema === apiEnv ? readEnv(apiEnv, env) : readEnv(drainOutboxEnv, env);
  return read.ok ? [] : read.error.map(({ variable, code }) => `${variable} ${code}`);
};
const problems = (env: Given): readonly string[] => problemsIn(drainOutboxEnv, { ...sending, ...env });
const valueOf = (env: Given = {}) => {
  const read = readEnv(drainOutboxEnv, { ...sending, ...env });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
};

describe('the environment of an entry point', () => {
  it('is complete with what its type names, for each of them', () => {
    expect([readEnv(apiEnv, pages).ok, readEnv(chatMissedEnv, pages).ok]).toEqual([true, true]);
    for (const schema of [scheduleEnv, mailEventsEnv, weeklyRoundEnv]) expect(readEnv<typeof schema.shape>(schema, core).ok).toBe(true);
    for (const schema of [drainOutboxEnv, introSenderEnv]) expect(readEnv<typeof schema.shape>(schema, sending).ok).toBe(true);
  });

  it('has the defaults that the product names', () => {
    expect(valueOf()).toMatchObject({ RELAY_TTL_DAYS: 180, RESEND_RATE_LIMIT_PER_SEC: 2, RESEND_RETRY_BASE_DELAY: 1_000 });
  });

  it('takes the address of a sender who is written with a name', () => {
    expect(valueOf({ FROM_EMAIL: 'Circle <hello@example.com>' }).FROM_EMAIL).toBe('hello@example.com');
    expect(problems({ FROM_EMAIL: 'Circle <hello@example.com> <x>' })).toEqual(['FROM_EMAIL env.malformed']);
  });

  it('names every problem at once', () => {
    expect(problemsIn(drainOutboxEnv, { RELAY_TTL_DAYS: 'long', MAILER: 'post', RESEND_API_KEY: 'a', RESEND_SECRET_ID: 'b' })).toEqual([
      'STAGE env.missing',
      'AWS_REGION env.missing',
      'USERS_TABLE env.missing',
      'SURVEYS_TABLE env.missing',
      'MATCHES_TABLE env.missing',
      'RELAY_TABLE env.missing',
      'RELAY_DOMAIN env.missing',
      'RELAY_TTL_DAYS env.malformed',
      'BASE_URL env.missing',
      'KEY_SECRET_ID env.missing',
      'MAILER env.malformed',
      'FROM_EMAIL env.missing',
    ]);
  });

  it('says what belongs there and never what was', () => {
    const read = readEnv(drainOutboxEnv, {
      ...sending,
      FROM_EMAIL: 'somebody at home',
      RESEND_API_KEY: 're_secret',
      USERS_TABLE: 'a table!',
    });
    expect(JSON.stringify(read)).not.toMatch(/somebody|re_secret|a table!/);
  });

  it('takes an empty variable for one that is not set', () => {
    expect(problems({ USERS_TABLE: '', RESEND_API_KEY: '' })).toEqual(['USERS_TABLE env.missing']);
  });

  it('knows the table of the relay under two names, unless they differ', () => {
    expect(valueOf({ RELAY_TABLE: undefined, RELAYS_TABLE: 'relays' }).RELAY_TABLE).toBe('relays');
    expect(problems({ RELAYS_TABLE: 'relays' })).toEqual([]);
    expect(problems({ RELAYS_TABLE: 'others' })).toEqual(['RELAYS_TABLE env.conflict']);
  });

  it.each([
    ['neither', { RESEND_SECRET_ID: undefined }, ['RESEND_SECRET_ID env.missing']],
    ['both', { RESEND_API_KEY: 're_1' }, ['RESEND_API_KEY env.conflict']],
    ['the key', { RESEND_SECRET_ID: undefined, RESEND_API_KEY: 're_1' }, []],
    ['neither, where SES sends', { RESEND_SECRET_ID: undefined, MAILER: 'ses' }, []],
    ['no server, where SMTP sends', { MAILER: 'smtp' }, ['SMTP_URL env.missing']],
  ])('needs exactly one key of Resend: %s', (_which, env, expected) => {
    expect(problems(env)).toEqual(expected);
  });

  it.each([
    ['RELAY_TTL_DAYS', ['1', '3650'], ['0', '3651', '1.5', '-1', '1e3', ' 7', 'NaN']],
    ['RESEND_RATE_LIMIT_PER_SEC', ['0.1', '2', '100'], ['0', '0.05', '101', 'fast', 'Infinity']],
    ['RESEND_RETRY_MAX', ['0', '50'], ['51', '-1', '']],
    ['RESEND_RETRY_BASE_DELAY', ['1', '600000'], ['0', '600001']],
    [
      'BASE_URL',
      ['https://a.example', 'http://localhost:3000'],
      ['http://a.example', 'https://a.example/path', 'a.example', 'https://u@a.example'],
    ],
    ['RELAY_DOMAIN', ['relay.example.com'], ['example', 'Relay.example.com', 'a@example.com', '-a.example']],
    [
      'SMTP_URL',
      ['smtp://localhost:1025', 'smtps://loop:a%40b@mail.example.com'],
      ['mail.example.com:25', 'http://mail.example.com', 'smtp://', 'smtp://loop:50%@mail.example.com'],
    ],
    ['AWS_REGION', ['eu-central-1', 'us-gov-west-1'], ['Frankfurt']],
  ])('bounds %s', (name, good, bad) => {
    for (const value of good) expect(problems({ [name]: value })).toEqual([]);
    for (const value of bad.filter((each) => each !== '')) expect(problems({ [name]: value })).toEqual([`${name} env.malformed`]);
  });

  it('is stricter where it is for real', () => {
    expect(problemsIn(apiEnv, { ...pages, STAGE: 'prod' })).toEqual(['ORIGIN_SECRET_ID env.missing']);
    expect(problemsIn(apiEnv, { ...pages, STAGE: 'prod', ORIGIN_SECRET_ID: 'origin' })).toEqual([]);
    expect(
      problems({
        STAGE: 'prod',
        AWS_ENDPOINT_URL: 'http://localhost:4566',
        BASE_URL: 'http://localhost',
        MAILER: 'smtp',
        SMTP_URL: 'smtp://x',
      }),
    ).toEqual(['AWS_ENDPOINT_URL env.conflict', 'BASE_URL env.conflict', 'MAILER env.conflict']);
  });

  it('gives secrets as values that do not print', () => {
    const { RESEND_API_KEY: key } = valueOf({ RESEND_SECRET_ID: undefined, RESEND_API_KEY: 're_secret' });
    expect(`${String(key)} ${JSON.stringify(key)}`).not.toContain('re_secret');
    expect(key?.reveal()).toBe('re_secret');
  });

  it('tells infrastructure which variables to set', () => {
    expectTypeOf<ApiVariables['USERS_TABLE']>().toEqualTypeOf<string>();
    expectTypeOf<ApiVariables['ORIGIN_SECRET_ID']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<'AWS_REGION' extends keyof ApiVariables ? true : false>().toEqualTypeOf<false>();
    expectTypeOf<'MAILER' extends keyof ApiVariables ? true : false>().toEqualTypeOf<false>();
    expectTypeOf<DrainOutboxVariables['MAILER']>().toEqualTypeOf<string>();
    expectTypeOf<ChatSocketVariables['CHAT_QUEUE_URL']>().toEqualTypeOf<string>();
    expectTypeOf<'CHAT_BUCKET' extends keyof ChatSocketVariables ? true : false>().toEqualTypeOf<false>();
  });
});

describe('the environment of what takes and sends mail between members', () => {
  const inbound = {
    ...core,
    RAW_BUCKET: 'loop-dev-raw-mails',
    RAW_PREFIX: 'inbound/',
    INBOUND_TOPIC_ARN: 'arn:aws:sns:eu-central-1:000000000000:loop-dev-inbound',
    CHAT_SOCKET_ENDPOINT: chat.CHAT_SOCKET_ENDPOINT,
    CHAT_BUCKET: chat.CHAT_BUCKET,
  };
  const codesOf = (more: Given): readonly string[] => {
    const read = readEnv(receiveMailEnv, { ...inbound, ...more });
    return read.ok ? [] : read.error.map(({ variable, code }) => `${variable} ${code}`);
  };

  it('names where mails lie, and the one topic that tells of them', () => {
    expect(codesOf({})).toEqual([]);
    expect(codesOf({ RAW_BUCKET: '', RAW_PREFIX: '', INBOUND_TOPIC_ARN: '' })).toEqual([
      'RAW_BUCKET env.missing',
      'RAW_PREFIX env.missing',
      'INBOUND_TOPIC_ARN env.missing',
    ]);
  });

  it.each([
    ['RAW_BUCKET', 'A Bucket'],
    ['RAW_PREFIX', 'inbound'],
    ['RAW_PREFIX', '../'],
    ['INBOUND_TOPIC_ARN', 'arn:aws:sqs:eu-central-1:000000000000:loop'],
  ])('refuses %s as %s', (variable, value) => {
    expect(codesOf({ [variable]: value })).toEqual([`${variable} env.malformed`]);
  });

  it('sends two a second unless it is told otherwise, and needs no mailer’s key', () => {
    expect(readEnv(sendRelayedEnv, { ...core, RAW_BUCKET: 'loop-dev-raw-mails' })).toMatchObject({
      ok: true,
      value: { RELAYED_RATE_LIMIT_PER_SEC: 2 },
    });
  });
});

describe('the environment of the chat', () => {
  const codesIn = (schema: 'pages' | 'sockets', env: Given): readonly string[] => {
    const read = schema === 'pages' ? readEnv(apiEnv, env) : readEnv(chatSocketEnv, env);
    return read.ok ? [] : read.error.map(({ variable, code }) => `${variable} ${code}`);
  };

  it('names where windows connect, where they are reached, where files lie and who is asked to look again', () => {
    expect(codesIn('pages', core)).toEqual([
      'CHAT_SOCKET_ENDPOINT env.missing',
      'CHAT_BUCKET env.missing',
      'CHAT_QUEUE_URL env.missing',
      'CHAT_SOCKET_URL env.missing',
    ]);
    expect(codesIn('sockets', core)).toEqual(['CHAT_SOCKET_ENDPOINT env.missing', 'CHAT_QUEUE_URL env.missing']);
    expect(codesIn('sockets', pages)).toEqual([]);
  });

  it.each([
    [
      'CHAT_SOCKET_URL',
      ['ws://localhost:3000/chat/socket'],
      ['ws://circle.example.com', 'https://circle.example.com', 'wss://a.example?ticket=1'],
    ],
    ['CHAT_QUEUE_URL', ['http://127.0.0.1:4566/000000000000/missed'], ['missed', 'https://sqs.eu-central-1.amazonaws.com/missed']],
    ['CHAT_SOCKET_ENDPOINT', ['http://127.0.0.1:4566'], ['wss://id.execute-api.eu-central-1.amazonaws.com/live']],
    ['CHAT_BUCKET', ['chat-files'], ['Chat Files']],
  ])('bounds %s', (name, good, bad) => {
    for (const value of good) expect(codesIn('pages', { ...pages, [name]: value })).toEqual([]);
    for (const value of bad) expect(codesIn('pages', { ...pages, [name]: value })).toEqual([`${name} env.malformed`]);
  });
});
