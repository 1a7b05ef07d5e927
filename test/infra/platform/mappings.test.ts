import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { MailEventsInputs } from '../../../infra/env-for.ts';
import { LambdaFunction } from '../../../infra/platform/function.ts';
import { queueReading, streamReading, visibilityShortage } from '../../../infra/platform/mappings-plan.ts';
import { QueueMapping, StreamMapping } from '../../../infra/platform/mappings.ts';
import { visibilitySecondsFor } from '../../../infra/platform/queue-plan.ts';
import { receiveRights } from '../../../infra/platform/queue-rights.ts';
import { Queue } from '../../../infra/platform/queue.ts';
import type { Stack } from '../../../infra/platform/stack.ts';
import { streamRights } from '../../../infra/platform/table-rights.ts';
import { Table } from '../../../infra/platform/table.ts';
import type { Statement } from '../../../infra/platform/policy.ts';
import { capture, type Captures } from '../support/capture.ts';
import { madeUpBundles } from '../support/made-up-bundle.ts';
import { aStack } from '../support/stack.ts';

const bundles = madeUpBundles('mail-events');
afterAll(() => {
  rmSync(bundles, { recursive: true });
});

const kind = 'aws:lambda/eventSourceMapping:EventSourceMapping';
const called = (name: string): string => `arn:aws:lambda:eu-central-1:000000000000:function:loop-dev-${name}-1234567`;

const aFunction = (stack: Stack, rights: readonly Statement[]) =>
  new LambdaFunction<MailEventsInputs>(stack, {
    name: 'mail-events',
    variables: {
      STAGE: 'dev',
      USERS_TABLE: 'users',
      SURVEYS_TABLE: 'surveys',
      MATCHES_TABLE: 'matches',
      RELAY_TABLE: 'relays',
      RELAY_DOMAIN: 'relay.example.com',
      BASE_URL: 'https://circle.example.com',
      KEY_SECRET_ID: 'key',
    },
    rights,
    timeoutSeconds: 60,
    memoryMb: 512,
    bundles,
  });

const onStream = async (patterns?: readonly object[]): Promise<Captures> =>
  capture(() => {
    const stack = aStack();
    const table = new Table(stack, { name: 'users', stream: 'keys' });
    const fn = aFunction(stack, streamRights(stack, table));
    new StreamMapping(stack, { name: 'users-stream', fn, table, ...(patterns === undefined ? {} : { patterns }) });
  });

const onQueue = async (visibilitySeconds: number): Promise<Captures> =>
  capture(() => {
    const stack = aStack();
    const queue = new Queue(stack, { name: 'mail-events', visibilitySeconds, senders: [] });
    const fn = aFunction(stack, receiveRights(stack, queue));
    new QueueMapping(stack, { name: 'mail-events', fn, queue });
  });

describe('a stream', () => {
  it('is read from its beginning, and no record holds the others up for ever', async () => {
    const { inputs } = (await onStream()).one(kind);
    expect(inputs).toMatchObject({
      functionName: called('mail-events'),
      eventSourceArn: expect.stringContaining(':table/loop-dev-users-1234567/stream/') as unknown,
      startingPosition: 'TRIM_HORIZON',
      bisectBatchOnFunctionError: true,
      functionResponseTypes: ['ReportBatchItemFailures'],
      destinationConfig: {
        onFailure: { destinationArn: 'arn:aws:sqs:eu-central-1:000000000000:loop-dev-mail-events-calls-dead-1234567' },
      },
    });
    expect(inputs).not.toHaveProperty('filterCriteria');
    expect(streamReading.maximumRetryAttempts).toBeGreaterThan(0);
    // 60 s at least (Lambda, CreateEventSourceMapping); a stream forgets after a day.
    expect(streamReading.maximumRecordAgeInSeconds).toBeGreaterThanOrEqual(60);
    expect(streamReading.maximumRecordAgeInSeconds).toBeLessThan(86_400);
  });

  it('calls for the changes that are worth it, where somebody says which', async () => {
    const patterns = [{ eventName: ['INSERT'] }];
    expect((await onStream(patterns)).one(kind).inputs['filterCriteria']).toEqual({
      filters: [{ pattern: '{"eventName":["INSERT"]}' }],
    });
  });

  it.each([['stream', onStream] as const, ['queue', async () => onQueue(360)] as const])(
    'is mapped after the rights to it are there: %s',
    async (_source, program) => {
      const captured = await program();
      const fn = captured.one('aws:lambda/function:Function');
      expect(captured.one(kind).dependencies).toContain(fn.urn);
      expect(fn.dependencies).toContain(captured.one('aws:iam/rolePolicy:RolePolicy').urn);
    },
  );
});

describe('a queue', () => {
  it('gives its function ten messages at a time, two batches at once, and hears which of them failed', async () => {
    expect((await onQueue(visibilitySecondsFor(60))).one(kind).inputs).toMatchObject({
      functionName: called('mail-events'),
      eventSourceArn: 'arn:aws:sqs:eu-central-1:000000000000:loop-dev-mail-events-1234567',
      batchSize: 10,
      scalingConfig: { maximumConcurrency: 2 },
      functionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(queueReading.maximumBatchingWindowInSeconds).toBe(0);
  });

  it('that shows a message again too soon is refused', async () => {
    await expect(onQueue(359)).rejects.toThrow('mail-events: the queue hides a message for 359 s; a function with 60 s needs 360');
    expect(visibilityShortage(360, 60)).toBeUndefined();
  });
});
