import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStillClock } from '../../../adapters/memory/movable-clock.ts';
import { createSqsChatTimer } from '../../../adapters/sqs/chat-timer.ts';
import { readChatTimerMessage } from '../../../adapters/sqs/chat-timer-message.ts';
import { hourMs, later, minuteMs } from '../../../domain/kernel/instant.ts';
import { saturday } from '../../support/embedded-parts.ts';

let sent: { readonly MessageBody: string; readonly DelaySeconds: number }[] = [];
let status = 200;
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (part: Buffer) => (body += part.toString()));
  request.on('end', () => {
    const message = JSON.parse(body) as (typeof sent)[number];
    sent.push(message);
    const MD5OfMessageBody = createHash('md5').update(message.MessageBody).digest('hex');
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify({ MessageId: 'm', MD5OfMessageBody, __type: 'x#QueueDoesNotExist' }));
  });
});
beforeEach(async () => {
  [sent, status] = [[], 200];
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
const timer = (faults: unknown[] = []) => {
  const endpoint = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return createSqsChatTimer({
    queue: `${endpoint}/000000000000/missed`,
    region: 'eu-central-1',
    endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    clock: createStillClock(saturday),
    onFault: (fault) => faults.push(fault),
  });
};

describe('the message that has somebody look at a chat', () => {
  it('says which one, and comes at its time', async () => {
    const faults: unknown[] = [];
    await timer(faults).lookAt('conversation-1', later(saturday, 2 * minuteMs));
    expect(faults).toEqual([]);
    expect(sent).toMatchObject([{ MessageBody: '{"conversationId":"conversation-1"}', DelaySeconds: 120 }]);
    expect(readChatTimerMessage(sent[0]?.MessageBody ?? '')).toEqual({ ok: true, value: { conversationId: 'conversation-1' } });
  });

  it.each([
    ['a fraction of a second is a whole one', 1_001, 2],
    ['what is over is at once', -minuteMs, 0],
    ['what is far ahead is as far as SQS goes', hourMs, 900],
  ])('is never too early: %s', async (_, inMs, seconds) => {
    await timer().lookAt('conversation-1', later(saturday, inMs));
    expect(sent).toMatchObject([{ DelaySeconds: seconds }]);
  });

  it('fails nothing where it cannot be sent', async () => {
    const faults: unknown[] = [];
    status = 400;
    await timer(faults).lookAt('conversation-1', saturday);
    expect(faults).toHaveLength(1);
  });

  it.each(['', '{}', '{"conversationId":""}', '{"conversationId":7}', '"conversation-1"'])('is not %j', (body) => {
    expect(readChatTimerMessage(body)).toEqual({ ok: false, error: { code: 'chat.timer_unreadable' } });
  });
});
