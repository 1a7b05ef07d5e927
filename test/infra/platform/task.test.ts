import { describe, expect, it } from 'vitest';
import { introSenderEnv, readEnv, weeklyRoundEnv } from '../../../adapters/config/env.ts';
import { allow } from '../../../infra/platform/policy.ts';
import { Task } from '../../../infra/platform/task.ts';
import { repositoryOf } from '../../../infra/platform/task-plan.ts';
import { capture, type Captures } from '../support/capture.ts';
import { aStack } from '../support/stack.ts';

const core = {
  STAGE: 'dev',
  USERS_TABLE: 'users',
  SURVEYS_TABLE: 'surveys',
  MATCHES_TABLE: 'matches',
  RELAY_TABLE: 'relays',
  RELAY_DOMAIN: 'relay.example.com',
  BASE_URL: 'https://circle.example.com',
  KEY_SECRET_ID: 'key',
} as const;

const rights = [allow(['dynamodb:GetItem'], ['arn:aws:dynamodb:eu-central-1:000000000000:table/users'])];
const weeklyRound = async (settings: Readonly<Record<string, string>> = {}) =>
  capture(() => new Task(aStack(settings), { name: 'weekly-round', variables: core, rights }));
const introSender = async () =>
  capture(
    () =>
      new Task(aStack(), {
        name: 'intro-sender',
        variables: { ...core, MAILER: 'ses', FROM_EMAIL: 'circle@example.com', SES_CONFIGURATION_SET: 'mails' },
        rights,
      }),
  );

interface Container {
  readonly command: readonly string[];
  readonly environment: readonly { readonly name: string; readonly value: string }[];
}
const definitionIn = (captured: Captures) => captured.one('aws:ecs/taskDefinition:TaskDefinition');
const containersIn = (captured: Captures) =>
  JSON.parse(String(definitionIn(captured).inputs['containerDefinitions'])) as readonly Container[];
const variablesIn = (captured: Captures): Record<string, string> =>
  Object.fromEntries((containersIn(captured)[0]?.environment ?? []).map(({ name, value }) => [name, value]));
const policyOfRole = (captured: Captures, nameEnds: string): unknown =>
  JSON.parse(String(captured.one('aws:iam/rolePolicy:RolePolicy', nameEnds).inputs['policy'])) as unknown;

describe('a task', () => {
  it('runs on Fargate with arm processors', async () => {
    expect(definitionIn(await weeklyRound()).inputs).toMatchObject({
      family: 'loop-dev-weekly-round',
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: 'ARM64' },
      cpu: '1024',
      memory: '2048',
      taskRoleArn: 'arn:aws:iam::000000000000:role/loop-dev-weekly-round-1234567',
      executionRoleArn: 'arn:aws:iam::000000000000:role/loop-dev-weekly-round-start-1234567',
    });
  });

  it('can write nowhere, is nobody, and has two minutes to end', async () => {
    const captured = await weeklyRound();
    const [container, ...others] = containersIn(captured);
    expect(others).toEqual([]);
    const { environment: _environment, ...rest } = container ?? { environment: [] };
    expect(rest).toEqual({
      name: 'weekly-round',
      image: `000000000000.dkr.ecr.eu-central-1.amazonaws.com/loop@sha256:${'0'.repeat(64)}`,
      command: ['weekly-round/index.mjs'],
      essential: true,
      user: '65532:65532',
      readonlyRootFilesystem: true,
      linuxParameters: { capabilities: { drop: ['ALL'] }, initProcessEnabled: true },
      stopTimeout: 120,
      logConfiguration: {
        logDriver: 'awslogs',
        options: {
          'awslogs-group': '/loop/dev/weekly-round',
          'awslogs-region': 'eu-central-1',
          'awslogs-stream-prefix': 'task',
          mode: 'non-blocking',
          'max-buffer-size': '4m',
        },
      },
    });
  });

  it('is told what its own schema reads, and beside it how to show where errors are', async () => {
    for (const [captured, schema] of [[await weeklyRound(), weeklyRoundEnv] as const, [await introSender(), introSenderEnv] as const]) {
      const { NODE_OPTIONS, ...variables } = variablesIn(captured);
      expect(NODE_OPTIONS).toBe('--enable-source-maps');
      expect(variables['AWS_REGION']).toBe('eu-central-1');
      expect(Object.keys(variables).filter((name) => !(name in schema.shape))).toEqual([]);
      expect(readEnv<typeof introSenderEnv.shape>(schema as typeof introSenderEnv, variables).ok).toBe(true);
    }
    expect(containersIn(await introSender())[0]?.command).toEqual(['intro-sender/index.mjs']);
  });

  it('may do what it was given and no more', async () => {
    expect(policyOfRole(await weeklyRound(), 'weekly-round')).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['dynamodb:GetItem'], Resource: ['arn:aws:dynamodb:eu-central-1:000000000000:table/users'] }],
    });
  });

  it('is started by pulling its image and writing its own log', async () => {
    expect(policyOfRole(await weeklyRound(), '-start')).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['ecr:GetAuthorizationToken'], Resource: ['*'] },
        {
          Effect: 'Allow',
          Action: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
          Resource: ['arn:aws:ecr:eu-central-1:000000000000:repository/loop'],
        },
        {
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: ['arn:aws:logs:eu-central-1:000000000000:log-group:/loop/dev/weekly-round:*'],
        },
      ],
    });
  });

  it('needs no right to pull an image that everybody may pull', async () => {
    const captured = await weeklyRound({ image: `registry.example.com/loop@sha256:${'0'.repeat(64)}` });
    expect(policyOfRole(captured, '-start')).toMatchObject({ Statement: [{ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] }] });
  });

  it('lends its roles to ECS of this account alone', async () => {
    const roles = (await weeklyRound()).of('aws:iam/role:Role');
    expect(roles).toHaveLength(2);
    for (const { inputs } of roles)
      expect(JSON.parse(String(inputs['assumeRolePolicy']))).toEqual({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Principal: { Service: 'ecs-tasks.amazonaws.com' },
            Condition: {
              StringEquals: { 'aws:SourceAccount': '000000000000' },
              ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:eu-central-1:000000000000:*' },
            },
          },
        ],
      });
  });

  it('keeps its log for as long as the stack says, encrypted', async () => {
    expect((await weeklyRound({ logRetentionDays: '90' })).one('aws:cloudwatch/logGroup:LogGroup').inputs).toMatchObject({
      name: '/loop/dev/weekly-round',
      retentionInDays: 90,
      kmsKeyId: 'arn:aws:kms:eu-central-1:000000000000:key/00000000-0000-0000-0000-000000000000',
    });
  });

  it('has its rights before it can be started', async () => {
    const captured = await weeklyRound();
    const policies = captured.of('aws:iam/rolePolicy:RolePolicy').map(({ urn }) => urn);
    expect(definitionIn(captured).dependencies).toEqual(expect.arrayContaining(policies));
  });
});

describe('the size of a task', () => {
  it('is what the stack says for the one that plans rounds, and no other', async () => {
    expect(definitionIn(await weeklyRound({ roundTask: '4096,16384' })).inputs).toMatchObject({ cpu: '4096', memory: '16384' });
    expect(definitionIn(await introSender()).inputs).toMatchObject({ cpu: '256', memory: '512' });
  });
});

describe('an image', () => {
  const digest = `@sha256:${'a'.repeat(64)}`;

  it('of ECR tells its repository, also of another region or within a folder', () => {
    expect(repositoryOf(`123456789012.dkr.ecr.us-west-2.amazonaws.com/circle/loop${digest}`)).toEqual({
      accountId: '123456789012',
      region: 'us-west-2',
      name: 'circle/loop',
    });
  });

  it.each([`public.ecr.aws/circle/loop${digest}`, `ghcr.io/circle/loop${digest}`])('of elsewhere has none: %s', (image) => {
    expect(repositoryOf(image)).toBeUndefined();
  });
});
