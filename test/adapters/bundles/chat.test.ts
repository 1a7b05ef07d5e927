import { beforeEach, describe, expect, it } from 'vitest';
import type { APIGatewayProxyStructuredResultV2 } from '../../../adapters/lambda/events.ts';
import { type AwsWire, wireTables } from '../../support/aws-wire.ts';
import { bundlesAtWire } from '../../support/bundles-at-wire.ts';
import { settingsOn } from '../../support/deployed-parts.ts';
import { httpEvent, queueEvent, socketEvent } from '../../support/golden-events.ts';
import { logLines } from '../../support/runtime-api.ts';
import { stackAt } from '../../support/stack-members.ts';
import { settlePair } from '../../support/stack-pair.ts';

const { wire: wireOf, start } = bundlesAtWire('api', 'chat-socket', 'chat-missed');
let wire: AwsWire;
beforeEach(() => {
  wire = wireOf();
});
const started = async (name: string) => start(name, settingsOn(wire));

describe('the chat as functions', () => {
  it('goes from a ticket of the pages to a message at the other end, and nothing of either is written down', async () => {
    const stack = stackAt(wire.url, wireTables);
    const { one, other, thread } = await settlePair(stack);
    stack.close();
    const [api, sockets, missed] = [await started('api'), await started('chat-socket'), await started('chat-missed')];
    const ask = async (cookie: string, path: string, body?: object) =>
      (await api.invoke(
        httpEvent(body === undefined ? 'GET' : 'POST', path, {
          cookies: [cookie],
          headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', origin: 'https://circle.example.com' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      )) as APIGatewayProxyStructuredResultV2;
    const tickets: string[] = [];
    for (const { cookie } of [one, other]) {
      const { url } = JSON.parse((await ask(cookie, '/chat/api/tickets', {})).body ?? '') as { readonly url: string };
      expect(url).toMatch(/^wss:\/\/id\.execute-api\.eu-central-1\.amazonaws\.com\/live\?ticket=/);
      tickets.push(new URL(url).searchParams.get('ticket') ?? '');
    }
    const [ones = '', others = ''] = tickets;
    for (const [connection, ticket] of [
      ['ones=', ones],
      ['others=', others],
    ] as const)
      expect(await sockets.invoke(socketEvent('$connect', connection, { queryStringParameters: { ticket } }))).toEqual({ statusCode: 200 });
    const frame = { type: 'send', thread, id: 'message-1', text: 'planted words' };
    expect(await sockets.invoke(socketEvent('$default', 'ones=', { body: JSON.stringify(frame) }))).toEqual({ statusCode: 200 });
    expect(wire.windows.told.get('others=')).toMatchObject([{ type: 'message', message: { content: { text: 'planted words' } } }]);
    await ask(other.cookie, `/chat/api/threads/${thread}/messages`, { id: 'message-2', text: 'planted answer' });
    expect(wire.windows.told.get('ones=')?.at(-1)).toMatchObject({ type: 'message', message: { seq: 2 } });
    const page = await ask(one.cookie, `/chat/api/threads/${thread}/messages?after=1`);
    expect(JSON.parse(page.body ?? '')).toMatchObject({ lastSeq: 2, messages: [{ id: 'message-2' }] });
    expect(await missed.invoke(queueEvent(...wire.queued.map(({ MessageBody }) => MessageBody)))).toEqual({ batchItemFailures: [] });

    const upload = await ask(one.cookie, `/chat/api/threads/${thread}/voice`, { mediaType: 'audio/webm', bytes: 1_000 });
    expect(JSON.parse(upload.body ?? '')).toMatchObject({ form: { fields: { 'X-Amz-Algorithm': 'AWS4-HMAC-SHA256' } } });

    const signedOut = await ask(one.cookie, '/me/settings');
    const form = /name="form" value="([^"]*)"/.exec(signedOut.body ?? '')?.[1] ?? '';
    await api.invoke(
      httpEvent('POST', '/sign-out', {
        cookies: [one.cookie],
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
        body: new URLSearchParams({ form }).toString(),
      }),
    );
    expect(wire.windows.gone).toEqual(new Set(['ones=']));
    for (const fn of [api, sockets, missed]) {
      for (const secret of [...tickets, 'planted', one.email, other.email]) expect(fn.output()).not.toContain(secret);
      expect(logLines(fn).length).toBeGreaterThan(0);
    }
  }, 30_000);
});
