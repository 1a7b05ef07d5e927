import type { ClientFrame, ServerFrame } from '../../adapters/http/contract.ts';
import type { Api } from './api.ts';
import { type Clocks, makeClocks } from './clocks.ts';
import type { Chance, OpenSocket, Socket, SocketEvents, Timers } from './needs.ts';
import type { ChatState } from './state.ts';

export interface ConnectionNeeds {
  readonly ticket: Api['ticket'];
  readonly openSocket: OpenSocket;
  readonly timers: Timers;
  readonly chance: Chance;
  readonly onFrame: (frame: ServerFrame) => void;
  /** `connected` also each time when one connection took the place of another, so that what was missed is asked for. */
  readonly onLink: (link: ChatState['link']) => void;
}

export interface Connection {
  readonly start: () => void;
  readonly stop: () => void;
  /** Whether it went out; not whether it arrived. */
  readonly send: (frame: ClientFrame) => boolean;
  /** Somebody looks again, or the network came back: finds out soon whether the connection still lives, and connects at once if not. */
  readonly wake: () => void;
}

/** API Gateway ends a connection that is silent for ten minutes, and every one after two hours. */
export const heartbeatMs = 4 * 60_000;
export const renewAfterMs = 110 * 60_000;
export const renewSpreadMs = 5 * 60_000;
export const answerWithinMs = 10_000;
const wakeWithinMs = 4_000;
const openWithinMs = 10_000;
/** One that lived shorter counts as one that failed: a server that hangs up at once is not asked again at once. */
const steadyAfterMs = 5_000;
export const backoffFirstMs = 500;
export const backoffMaxMs = 30_000;
/** So many failures in a row, with the server there, and the network does not let a connection through: ask it rarely. */
const failuresUntilPolling = 3;
const pollingBackoffMs = 5 * 60_000;

/** Exponential, and by chance from the first try on: after an outage not everybody comes back in the same moment. */
export const backoffMs = (failures: number, chance: Chance): number =>
  backoffFirstMs + Math.round(chance() * Math.min(backoffMaxMs - backoffFirstMs, backoffFirstMs * 2 ** Math.min(failures, 10)));

/** Keeps one connection to the server, for as long as the page is there. */
export const makeConnection = (needs: ConnectionNeeds): Connection => {
  const line: Line = {
    ...needs,
    clocks: makeClocks(needs),
    failures: 0,
    refused: 0,
    isRunning: false,
    live: undefined,
    attempt: undefined,
  };
  return {
    start: () => {
      if (line.isRunning) return;
      line.isRunning = true;
      connect(line);
    },
    stop: () => stop(line),
    send: (frame) => {
      line.live?.socket.send(JSON.stringify(frame));
      return line.live !== undefined;
    },
    wake: () => {
      if (line.live !== undefined) ping(line, wakeWithinMs);
      if (line.live === undefined && line.clocks.has('retry')) connect(line);
    },
  };
};

interface Line extends ConnectionNeeds {
  readonly clocks: Clocks<'beat' | 'answer' | 'renew' | 'retry' | 'open'>;
  live: { readonly socket: Socket; readonly openedAt: number } | undefined;
  attempt: Attempt | undefined;
  /** In a row, for the backoff. */
  failures: number;
  /** Connections in a row that were not let through although the server gave a ticket for them. */
  refused: number;
  isRunning: boolean;
}

interface Attempt {
  isOver: boolean;
  socket?: Socket;
}

const connect = (line: Line): void => {
  line.clocks.clear('retry');
  if (!line.isRunning || line.attempt !== undefined) return;
  const attempt: Attempt = { isOver: false };
  line.attempt = attempt;
  if (line.live === undefined && line.refused < failuresUntilPolling) line.onLink('connecting');
  line.clocks.set('open', openWithinMs, () => failed(line, attempt));
  void line.ticket().then((ticket) => {
    if (attempt.isOver) return;
    if (ticket.kind === 'signed_out') return over(line);
    if (ticket.kind !== 'ok') return failed(line, attempt);
    attempt.socket = line.openSocket(ticket.value.url, eventsOf(line, attempt));
  });
};

const eventsOf = (line: Line, attempt: Attempt): SocketEvents => ({
  opened: () => {
    if (attempt.isOver || attempt.socket === undefined) return;
    // The one before it is closed only now: at a renewal nothing is missed in between.
    line.live?.socket.close();
    line.live = { socket: attempt.socket, openedAt: line.timers.now() };
    line.attempt = undefined;
    line.refused = 0;
    line.clocks.clear('open', 'retry', 'answer');
    line.clocks.set('beat', heartbeatMs, () => ping(line, answerWithinMs));
    line.clocks.set('renew', renewAfterMs + Math.round(line.chance() * renewSpreadMs), () => connect(line));
    line.onLink('connected');
  },
  said: (text) => {
    if (line.live === undefined || line.live.socket !== attempt.socket) return;
    line.clocks.clear('answer');
    const frame = frameFrom(text);
    if (frame !== undefined) line.onFrame(frame);
  },
  closed: () => {
    if (line.live !== undefined && line.live.socket === attempt.socket) lost(line);
    if (line.attempt === attempt) failed(line, attempt);
  },
});

const ping = (line: Line, withinMs: number): void => {
  if (line.live === undefined) return;
  line.live.socket.send(JSON.stringify({ type: 'ping' } satisfies ClientFrame));
  line.clocks.set('answer', withinMs, () => lost(line));
  line.clocks.set('beat', heartbeatMs, () => ping(line, answerWithinMs));
};

const lost = (line: Line): void => {
  if (line.live === undefined) return;
  if (line.timers.now() - line.live.openedAt >= steadyAfterMs) line.failures = 0;
  line.live.socket.close();
  line.live = undefined;
  line.clocks.clear('beat', 'answer', 'renew');
  if (line.isRunning && line.attempt === undefined) later(line);
};

const failed = (line: Line, attempt: Attempt): void => {
  if (attempt.isOver) return;
  attempt.isOver = true;
  attempt.socket?.close();
  if (attempt.socket !== undefined) line.refused += 1;
  line.attempt = undefined;
  line.clocks.clear('open');
  if (line.isRunning) later(line);
};

const later = (line: Line): void => {
  const isPolling = line.refused >= failuresUntilPolling;
  if (line.live === undefined) line.onLink(isPolling ? 'polling' : 'waiting');
  const ms = backoffMs(line.failures, line.chance);
  line.failures += 1;
  line.clocks.set('retry', isPolling ? pollingBackoffMs : ms, () => connect(line));
};

const over = (line: Line): void => {
  stop(line);
  line.onLink('signed_out');
};

const stop = (line: Line): void => {
  line.isRunning = false;
  if (line.attempt !== undefined) line.attempt.isOver = true;
  line.attempt?.socket?.close();
  line.live?.socket.close();
  line.attempt = undefined;
  line.live = undefined;
  line.clocks.clear('beat', 'answer', 'renew', 'retry', 'open');
};

/** What is not known is left out; servers are newer than pages that are open for days. */
const frameFrom = (text: string): ServerFrame | undefined => {
  try {
    const frame: unknown = JSON.parse(text);
    if (typeof frame !== 'object' || frame === null || !('type' in frame) || typeof frame.type !== 'string') return undefined;
    return frameTypes.has(frame.type) ? (frame as ServerFrame) : undefined;
  } catch {
    return undefined;
  }
};
const frameTypes: ReadonlySet<string> = new Set<ServerFrame['type']>([
  'message',
  'stored',
  'refused',
  'marks',
  'typing',
  'changed',
  'pong',
]);
