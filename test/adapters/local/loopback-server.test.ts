import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { networkInterfaces } from 'node:os';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { listenOnLoopback, type LoopbackServer, PortsTaken } from '../../../adapters/local/loopback-server.ts';

let open: LoopbackServer[] = [];
afterEach(async () => {
  await Promise.all(open.map(async ({ close }) => close(0)));
  open = [];
});
const listening = async (
  port: number,
  answer: (request: Request) => Response | Promise<Response> = () => new Response('hello'),
): Promise<LoopbackServer> => {
  const server = await listenOnLoopback(port, answer);
  open.push(server);
  return server;
};
const textAt = async (address: string): Promise<string> => (await fetch(address)).text();

describe('The server of the embedded run', () => {
  it('answers under the name of this machine', async () => {
    const { port } = await listening(0);
    expect(await textAt(`http://127.0.0.1:${String(port)}/`)).toBe('hello');
    expect(await textAt(`http://localhost:${String(port)}/`)).toBe('hello');
  });

  it.each([
    [
      'in pieces',
      { body: ReadableStream.from(['List-Unsubscribe=', 'One-Click'].map((piece) => Buffer.from(piece))) },
      'List-Unsubscribe=One-Click',
    ],
    ['empty', {}, ''],
  ])('hands on a form that comes %s, so that its size can be limited', async (_, sent, text) => {
    const app = new Hono().use(bodyLimit({ maxSize: 100 })).post('/', async (context) => context.text(await context.req.text()));
    const { port } = await listening(0, async (request) => app.fetch(request));
    const answered = await fetch(`http://127.0.0.1:${String(port)}/`, { method: 'POST', duplex: 'half', ...sent });
    expect([answered.status, await answered.text()]).toEqual([200, text]);
  });

  it('cannot be reached by the addresses that other machines see', async () => {
    const { port } = await listening(0);
    const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
    for (const { address } of addresses.filter(({ internal, family }) => !internal && family === 'IPv4')) {
      const socket = connect({ host: address, port });
      await expect(once(socket, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    }
  });

  it('takes the next free port where the one wished for is taken, under either address', async () => {
    const first = await listening(0);
    const second = await listening(first.port);
    expect(second.port).toBeGreaterThan(first.port);
    const other = createServer();
    other.listen({ host: '::1', port: second.port + 20 });
    const hasSix = await Promise.race([once(other, 'listening').then(() => true), once(other, 'error').then(() => false)]);
    const third = await listening(second.port + 20);
    if (hasSix) expect(third.port).toBeGreaterThan(second.port + 20);
    other.close();
  });

  it('says so where no port is left', async () => {
    const server = createServer();
    server.listen({ host: '127.0.0.1', port: 65_535 });
    await Promise.race([once(server, 'listening'), once(server, 'error')]);
    await expect(listenOnLoopback(65_535, () => new Response())).rejects.toBeInstanceOf(PortsTaken);
    server.close();
  });

  it('ends what it has begun before it closes, and cuts off what does not end', async () => {
    const [asked, mayAnswer] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    const patient = await listening(0, async () => {
      asked.resolve(undefined);
      await mayAnswer.promise;
      return new Response('done');
    });
    const answer = textAt(`http://127.0.0.1:${String(patient.port)}/`);
    await asked.promise;
    const closed = patient.close(60_000);
    mayAnswer.resolve(undefined);
    expect(await answer).toBe('done');
    await closed;

    const begun = Promise.withResolvers<undefined>();
    const stuck = await listening(0, async () => {
      begun.resolve(undefined);
      return new Promise<Response>(() => undefined);
    });
    const never = textAt(`http://127.0.0.1:${String(stuck.port)}/`).catch(() => 'cut off');
    await begun.promise;
    await stuck.close(0);
    expect(await never).toBe('cut off');
  });
});
