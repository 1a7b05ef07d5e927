import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aDeployedStack, type DeployedStack, type QueuePair } from '../../support/deployed-stack.ts';
import { type MiniStack, startMiniStack } from '../../support/ministack.ts';
import { anOperatorsDesk, type OperatorsDesk } from '../../support/run-against-stack.ts';

const secretWords = 'to ana@example.com, with everything she wrote';

describe('dead letters of a deployed stack', () => {
  let aws: MiniStack;
  let desk: OperatorsDesk;
  let stack: DeployedStack;
  let made = 0;
  beforeAll(async () => {
    aws = await startMiniStack();
    desk = anOperatorsDesk(aws);
  });
  beforeEach(async () => {
    made += 1;
    stack = await aDeployedStack(aws, `letters-${String(made)}`);
    return () => {
      stack.close();
    };
  });
  afterAll(async () => {
    desk.remove();
    await aws.stop();
  });

  const letters = async (...words: readonly string[]) => desk.loop('dead-letters', ...words, '--stack', stack.name);
  /** Receives everything that can be had, and hides it for so long. */
  /** All that are there, or the first few of them. */
  const received = async (queue: string, hideSeconds: number, atMost = Infinity) => {
    const all = [];
    while (all.length < atMost) {
      const { Messages = [] } = await stack.sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: queue,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: hideSeconds,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['All'],
        }),
      );
      if (Messages.length === 0) return all;
      all.push(...Messages);
    }
    return all;
  };
  /** Sends letters that fail at their one delivery, so that SQS itself buries them. */
  const buried = async ({ source, queue }: QueuePair, bodies: readonly string[], group?: string): Promise<void> => {
    for (const body of bodies)
      await stack.sqs.send(
        new SendMessageCommand({
          QueueUrl: source,
          MessageBody: body,
          MessageAttributes: {
            ERROR_CODE: { DataType: 'String', StringValue: 'mail.unreadable' },
            ERROR_MESSAGE: { DataType: 'String', StringValue: secretWords },
          },
          ...(group === undefined ? {} : { MessageGroupId: group }),
        }),
      );
    for (let tries = 0; tries < 100 && (await counted(queue)) < bodies.length; tries++) await received(source, 0);
    expect(await counted(queue)).toBe(bodies.length);
  };
  const counted = async (queue: string): Promise<number> => {
    const { queues } = JSON.parse((await letters('list', '--json')).stdout) as {
      readonly queues: readonly { readonly name: string; readonly waiting: number }[];
    };
    const name = queue === stack.queues.events.queue ? 'events' : 'ordered';
    return queues.find((each) => each.name === name)?.waiting ?? 0;
  };

  it('are counted, with or without the word list', async () => {
    await buried(stack.queues.events, ['one', 'two']);
    const [plain, listed] = [await letters(), await letters('list')];
    expect([plain.code, plain.stdout]).toEqual([0, listed.stdout]);
    expect(plain.stdout).toMatch(/^events +2 +0$/m);
  });

  it('are shown by id, age and reason, never by what is written in them, and stay where they are', async () => {
    await buried(stack.queues.events, [secretWords, secretWords]);
    const ran = await letters('look', 'events');
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('mail.unreadable');
    expect(`${ran.stdout}${ran.stderr}`).not.toMatch(/ana|wrote/);
    const { letters: shown } = JSON.parse((await letters('look', 'events', '--json', '--max', '1')).stdout) as {
      readonly letters: readonly object[];
    };
    expect(shown).toMatchObject([
      { id: expect.any(String) as string, ageSeconds: expect.any(Number) as number, errorCode: 'mail.unreadable' },
    ]);
    expect(await counted(stack.queues.events.queue)).toBe(2);
  });

  it('go back whole to where they came from, as many as asked for', async () => {
    await buried(stack.queues.events, ['one', 'two', 'three']);
    expect(await letters('redrive', 'events')).toMatchObject({ code: 2 });
    expect((await letters('redrive', 'events', '--max', '1', '--yes')).stdout).toBe('1 letter sent back\n');
    expect((await letters('redrive', 'events', '--yes', '--json')).stdout).toBe('{"name":"events","sentBack":2}\n');
    const back = await received(stack.queues.events.source, 60);
    expect(back.map(({ Body }) => Body).sort()).toEqual(['one', 'three', 'two']);
    expect(back.every(({ MessageAttributes }) => MessageAttributes?.['ERROR_CODE']?.StringValue === 'mail.unreadable')).toBe(true);
    expect(await counted(stack.queues.events.queue)).toBe(0);
  });

  it('of an ordered queue go back in their order and group, though their source still knows them', async () => {
    const bodies = Array.from({ length: 13 }, (_, at) => `letter ${String(at)}`);
    await buried(stack.queues.ordered, bodies, 'conversation-1');
    expect((await letters('redrive', 'ordered', '--yes')).stdout).toBe('13 letters sent back\n');
    // Ten of a group are given at a time, and no more before those are done.
    const back = await received(stack.queues.ordered.source, 60);
    expect(back.map(({ Body }) => Body)).toEqual(bodies.slice(0, back.length));
    expect(back.length).toBeGreaterThanOrEqual(10);
    expect(new Set(back.map(({ Attributes }) => Attributes?.MessageGroupId))).toEqual(new Set(['conversation-1']));
    expect(await counted(stack.queues.ordered.queue)).toBe(0);
  });

  it('are sent back by two operators at once, each once', async () => {
    const bodies = Array.from({ length: 25 }, (_, at) => `letter ${String(at)}`);
    await buried(stack.queues.events, bodies);
    const runs = await Promise.all([1, 2].map(async () => letters('redrive', 'events', '--yes')));
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    const back = await received(stack.queues.events.source, 60);
    expect(back.map(({ Body }) => Body).sort()).toEqual([...bodies].sort());
  });

  it('are neither lost nor doubled where sending back is interrupted', async () => {
    const bodies = Array.from({ length: 60 }, (_, at) => `letter ${String(at)}`);
    await buried(stack.queues.events, bodies);
    const begun = desk.begin(['dead-letters', 'redrive', 'events', '--stack', stack.name, '--yes']);
    const back: (string | undefined)[] = [];
    // By the time that all of them are back there is nothing left to interrupt.
    while (back.length === 0) back.push(...(await received(stack.queues.events.source, 60, 1)).map(({ Body }) => Body));
    begun.interrupt();
    expect((await begun.ended).code).toBe(130);
    expect((await letters('redrive', 'events', '--yes')).code).toBe(0);
    back.push(...(await received(stack.queues.events.source, 60)).map(({ Body }) => Body));
    expect(back.sort()).toEqual([...bodies].sort());
  });

  it('are refused by another name, or where nobody knows whence they came', async () => {
    const unknown = await letters('look', 'evnts');
    expect([unknown.code, unknown.stderr.includes('dead_letters.unknown_queue'), unknown.stderr.includes('events, ordered')]).toEqual([
      3,
      true,
      true,
    ]);
    await stack.putParameter('dead-letters/schedule', JSON.stringify({ queue: stack.queues.events.queue }));
    expect((await letters('redrive', 'schedule', '--yes')).stderr).toContain('dead_letters.no_source');
  });
});
