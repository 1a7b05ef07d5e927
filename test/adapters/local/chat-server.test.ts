import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { chatSocketPath, createChatServer } from '../../../adapters/local/chat-server.ts';
import { listenOnLoopback } from '../../../adapters/local/loopback-server.ts';
import { createStillClock } from '../../../adapters/memory/movable-clock.ts';
import { createChatSocket, frameBytesMax } from '../../../adapters/websocket/chat-socket.ts';
import { type ChatWindow, openWindow } from '../../support/chat-windows.ts';
import { saturday } from '../../support/embedded-parts.ts';
import { createFakeChat, type FakeChat } from '../../support/fake-chat.ts';

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

/** The server of one run; a second one over the same chat is the same Loop, started anew. */
const started = async (chat: FakeChat = createFakeChat(), more: { readonly connectionsMax?: number } = {}) => {
  const faults: unknown[] = [];
  const onFault = (fault: unknown): void => void faults.push(fault);
  const server = createChatServer({ ...more, onFault });
  const http = await listenOnLoopback(0, () => new Response('a page'), server.upgrade);
  const origin = `http://localhost:${String(http.port)}`;
  const stop = async () => Promise.all([server.close(1_000), http.close(1_000)]);
  ending.push(stop);
  const serve = (): void => {
    server.serve(
      createChatSocket({ ...chat.socketUseCases, sockets: server.sockets, clock: createStillClock(saturday), baseUrl: origin, onFault }),
    );
  };
  let count = 0;
  const ticketOf = (member: string): string => {
    count += 1;
    const ticket = `ticket-${String(count)}-${member}`;
    chat.tickets.set(ticket, member);
    return ticket;
  };
  const urlWith = (ticket: string): string => `ws://localhost:${String(http.port)}${chatSocketPath}?ticket=${ticket}`;
  const opened = async (ticket: string, from: string | undefined = origin): Promise<ChatWindow> =>
    openWindow(urlWith(ticket), { origin: from });
  serve();
  return { chat, server, http, origin, stop, ticketOf, opened, faults };
};
const hello = (id: string) => ({ type: 'send', thread: 'c1', id, text: 'Hello' }) as const;
const windowsOf = (chat: FakeChat, member: string) => [...chat.windows].flatMap(([id, whose]) => (whose === member ? [id] : []));

describe('The WebSockets of the embedded run', () => {
  it('hold what two tabs of one member say and hear, each for itself', async () => {
    const { ticketOf, opened, chat, server } = await started();
    const [one, other] = [await opened(ticketOf('Ana')), await opened(ticketOf('Ana'))];
    one.say(hello('message-1'));
    expect(await one.next()).toMatchObject({ type: 'stored', message: { id: 'message-1' } });
    const [, second = ''] = windowsOf(chat, 'Ana');
    expect(await server.sockets.send(second, { type: 'typing', thread: 'c1' })).toBe('sent');
    expect(await other.next()).toEqual({ type: 'typing', thread: 'c1' });
    expect(one.heard()).toEqual([]);
  });

  it('answer in the order in which one window speaks, also in a storm', async () => {
    const { ticketOf, opened } = await started();
    const window = await opened(ticketOf('Ana'));
    const ids = Array.from({ length: 100 }, (_, at) => `message-${String(at)}`);
    for (const id of ids) window.say(hello(id));
    const answers: string[] = [];
    while (answers.length < ids.length) {
      const frame = await window.next();
      answers.push(frame.type === 'stored' ? frame.message.id : frame.type);
    }
    expect(answers).toEqual(ids);
  });

  it('end a window that does not wait for any answer', async () => {
    const chat = createFakeChat();
    const held = Promise.withResolvers<void>();
    const whoIsThere: typeof chat.socketUseCases.whoIsThere = async (command) => {
      await held.promise;
      return chat.socketUseCases.whoIsThere(command);
    };
    const slow = await started({ ...chat, socketUseCases: { ...chat.socketUseCases, whoIsThere } });
    const window = await slow.opened(slow.ticketOf('Ana'));
    for (let each = 0; each < 201; each++) window.say({ type: 'ping' });
    expect(await window.closed).toBe(1008);
    held.resolve();
  });

  it('take a frame that comes in pieces, and bytes for nothing that they can read', async () => {
    const { ticketOf, opened, faults } = await started();
    const window = await opened(ticketOf('Ana'));
    window.socket.send('{"type":', { fin: false });
    window.socket.send('"ping"}', { fin: true });
    expect(await window.next()).toMatchObject({ type: 'pong' });
    window.socket.send(Buffer.from(JSON.stringify(hello('message-1'))));
    expect(await window.next()).toMatchObject({ type: 'refused', code: 'chat.malformed' });
    expect(faults).toEqual([]);
  });

  it('let a ticket in once', async () => {
    const { ticketOf, opened } = await started();
    const ticket = ticketOf('Ana');
    await opened(ticket);
    await expect(opened(ticket)).rejects.toThrow('refused 403');
    await expect(opened('a guess')).rejects.toThrow('refused 403');
  });

  it.each([['https://evil.example.com'], ['null'], [undefined]])('let no page of %s in, whatever ticket it has', async (origin) => {
    const { ticketOf, http } = await started();
    const url = `ws://localhost:${String(http.port)}${chatSocketPath}?ticket=${ticketOf('Ana')}`;
    await expect(openWindow(url, { origin })).rejects.toThrow('refused 403');
  });

  it('are at one path, and what asks for another is sent away', async () => {
    const { http, origin, ticketOf } = await started();
    const at = (path: string) => openWindow(`ws://localhost:${String(http.port)}${path}?ticket=${ticketOf('Ana')}`, { origin });
    await expect(at('/chat')).rejects.toThrow('refused 404');
    expect(await (await fetch(`http://localhost:${String(http.port)}/`)).text()).toBe('a page');
  });

  it('do not mind what is no handshake', async () => {
    const { http, origin, ticketOf, faults, chat } = await started();
    const socket = connect(http.port, '127.0.0.1');
    socket.write(
      `GET ${chatSocketPath}?ticket=${ticketOf('Ana')} HTTP/1.1\r\nHost: localhost\r\nOrigin: ${origin}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString('latin1')).toMatch(/^HTTP\/1\.1 4\d\d/);
    socket.destroy();
    expect(faults).toEqual([]);
    expect(windowsOf(chat, 'Ana')).toEqual([]);
  });

  it('do not mind what asks for no address at all', async () => {
    const { http, faults } = await started();
    const socket = connect(http.port, '127.0.0.1');
    socket.write('GET // HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString('latin1')).toMatch(/^HTTP\/1\.1 404/);
    socket.destroy();
    expect(faults).toEqual([]);
  });

  it('end what is larger than a frame may be', async () => {
    const { ticketOf, opened } = await started();
    const window = await opened(ticketOf('Ana'));
    window.say('x'.repeat(frameBytesMax + 1));
    expect(await window.closed).toBe(1009);
  });

  it('end with the session, at the next frame or when they are told to', async () => {
    const { ticketOf, opened, chat, server } = await started();
    const [speaking, silent] = [await opened(ticketOf('Ana')), await opened(ticketOf('Ben'))];
    chat.endSessions('Ana');
    speaking.say({ type: 'ping' });
    expect(await speaking.closed).toBe(1008);
    await server.sockets.close(windowsOf(chat, 'Ben')[0] ?? '');
    expect(await silent.closed).toBe(1008);
  });

  it('know a window that was closed for gone, and one that nobody has', async () => {
    const { ticketOf, opened, chat, server } = await started();
    const window = await opened(ticketOf('Ana'));
    const [id = ''] = windowsOf(chat, 'Ana');
    window.leave();
    await window.closed;
    // The other end hears of it first.
    while (windowsOf(chat, 'Ana').length > 0) await new Promise(setImmediate);
    expect(await server.sockets.send(id, { type: 'typing', thread: 'c1' })).toBe('gone');
    expect(await server.sockets.send('of another run', { type: 'typing', thread: 'c1' })).toBe('gone');
    await server.sockets.close(id);
  });

  it('let go of a window that says nothing, not even that it is there', async () => {
    const { ticketOf, opened, chat, server } = await started();
    const [dead, alive] = [await opened(ticketOf('Ana')), await opened(ticketOf('Ben'))];
    dead.socket.pause();
    const pinged = once(alive.socket, 'ping');
    server.beat();
    await pinged;
    alive.say({ type: 'ping' });
    await alive.next();
    server.beat();
    while (windowsOf(chat, 'Ana').length > 0) await new Promise(setImmediate);
    expect(windowsOf(chat, 'Ben')).toHaveLength(1);
    dead.socket.resume();
    await dead.closed;
  });

  it('hold so many and no more', async () => {
    const { ticketOf, opened } = await started(createFakeChat(), { connectionsMax: 2 });
    const first = await opened(ticketOf('Ana'));
    await opened(ticketOf('Ana'));
    await expect(opened(ticketOf('Ana'))).rejects.toThrow('refused 503');
    first.leave();
    await first.closed;
    expect(await opened(ticketOf('Ana'))).toBeDefined();
  });

  it('send what comes in the very moment of connecting', async () => {
    const chat = createFakeChat();
    const made: { sockets?: ReturnType<typeof createChatServer>['sockets'] } = {};
    const { connect: letIn } = chat.socketUseCases;
    const eager: FakeChat = {
      ...chat,
      socketUseCases: {
        ...chat.socketUseCases,
        connect: async (command) => {
          const answer = await letIn(command);
          expect(await made.sockets?.send(command.connection, { type: 'typing', thread: 'c1' })).toBe('sent');
          return answer;
        },
      },
    };
    const { ticketOf, opened, server } = await started(eager);
    made.sockets = server.sockets;
    expect(await (await opened(ticketOf('Ana'))).next()).toEqual({ type: 'typing', thread: 'c1' });
  });

  it('let nobody in whose window is closed in the very moment of connecting', async () => {
    const chat = createFakeChat();
    const made: { sockets?: ReturnType<typeof createChatServer>['sockets'] } = {};
    const { connect: letIn } = chat.socketUseCases;
    const overtaken: FakeChat = {
      ...chat,
      socketUseCases: {
        ...chat.socketUseCases,
        connect: async (command) => {
          const answer = await letIn(command);
          await made.sockets?.close(command.connection);
          return answer;
        },
      },
    };
    const { ticketOf, opened, server } = await started(overtaken);
    made.sockets = server.sockets;
    await expect(opened(ticketOf('Ana'))).rejects.toThrow('refused 503');
    expect(windowsOf(chat, 'Ana')).toEqual([]);
  });

  it('tell five hundred windows to come again when the run ends, and each comes with a new ticket and finds what it said', async () => {
    const before = await started();
    const members = Array.from({ length: 500 }, (_, at) => `member-${String(at)}`);
    const windows = await Promise.all(members.map(async (member) => before.opened(before.ticketOf(member))));
    // Some of it is answered before the end, some is not; nobody knows of what is not.
    windows.forEach((window, at) => {
      window.say(hello(`message-${String(at)}`));
    });
    await before.stop();
    expect(new Set(await Promise.all(windows.map(async ({ closed }) => closed)))).toEqual(new Set([1012]));
    expect(before.chat.windows.size).toBe(0);

    const after = await started(before.chat);
    const back = await Promise.all(members.map(async (member) => after.opened(after.ticketOf(member))));
    back.forEach((window, at) => {
      window.say(hello(`message-${String(at)}`));
    });
    const answers = await Promise.all(back.map(async (window) => window.next()));
    expect(answers.every(({ type }) => type === 'stored')).toBe(true);
    expect(new Set(before.chat.messages.map(({ id }) => id)).size).toBe(500);
    expect(before.chat.messages).toHaveLength(500);
    expect([...before.faults, ...after.faults]).toEqual([]);
  });
});
