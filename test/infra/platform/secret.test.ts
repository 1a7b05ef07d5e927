import { Queue } from '@pulumi/aws/sqs/queue.js';
import { describe, expect, it } from 'vitest';
import { isFromOrigin, originSecretCharactersMin } from '../../../adapters/lambda/origin.ts';
import { OriginSecrets } from '../../../infra/platform/origin-secrets.ts';
import { Secret, secretRights } from '../../../infra/platform/secret.ts';
import { capture, type Captured, type Captures, isSecret } from '../support/capture.ts';
import { allowedIn, statementsIn } from '../support/policy-in.ts';
import { roleWith } from '../support/rights.ts';
import { aStack } from '../support/stack.ts';

const secretKind = 'aws:secretsmanager/secret:Secret';
const versionKind = 'aws:secretsmanager/secretVersion:SecretVersion';

const textIn = (captured: Captured, name: string): string => {
  const value = captured.inputs[name];
  expect(isSecret(value)).toBe(true);
  return (value as { readonly value: string }).value;
};

describe('a secret', () => {
  it('that a person sets has no value, and outlives a mistake in prod', async () => {
    const program = (stage: string) => (): void =>
      void new Secret(aStack({ stage }), { name: 'key', description: 'The community’s key', setByHand: true });
    const prod = await capture(program('prod'));
    expect(prod.of(versionKind)).toEqual([]);
    expect(prod.one(secretKind)).toMatchObject({ protect: true, retainOnDelete: true, inputs: { recoveryWindowInDays: 30 } });
    expect(prod.one(secretKind).inputs['kmsKeyId']).toMatch(/^arn:aws:kms:/);
    const dev = await capture(program('dev'));
    expect(dev.one(secretKind)).toMatchObject({ protect: false, retainOnDelete: false, inputs: { recoveryWindowInDays: 7 } });
  });

  it('that the program knows is told as a secret, and can be replaced', async () => {
    const captured = await capture(() => void new Secret(aStack({ stage: 'prod' }), { name: 'word', description: 'A word', value: 'w' }));
    const version = captured.one(versionKind);
    expect(textIn(version, 'secretString')).toBe('w');
    expect([captured.one(secretKind).protect, version.protect, version.ignoreChanges]).toEqual([false, false, []]);
  });

  it('is read by who may, through Secrets Manager alone', async () => {
    const arn = 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:key-AbCdEf';
    const captured = await capture(() => {
      roleWith(secretRights(aStack(), [arn]));
      expect(secretRights(aStack(), [])).toEqual([]);
    });
    const { policy } = captured.one('aws:iam/rolePolicy:RolePolicy').inputs;
    expect(allowedIn(policy)).toContain(`secretsmanager:GetSecretValue on ${arn}`);
    expect(statementsIn(policy).map(({ Condition }) => Condition)).toEqual([
      undefined,
      { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com' } },
    ]);
  });
});

describe('the secrets of the distribution', () => {
  const withNames = async (originSecrets: string): Promise<Captures> =>
    capture(() => {
      const stack = aStack({ stage: 'prod', originSecrets });
      const { sent } = new OriginSecrets(stack);
      // Somewhere to see what the distribution would be given.
      new Queue('sent', { kmsMasterKeyId: sent });
    });
  const sentIn = (captured: Captures): string => textIn(captured.one('aws:sqs/queue:Queue'), 'kmsMasterKeyId');
  const takenIn = (captured: Captures): string => textIn(captured.one(versionKind, '-origin'), 'secretString');
  const valueIn = (captured: Captures, name: string): string => textIn(captured.one(versionKind, `-origin-${name}`), 'secretString');

  it('are made once each, of chance, and long enough for the API', async () => {
    const [once, again] = [await withNames('1,2'), await withNames('1,2')];
    for (const name of ['1', '2']) expect(once.one(versionKind, `-origin-${name}`).ignoreChanges).toEqual(['secretString']);
    const values = [once, again].flatMap((captured) => ['1', '2'].map((name) => valueIn(captured, name)));
    expect(new Set(values).size).toBe(4);
    for (const value of values) {
      expect(value).toMatch(/^[\w-]+$/);
      expect(value.length).toBeGreaterThanOrEqual(originSecretCharactersMin);
    }
  });

  it.each(['1', '1,2', '2,1', '2'])('are taken by the API while they are rotated: %s', async (names) => {
    const captured = await withNames(names);
    const [inUse = ''] = names.split(',');
    expect(sentIn(captured)).toBe(valueIn(captured, inUse));
    expect(takenIn(captured).split('\n')).toEqual(names.split(',').map((name) => valueIn(captured, name)));
    for (const name of names.split(',')) expect(isFromOrigin(valueIn(captured, name), takenIn(captured))).toBe(true);
    expect(isFromOrigin(undefined, takenIn(captured))).toBe(false);
  });

  it('can be taken away in prod, as a rotation does', async () => {
    const captured = await withNames('1,2');
    expect(captured.resources.filter(({ protect, retainOnDelete }) => protect || retainOnDelete)).toEqual([]);
  });
});
