import { describe, expect, it } from 'vitest';
import { consumeBatch, type Consumer } from '../../../adapters/lambda/consume-batch.ts';
import { err, ok } from '../../../domain/kernel/result.ts';
import { queueEvent } from '../../support/golden-events.ts';

/** Messages say themselves what becomes of them. */
const consumerIn = (handled: string[], told: string[] = [], counted: string[] = []): Consumer<string> => ({
  parse: (body) => (body.startsWith('garbage') ? err({ code: 'message.malformed' }) : ok(body)),
  handle: async (message) => {
    handled.push(message);
    if (message.startsWith('throws')) throw new Error('words of ana@example.com');
    return Promise.resolve(message.startsWith('refused') ? err({ code: 'rule.said_no' }) : ok(undefined));
  },
  log: (_level, event, fields) => told.push(`${event} ${String(fields?.code ?? fields?.error)}`),
  metrics: { count: (name) => counted.push(name), flush: () => undefined },
});

const failedOf = async (bodies: readonly string[], groups?: readonly string[], handled: string[] = []): Promise<readonly number[]> => {
  const event = queueEvent(...bodies);
  const Records = event.Records.map((record, at) =>
    groups === undefined ? record : { ...record, attributes: { ...record.attributes, MessageGroupId: groups[at] ?? '' } },
  );
  const { batchItemFailures } = await consumeBatch({ Records }, consumerIn(handled));
  return batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier.slice(-12)));
};

describe('a batch of a queue', () => {
  it('is acknowledged where each message is done or refused', async () => {
    expect(await failedOf(['fine', 'refused', 'fine'])).toEqual([]);
  });

  it('gives back what was thrown at and what nobody understands, and goes on with the others', async () => {
    const handled: string[] = [];
    expect(await failedOf(['throws', 'garbage', 'fine'], undefined, handled)).toEqual([0, 1]);
    expect(handled).toEqual(['throws', 'fine']);
  });

  it('keeps the order of a group: what follows a failure waits for it, and other groups go on', async () => {
    const handled: string[] = [];
    const bodies = ['throws', 'fine a', 'fine b', 'refused b', 'garbage b', 'fine b too', 'fine c'];
    expect(await failedOf(bodies, ['a', 'a', 'b', 'b', 'b', 'b', 'c'], handled)).toEqual([0, 1, 4, 5]);
    expect(handled).toEqual(['throws', 'fine b', 'refused b', 'fine c']);
  });

  it('gives back what is refused for now, and calls it no fault', async () => {
    const [told, counted]: [string[], string[]] = [[], []];
    const consumer = { ...consumerIn([], told, counted), passing: ['rule.said_no'] };
    expect((await consumeBatch(queueEvent('refused', 'fine'), consumer)).batchItemFailures).toHaveLength(1);
    expect([told, counted]).toEqual([['message.waits rule.said_no'], []]);
  });

  it('tells codes and kinds, never words', async () => {
    const [told, counted]: [string[], string[]] = [[], []];
    await consumeBatch(queueEvent('throws', 'garbage', 'refused'), consumerIn([], told, counted));
    expect(told).toEqual(['message.failed Error', 'message.unreadable message.malformed', 'message.refused rule.said_no']);
    expect(counted).toEqual(['Faults', 'EventsUnreadable', 'EventsRefused']);
  });

  it('of no messages is done', async () => {
    expect(await consumeBatch({ Records: [] }, consumerIn([]))).toEqual({ batchItemFailures: [] });
  });
});
