import { describe, expect, it } from 'vitest';
import { accountOf } from '../../../infra/account/made-once.ts';
import { deploySubjects, previewSubjects } from '../../../infra/account/deploy-trust.ts';
import { accountSettingsOf } from '../../../infra/account/settings.ts';
import { isRefused } from '../../../infra/config/problem.ts';
import { capture, type Captures } from '../support/capture.ts';

const needed = { mailDomain: 'circle.example.com', alarmEmail: 'alarms@example.com', repository: 'example/loop' };
const made = (given: Readonly<Record<string, string>> = {}): Promise<Captures> =>
  capture(() => {
    const settings = accountSettingsOf({ region: 'eu-central-1', account: { ...needed, ...given } });
    if (isRefused(settings)) throw new Error(settings.map(({ key }) => key).join());
    return accountOf(settings);
  });

interface Statement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const policies = (captured: Captures, nameBegins: string) =>
  captured
    .of('aws:iam/policy:Policy')
    .filter(({ name }) => name.startsWith(nameBegins))
    .map(({ name, inputs }) => ({ name, text: textOf(inputs['policy']) }));
const statements = (captured: Captures, nameBegins: string): readonly Statement[] =>
  policies(captured, nameBegins).flatMap(({ text }) => (JSON.parse(text) as { readonly Statement: readonly Statement[] }).Statement);
const actions = (of: readonly Statement[]): readonly string[] => of.flatMap(({ Action }) => Action);

describe('who deploys', () => {
  it('is a job of the repository in one of the environments, whole and without a pattern', async () => {
    expect(deploySubjects('example/loop', ['dev', 'prod'])).toEqual([
      'repo:example/loop:environment:dev',
      'repo:example/loop:environment:prod',
    ]);
    const trust = textOf((await made()).one('aws:iam/role:Role', 'loop-deploy').inputs['assumeRolePolicy']);
    expect(JSON.parse(trust)).toMatchObject({
      Statement: [
        {
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: {
              'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
              'token.actions.githubusercontent.com:sub': ['repo:example/loop:environment:dev', 'repo:example/loop:environment:prod'],
            },
          },
        },
      ],
    });
  });

  it('is no pull request; that may preview', async () => {
    const subjects = (captured: Captures, name: string) => textOf(captured.one('aws:iam/role:Role', name).inputs['assumeRolePolicy']);
    const captured = await made();
    expect(previewSubjects('example/loop')).toEqual(['repo:example/loop:pull_request']);
    expect(subjects(captured, 'loop-preview')).toContain('repo:example/loop:pull_request');
    expect(subjects(captured, 'loop-deploy')).not.toContain('pull_request');
  });

  it('is trusted through the provider that the account has, where there is one', async () => {
    const captured = await made({ gitHubProvider: 'false' });
    expect(captured.of('aws:iam/openIdConnectProvider:OpenIdConnectProvider')).toEqual([]);
    expect(captured.one('aws:iam/role:Role', 'loop-deploy').inputs['assumeRolePolicy']).toContain(
      'arn:aws:iam::000000000000:oidc-provider/token.actions.githubusercontent.com',
    );
  });
});

describe('the rights to preview', () => {
  it('change nothing, and read no more than the state, the zones and the images', async () => {
    const captured = await made({ stateBucket: 'state-example', stateKeyArn: 'arn:aws:kms:eu-central-1:000000000000:key/0-1' });
    expect(actions(statements(captured, 'loop-preview')).toSorted()).toEqual([
      'ec2:DescribeAvailabilityZones',
      'ecr:DescribeImages',
      'kms:Decrypt',
      'kms:DescribeKey',
      's3:GetBucketLocation',
      's3:GetObject',
      's3:ListBucket',
    ]);
  });
});

describe('the rights to deploy', () => {
  it('fit into the 6,144 characters of a policy each, and into the ten policies of a role', async () => {
    const all = policies(await made({ stateBucket: 'state-example', roleBoundary: 'true' }), 'loop-');
    expect(all.length).toBeLessThanOrEqual(10);
    expect(all.filter(({ text }) => text.length > 6_144)).toEqual([]);
  });

  it('read and write nothing that members said', async () => {
    const granted = actions(statements(await made(), 'loop-deploy'));
    const data =
      /^(dynamodb:.*(Item|Query|Scan|PartiQL|Records)|sqs:.*Message|logs:(GetLogEvents|GetLogRecord|GetQuery|Filter|StartQuery|Get\*)|lambda:Invoke|ses:Send)/;
    expect(granted.filter((action) => data.test(action) || ['dynamodb:*', 'dynamodb:Get*', 'sqs:*'].includes(action))).toEqual([]);
  });

  it('keep from what members wrote to each other, whatever else they say of buckets', async () => {
    const denied = statements(await made(), 'loop-deploy').filter(({ Effect }) => Effect === 'Deny');
    expect(denied.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [
        ['s3:GetObject*', 's3:PutObject*'],
        ['arn:aws:s3:::loop-*-raw-mails-*/*', 'arn:aws:s3:::loop-*-chat-files-*/*'],
      ],
    ]);
  });

  it('reach roles called loop-… alone, which those who deploy are not', async () => {
    const captured = await made();
    const ofRoles = statements(captured, 'loop-deploy').filter(({ Action }) =>
      Action.some((action) => /^iam:(?!CreateServiceLinkedRole)/.test(action)),
    );
    expect([...new Set(ofRoles.flatMap(({ Resource }) => Resource))]).toEqual(['arn:aws:iam::000000000000:role/loop-*']);
    const own = captured.of('aws:iam/role:Role').map(({ inputs }) => textOf(inputs['name']));
    expect(own.filter((name) => name.startsWith('loop-'))).toEqual([]);
  });

  it('hand roles to the services that run Loop, and to no other', async () => {
    const passing = statements(await made(), 'loop-deploy').filter(({ Action }) => Action.includes('iam:PassRole'));
    expect(passing.map(({ Condition }) => Condition?.['StringEquals']?.['iam:PassedToService'])).toEqual([
      ['lambda.amazonaws.com', 'ecs-tasks.amazonaws.com', 'scheduler.amazonaws.com', 'events.amazonaws.com', 'vpc-flow-logs.amazonaws.com'],
    ]);
  });

  it('give a role rights only under the boundary, once stacks set it', async () => {
    const creating = async (roleBoundary: string) =>
      statements(await made({ roleBoundary }), 'loop-deploy').find(({ Action }) => Action.includes('iam:PutRolePolicy'))?.Condition;
    expect(textOf((await creating('true'))?.['StringEquals']?.['iam:PermissionsBoundary'])).toMatch(/^arn:.*deploy-loop-boundary$/);
    expect(await creating('false')).toBeUndefined();
  });
});

describe('the boundary of roles', () => {
  it('lets them at no bucket but those of what members write to each other', async () => {
    const onBuckets = statements(await made(), 'loop-role-boundary').filter(({ Action }) =>
      Action.some((action) => action.startsWith('s3:')),
    );
    expect(onBuckets.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [['s3:DeleteObject', 's3:GetObject', 's3:ListBucket'], ['arn:aws:s3:::loop-*-raw-mails-*']],
      [['s3:DeleteObject', 's3:GetObject', 's3:ListBucket', 's3:PutObject'], ['arn:aws:s3:::loop-*-chat-files-*']],
    ]);
  });

  it('lets none of them make, change or take on another', async () => {
    const granted = actions(statements(await made(), 'loop-role-boundary'));
    expect(granted.filter((action) => /^(iam|sts):/.test(action))).toEqual(['iam:PassRole']);
  });
});
