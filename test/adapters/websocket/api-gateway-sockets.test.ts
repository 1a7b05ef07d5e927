import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApiGatewaySockets, WindowUnreached } from '../../../adapters/websocket/api-gateway-sockets.ts';
import type { Sockets } from '../../../domain/relay/chat/ports.ts';
import { saturday } from '../../support/embedded-parts.ts';

interface Asked {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly body: string;
}

let asked: Asked[] = [];
let answer: (response: ServerResponse, count: number) => void;
const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (part: string) => (body += part));
  request.on('end', () => {
    asked.push({ method: request.method, path: request.url, body });
    answer(response, asked.length);
  });
});
beforeEach(async () => {
  asked = [];
  answer = (response) => response.writeHead(200).end();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const refusing = (status: number, kind: string) => (response: ServerResponse) => {
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': kind });
  response.end(JSON.stringify({ message: 'about id=A window' }));
};
const windows = (more: { readonly deadlineMs?: number } = {}): Sockets =>
  createApiGatewaySockets({
    endpoint: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/live`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    ...more,
  });
const pong = { type: 'pong', at: saturday } as const;

describe('a window whose WebSocket API Gateway holds', () => {
  it('is sent a frame as JSON, under the stage of its API', async () => {
    expect(await windows().send('L0SM9cOFvHcCIhw=', pong)).toBe('sent');
    expect(asked).toEqual([{ method: 'POST', path: '/live/@connections/L0SM9cOFvHcCIhw%3D', body: JSON.stringify(pong) }]);
  });

  it('is gone where nobody is at the other end, also when it is to be closed', async () => {
    answer = refusing(410, 'GoneException');
    expect(await windows().send('w1', pong)).toBe('gone');
    await windows().close('w1');
    expect(asked.map(({ method }) => method)).toEqual(['POST', 'DELETE']);
  });

  it('is tried once more where there was too much at once', async () => {
    answer = (response, count) => (count === 1 ? refusing(429, 'LimitExceededException')(response) : response.writeHead(200).end());
    expect(await windows().send('w1', pong)).toBe('sent');
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['there is too much at once', refusing(429, 'LimitExceededException')],
    ['we may not', refusing(403, 'ForbiddenException')],
    ['something broke', refusing(500, 'InternalServerError')],
  ])('is not said to be gone where %s, and nothing that AWS said is told', async (_, refuse) => {
    answer = refuse;
    const failed = await windows()
      .send('w1', pong)
      .catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(WindowUnreached);
    expect(String(failed)).not.toContain('A window');
    expect(asked.length).toBeLessThanOrEqual(2);
  });

  it('is not waited for without end', async () => {
    answer = () => undefined;
    await expect(windows({ deadlineMs: 50 }).send('w1', pong)).rejects.toBeInstanceOf(WindowUnreached);
  });

  it('asks for what is larger than a frame may be', async () => {
    const content = { kind: 'mail', subject: 'Hello', text: 'é'.repeat(17_000), isCut: true, hasHtml: false, files: [] } as const;
    const message = { seq: 1, id: 'mail-0001', mine: false, at: saturday, content };
    await windows().send('w1', { type: 'message', thread: 'c1', message });
    expect(asked.map(({ body }) => body)).toEqual(['{"type":"changed","thread":"c1"}']);
  });
});
