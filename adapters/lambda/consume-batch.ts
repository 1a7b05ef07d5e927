import type { SQSBatchResponse, SQSEvent, SQSRecord } from './events.ts';
import type { Result } from '../../domain/kernel/result.ts';
import { codeOfFault, kindOf, type Log } from '../composition/observed.ts';
import type { Metrics } from '../composition/metrics.ts';

interface Coded {
  readonly code: string;
}

export interface Consumer<M> {
  readonly parse: (body: string, attributes: SQSRecord['attributes']) => Result<M, Coded> | Promise<Result<M, Coded>>;
  readonly handle: (message: M) => Promise<Result<unknown, Coded>>;
  /** Refusals that another attempt may not meet. */
  readonly passing?: readonly string[];
  readonly log: Log;
  readonly metrics: Metrics;
}

/**
 * The policy of a queue, message by message, told to SQS as a partial batch response (Lambda Developer Guide, "Handling errors for an SQS
 * event source"):
 *
 * - understood and done: acknowledged;
 * - refused by a rule, which will say the same again: acknowledged, and counted by its code;
 * - refused for now (`passing`): failed, and delivered again, which is no fault;
 * - not understood: failed, so that after `maxReceiveCount` it lies in the dead letter queue, where somebody can look at it, mend what
 *   reads it, and send it back; acknowledging would lose it, and a place of its own for such messages would be a second dead letter queue;
 * - thrown: failed, and delivered again.
 *
 * In a FIFO queue a message that failed fails all that follow in its group, so that their order holds; other groups go on.
 */
export const consumeBatch = async <M>({ Records }: SQSEvent, consumer: Consumer<M>): Promise<SQSBatchResponse> => {
  const failed: string[] = [];
  const heldUp = new Set<string>();
  for (const record of Records) {
    const group = record.attributes.MessageGroupId;
    if (group !== undefined && heldUp.has(group)) {
      failed.push(record.messageId);
      continue;
    }
    if ((await consume(record, consumer)) === 'acknowledged') continue;
    failed.push(record.messageId);
    if (group !== undefined) heldUp.add(group);
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
};

const consume = async <M>(
  { body, attributes }: SQSRecord,
  { parse, handle, passing = [], log, metrics }: Consumer<M>,
): Promise<'acknowledged' | 'failed'> => {
  try {
    const message = await parse(body, attributes);
    if (!message.ok) {
      log('error', 'message.unreadable', { code: message.error.code });
      metrics.count('EventsUnreadable', 1);
      return 'failed';
    }
    const done = await handle(message.value);
    if (!done.ok && passing.includes(done.error.code)) {
      log('warning', 'message.waits', { code: done.error.code });
      return 'failed';
    }
    if (!done.ok) {
      log('warning', 'message.refused', { code: done.error.code });
      metrics.count('EventsRefused', 1);
    }
    return 'acknowledged';
  } catch (error) {
    log('error', 'message.failed', { error: kindOf(error), code: codeOfFault(error) });
    metrics.count('Faults', 1);
    return 'failed';
  }
};
