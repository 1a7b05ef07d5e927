import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { T } from '../../../adapters/composition/tokens.ts';
import { chatMissedEnv, chatSocketEnv } from '../../../adapters/config/env.ts';
import { later as laterThan } from '../../../domain/kernel/instant.ts';
import { openingMs } from '../../../domain/relay/chat/limits.ts';
import { createChatMissedHandler } from '../../../adapters/lambda/chat-missed-handler.ts';
import { createChatSocketHandler } from '../../../adapters/lambda/chat-socket-handler.ts';
import type { ServerFrame } from '../../../adapters/http/contract.ts';
import { type AwsWire, startAwsWire, wireTables } from '../../support/aws-wire.ts';
import { withSecrets } from '../../support/deployed-parts.ts';
import { queueEvent, socketEvent } from '../../support/golden-events.ts';
import { aContext, hostOver } from '../../support/lambda-host.ts';
import { stackAt } from '../../support/stack-members.ts';
import { settlePair } from '../../support/stack-pair.ts';

let wire: AwsWire;
let stack: ReturnType<typeof stackAt>;
beforeEach(async () => {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, 'test');
  wire = withSecrets(await startAwsWire());
  stack = stackAt(wire.url, wireTables);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  stack.close();
  await wire.close();
});

const pairWithFunction = async (env: Readonly<Record<string, string>> = {}) => {
  const pair = await settlePair(stack);
  const { host, logged, counted } = hostOver(chatSocketEnv, wire, env);
  const paused: number[] = [];
  const invoke = createChatSocketHandler({ ...host, pause: async (ms) => Promise.resolve(void paused.push(ms)) });
  const connect = async (connection: string, ticket: string, headers?: Readonly<Record<string, string>>) =>
    invoke(
      socketEvent('$connect', connection, { queryStringParameters: { ticket }, ...(headers === undefined ? {} : { headers }) }),
      aContext,
    );
  const say = async (connection: string, frame: unknown) =>
    invoke(socketEvent('$default', connection, { body: typeof frame === 'string' ? frame : JSON.stringify(frame) }), aContext);
  const told = (connection: string) => (wire.windows.told.get(connection) ?? []) as readonly ServerFrame[];
  return { ...pair, invoke, connect, say, told, paused, logged, counted };
};

describe('the WebSockets of the chat as a function', () => {
  it('let a window in by its ticket, once, and store what it says for both', async () => {
    const { one, other, thread, connect, say, told, logged, counted } = await pairWithFunction();
    const ticket = await one.ticket();
    expect(await connect('ones=', ticket)).toEqual({ statusCode: 200 });
    expect(await connect('again=', ticket)).toEqual({ statusCode: 403 });
    await connect('others=', await other.ticket());
    expect(await say('ones=', { type: 'send', thread, id: 'message-1', text: 'Hello from ana@example.com' })).toEqual({ statusCode: 200 });
    expect(told('ones=')).toMatchObject([{ type: 'stored', message: { seq: 1, mine: true } }]);
    expect(told('others=')).toMatchObject([{ type: 'message', message: { seq: 1, mine: false } }]);
    // Somebody looks whether it was missed, two minutes from now.
    expect(wire.queued).toMatchObject([{ MessageBody: JSON.stringify({ conversationId: thread }) }]);
    expect(wire.queued[0]?.DelaySeconds).toBeGreaterThan(100);
    expect(JSON.stringify(logged)).not.toMatch(/Hello|ana@example/);
    expect(JSON.stringify(logged)).not.toContain(ticket);
    expect(counted).toEqual([]);
  });

  it('refuse a window of another page, and one without a ticket', async () => {
    const { one, connect, invoke } = await pairWithFunction();
    expect(await connect('forged', await one.ticket(), { Origin: 'https://evil.example.com' })).toEqual({ statusCode: 403 });
    expect(await connect('lower', await one.ticket(), { origin: 'https://circle.example.com' })).toEqual({ statusCode: 200 });
    expect(await invoke(socketEvent('$connect', 'none'), aContext)).toEqual({ statusCode: 403 });
    expect(await invoke(socketEvent('$connect', 'null', { queryStringParameters: null }), aContext)).toEqual({ statusCode: 403 });
  });

  it('forget a window at whose end nobody is, and close one whose session is over', async () => {
    const { one, other, thread, connect, say } = await pairWithFunction();
    await connect('ones=', await one.ticket());
    await connect('others=', await other.ticket());
    wire.windows.gone.add('others=');
    const connections = stack.container.get(T.chat.connections);
    const [opened] = await connections.ofMember(other.id);
    await connections.open({ ...opened!, openedAt: laterThan(opened!.openedAt, -openingMs) });
    await say('ones=', { type: 'send', thread, id: 'message-1', text: 'Hello' });
    expect(await connections.ofMember(other.id)).toEqual([]);
    await stack.container.get(T.membership.revokeAll)({ member: one.id });
    await say('ones=', { type: 'send', thread, id: 'message-2', text: 'Hello?' });
    expect(wire.windows.gone.has('ones=')).toBe(true);
    expect(await stack.container.get(T.chat.chats).find(thread)).toMatchObject({ lastSeq: 1 });
  });

  it('answer what is no frame, and take a goodbye twice', async () => {
    const { one, connect, say, invoke, told } = await pairWithFunction();
    await connect('ones=', await one.ticket());
    for (const frame of ['', 'hello', '[]']) await say('ones=', frame);
    await invoke(socketEvent('$default', 'ones=', { body: 'eyJ0eXBlIjoicGluZyJ9', isBase64Encoded: true }), aContext);
    expect(told('ones=').map((frame) => frame.type === 'refused' && frame.code)).toEqual(Array(4).fill('chat.malformed'));
    for (let each = 0; each < 2; each++) expect(await invoke(socketEvent('$disconnect', 'ones='), aContext)).toEqual({ statusCode: 200 });
    expect(await stack.container.get(T.chat.connections).ofMember(one.id)).toEqual([]);
  });

  it('say that it is to be tried again where the table cannot be reached, and fail, so that whoever watches calls hears of it', async () => {
    const { one, thread, connect, say, told } = await pairWithFunction();
    await connect('ones=', await one.ticket());
    wire.faults.dynamo = () => ({ status: 400, body: { __type: 'x#ResourceNotFoundException' } });
    await expect(say('ones=', { type: 'send', thread, id: 'message-1', text: 'Hello' })).rejects.toMatchObject({
      name: 'StorageMisconfigured',
    });
    expect(told('ones=')).toMatchObject([{ type: 'refused', id: 'message-1', code: 'chat.unavailable' }]);
    wire.faults.dynamo = undefined;
    expect(await say('ones=', { type: 'send', thread, id: 'message-1', text: 'Hello' })).toEqual({ statusCode: 200 });
    expect(told('ones=')).toMatchObject([{}, { type: 'stored', message: { seq: 1 } }]);
  });

  it('give up on a table that is throttled while the page still waits for an answer', async () => {
    const { one, thread, connect, say, told, paused } = await pairWithFunction();
    await connect('ones=', await one.ticket());
    wire.faults.dynamo = () => ({ status: 400, body: { __type: 'x#ThrottlingException' } });
    await expect(say('ones=', { type: 'send', thread, id: 'message-1', text: 'Hello' })).rejects.toMatchObject({ name: 'Unavailable' });
    expect(told('ones=')).toMatchObject([{ type: 'refused', id: 'message-1', code: 'chat.unavailable' }]);
    // `storedWithinMs` of web/chat/sender.ts.
    expect(paused.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(15_000);
  });

  it('tell whoever looks at the log that windows cannot be reached, and neither which nor what was for them', async () => {
    const { one, other, thread, connect, say, logged } = await pairWithFunction({ CHAT_SOCKET_ENDPOINT: 'http://127.0.0.1:1/live' });
    await connect('ones=', await one.ticket());
    await connect('others=', await other.ticket());
    await expect(say('ones=', { type: 'send', thread, id: 'message-1', text: 'planted words' })).rejects.toMatchObject({
      code: 'chat.window_unreached',
    });
    // The other one's, and its writer's twice: that it is stored, and that something failed.
    expect(logged.filter(({ event }) => event === 'chat.not_shown')).toEqual(
      Array(3).fill({
        level: 'warning',
        event: 'chat.not_shown',
        fields: { error: 'WindowUnreached', code: 'chat.window_unreached', setting: undefined },
      }),
    );
    expect(JSON.stringify(logged)).not.toMatch(/planted|ones=|others=/);
  });

  it('answer a warm-up before anything is read', async () => {
    const { invoke } = await pairWithFunction();
    wire.faults.secrets = () => ({ status: 500, body: {} });
    expect(await invoke({ source: 'loop.warmer' } as never, aContext)).toEqual({ statusCode: 200 });
  });
});

describe('looking at a chat, as a function', () => {
  it('has what was missed go out as a mail when its time has come, and gives back what it cannot read', async () => {
    const { one, thread, connect, say, told } = await pairWithFunction();
    await connect('ones=', await one.ticket());
    await say('ones=', { type: 'send', thread, id: 'message-1', text: 'Hello' });
    const { host, logged } = hostOver(chatMissedEnv, wire);
    const body = wire.queued[0]?.MessageBody ?? '';
    const early = createChatMissedHandler(host);
    expect(await early(queueEvent(body, 'nonsense'), aContext)).toEqual({
      batchItemFailures: [{ itemIdentifier: '00000000-0000-4000-8000-000000000001' }],
    });
    expect(logged.filter(({ event }) => event === 'chat.looked_at')).toMatchObject([{ fields: { outcome: 'nothing' } }]);
    const later = createChatMissedHandler({ ...host, clock: { now: () => (Date.now() + 200_000) as never } });
    expect(await later(queueEvent(body), aContext)).toEqual({ batchItemFailures: [] });
    expect(await later(queueEvent(body), aContext)).toEqual({ batchItemFailures: [] });
    const outcomes = logged.flatMap(({ event, fields }) => (event === 'chat.looked_at' ? [fields.outcome] : []));
    expect(outcomes).toEqual(['nothing', 'mailed', 'nothing']);
    // Its writer sees that it went by mail.
    expect(told('ones=').slice(1)).toEqual([{ type: 'changed', thread }]);
    const leaving = wire.dynamo.rows(wireTables.relays).filter(({ pk }) => String(pk?.['S']).startsWith('relay-outbox#'));
    expect(leaving).toHaveLength(1);
  });
});
