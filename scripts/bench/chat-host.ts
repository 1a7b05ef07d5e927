/**
 * Run in a process of its own with `loop` or `ws`: serves the chat of pairs of people on a port of this machine, and answers over IPC.
 * `loop` is the server of the embedded run with the real use cases over the table in memory. `ws` is the library alone: it reads each frame,
 * hands a message on to the windows of the other one and answers that it did; it knows nobody, checks nothing and stores nothing.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import { chatting } from '../../adapters/composition/chatting.ts';
import { T } from '../../adapters/composition/tokens.ts';
import { createTableInMemory } from '../../adapters/dynamodb/table-in-memory.ts';
import type { ClientFrame, ServerFrame } from '../../adapters/http/contract.ts';
import { createChatServer } from '../../adapters/local/chat-server.ts';
import { listenOnLoopback } from '../../adapters/local/loopback-server.ts';
import { createRunningClock } from '../../adapters/memory/movable-clock.ts';
import { createChatSocket, frameBytesMax } from '../../adapters/websocket/chat-socket.ts';
import { minuteMs } from '../../domain/kernel/instant.ts';
import { invariant } from '../../domain/kernel/invariant.ts';
import { introducedPeople, signIn } from './chat-people.ts';

/** `'hurry'`: from now on a minute goes by four times a second, so that nobody has written too much in one. */
export type Asked = 'tickets' | 'use' | 'hurry';

export interface Use {
  readonly cpuMs: number;
  readonly heapBytes: number;
  readonly residentBytes: number;
}

export interface Host {
  readonly port: number;
  /** Of each pair, its thread. */
  readonly threads: readonly string[];
}

interface Serving extends Host {
  /** For both windows of each pair in turn. */
  readonly tickets: () => Promise<readonly string[]>;
  readonly hurry: () => void;
}

const pairs = 100;
/** Of so many all but a few are introduced. */
const people = 220;

const serveLoop = async (): Promise<Serving> => {
  const folder = process.argv[3] ?? '';
  const onFault = (fault: unknown): void => {
    throw fault;
  };
  const windows = createChatServer({ onFault });
  const clock = createRunningClock();
  const pause = async (ms: number): Promise<void> => sleep(ms);
  const table = await createTableInMemory();
  const chat = { module: chatting, sockets: windows.sockets };
  const { container, matches } = await introducedPeople({ folder, table, clock, pause, chat, people, rounds: 1 });
  invariant(matches.length >= pairs, 'nearly everybody is introduced');
  const members = await Promise.all(
    matches
      .slice(0, pairs)
      .flatMap(({ a, b }) => [a.member, b.member])
      .map(async (member) => ({ member, session: await signIn(container, member) })),
  );
  windows.serve(
    createChatSocket({
      ...container.get(T.web.socket),
      sockets: windows.sockets,
      clock,
      baseUrl: container.get(T.mails.links).baseUrl,
      onFault,
    }),
  );
  const { port } = await listenOnLoopback(0, () => new Response(), windows.upgrade);
  return {
    port,
    threads: matches.slice(0, pairs).map(({ conversationId }) => conversationId),
    tickets: async () => Promise.all(members.map(async (each) => (await container.get(T.chat.issueTicket)(each)).ticket)),
    hurry: () => {
      setInterval(() => {
        clock.moveBy(minuteMs);
      }, 250);
    },
  };
};

const serveWs = async (): Promise<Serving> => {
  const threads = Array.from({ length: pairs }, (_, pair) => `conversation-${String(pair)}`);
  const windows = new Map(
    threads.flatMap((_, pair) => [`${String(pair)}-0`, `${String(pair)}-1`]).map((who) => [who, new Set<WebSocket>()]),
  );
  const server = createServer();
  const sockets = new WebSocketServer({ server, maxPayload: frameBytesMax, perMessageDeflate: false, clientTracking: false });
  let seq = 0;
  sockets.on('connection', (socket, request) => {
    const who = new URL(request.url ?? '', 'http://localhost').searchParams.get('ticket') ?? '';
    const other = `${who.slice(0, -1)}${who.endsWith('0') ? '1' : '0'}`;
    windows.get(who)?.add(socket);
    socket.on('close', () => windows.get(who)?.delete(socket));
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString('utf8')) as ClientFrame;
      const marks = { mine: { read: 0 }, partner: { delivered: 0, read: 0, mailed: 0 } };
      const say = (to: Iterable<WebSocket>, told: ServerFrame): void => {
        const text = JSON.stringify(told);
        for (const window of to) window.send(text);
      };
      if (frame.type === 'mark') {
        for (const to of [[socket], windows.get(other) ?? []]) say(to, { type: 'marks', thread: frame.thread, ...marks });
      } else if (frame.type === 'send') {
        seq += 1;
        const { thread, id, text } = frame;
        const message = { seq, id, mine: true, at: Date.now(), content: { kind: 'text', text } } as unknown as StoredMessage;
        say(windows.get(other) ?? [], { type: 'message', thread, message: { ...message, mine: false } });
        say([socket], { type: 'stored', thread, message });
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    threads,
    tickets: async () => Promise.resolve([...windows.keys()]),
    hurry: () => undefined,
  };
};
type StoredMessage = Extract<ServerFrame, { readonly type: 'stored' }>['message'];

const used = (): Use => {
  const { user, system } = process.cpuUsage();
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { cpuMs: (user + system) / 1_000, heapBytes: heapUsed + external, residentBytes: rss };
};

const serving = await (process.argv[2] === 'loop' ? serveLoop() : serveWs());
const answer = (value: unknown): void => void process.send?.(value);
process.on('message', (asked: Asked) => {
  if (asked === 'tickets') void serving.tickets().then(answer);
  else if (asked === 'use') answer(used());
  else {
    serving.hurry();
    answer(asked);
  }
});
// Whoever asked is gone.
process.on('disconnect', () => process.exit());
answer({ port: serving.port, threads: serving.threads } satisfies Host);
