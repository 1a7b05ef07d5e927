import type { AssetArchive } from '@pulumi/pulumi/asset/archive.js';
import { join } from 'node:path';
import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { ScheduleInputs } from '../../../infra/env-for.ts';
import { BundleMissing, bundleOf, bundlesFolder } from '../../../infra/platform/bundle-folder.ts';
import { checkSizes, environmentOf } from '../../../infra/platform/function-plan.ts';
import { type FunctionArgs, LambdaFunction } from '../../../infra/platform/function.ts';
import { allow } from '../../../infra/platform/policy.ts';
import { capture, type Captures } from '../support/capture.ts';
import { madeUpBundles } from '../support/made-up-bundle.ts';
import { allowedIn } from '../support/policy-in.ts';
import { aStack } from '../support/stack.ts';

const bundles = madeUpBundles('schedule');
afterAll(() => {
  rmSync(bundles, { recursive: true });
});

const variables: ScheduleInputs = {
  STAGE: 'dev',
  USERS_TABLE: 'users',
  SURVEYS_TABLE: 'surveys',
  MATCHES_TABLE: 'matches',
  RELAY_TABLE: 'relays',
  RELAY_DOMAIN: 'relay.example.com',
  BASE_URL: 'https://circle.example.com',
  KEY_SECRET_ID: 'key',
};
const args: FunctionArgs<ScheduleInputs> = {
  name: 'schedule',
  variables,
  rights: [allow(['dynamodb:GetItem'], ['arn:aws:dynamodb:eu-central-1:000000000000:table/users'])],
  timeoutSeconds: 60,
  memoryMb: 512,
  bundles,
};
const made = async (more: Partial<FunctionArgs<ScheduleInputs>> = {}): Promise<Captures> =>
  capture(() => void new LambdaFunction<ScheduleInputs>(aStack(), { ...args, ...more }));
const kind = 'aws:lambda/function:Function';
const logArn = 'arn:aws:logs:eu-central-1:000000000000:log-group:/aws/lambda/loop-dev-schedule';
const deadArn = 'arn:aws:sqs:eu-central-1:000000000000:loop-dev-schedule-calls-dead-1234567';

describe('a function', () => {
  it('runs its bundle on Node 24 and ARM, traced, for as long as it is said', async () => {
    const { inputs } = (await made()).one(kind);
    expect(inputs).toMatchObject({
      runtime: 'nodejs24.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      timeout: 60,
      memorySize: 512,
      tracingConfig: { mode: 'Active' },
      environment: { variables: { ...variables, NODE_OPTIONS: '--enable-source-maps' } },
      kmsKeyArn: expect.stringMatching(/^arn:aws:kms:/) as unknown,
    });
    expect(inputs).not.toHaveProperty('reservedConcurrentExecutions');
    expect(inputs).not.toHaveProperty('name');
    expect((await made({ concurrencyMax: 1 })).one(kind).inputs['reservedConcurrentExecutions']).toBe(1);
  });

  it('has rights and a log before it is there', async () => {
    const captured = await made();
    const log = captured.one('aws:cloudwatch/logGroup:LogGroup');
    expect(log.inputs).toMatchObject({ name: '/aws/lambda/loop-dev-schedule', retentionInDays: 30 });
    expect(log.inputs['kmsKeyId']).toMatch(/^arn:aws:kms:/);
    const fn = captured.one(kind);
    expect(fn.inputs['loggingConfig']).toEqual({ logFormat: 'Text', logGroup: log.inputs['name'] });
    expect(fn.dependencies).toEqual(expect.arrayContaining([captured.one('aws:iam/rolePolicy:RolePolicy').urn, log.urn]));
  });

  it('may do what it was given, write its own log and traces, and send its dead letters', async () => {
    const captured = await made();
    const allowed = allowedIn(captured.one('aws:iam/rolePolicy:RolePolicy').inputs['policy']);
    expect(allowed.filter((each) => !each.startsWith('kms:'))).toEqual([
      'dynamodb:GetItem on arn:aws:dynamodb:eu-central-1:000000000000:table/users',
      `logs:CreateLogStream on ${logArn}:*`,
      `logs:PutLogEvents on ${logArn}:*`,
      `sqs:SendMessage on ${deadArn}`,
      'xray:PutTelemetryRecords on *',
      'xray:PutTraceSegments on *',
    ]);
    expect(captured.one('aws:iam/role:Role').inputs['assumeRolePolicy']).toContain('"lambda.amazonaws.com"');
  });

  it('tries a call that nobody waits for three times, and then keeps it as a dead letter', async () => {
    const captured = await made();
    expect(captured.one('aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig').inputs).toMatchObject({
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: 3_600,
      destinationConfig: { onFailure: { destination: deadArn } },
    });
  });

  it('does not compile with a variable forgotten, or without saying whose they are', () => {
    const { STAGE: _forgotten, ...rest } = variables;
    const stack = {} as ReturnType<typeof aStack>;
    const never = (): unknown => [
      // @ts-expect-error STAGE is missing.
      new LambdaFunction<ScheduleInputs>(stack, { ...args, variables: rest }),
      // @ts-expect-error Nothing says which variables there are.
      new LambdaFunction(stack, { ...args, variables }),
    ];
    expect(never).toBeTypeOf('function');
  });

  it('is refused with sizes that Lambda does not take', async () => {
    await expect(made({ timeoutSeconds: 901 })).rejects.toThrow('schedule: timeoutSeconds is a whole number from 1 to 900');
    expect(() => {
      checkSizes('api', { timeoutSeconds: 1, memoryMb: 64 });
    }).toThrow('api: memoryMb');
    expect(() => {
      checkSizes('api', { timeoutSeconds: 1, memoryMb: 128, concurrencyMax: 0 });
    }).toThrow('api: concurrencyMax');
  });

  it('is not told variables that are not set', () => {
    expect(environmentOf({ A: 'a', B: undefined })).toEqual({ A: 'a', NODE_OPTIONS: '--enable-source-maps' });
  });

  it('has names that fit with the longest name of a stack', async () => {
    const stack = 'd'.repeat(20);
    const program = (): unknown => {
      const dev = aStack();
      return new LambdaFunction<ScheduleInputs>({ ...dev, settings: { ...dev.settings, stack } }, args);
    };
    const captured = await capture(() => void program());
    // IAM and Lambda take 64 characters, eight of which Pulumi adds; SQS takes 80.
    for (const type of ['aws:iam/role:Role', kind]) expect(captured.one(type).name.length + 8).toBeLessThanOrEqual(64);
  });
});

describe('a bundle', () => {
  it('is uploaded with its source maps and the community’s folder, without what esbuild says of it', async () => {
    const assets = await bundleOf('schedule', bundles).assets;
    expect(Object.keys(assets).sort()).toEqual(['beside.mjs', 'community', 'index.mjs', 'index.mjs.map']);
    expect(await (assets['community'] as unknown as { readonly path: Promise<string> }).path).toBe(join(bundles, 'schedule', 'community'));
  });

  it('that was not built names the command that builds it', () => {
    const missing = (): AssetArchive => bundleOf('api', bundles);
    expect(missing).toThrow(BundleMissing);
    expect(missing).toThrow('dist/api has no index.mjs and no community: run `npm run build` first');
    expect(new BundleMissing('dist/api', ['index.mjs']).code).toBe('bundle.missing');
  });

  it('is looked for in the repository, wherever the program was started', () => {
    expect(bundlesFolder).toBe(join(import.meta.dirname, '..', '..', '..', 'dist'));
  });
});
