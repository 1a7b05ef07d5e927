import { describe, expect, it } from 'vitest';
import { deadLetterQueuesOf, stackSettingsOf } from '../../../adapters/config/stack.ts';
import type { Captured, Captures } from '../support/capture.ts';
import { statementsIn } from '../support/policy-in.ts';
import { wholeProgram } from '../support/whole-program.ts';
import { actionsOn, answered, at, kinds, madeAs, rightsOf } from '../support/wired.ts';

const stacks = ['dev', 'prod', 'dev with Resend', 'prod with Resend', 'dev that is warm'] as const;
const isDead = ({ name }: Captured): boolean => name.endsWith('-dead');
const functionOf = (captures: Captures, mapping: Captured): Captured => madeAs(captures, kinds.function, mapping.inputs['functionName']);

describe.each(stacks)('what is queued in %s', (stack) => {
  it('is hidden for six times as long as the function may take that reads it', async () => {
    const captures = await wholeProgram(stack);
    for (const mapping of captures.of(kinds.mapping).filter(({ inputs }) => String(inputs['eventSourceArn']).includes(':sqs:'))) {
      const queue = madeAs(captures, kinds.queue, mapping.inputs['eventSourceArn']);
      const window = Number(mapping.inputs['maximumBatchingWindowInSeconds']);
      const timeout = Number(functionOf(captures, mapping).inputs['timeout']);
      expect(Number(queue.inputs['visibilityTimeoutSeconds'])).toBeGreaterThanOrEqual(6 * timeout + window);
    }
  });

  it('is read by a function that has the rights to its source, no others, and has them first', async () => {
    const captures = await wholeProgram(stack);
    for (const mapping of captures.of(kinds.mapping)) {
      const fn = functionOf(captures, mapping);
      const source = String(mapping.inputs['eventSourceArn']);
      const rights = rightsOf(captures, fn.inputs['role']);
      const isQueue = source.includes(':sqs:');
      expect(actionsOn(rights, source)).toEqual(
        isQueue
          ? ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage']
          : ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      );
      if (!isQueue) expect(actionsOn(rights, source.replace(/\/stream\/.*$/, '/stream/*'))).toEqual(['dynamodb:ListStreams']);
      expect(mapping.dependencies).toContain(fn.urn);
      const policies = captures.of('aws:iam/rolePolicy:RolePolicy').filter(({ name }) => name === fn.name);
      expect(fn.dependencies).toEqual(expect.arrayContaining(policies.map(({ urn }) => urn)));
    }
    expect(captures.of(kinds.mapping)).toHaveLength(5);
  });

  it('lies among dead letters of its own where it fails, and only who sends there may', async () => {
    const captures = await wholeProgram(stack);
    const senders = captures.of(kinds.queue).map((queue) => {
      const { arn, id } = answered(queue);
      const policy = captures.of(kinds.queuePolicy).find(({ inputs }) => inputs['queueUrl'] === id);
      const allowed = statementsIn(policy?.inputs['policy']).filter(({ Effect }) => Effect === 'Allow');
      return [
        queue.name,
        allowed.map(({ Principal, Action, Resource, Condition }) => ({ Principal, Action, on: Resource.includes(arn), Condition })),
      ] as const;
    });
    const by = (topic: string) => ({
      Principal: { Service: 'sns.amazonaws.com' },
      Action: ['sqs:SendMessage'],
      on: true,
      Condition: { ArnEquals: { 'aws:SourceArn': answered(captures.one(kinds.topic, topic)).arn } },
    });
    for (const [name, allowed] of senders) {
      const [, queue] = /-(mail-events|receive-mail)(?:-dead)?$/.exec(name) ?? [];
      expect([name, allowed]).toEqual([name, queue === undefined ? [] : [by(queue === 'mail-events' ? '-mail' : '-inbound')]]);
    }
  });

  it('moves from a queue to the dead letters that let it in, and from nowhere else', async () => {
    const captures = await wholeProgram(stack);
    const queues = captures.of(kinds.queue);
    for (const dead of queues.filter(isDead)) {
      const { arn, id } = answered(dead);
      const from = queues.filter(({ inputs }) => String(inputs['redrivePolicy']).includes(`"${arn}"`)).map((each) => answered(each).arn);
      const allowed = captures.of('aws:sqs/redriveAllowPolicy:RedriveAllowPolicy').find(({ inputs }) => inputs['queueUrl'] === id);
      expect(JSON.parse(String(allowed?.inputs['redriveAllowPolicy']))).toEqual(
        from.length === 0 ? { redrivePermission: 'denyAll' } : { redrivePermission: 'byQueue', sourceQueueArns: from },
      );
      expect(Number(dead.inputs['messageRetentionSeconds'])).toBe(1_209_600);
    }
    expect(queues.filter((each) => !isDead(each) && each.inputs['redrivePolicy'] === undefined)).toEqual([]);
  });

  it('is let in by who may send: functions, schedules and a topic reach the dead letters that they name', async () => {
    const captures = await wholeProgram(stack);
    const named = [
      ...captures
        .of('aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig')
        .map(
          (each) =>
            [
              at(madeAs(captures, kinds.function, each.inputs['functionName']), 'role'),
              at(each, 'destinationConfig.onFailure.destination'),
            ] as const,
        ),
      ...captures
        .of(kinds.mapping)
        .filter((each) => at(each, 'destinationConfig') !== undefined)
        .map((each) => [at(functionOf(captures, each), 'role'), at(each, 'destinationConfig.onFailure.destinationArn')] as const),
      ...captures.of(kinds.schedule).map((each) => [at(each, 'target.roleArn'), at(each, 'target.deadLetterConfig.arn')] as const),
    ];
    for (const [role, queue] of named) {
      expect(actionsOn(rightsOf(captures, role), String(queue))).toEqual(['sqs:SendMessage']);
      expect(isDead(madeAs(captures, kinds.queue, queue))).toBe(true);
    }
    const used = new Set([...named.map(([, queue]) => String(queue)), ...redrivenTo(captures)]);
    expect(
      captures
        .of(kinds.queue)
        .filter(isDead)
        .map((each) => answered(each).arn)
        .filter((arn) => !used.has(arn)),
    ).toEqual([]);
    expect(captures.of('aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig')).toHaveLength(captures.of(kinds.function).length);
  });

  it('is told to operators with all of its dead letters, and parsed by what reads it', async () => {
    const captures = await wholeProgram(stack);
    const name = stack.split(' ')[0] ?? '';
    const given = Object.fromEntries(
      captures
        .of(kinds.parameter)
        .map(({ inputs }) => [String(inputs['name']).slice(`/loop/${name}/`.length), String(inputs['insecureValue'])]),
    );
    expect(stackSettingsOf(name, given)).toMatchObject({ ok: true, value: { sentBy: stack.endsWith('Resend') ? 'resend' : 'ses' } });
    const letters = deadLetterQueuesOf(name, given);
    if (!letters.ok) throw new Error(JSON.stringify(letters.error));
    const queues = captures.of(kinds.queue);
    const urls = queues.filter(isDead).map((each) => answered(each).id);
    expect([...letters.value.values()].map(({ queue }) => queue).toSorted()).toEqual(urls.toSorted());
    for (const { queue, source } of letters.value.values()) {
      const { arn } = answered(madeAs(captures, kinds.queue, queue));
      const feeding = queues.find(({ inputs }) => String(inputs['redrivePolicy']).includes(`"${arn}"`));
      expect(source).toBe(feeding === undefined ? undefined : answered(feeding).id);
    }
  });
});

const redrivenTo = ({ of }: Captures): readonly string[] =>
  [...of(kinds.queue), ...of('aws:sns/topicSubscription:TopicSubscription')]
    .map(({ inputs }) => inputs['redrivePolicy'])
    .filter((policy) => typeof policy === 'string')
    .map((policy) => (JSON.parse(policy) as { readonly deadLetterTargetArn: string }).deadLetterTargetArn);
