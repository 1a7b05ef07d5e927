import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSecretValues, readParameters, secretOf } from '../../../adapters/config/secret.ts';
import { createStillClock, type MovableClock } from '../../../adapters/memory/movable-clock.ts';
import { minuteMs } from '../../../domain/kernel/instant.ts';
import { nobodyListens, type WireAnswer } from '../../support/wire-server.ts';
import { awsError, openSecretsWire, type SecretsWire } from '../../support/wire-secrets.ts';
import { awsAt, start } from '../email/mailers-world.ts';

describe('a secret', () => {
  it('shows in nothing that prints it, and is there for who asks', () => {
    const secret = secretOf('s3cret');
    const printed = [
      String(secret),
      ['', secret].join(''),
      JSON.stringify({ secret }),
      inspect(secret),
      inspect({ deep: [secret] }, { depth: 9 }),
    ];
    for (const text of [...printed, inspect(secret, { showHidden: true, customInspect: false })]) expect(text).not.toContain('s3cret');
    for (const text of printed) expect(text).toContain('[secret]');
    expect(secret.reveal()).toBe('s3cret');
  });
});

describe('secrets of Secrets Manager', () => {
  let wire: SecretsWire;
  let clock: MovableClock;
  beforeEach(async () => {
    wire = await openSecretsWire();
    clock = createStillClock(start);
  });
  afterEach(async () => wire.close());
  const values = (requestTimeoutMs = 5_000) => createSecretValues({ ...awsAt(wire.url), clock, requestTimeoutMs });
  const broken: WireAnswer = awsError('InternalServiceError', 500);

  it('are read once in five minutes, also by many at one time', async () => {
    wire.secrets.set('key', 'one');
    const secrets = values();
    const read = await Promise.all([secrets.read('key'), secrets.read('key'), secrets.refresh('key')]);
    expect(read.map((secret) => secret.reveal())).toEqual(['one', 'one', 'one']);
    wire.secrets.set('key', 'two');
    clock.moveBy(5 * minuteMs - 1);
    expect((await secrets.read('key')).reveal()).toBe('one');
    expect(wire.requests).toHaveLength(1);
    clock.moveBy(1);
    expect((await secrets.read('key')).reveal()).toBe('two');
  });

  it('are read anew where they were refused, but not by everybody who was', async () => {
    wire.secrets.set('key', 'one');
    const secrets = values();
    await secrets.read('key');
    wire.secrets.set('key', 'two');
    clock.moveBy(10_000);
    for (let time = 0; time < 5; time++) expect((await secrets.refresh('key')).reveal()).toBe('two');
    expect(wire.requests).toHaveLength(2);
  });

  it('go on being served while they cannot be read anew', async () => {
    wire.secrets.set('key', 'one');
    const secrets = values();
    await secrets.read('key');
    wire.suffer([broken, broken, broken, awsError('AccessDeniedException')]);
    clock.moveBy(5 * minuteMs);
    expect((await secrets.read('key')).reveal()).toBe('one');
    clock.moveBy(minuteMs);
    expect((await secrets.refresh('key')).reveal()).toBe('one');
    wire.secrets.set('key', 'two');
    clock.moveBy(minuteMs);
    expect((await secrets.read('key')).reveal()).toBe('two');
  });

  it('may be bytes, which are read in base64', async () => {
    wire.secrets.set('key', Uint8Array.from([0, 255, 1, 254]));
    expect((await values().read('key')).reveal()).toBe('AP8B/g==');
  });

  it.each([
    ['is not there', [], 'secret.missing'],
    ['is to be deleted', [awsError('InvalidRequestException')], 'secret.missing'],
    ['is not for us', [awsError('AccessDeniedException')], 'secret.denied'],
    ['cannot be decrypted', [awsError('DecryptionFailure')], 'secret.unreadable'],
    ['cannot be asked for', [broken, broken, broken], 'secret.unavailable'],
  ])('say by a code that one %s, and read it once it can be', async (_, answers, code) => {
    wire.suffer(answers);
    const secrets = values();
    await expect(secrets.read('loop/key')).rejects.toMatchObject({
      name: 'SecretUnread',
      code,
      id: 'loop/key',
      message: `${code}: loop/key`,
    });
    wire.secrets.set('loop/key', 'there');
    expect((await secrets.read('loop/key')).reveal()).toBe('there');
  });

  it('do not come out with an answer that cannot be read', async () => {
    const cut: WireAnswer = {
      kind: 'answer',
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: '{"SecretString": "s3cret',
    };
    for (const answer of [cut, { ...cut, kind: 'cut' as const }, { ...cut, body: '<html>s3cret</html>' }]) {
      wire.suffer([answer, answer, answer]);
      const error: unknown = await values()
        .read('key')
        .catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ name: 'SecretUnread' });
      expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('s3cret');
    }
  });

  it('are unavailable where nobody listens, or nobody answers', async () => {
    const away = createSecretValues({ ...awsAt(await nobodyListens()), clock, requestTimeoutMs: 200 });
    await expect(away.read('key')).rejects.toMatchObject({ code: 'secret.unavailable' });
    wire.suffer([{ kind: 'silence' }, { kind: 'silence' }, { kind: 'silence' }]);
    await expect(values(200).read('key')).rejects.toMatchObject({ code: 'secret.unavailable' });
  });
});

describe('parameters of a stack', () => {
  let wire: SecretsWire;
  beforeEach(async () => {
    wire = await openSecretsWire();
  });
  afterEach(async () => wire.close());

  it('are read by their names below the path, on as many pages as there are', async () => {
    const names = ['users-table', 'surveys-table', 'mailer', 'dead-letters/drain', 'base-url'];
    for (const name of names) wire.parameters.set(`/loop/dev/${name}`, `of ${name}`);
    wire.parameters.set('/loop/development/mailer', 'of another stack');
    const expected = Object.fromEntries(names.map((name) => [name, `of ${name}`]));
    expect(await readParameters({ ...awsAt(wire.url), path: '/loop/dev' })).toEqual(expected);
    expect(await readParameters({ ...awsAt(wire.url), path: '/loop/dev/' })).toEqual(expected);
    expect(await readParameters({ ...awsAt(wire.url), path: '/loop/prod/' })).toEqual({});
  });

  it('that may not be read are refused by a code', async () => {
    wire.suffer([awsError('AccessDeniedException')]);
    const reading = readParameters({ ...awsAt(wire.url), path: '/loop/dev/' });
    await expect(reading).rejects.toMatchObject({ code: 'parameters.denied', id: '/loop/dev/', cause: { name: 'AccessDeniedException' } });
  });
});
