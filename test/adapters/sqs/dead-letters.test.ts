import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createDeadLetters, type DeadLetters, secondsSince } from '../../../adapters/sqs/dead-letters.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';

interface Asked {
  readonly operation: string;
  readonly input: Readonly<Record<string, string | number>>;
}

const [queue, source] = ['https://sqs.eu-central-1.amazonaws.com/1/dead.fifo', 'https://sqs.eu-central-1.amazonaws.com/1/source.fifo'];
const letter = (at: number, attributes: Readonly<Record<string, string>> = {}) => ({
  MessageId: `id-${String(at)}`,
  ReceiptHandle: `receipt-${String(at)}`,
  Body: `body ${String(at)}`,
  MD5OfBody: md5(`body ${String(at)}`),
  Attributes: { SentTimestamp: '1000', ApproximateReceiveCount: '3', ...attributes },
});

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** SQS as it speaks over HTTP, on this machine; `answer` says what it answers, or nothing for a failure. */
const sqsThat = async (
  answer: (asked: Asked) => object | undefined,
): Promise<{ readonly letters: DeadLetters; readonly asked: Asked[] }> => {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const one = {
        operation: String(request.headers['x-amz-target']).split('.')[1] ?? '',
        input: JSON.parse(Buffer.concat(parts).toString()) as Asked['input'],
      };
      asked.push(one);
      const said = answer(one);
      const body =
        one.operation === 'SendMessage' && said !== undefined ? { ...said, MD5OfMessageBody: md5(String(one.input['MessageBody'])) } : said;
      response.writeHead(body === undefined ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(body ?? { __type: 'com.amazonaws.sqs#InvalidMessageContents', message: 'no' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const letters = createDeadLetters({
    region: 'eu-central-1',
    endpoint: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  ends.push(() => {
    letters.close();
    server.closeAllConnections();
    server.close();
  });
  return { letters, asked };
};
const doneIn = (asked: readonly Asked[]): readonly string[] =>
  asked.map(({ operation, input }) => `${operation} ${String(input['ReceiptHandle'] ?? input['MessageBody'] ?? '')}`.trim());

describe('dead letters', () => {
  it('are each sent before they are deleted, into their group, under an id of their own stay here', async () => {
    const batch = [1, 2].map((at) => letter(at, { MessageGroupId: 'g', MessageDeduplicationId: `old-${String(at)}` }));
    const { letters, asked } = await sqsThat(({ operation }) => (operation === 'ReceiveMessage' ? { Messages: batch } : {}));
    expect(await letters.redrive({ queue, source }, 20)).toBe(2);
    expect(doneIn(asked)).toEqual([
      'ReceiveMessage',
      'SendMessage body 1',
      'DeleteMessage receipt-1',
      'SendMessage body 2',
      'DeleteMessage receipt-2',
    ]);
    expect(asked[1]?.input).toMatchObject({ QueueUrl: source, MessageGroupId: 'g', MessageDeduplicationId: 'redrive-id-1' });
    expect(asked[0]?.input).toMatchObject({ QueueUrl: queue, MaxNumberOfMessages: 10 });
  });

  it('of a plain queue have no group and no id', async () => {
    const { letters, asked } = await sqsThat(({ operation }) => (operation === 'ReceiveMessage' ? { Messages: [letter(1)] } : {}));
    await letters.redrive({ queue, source }, 1);
    expect(Object.keys(asked[1]?.input ?? {})).not.toEqual(expect.arrayContaining(['MessageGroupId']));
    expect(asked[1]?.input).not.toHaveProperty('MessageDeduplicationId');
  });

  it('wait again, from the first that could not be sent, and none behind it overtakes', async () => {
    const { letters, asked } = await sqsThat(({ operation, input }) => {
      if (operation === 'ReceiveMessage') return { Messages: [1, 2, 3].map((at) => letter(at)) };
      return input['MessageBody'] === 'body 2' ? undefined : {};
    });
    await expect(letters.redrive({ queue, source }, 10)).rejects.toThrow();
    expect(doneIn(asked)).toEqual([
      'ReceiveMessage',
      'SendMessage body 1',
      'DeleteMessage receipt-1',
      'SendMessage body 2',
      'ChangeMessageVisibility receipt-2',
      'ChangeMessageVisibility receipt-3',
    ]);
  });

  it('are looked at without a word of theirs, and put back', async () => {
    const attributes = {
      ERROR_CODE: { StringValue: 'mail.unreadable', DataType: 'String' },
      ERROR_MESSAGE: { StringValue: 'ana', DataType: 'String' },
    };
    const { letters, asked } = await sqsThat(({ operation }) =>
      operation === 'ReceiveMessage' ? { Messages: [{ ...letter(1), MessageAttributes: attributes }] } : {},
    );
    expect(await letters.look(queue, 1)).toEqual([{ id: 'id-1', sentAt: 1_000, deliveries: 3, errorCode: 'mail.unreadable' }]);
    expect(doneIn(asked)).toEqual(['ReceiveMessage', 'ChangeMessageVisibility receipt-1']);
  });

  it('have no reason where a sentence stands in its place', async () => {
    const attributes = { ErrorCode: { StringValue: 'no such person as Ana', DataType: 'String' } };
    const { letters } = await sqsThat(({ operation }) =>
      operation === 'ReceiveMessage' ? { Messages: [{ ...letter(1), MessageAttributes: attributes }] } : {},
    );
    expect(await letters.look(queue, 1)).toMatchObject([{ errorCode: undefined }]);
  });

  it('are counted with those that are held', async () => {
    const { letters } = await sqsThat(() => ({
      Attributes: { ApproximateNumberOfMessages: '4', ApproximateNumberOfMessagesDelayed: '1', ApproximateNumberOfMessagesNotVisible: '2' },
    }));
    expect(await letters.count(queue)).toEqual({ waiting: 5, held: 2 });
  });

  it('are not older than new where their clock is ahead of ours', () => {
    expect([secondsSince(1_000 as Instant, 4_500 as Instant), secondsSince(9_000 as Instant, 4_500 as Instant)]).toEqual([3, 0]);
  });
});
