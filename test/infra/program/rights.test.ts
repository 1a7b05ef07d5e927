import { describe, expect, it } from 'vitest';
import { tableActions } from '../../../infra/platform/table-plan.ts';
import type { Captured, Captures } from '../support/capture.ts';
import { statementsIn } from '../support/policy-in.ts';
import { wholeProgram } from '../support/whole-program.ts';
import { actionsOn, answered, at, kinds, madeAs, rightsOf } from '../support/wired.ts';

const stacks = ['dev', 'prod', 'prod with Resend', 'dev that is warm'] as const;
/** What the code ever asks of a table; which role needs which of it, the journey shows. */
const known = new Set<string>(Object.values(tableActions).flat());
const writing = ['logs:CreateLogStream', 'logs:PutLogEvents'];

interface Container {
  readonly name: string;
  readonly logConfiguration: { readonly options: Readonly<Record<string, string>> };
}
const containersOf = (definition: unknown): readonly Container[] => JSON.parse(String(definition)) as readonly Container[];

const permittedBy = ({ one }: Captures, api: string): Captured => one('aws:lambda/permission:Permission', api);

describe.each(stacks)('who may do what in %s', (stack) => {
  it('lets each function and task write the log that is its own, and no other', async () => {
    const captures = await wholeProgram(stack);
    const logs = captures.of(kinds.logGroup);
    const writers = [
      ...captures.of(kinds.function).map((fn) => ({ name: at(fn, 'loggingConfig.logGroup'), role: fn.inputs['role'] })),
      ...captures.of(kinds.task).map((task) => ({
        name: containersOf(task.inputs['containerDefinitions'])[0]?.logConfiguration.options['awslogs-group'],
        role: task.inputs['executionRoleArn'],
      })),
    ];
    for (const { name, role } of writers) {
      const group = logs.find(({ inputs }) => inputs['name'] === name);
      expect([name, group === undefined]).toEqual([name, false]);
      const written = logs.filter((each) => actionsOn(rightsOf(captures, role), `${answered(each).arn}:*`).length > 0);
      expect(written).toEqual([group]);
      expect(actionsOn(rightsOf(captures, role), `${String(group && answered(group).arn)}:*`)).toEqual(writing);
    }
    expect(writers).toHaveLength(10);
  });

  it('ends every log after its days, and encrypts it with the key of the stack', async () => {
    const captures = await wholeProgram(stack);
    const key = answered(captures.one('aws:kms/key:Key')).arn;
    for (const { inputs } of captures.of(kinds.logGroup)) expect([inputs['retentionInDays'], inputs['kmsKeyId']]).toEqual([30, key]);
  });

  it('has a role for each that does something, which nothing else has', async () => {
    const captures = await wholeProgram(stack);
    const used = [
      ...captures.of(kinds.function).map(({ inputs }) => String(inputs['role'])),
      ...captures.of(kinds.task).flatMap(({ inputs }) => [String(inputs['taskRoleArn']), String(inputs['executionRoleArn'])]),
      ...new Set(captures.of(kinds.schedule).map((each) => String(at(each, 'target.roleArn')))),
      ...captures.of('aws:ec2/flowLog:FlowLog').map(({ inputs }) => String(inputs['iamRoleArn'])),
    ];
    expect(used.toSorted()).toEqual(
      captures
        .of(kinds.role)
        .map((role) => answered(role).arn)
        .toSorted(),
    );
  });

  it('starts the tasks of the community’s clock with exactly the roles that they have', async () => {
    const captures = await wholeProgram(stack);
    const starting = captures.of(kinds.schedule).filter((each) => at(each, 'target.ecsParameters') !== undefined);
    expect(starting).toHaveLength(4);
    for (const schedule of starting) {
      const cluster = madeAs(captures, kinds.cluster, at(schedule, 'target.arn'));
      const task = madeAs(captures, kinds.task, at(schedule, 'target.ecsParameters.taskDefinitionArn'));
      const rights = rightsOf(captures, at(schedule, 'target.roleArn'));
      const [run] = rights.filter(({ Action }) => Action.includes('ecs:RunTask'));
      const [pass] = rights.filter(({ Action }) => Action.includes('iam:PassRole'));
      expect(run?.Resource).toEqual([expect.stringMatching(new RegExp(`:task-definition/${String(task.inputs['family'])}:\\*$`))]);
      expect(run?.Condition).toEqual({ ArnEquals: { 'ecs:cluster': answered(cluster).arn } });
      expect(pass?.Resource.toSorted()).toEqual([task.inputs['executionRoleArn'], task.inputs['taskRoleArn']].map(String).toSorted());
      expect(pass?.Condition).toEqual({ StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } });
    }
  });

  it('calls functions from schedules that may call that one, and from the API that has the permission', async () => {
    const captures = await wholeProgram(stack);
    for (const schedule of captures.of(kinds.schedule).filter((each) => at(each, 'target.ecsParameters') === undefined)) {
      const fn = answered(madeAs(captures, kinds.function, at(schedule, 'target.arn')));
      const called = rightsOf(captures, at(schedule, 'target.roleArn')).filter(({ Action }) => Action.includes('lambda:InvokeFunction'));
      expect(called.map(({ Resource }) => Resource)).toEqual([[fn.arn]]);
    }
    const api = captures.one(kinds.integration, '-api');
    expect(permittedBy(captures, '-api').inputs['function']).toBe(
      answered(madeAs(captures, kinds.function, api.inputs['integrationUri'])).name,
    );
    const sockets = captures.one(kinds.integration, '-chat');
    const [, functionArn = ''] = /functions\/(.*)\/invocations$/.exec(String(sockets.inputs['integrationUri'])) ?? [];
    expect(permittedBy(captures, '-chat').inputs['function']).toBe(answered(madeAs(captures, kinds.function, functionArn)).name);
    expect(captures.of('aws:lambda/permission:Permission')).toHaveLength(2);
  });

  it('trusts schedules of the group that they are in alone', async () => {
    const captures = await wholeProgram(stack);
    const group = answered(captures.one(kinds.group));
    for (const schedule of captures.of(kinds.schedule)) {
      expect(schedule.inputs['groupName']).toBe(group.name);
      const role = madeAs(captures, kinds.role, at(schedule, 'target.roleArn'));
      const [{ Condition } = {}] = statementsIn(role.inputs['assumeRolePolicy']);
      expect(Condition).toMatchObject({ StringEquals: { 'aws:SourceArn': group.arn } });
    }
  });

  it('lets tables be used as the code uses them, and each secret be read by who is told of it', async () => {
    const captures = await wholeProgram(stack);
    const told = [
      ...captures.of(kinds.function).map((fn) => ({ role: fn.inputs['role'], text: JSON.stringify(at(fn, 'environment.variables')) })),
      ...captures.of(kinds.task).map((task) => ({ role: task.inputs['taskRoleArn'], text: String(task.inputs['containerDefinitions']) })),
    ];
    for (const { role, text } of told) {
      const rights = rightsOf(captures, role);
      const readable = captures.of(kinds.secret).filter((each) => actionsOn(rights, answered(each).arn).length > 0);
      expect(readable.map(({ name }) => name)).toEqual(
        captures
          .of(kinds.secret)
          .filter((each) => text.includes(answered(each).arn))
          .map(({ name }) => name),
      );
      const onTables = captures.of(kinds.table).map((table) => actionsOn(rights, answered(table).arn));
      expect(onTables.flat().filter((action) => !known.has(action))).toEqual([]);
      expect(onTables.flat()).toContain('dynamodb:GetItem');
    }
  });

  it('opens the key to services that use it for the stack, and to no others', async () => {
    const captures = await wholeProgram(stack);
    const services = statementsIn(captures.one('aws:kms/key:Key').inputs['policy'])
      .map(({ Principal }) => (Principal as { readonly Service?: string }).Service)
      .filter((service) => service !== undefined);
    const publishing = captures
      .of('aws:sns/topicPolicy:TopicPolicy')
      .flatMap(({ inputs }) => statementsIn(inputs['policy']))
      .flatMap(({ Principal }) => (typeof Principal === 'string' ? [] : [(Principal as { readonly Service: string }).Service]));
    const using = new Set([...publishing, 'logs.eu-central-1.amazonaws.com', 'sns.amazonaws.com', 'ses.amazonaws.com']);
    expect(services.toSorted()).toEqual([...using].toSorted());
  });
});
