import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  type SQSClientConfig,
} from '@aws-sdk/client-sqs';
import { type Instant, secondMs } from '../../domain/kernel/instant.ts';

/** Letters that nobody could handle, as operators see them: counts, ages and codes. What is written in one is never shown. */
export interface DeadLetters {
  /** How many wait and how many somebody holds at this moment. Approximate, as SQS counts them. */
  readonly count: (queue: string) => Promise<DeadLetterCount>;
  /**
   * Looks at `most` letters at most and puts each back at once. SQS counts it as one more delivery; of a FIFO queue it gives the first
   * ten of a group at most.
   */
  readonly look: (queue: string, most: number) => Promise<readonly DeadLetter[]>;
  /**
   * Takes up to ten letters and sends each back to `source`, in order; it is deleted only after it was sent. At least once: whoever is
   * killed in between sends it again, which a FIFO source still knows for five minutes. When it throws, what was not sent waits again.
   */
  readonly redrive: (from: RedriveFrom, most: number) => Promise<number>;
  readonly close: () => void;
}

export interface DeadLetterCount {
  readonly waiting: number;
  readonly held: number;
}

export interface RedriveFrom {
  readonly queue: string;
  readonly source: string;
}

export interface DeadLetter {
  readonly id: string;
  /** When it was first sent. */
  readonly sentAt: Instant | undefined;
  readonly deliveries: number;
  /** Why it ended here, where whoever put it there said so by a code. */
  readonly errorCode: string | undefined;
}

export interface DeadLettersOptions {
  readonly region?: string | undefined;
  /** In place of AWS, for emulators; queues are then reached there, too, whatever host their URL names. */
  readonly endpoint?: string | undefined;
  readonly credentials?: SQSClientConfig['credentials'];
}

/** ReceiveMessage gives ten at most; it says nothing of what is left (API reference, `MaxNumberOfMessages`). */
const batchMax = 10;
/** How long letters are hidden from others while they are looked at or sent back. */
const holdSeconds = 60;
const waitSeconds = 1;

export const createDeadLetters = ({ region, endpoint, credentials }: DeadLettersOptions): DeadLetters => {
  const client = new SQSClient({
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint, useQueueUrlAsEndpoint: false }),
    ...(credentials === undefined ? {} : { credentials }),
  });
  return {
    count: async (queue) => countIn(client, queue),
    look: async (queue, most) => {
      const seen: Message[] = [];
      try {
        while (seen.length < most) {
          const batch = await receive(client, queue, most - seen.length);
          if (batch.length === 0) break;
          seen.push(...batch);
        }
      } finally {
        await putBack(client, queue, seen);
      }
      return seen.map(letterOf);
    },
    redrive: async (from, most) => {
      const messages = await receive(client, from.queue, most);
      let sent = 0;
      try {
        for (const message of messages) {
          await sendBack(client, from, message);
          sent += 1;
        }
      } finally {
        // The one that failed and those behind it wait again, in their old order.
        await putBack(client, from.queue, messages.slice(sent));
      }
      return sent;
    },
    close: () => {
      client.destroy();
    },
  };
};

const countIn = async (client: SQSClient, queue: string): Promise<DeadLetterCount> => {
  const { Attributes: counted = {} } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl: queue,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesDelayed', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return {
    waiting: wholeIn(counted.ApproximateNumberOfMessages) + wholeIn(counted.ApproximateNumberOfMessagesDelayed),
    held: wholeIn(counted.ApproximateNumberOfMessagesNotVisible),
  };
};

const receive = async (client: SQSClient, queue: string, most: number): Promise<readonly Message[]> => {
  const { Messages: messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: queue,
      MaxNumberOfMessages: Math.min(batchMax, most),
      VisibilityTimeout: holdSeconds,
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
  );
  return messages;
};

const putBack = async (client: SQSClient, queue: string, messages: readonly Message[]): Promise<void> => {
  for (const { ReceiptHandle } of messages)
    await client.send(new ChangeMessageVisibilityCommand({ QueueUrl: queue, ReceiptHandle, VisibilityTimeout: 0 }));
};

const sendBack = async (client: SQSClient, { queue, source }: RedriveFrom, message: Message): Promise<void> => {
  const { Body: MessageBody, MessageAttributes, ReceiptHandle } = message;
  await client.send(new SendMessageCommand({ QueueUrl: source, MessageBody, MessageAttributes, ...inItsGroup(message) }));
  await client.send(new DeleteMessageCommand({ QueueUrl: queue, ReceiptHandle }));
};

/**
 * In a FIFO queue a letter goes back into its group, under a de-duplication id made from its id as a dead letter. Its own id would not do:
 * within five minutes the source takes it for the one that failed, answers that it was sent, and drops it. A fresh one each time would not
 * either: whoever is killed between sending and deleting would send it twice.
 */
const inItsGroup = ({ MessageId, Attributes }: Message) =>
  Attributes?.MessageGroupId === undefined
    ? {}
    : {
        MessageGroupId: Attributes.MessageGroupId,
        ...(Attributes.MessageDeduplicationId === undefined ? {} : { MessageDeduplicationId: `redrive-${MessageId ?? ''}` }),
      };

const letterOf = ({ MessageId, Attributes, MessageAttributes }: Message): DeadLetter => {
  const sentAt = wholeIn(Attributes?.SentTimestamp);
  return {
    id: MessageId ?? '',
    sentAt: sentAt === 0 ? undefined : (sentAt as Instant),
    deliveries: wholeIn(Attributes?.ApproximateReceiveCount),
    errorCode: codeAttributes.map((name) => MessageAttributes?.[name]?.StringValue).find(isCode),
  };
};

/** Lambda says `ErrorCode`, EventBridge and its Scheduler `ERROR_CODE`. Their messages may quote the letter, so they are not read. */
const codeAttributes = ['ERROR_CODE', 'ErrorCode'];
const isCode = (text: string | undefined): boolean => text !== undefined && /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/.test(text);

const wholeIn = (text: string | undefined): number => (/^\d{1,15}$/.test(text ?? '') ? Number(text) : 0);

/** How long ago, in whole seconds; what a clock ahead of ours sent is new. */
export const secondsSince = (then: Instant, now: Instant): number => Math.max(0, Math.floor((now - then) / secondMs));
