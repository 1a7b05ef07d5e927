import { describe, expect, it } from 'vitest';
import { DeadLetters } from '../../../infra/platform/dead-letters.ts';
import { deadLetterRetentionSeconds, retentionSeconds, visibilitySecondsFor } from '../../../infra/platform/queue-plan.ts';
import { receiveRights, sendRights } from '../../../infra/platform/queue-rights.ts';
import { Queue } from '../../../infra/platform/queue.ts';
import { capture, type Captures } from '../support/capture.ts';
import { allowedIn, statementsIn } from '../support/policy-in.ts';
import { roleWith } from '../support/rights.ts';
import { aStack } from '../support/stack.ts';

const queueKind = 'aws:sqs/queue:Queue';
const policyKind = 'aws:sqs/queuePolicy:QueuePolicy';
const allowKind = 'aws:sqs/redriveAllowPolicy:RedriveAllowPolicy';
const arnOf = (name: string): string => `arn:aws:sqs:eu-central-1:000000000000:${name}-1234567`;
const topic = 'arn:aws:sns:eu-central-1:000000000000:topic';

const aQueue = async (): Promise<Captures> =>
  capture(
    () =>
      void new Queue(aStack(), {
        name: 'mail-events',
        visibilitySeconds: 360,
        senders: [{ service: 'sns.amazonaws.com', sourceArn: topic }],
      }),
  );
const textIn = (captured: Captures, [type, name, input]: readonly [string, string, string]): unknown =>
  JSON.parse(String(captured.one(type, name).inputs[input]));

describe('a queue', () => {
  it('gives its letters up after five attempts, to a queue that takes them from it alone', async () => {
    const captured = await aQueue();
    expect(textIn(captured, [queueKind, 'mail-events', 'redrivePolicy'])).toEqual({
      deadLetterTargetArn: arnOf('loop-dev-mail-events-dead'),
      maxReceiveCount: 5,
    });
    expect(textIn(captured, [allowKind, '-dead', 'redriveAllowPolicy'])).toEqual({
      redrivePermission: 'byQueue',
      sourceQueueArns: [arnOf('loop-dev-mail-events')],
    });
  });

  it('keeps dead letters for longer than letters, as their age counts from the beginning', async () => {
    const captured = await aQueue();
    expect(captured.one(queueKind, '-dead').inputs['messageRetentionSeconds']).toBe(deadLetterRetentionSeconds);
    expect(captured.one(queueKind, 'mail-events').inputs['messageRetentionSeconds']).toBe(retentionSeconds);
    expect(retentionSeconds).toBeLessThan(deadLetterRetentionSeconds);
  });

  it('is encrypted with the stack’s key, both halves of it', async () => {
    const captured = await aQueue();
    for (const { inputs } of captured.of(queueKind)) expect(inputs['kmsMasterKeyId']).toMatch(/^arn:aws:kms:/);
  });

  it('is spoken to over TLS alone, and a service sends for its own topic alone, also what it could not deliver', async () => {
    const captured = await aQueue();
    for (const { inputs } of captured.of(policyKind))
      expect(statementsIn(inputs['policy'])[0]).toMatchObject({
        Effect: 'Deny',
        Action: ['sqs:*'],
        Principal: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      });
    for (const name of ['mail-events', 'mail-events-dead']) {
      const [, sending, ...more] = statementsIn(captured.one(policyKind, name).inputs['policy']);
      expect(sending).toEqual({
        Effect: 'Allow',
        Action: ['sqs:SendMessage'],
        Resource: [arnOf(`loop-dev-${name}`)],
        Principal: { Service: 'sns.amazonaws.com' },
        Condition: { ArnEquals: { 'aws:SourceArn': topic } },
      });
      expect(more).toEqual([]);
    }
  });

  it('hides a message for six times as long as its function may take, and its window', () => {
    expect(visibilitySecondsFor(60)).toBe(360);
    expect(visibilitySecondsFor(10, 5)).toBe(65);
  });
});

describe('dead letters by themselves', () => {
  it('are taken from whom may send, and from no queue', async () => {
    const captured = await capture(() => void new DeadLetters(aStack(), { name: 'round' }));
    expect(captured.of(queueKind).map(({ name }) => name)).toEqual(['loop-dev-round-dead']);
    expect(textIn(captured, [allowKind, '-dead', 'redriveAllowPolicy'])).toEqual({ redrivePermission: 'denyAll' });
    expect(allowedIn(captured.one(policyKind, '-dead').inputs['policy'])).toEqual([]);
  });
});

describe('the rights to a queue', () => {
  const policyOfRights = async (rights: typeof sendRights): Promise<unknown> => {
    const captured = await capture(() => {
      roleWith(rights(aStack(), { arn: arnOf('q') }));
    });
    return captured.one('aws:iam/rolePolicy:RolePolicy').inputs['policy'];
  };
  const key = 'arn:aws:kms:eu-central-1:000000000000:key/00000000-0000-0000-0000-000000000000';

  it('are to send and to encrypt, or to receive and to decrypt', async () => {
    expect(allowedIn(await policyOfRights(sendRights))).toEqual([
      `kms:Decrypt on ${key}`,
      `kms:GenerateDataKey on ${key}`,
      `sqs:SendMessage on ${arnOf('q')}`,
    ]);
    expect(allowedIn(await policyOfRights(receiveRights))).toEqual([
      `kms:Decrypt on ${key}`,
      `sqs:DeleteMessage on ${arnOf('q')}`,
      `sqs:GetQueueAttributes on ${arnOf('q')}`,
      `sqs:ReceiveMessage on ${arnOf('q')}`,
    ]);
  });
});
