import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../web/chat/api.ts';
import {
  answerWithinMs,
  backoffFirstMs,
  backoffMaxMs,
  backoffMs,
  heartbeatMs,
  makeConnection,
  renewAfterMs,
  renewSpreadMs,
} from '../../web/chat/connection.ts';
import type { SocketEvents } from '../../web/chat/needs.ts';
import { connectionMs } from '../../domain/relay/chat/limits.ts';
import { makeTime } from './page-world.ts';

type Ticket = Answer<{ readonly url: string; readonly expiresAt: number }>;

/** A connection to a server of which the test says what it does. */
const connected = () => {
  const time = makeTime();
  const opened: { readonly events: SocketEvents; readonly sent: string[]; isClosed: boolean }[] = [];
  const links: string[] = [];
  const server = { ticket: { kind: 'ok', value: { url: 'wss://loop.example.com', expiresAt: 0 } } as Ticket, opens: true };
  const connection = makeConnection({
    timers: time,
    chance: () => 0.5,
    ticket: async () => Promise.resolve(server.ticket),
    openSocket: (_, events) => {
      const socket = { events, sent: [] as string[], isClosed: false };
      opened.push(socket);
      time.after(10, () => (server.opens ? events.opened() : events.closed()));
      return { send: (text) => void socket.sent.push(text), close: () => void (socket.isClosed = true) };
    },
    onFrame: () => undefined,
    onLink: (link) => links.push(link),
  });
  connection.start();
  return { time, opened, links, server, connection };
};

describe('the connection', () => {
  it('says every four minutes that it is there', async () => {
    const { time, opened } = connected();
    await time.pass(1_000);
    await time.pass(heartbeatMs);
    expect(opened[0]?.sent).toEqual([JSON.stringify({ type: 'ping' })]);
  });

  it('connects anew where nobody answers', async () => {
    const { time, opened, links } = connected();
    await time.pass(heartbeatMs + answerWithinMs + backoffFirstMs + 1_000);
    expect([opened.length, opened[0]?.isClosed, links]).toEqual([
      2,
      true,
      ['connecting', 'connected', 'waiting', 'connecting', 'connected'],
    ]);
  });

  it('stays where somebody answers', async () => {
    const { time, opened } = connected();
    await time.pass(heartbeatMs + 100);
    opened[0]?.events.said(JSON.stringify({ type: 'pong', at: 0 }));
    await time.pass(answerWithinMs);
    expect(opened.length).toBe(1);
  });

  it('takes the place of the one before it in time, without a moment in which nothing is heard', async () => {
    const { time, opened, links } = connected();
    await time.pass(100);
    for (let passed = 0; passed < renewAfterMs + renewSpreadMs; passed += 60_000) {
      opened.at(-1)?.events.said(JSON.stringify({ type: 'pong', at: 0 }));
      await time.pass(60_000);
    }
    expect([opened.length, opened[0]?.isClosed, opened[1]?.isClosed]).toEqual([2, true, false]);
    expect(links).toEqual(['connecting', 'connected', 'connected']);
    expect(renewAfterMs + renewSpreadMs).toBeLessThan(connectionMs);
  });

  it('is asked for at once when somebody comes back to the page', async () => {
    const { time, server, connection, opened } = connected();
    server.ticket = { kind: 'unreachable' };
    await time.pass(5 * 60_000);
    server.ticket = { kind: 'ok', value: { url: 'wss://loop.example.com', expiresAt: 0 } };
    const before = opened.length;
    connection.wake();
    await time.pass(20);
    expect(opened.length).toBe(before + 1);
  });

  it('gives way to asking now and then where no connection is let through, and still tries', async () => {
    const { time, server, links } = connected();
    server.opens = false;
    await time.pass(60_000);
    expect(links.at(-1)).toBe('polling');
    server.opens = true;
    await time.pass(6 * 60_000);
    expect(links.at(-1)).toBe('connected');
  });

  it('hears nothing that is not a frame', async () => {
    const { time, opened } = connected();
    await time.pass(100);
    for (const text of ['', 'null', '{}', '[1]', '{"type":"toString"}', '{"type":7}', 'x'.repeat(100)])
      expect(() => opened[0]?.events.said(text)).not.toThrow();
  });
});

describe('the wait before the next try', () => {
  it('is another one for each window from the first try on, as a server that starts anew loses all of them at once', () => {
    const waits = Array.from({ length: 500 }, (_, at) => backoffMs(0, () => at / 500));
    const inOneMoment = (ms: number): number => waits.filter((each) => Math.abs(each - ms) <= 5).length;
    expect(Math.max(...waits.map(inOneMoment))).toBeLessThanOrEqual(12);
    expect(Math.max(...waits)).toBeLessThanOrEqual(2 * backoffFirstMs);
  });

  it('is between half a second and half a minute, longer on the whole the more failed', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2_000 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (failures, chance) => {
        const ms = backoffMs(failures, () => chance);
        expect(ms).toBeGreaterThanOrEqual(backoffFirstMs);
        expect(ms).toBeLessThanOrEqual(backoffMaxMs);
        expect(backoffMs(failures + 1, () => chance)).toBeGreaterThanOrEqual(ms);
      }),
    );
  });
});
