import { describe, expect, it } from 'vitest';
import { exitCode } from '../../../adapters/worker/exit-codes.ts';
import { TaskFailures } from '../../../infra/platform/task-failures.ts';
import { cutShort, cutShortPattern, failedPattern, goodEnds, toldOf } from '../../../infra/platform/task-failures-plan.ts';
import { capture } from '../support/capture.ts';
import { aStack } from '../support/stack.ts';

const cluster = 'arn:aws:ecs:eu-central-1:000000000000:cluster/loop-dev';
const made = async () => capture(() => void new TaskFailures(aStack(), { name: 'tasks', clusterArn: cluster }));

describe('how tasks end', () => {
  it('is a failure wherever somebody has to do something about it', () => {
    const { fault, settings, refused, ...others } = exitCode;
    expect([...goodEnds, ...cutShort].sort()).toEqual(Object.values(others).sort());
    expect([fault, settings, refused].filter((code) => goodEnds.includes(code) || cutShort.includes(code))).toEqual([]);
  });

  it('is a failure with any other exit code of a process, or where the task did not start', () => {
    expect(JSON.parse(failedPattern(cluster))).toEqual({
      source: ['aws.ecs'],
      'detail-type': ['ECS Task State Change'],
      detail: {
        clusterArn: [cluster],
        lastStatus: ['STOPPED'],
        $or: [{ containers: { exitCode: [{ 'anything-but': [0, 75, 143] }] } }, { stopCode: ['TaskFailedToStart'] }],
      },
    });
  });

  it('is cut short where the next task goes on', () => {
    expect(JSON.parse(cutShortPattern(cluster))).toMatchObject({ detail: { clusterArn: [cluster], containers: { exitCode: [75, 143] } } });
  });

  it('is told by the task’s family and codes, and by no word of its own', () => {
    expect(Object.values(toldOf.inputPaths).sort()).toEqual([
      '$.detail.containers[0].exitCode',
      '$.detail.group',
      '$.detail.stopCode',
      '$.time',
    ]);
    expect(Object.keys(JSON.parse(toldOf.inputTemplate) as object)).toEqual(['timestamp', 'message']);
  });

  it('is written into a log of the stack, encrypted and kept as long as every other', async () => {
    const captured = await made();
    expect(captured.one('aws:cloudwatch/logGroup:LogGroup').inputs).toMatchObject({
      name: '/aws/events/loop-dev-tasks',
      retentionInDays: 30,
      kmsKeyId: expect.stringMatching(/^arn:aws:kms:/) as string,
    });
    expect(captured.of('aws:cloudwatch/eventTarget:EventTarget').map(({ inputs }) => inputs['rule'])).toEqual([
      'loop-dev-tasks-failed-1234567',
      'loop-dev-tasks-cut-short-1234567',
    ]);
  });

  it('may be written there by these two rules alone', async () => {
    const captured = await made();
    const policy = JSON.parse(captured.one('aws:cloudwatch/logResourcePolicy:LogResourcePolicy').inputs['policyDocument'] as string) as {
      readonly Statement: readonly {
        readonly Action: readonly string[];
        readonly Resource: readonly string[];
        readonly Principal: object;
        readonly Condition?: object;
      }[];
    };
    expect(policy.Statement.map(({ Action }) => Action)).toEqual([['logs:CreateLogStream'], ['logs:PutLogEvents']]);
    expect(policy.Statement[1]?.Condition).toMatchObject({ ArnEquals: { 'aws:SourceArn': [expect.any(String), expect.any(String)] } });
    for (const { Principal, Resource } of policy.Statement) {
      expect(Principal).toEqual({ Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] });
      expect(Resource).toEqual([expect.stringMatching(/loop-dev-tasks:\*$/)]);
    }
  });
});
