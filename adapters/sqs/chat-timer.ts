import { SendMessageCommand, SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';
import type { Clock } from '../../domain/kernel/clock.ts';
import { secondMs } from '../../domain/kernel/instant.ts';
import type { ChatTimer } from '../../domain/relay/chat/ports.ts';
import { chatTimerMessage } from './chat-timer-message.ts';

export interface SqsChatTimerOptions {
  readonly queue: string;
  readonly region?: string | undefined;
  /** In place of AWS, for emulators; the queue is then reached there, too, whatever host its URL names. */
  readonly endpoint?: string | undefined;
  readonly credentials?: SQSClientConfig['credentials'];
  readonly clock: Clock;
  /** Hears of what was thrown: nothing else comes of it, as a tick looks at every chat, too. */
  readonly onFault: (fault: unknown) => void;
}

/** SQS delays a message by no more (SendMessage, `DelaySeconds`). */
const delaySecondsMax = 900;
/** Whoever writes a message waits for it. */
const deadlineMs = 2 * secondMs;
const attemptsMax = 2;

/** A delayed message that says which chat to look at, and no word of it. */
export const createSqsChatTimer = ({ queue, region, endpoint, credentials, clock, onFault }: SqsChatTimerOptions): ChatTimer => {
  const client = new SQSClient({
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint, useQueueUrlAsEndpoint: false }),
    ...(credentials === undefined ? {} : { credentials }),
    maxAttempts: attemptsMax,
    requestHandler: { connectionTimeout: deadlineMs, requestTimeout: deadlineMs, throwOnRequestTimeout: true },
  });
  return {
    lookAt: async (conversationId, at) => {
      // Rounded up: looked at too early nothing is decided.
      const DelaySeconds = Math.min(delaySecondsMax, Math.max(0, Math.ceil((at - clock.now()) / secondMs)));
      const command = new SendMessageCommand({ QueueUrl: queue, MessageBody: chatTimerMessage(conversationId), DelaySeconds });
      await client.send(command, { abortSignal: AbortSignal.timeout(deadlineMs) }).catch(onFault);
    },
  };
};
