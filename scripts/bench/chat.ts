import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import type { ClientFrame, ServerFrame } from '../../adapters/http/contract.ts';
import { chatSocketPath } from '../../adapters/local/chat-server.ts';
import type { Asked, Host, Use } from './chat-host.ts';

/** What one server did with two hundred windows. */
export interface ChatFigures {
  readonly name: string;
  /** From the writer's send to the frame in the window of the other one, at a steady low rate. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Each window writes again as soon as it was told that its last message is stored. */
  readonly perSecond: number;
  /** Of the process of the server alone, for one message at that rate; others on the machine do not count in. */
  readonly cpuMsEach: number;
  /** The same, where the other one marks each message as read as soon as it comes. */
  readonly markedPerSecond: number;
  readonly markedCpuMsEach: number;
  /** Of the heap and of the process, for one window more that says nothing. */
  readonly heapKbEach: number;
  readonly residentKbEach: number;
}

const origin = 'https://loop.example.com';
const windowsMore = 4;
const steadyPerSecond = 100;
const steadyMs = 10_000;
const fullMs = 8_000;
const warmUpMs = 3_000;
/** About 130 characters, as people write. */
const words =
  'Shall we meet at the old mill on Thursday at seven? Bring the drawings, and the map if you have it. I bring the tea and the cake.';

/** Loop and the library alone, each in a process of its own, on one core where `taskset` is there. */
export const measureChat = async (folder: string): Promise<readonly ChatFigures[]> => [
  await measured('ws alone', ['ws']),
  await measured('Loop', ['loop', folder]),
];

export const isPinned = spawnSync('taskset', ['-c', '0', 'true']).status === 0;

const measured = async (name: string, args: readonly string[]): Promise<ChatFigures> => {
  const host = await started(args);
  try {
    const windows = await opened(host);
    const few = await host.ask<Use>('use');
    const more: Window[] = [];
    for (let time = 0; time < windowsMore; time++) more.push(...(await opened(host)));
    const many = await host.ask<Use>('use');
    await Promise.all(
      more.map(async ({ socket }) => {
        socket.close();
        await once(socket, 'close');
      }),
    );
    await steady(windows, warmUpMs);
    const delays = await steady(windows, steadyMs);
    await host.ask('hurry');
    await full(host, windows, warmUpMs);
    const plain = await full(host, windows, fullMs);
    for (const window of windows) window.marks = true;
    const marked = await full(host, windows, fullMs);
    return {
      name,
      p50Ms: at(delays, 0.5),
      p99Ms: at(delays, 0.99),
      perSecond: plain.perSecond,
      cpuMsEach: plain.cpuMsEach,
      markedPerSecond: marked.perSecond,
      markedCpuMsEach: marked.cpuMsEach,
      heapKbEach: (many.heapBytes - few.heapBytes) / more.length / 1_000,
      residentKbEach: (many.residentBytes - few.residentBytes) / more.length / 1_000,
    };
  } finally {
    host.stop();
  }
};

interface Running extends Host {
  readonly ask: <V>(asked: Asked) => Promise<V>;
  readonly stop: () => void;
}

const started = async (args: readonly string[]): Promise<Running> => {
  const own = ['--expose-gc', fileURLToPath(new URL('chat-host.ts', import.meta.url)), ...args];
  const [command, ...rest] = isPinned ? ['taskset', '-c', '0', process.execPath, ...own] : [process.execPath, ...own];
  const child: ChildProcess = spawn(command, rest, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  process.once('exit', () => child.kill());
  let over: (error: Error) => void = () => undefined;
  child.once('exit', () => {
    over(new Error('the server that is measured ended'));
  });
  const answer = async <V>(): Promise<V> =>
    new Promise<V>((resolve, reject) => {
      over = reject;
      child.once('message', resolve);
    });
  const host = await answer<Host>();
  return {
    ...host,
    ask: async (asked) => {
      child.send(asked);
      return answer();
    },
    stop: () => {
      child.disconnect();
    },
  };
};

interface Window {
  readonly socket: WebSocket;
  readonly thread: string;
  readonly name: string;
  marks: boolean;
  count: number;
  onStored: (() => void) | undefined;
}

/** When each message that is on its way was sent, and how long those took that came. */
const sentAt = new Map<string, number>();
let arrived: number[] = [];

/** One window for each member of each pair, those of a pair side by side. */
const opened = async (host: Running): Promise<readonly Window[]> => {
  const tickets = await host.ask<readonly string[]>('tickets');
  return Promise.all(
    tickets.map(async (ticket, nth) => {
      const socket = new WebSocket(`ws://127.0.0.1:${String(host.port)}${chatSocketPath}?ticket=${ticket}`, {
        origin,
        perMessageDeflate: false,
      });
      const thread = host.threads[Math.floor(nth / 2)] ?? '';
      const window: Window = {
        socket,
        thread,
        name: `${String(nth % 2)}-${String(Date.now())}`,
        marks: false,
        count: 0,
        onStored: undefined,
      };
      socket.on('message', (data: Buffer) => {
        heard(window, JSON.parse(data.toString('utf8')) as ServerFrame);
      });
      await once(socket, 'open');
      return window;
    }),
  );
};

const heard = (window: Window, frame: ServerFrame): void => {
  if (frame.type === 'message') {
    const since = sentAt.get(frame.message.id);
    if (since !== undefined) arrived.push(performance.now() - since);
    sentAt.delete(frame.message.id);
    if (window.marks) say(window, { type: 'mark', thread: window.thread, delivered: frame.message.seq, read: frame.message.seq });
  } else if (frame.type === 'stored') window.onStored?.();
  else if (frame.type === 'refused') throw new Error(`what is measured was refused (${frame.code})`);
};

const say = ({ socket }: Window, frame: ClientFrame): void => {
  socket.send(JSON.stringify(frame));
};

const write = (window: Window): void => {
  window.count += 1;
  const id = `${window.thread}-${window.name}-${String(window.count)}`.slice(-64);
  sentAt.set(id, performance.now());
  say(window, { type: 'send', thread: window.thread, id, text: words });
};

/** One after the other writes; so many do that nobody writes more than 30 a minute. */
const steady = async (windows: readonly Window[], forMs: number): Promise<readonly number[]> => {
  arrived = [];
  const beganAt = performance.now();
  for (let nth = 0; (nth * 1_000) / steadyPerSecond < forMs; nth++) {
    await sleep(Math.max(0, beganAt + (nth * 1_000) / steadyPerSecond - performance.now()));
    const window = windows[nth % windows.length];
    if (window !== undefined) write(window);
  }
  await quiet();
  return arrived;
};

const full = async (host: Running, windows: readonly Window[], forMs: number) => {
  arrived = [];
  let stored = 0;
  const before = await host.ask<Use>('use');
  const beganAt = performance.now();
  for (const window of windows) {
    window.onStored = () => {
      stored += 1;
      if (performance.now() - beganAt < forMs) write(window);
    };
    write(window);
  }
  await sleep(forMs);
  await quiet();
  const seconds = (performance.now() - beganAt) / 1_000;
  const after = await host.ask<Use>('use');
  return { perSecond: stored / seconds, cpuMsEach: (after.cpuMs - before.cpuMs) / stored };
};

const quiet = async (): Promise<void> => {
  for (let waits = 0; sentAt.size > 0; waits++) {
    if (waits > 10_000) throw new Error('a message never came');
    await sleep(1);
  }
};

const at = (times: readonly number[], share: number): number => {
  const sorted = times.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};

export const chatText = (figures: readonly ChatFigures[]): string => {
  const head = ['p50 ms', 'p99 ms', 'messages/s', 'CPU ms each', 'marked/s', 'CPU ms each', 'heap KB', 'process KB'];
  const row = (name: string, cells: readonly string[]) => `${name.padEnd(10)}${cells.map((cell) => cell.padStart(13)).join('')}`;
  return [
    row('', head),
    ...figures.map((one) =>
      row(one.name, [
        one.p50Ms.toFixed(2),
        one.p99Ms.toFixed(2),
        one.perSecond.toFixed(0),
        one.cpuMsEach.toFixed(3),
        one.markedPerSecond.toFixed(0),
        one.markedCpuMsEach.toFixed(3),
        one.heapKbEach.toFixed(1),
        one.residentKbEach.toFixed(1),
      ]),
    ),
  ].join('\n');
};
