import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aDeployedStack, type DeployedStack } from '../../support/deployed-stack.ts';
import { type MiniStack, startMiniStack } from '../../support/ministack.ts';
import { type Allowed, aUser } from '../../support/ministack-users.ts';
import { anOperatorsDesk, type OperatorsDesk } from '../../support/run-against-stack.ts';

const arn = (service: string, rest: string): string => `arn:aws:${service}:eu-central-1:000000000000:${rest}`;
const tables = ['users', 'surveys', 'matches', 'relays'].flatMap((table) => [
  arn('dynamodb', `table/loop-team-${table}`),
  arn('dynamodb', `table/loop-team-${table}/index/*`),
]);

/** What docs/operator-guide.md asks an operator's role for. */
const rights = {
  // On AWS parameter/loop/team/* is enough; MiniStack does not look which path is asked for.
  parameters: { actions: ['ssm:GetParametersByPath'], resources: ['*'] },
  key: { actions: ['secretsmanager:GetSecretValue'], resources: [arn('secretsmanager', 'secret:loop-team-key*')] },
  reading: { actions: ['dynamodb:GetItem', 'dynamodb:Query'], resources: tables },
  writing: {
    actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'],
    resources: tables,
  },
  letters: {
    actions: ['sqs:GetQueueAttributes', 'sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility', 'sqs:DeleteMessage'],
    resources: [arn('sqs', 'loop-team-events-dead'), arn('sqs', 'loop-team-ordered-dead.fifo')],
  },
  sendingBack: { actions: ['sqs:SendMessage'], resources: [arn('sqs', 'loop-team-events'), arn('sqs', 'loop-team-ordered.fifo')] },
} as const satisfies Record<string, Allowed>;

describe('an operator’s rights', () => {
  let aws: MiniStack;
  let stack: DeployedStack;
  const desks: OperatorsDesk[] = [];
  beforeAll(async () => {
    aws = await startMiniStack({ rights: true });
    stack = await aDeployedStack(aws, 'team');
  });
  afterAll(async () => {
    stack.close();
    for (const desk of desks) desk.remove();
    await aws.stop();
  });

  const operatorWith = async (name: string, ...allowed: readonly Allowed[]): Promise<OperatorsDesk> => {
    const desk = anOperatorsDesk({ ...aws, credentials: await aUser(aws, name, allowed) });
    desk.write('members.csv', 'email,name\nana@example.com,Ana\nben@example.com,Ben\n');
    desks.push(desk);
    return desk;
  };

  it('that lack something are refused with what is lacking', async () => {
    const nobody = await operatorWith('nobody');
    const nothing = await nobody.loop('members', 'list', '--stack', 'team');
    expect([nothing.code, nothing.stderr]).toEqual([3, expect.stringMatching(/^team: aws\.denied: .*ssm:GetParametersByPath/)]);
    const keyless = await operatorWith('keyless', rights.parameters);
    const noKey = await keyless.loop('members', 'list', '--stack', 'team');
    expect([noKey.code, noKey.stderr]).toEqual([3, expect.stringMatching(/^team: aws\.denied: .*secretsmanager:GetSecretValue/)]);
    const noQueue = await keyless.loop('dead-letters', '--stack', 'team');
    expect([noQueue.code, noQueue.stderr]).toEqual([3, expect.stringMatching(/^team: aws\.denied: .*sqs:GetQueueAttributes/)]);
    const tableless = await operatorWith('tableless', rights.parameters, rights.key);
    const noTable = await tableless.loop('members', 'list', '--stack', 'team');
    expect([noTable.code, noTable.stderr]).toEqual([3, expect.stringMatching(/^team: storage\.denied: /)]);
  });

  it('to read let them look and change nothing', async () => {
    const reader = await operatorWith('reader', rights.parameters, rights.key, rights.reading);
    expect((await reader.loop('members', 'list', '--stack', 'team')).code).toBe(0);
    expect((await reader.loop('round', 'preview', '--stack', 'team')).code).toBe(0);
    const refused = await reader.loop('members', 'import', 'members.csv', '--stack', 'team', '--consented', '--yes');
    expect([refused.code, refused.stderr.includes('storage.denied'), refused.stderr.includes('@')]).toEqual([3, true, false]);
  });

  it('as the guide lists them are enough for everything', async () => {
    const operator = await operatorWith('operator', ...Object.values(rights));
    const [yes, team] = ['--yes', ['--stack', 'team']];
    const did = [
      ['members', 'import', 'members.csv', ...team, '--consented', yes],
      ['members', 'suspend', 'ana@example.com', ...team, yes],
      ['members', 'reinstate', 'ana@example.com', ...team, yes],
      ['members', 'erase', 'ben@example.com', ...team, yes],
      ['round', 'run', ...team, yes],
      ['introductions', 'send', ...team, yes],
      ['introductions', 'status', ...team],
      ['introductions', 'resend', ...team, yes],
      ['operators', 'reset-second-factor', 'ana@example.com', ...team, yes],
      ['dead-letters', ...team],
      ['dead-letters', 'look', 'events', ...team],
      ['dead-letters', 'redrive', 'ordered', ...team, yes],
    ];
    for (const words of did) expect([words, await operator.loop(...words)]).toMatchObject([words, { code: 0 }]);
  });
});
