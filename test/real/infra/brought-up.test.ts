import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetBucketCorsCommand, GetBucketLifecycleConfigurationCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineResult } from '../../infra/engine/run-engine.ts';
import { clientsOf, type Clients } from '../../infra/provider/clients.ts';
import { createProviderPlugin } from '../../infra/provider/plugin.ts';
import { configOf } from '../../infra/support/engine-config.ts';
import { standingBy, standingIn } from '../../infra/support/engine-emulator.ts';
import { aTestStack, changesOf, type TestStack } from '../../infra/support/engine-run.ts';
import { aCheckout, type Checkout } from '../../infra/support/lived-checkout.ts';
import { openWindow } from '../../support/chat-windows.ts';
import { startMiniStack, type MiniStack } from '../../support/ministack.ts';

// The program as it is deployed, under the test engine, into an emulator. Each test goes on where the one before it stopped.

let checkout: Checkout;
let aws: MiniStack;
let clients: Clients;
let stack: TestStack;
let first: EngineResult;
const calls: string[] = [];

/** Started, run and stopped once; a run of the program alone is some ten seconds. */
const limitMs = 180_000;

beforeAll(async () => {
  checkout = await aCheckout();
  aws = await startMiniStack();
  clients = clientsOf(aws, aws.region);
  stack = aTestStack({
    cwd: checkout.folder,
    main: 'infra/index.ts',
    project: 'loop',
    stack: 'dev',
    config: configOf('dev'),
    provider: createProviderPlugin({ emulator: aws, seen: (call) => void calls.push(call) }),
  });
  first = await stack.run('up');
}, limitMs);

afterAll(async () => {
  stack.close();
  await aws.stop();
  checkout.remove();
});

const idOf = (type: string, name: string): string => {
  const found = first.state.resources.find((resource) => resource.type === type && resource.urn.endsWith(`::${name}`));
  if (found?.id === undefined) throw new Error(`the program made no ${type} ${name}`);
  return found.id;
};

/** In both of its regions. */
const standing = () => standingIn(clients, clientsOf(aws, 'us-east-1'));

const pageOf = (headers: Readonly<Record<string, string>>) =>
  fetch(`${aws.url}/_aws/execute-api/${idOf('aws:apigatewayv2/api:Api', 'loop-dev-api')}/$default/`, { headers, redirect: 'manual' });

const originSecret = async (): Promise<string> => {
  const id = idOf('aws:secretsmanager/secret:Secret', 'loop-dev-origin');
  const { SecretString = '' } = await clients.secrets.send(new GetSecretValueCommand({ SecretId: id }));
  return SecretString.split('\n').at(0) ?? '';
};

describe('the stack, brought up by its own program', { timeout: limitMs }, () => {
  it('stands in the emulator as its state has it, and nothing else does', async () => {
    const there = await standing();
    expect(there).toEqual(standingBy(first.state.resources, Object.keys(there)));
    expect(Object.values(there).every((ids) => ids.length > 0)).toBe(true);
  });

  it('asks visitors to come back while the community’s key is not set, and answers as soon as it is', async () => {
    const header = { 'x-origin-secret': await originSecret() };
    const before = await pageOf(header);
    expect([before.status, before.headers.get('retry-after'), await before.text()]).toEqual([
      503,
      '5',
      'Loop cannot be reached right now. Please try again in a moment.',
    ]);
    // The one secret that a person sets, once.
    const key = randomBytes(32).toString('base64');
    await clients.secrets.send(new PutSecretValueCommand({ SecretId: String(first.outputs['keySecret']), SecretString: key }));
    const page = await pageOf(header);
    expect([page.status, (await page.text()).includes('<h1')]).toEqual([200, true]);
  });

  it('asks the real bundle over HTTP, which lets in its distribution and nobody else', async () => {
    expect((await pageOf({})).status).toBe(403);
    expect((await pageOf({ 'x-origin-secret': 'a guess' })).status).toBe(403);
    expect((await pageOf({ 'x-origin-secret': await originSecret() })).status).toBe(200);
  });

  it('has a bucket that answers its pages alone, and forgets by itself', async () => {
    const Bucket = idOf('aws:s3/bucket:Bucket', 'loop-dev-chat-files');
    const origin = new URL(String(first.outputs['baseUrl'])).origin;
    const { CORSRules } = await clients.s3.send(new GetBucketCorsCommand({ Bucket }));
    expect(CORSRules).toMatchObject([{ AllowedOrigins: [origin], AllowedMethods: ['POST'] }]);
    // That it answers by it is not seen here: MiniStack answers every page, whatever a bucket says.
    const { Rules = [] } = await clients.s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    expect(Rules.map(({ ID, Expiration }) => [ID, Expiration?.Days])).toEqual([
      ['incoming', 1],
      ['kept', 90],
      ['half', undefined],
    ]);
  });

  it('has the page of the chat in the bucket of assets, of its type and for as long as it may be kept', async () => {
    const Bucket = idOf('aws:s3/bucket:Bucket', 'loop-dev-site-assets');
    const headOf = async (Key: string) => {
      const { ContentType, CacheControl } = await clients.s3.send(new HeadObjectCommand({ Bucket, Key }));
      return [ContentType, CacheControl];
    };
    expect(await headOf('web/chat.js')).toEqual(['text/javascript; charset=utf-8', 'no-cache']);
    expect(await headOf('web/chunks/recorder-DmS3xYkQ.js')).toEqual([
      'text/javascript; charset=utf-8',
      'public, max-age=31536000, immutable',
    ]);
  });

  it('lets nobody open a window without a ticket', async () => {
    const id = idOf('aws:apigatewayv2/api:Api', 'loop-dev-chat');
    const url = `${aws.url.replace('http', 'ws')}/_aws/execute-api/${id}/live`;
    const origin = new URL(String(first.outputs['baseUrl'])).origin;
    for (const asked of [url, `${url}?ticket=${'a'.repeat(43)}`])
      await expect(openWindow(asked, { origin })).rejects.toThrow('refused 403');
  });

  it('has nothing to do a second time', async () => {
    const made = calls.length;
    expect(changesOf(await stack.run('up'))).toEqual([]);
    expect(calls.length).toBe(made);
  });

  it('changes in place what can be changed, and replaces what cannot', async () => {
    const from = 'another@example.com';
    const { operations } = await stack.run('up', { 'loop:fromEmail': from });
    const changed = operations.filter(({ op }) => op !== 'same').map(({ op, type }) => `${op} ${type.split(':').at(-1) ?? ''}`);
    // Who it is from is in variables, in parameters and in rights; a task definition is never changed, and the schedule starts the new one.
    expect([...new Set(changed)].toSorted()).toEqual([
      'delete-replaced TaskDefinition',
      'replace TaskDefinition',
      'update Function',
      'update Parameter',
      'update RolePolicy',
      'update Schedule',
    ]);
    const drain = await clients.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: idOf('aws:lambda/function:Function', 'loop-dev-drain-outbox') }),
    );
    expect(Object.values(drain.Environment?.Variables ?? {})).toContain(from);
    const { Parameter } = await clients.ssm.send(new GetParameterCommand({ Name: '/loop/dev/from-email' }));
    expect(Parameter?.Value).toBe(from);
  });

  it('holds what is protected: nothing of it is destroyed, and nothing that goes with it', async () => {
    await stack.run('up', { 'loop:protect': 'true' });
    const before = await standing();
    await expect(stack.run('destroy')).rejects.toThrow(/is protected, and would be deleted/);
    expect(await standing()).toEqual(before);
  });

  it('leaves nothing behind when it is destroyed', async () => {
    await stack.run('up');
    const { state } = await stack.run('destroy');
    expect(state.resources).toEqual([]);
    const left = await standing();
    expect(Object.values(left).flat()).toEqual([]);
  });
});
