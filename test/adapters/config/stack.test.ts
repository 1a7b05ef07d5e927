import { describe, expect, it } from 'vitest';
import { isStackName, parametersPath } from '../../../adapters/config/stack-name.ts';
import { deadLetterQueuesOf, stackSettingsOf } from '../../../adapters/config/stack.ts';

const parameters = {
  'users-table': 'loop-dev-users',
  'surveys-table': 'loop-dev-surveys',
  'matches-table': 'loop-dev-matches',
  'relays-table': 'loop-dev-relays',
  'relay-domain': 'relay.example.com',
  'relay-ttl-days': '180',
  'base-url': 'https://circle.example.com',
  'from-email': 'circle@example.com',
  'key-secret-id': 'loop-dev-key',
  mailer: 'resend',
  'resend-secret-id': 'loop-dev-resend',
};

const refused = (changes: Readonly<Record<string, string | undefined>>): readonly (readonly [string, string])[] => {
  const given = Object.fromEntries(
    Object.entries({ ...parameters, ...changes }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const read = stackSettingsOf('dev', given);
  return read.ok ? [] : read.error.kept.map(({ file, code }) => [file, code] as const);
};

describe('a stack’s parameters', () => {
  it('say where everything is', () => {
    expect(stackSettingsOf('dev', parameters)).toEqual({
      ok: true,
      value: {
        tables: { users: 'loop-dev-users', surveys: 'loop-dev-surveys', matches: 'loop-dev-matches', relays: 'loop-dev-relays' },
        baseUrl: 'https://circle.example.com',
        relayDomain: 'relay.example.com',
        relayTtlDays: 180,
        from: 'circle@example.com',
        keySecretId: 'loop-dev-key',
        sentBy: 'resend',
      },
    });
  });

  it('are all missed at once, each by its full name, and no other is', () => {
    const read = stackSettingsOf('dev', {});
    const missing = read.ok ? [] : read.error.kept.map(({ file, code }) => `${file} ${code}`);
    const needed = Object.keys(parameters).filter((name) => name !== 'resend-secret-id');
    expect(missing).toEqual(needed.map((name) => `/loop/dev/${name} stack.parameter_missing`));
  });

  it.each(Object.keys(parameters))('are refused without one, also where it is there and empty: %s', (name) => {
    const one = [[`/loop/dev/${name}`, 'stack.parameter_missing']];
    expect([refused({ [name]: undefined }), refused({ [name]: '' })]).toEqual([one, one]);
  });

  it.each([
    ['users-table', 'a table'],
    ['relay-domain', 'Relay'],
    ['relay-ttl-days', '0'],
    ['relay-ttl-days', '1e2'],
    ['base-url', 'http://circle.example.com'],
    ['base-url', 'https://circle.example.com/path'],
    ['from-email', 'circle'],
    ['mailer', 'pigeon'],
    ['resend-rate-limit-per-sec', '0'],
    ['resend-retry-max', '-1'],
    ['resend-retry-base-delay', 'soon'],
    ['ses-configuration-set', 'a set'],
  ])('are refused where one is malformed, and it is not quoted: %s', (name, value) => {
    expect(refused({ [name]: value })).toEqual([[`/loop/dev/${name}`, 'stack.parameter_malformed']]);
    const read = stackSettingsOf('dev', { ...parameters, [name]: 'ana@example.com <script>' });
    expect(JSON.stringify(read)).not.toContain('script');
  });

  it('need no key of a mailer that has none', () => {
    expect(refused({ mailer: 'ses', 'resend-secret-id': undefined })).toEqual([]);
  });

  it('may be more than this version knows', () => {
    expect(refused({ 'of-a-later-version': 'x' })).toEqual([]);
  });
});

describe('the queues of dead letters', () => {
  const [queue, source] = ['https://sqs.example.com/1/dead', 'https://sqs.example.com/1/source'];

  it('are those that are named, in order of their names, some without a way back', () => {
    const read = deadLetterQueuesOf('dev', {
      ...parameters,
      'dead-letters/mails': JSON.stringify({ queue, source }),
      'dead-letters/events': JSON.stringify({ queue }),
    });
    expect(read.ok && [...read.value]).toEqual([
      ['events', { queue, source: undefined }],
      ['mails', { queue, source }],
    ]);
    expect(deadLetterQueuesOf('dev', parameters)).toEqual({ ok: true, value: new Map() });
  });

  it.each(['', 'no JSON', '[]', '{"queue":"dead"}', '{"source":"https://sqs.example.com/1/source"}'])(
    'are refused where one is malformed: %j',
    (value) => {
      const read = deadLetterQueuesOf('dev', { 'dead-letters/mails': value });
      expect(read.ok || read.error.kept).toMatchObject([{ file: '/loop/dev/dead-letters/mails', code: 'stack.parameter_malformed' }]);
    },
  );
});

describe('a stack’s name', () => {
  it.each(['dev', 'prod', 'pr-12'])('is %s', (name) => {
    expect([isStackName(name), parametersPath(name)]).toEqual([true, `/loop/${name}/`]);
  });
  it.each(['', 'Dev', '../prod', 'dev/', '1st', 'a b', 'a'.repeat(33)])('is not %j', (name) => {
    expect(isStackName(name)).toBe(false);
  });
});
