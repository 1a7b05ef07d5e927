import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { secondMs } from '../../domain/kernel/instant.ts';
import type { Sockets } from '../../domain/relay/chat/ports.ts';
import { type ChatSocket, frameBytesMax } from '../websocket/chat-socket.ts';
import type { Upgrade } from './loopback-server.ts';

/** The WebSockets of the chat in one process, on a server that listens already. */
export interface ChatServer {
  /** What reaches the windows that are open here. */
  readonly sockets: Sockets;
  /** Takes what asks for `chatSocketPath` and closes every other connection that wants to be more than HTTP. */
  readonly upgrade: Upgrade;
  /** From now on windows are let in, and looked after now and then; before, they are asked to come again. */
  readonly serve: (socket: ChatSocket) => void;
  /** Looks whether somebody is still at the other end of each, and lets go of those who have not answered since it was last asked. */
  readonly beat: () => void;
  /** Tells every window to come again, and cuts those off that do not go within `graceMs`. */
  readonly close: (graceMs: number) => Promise<void>;
}

export interface ChatServerOptions {
  /** Windows that are open at once. */
  readonly connectionsMax?: number | undefined;
  /** Hears of what was thrown. */
  readonly onFault: (fault: unknown) => void;
}

export const chatSocketPath = '/chat/socket';
const beatEveryMs = 30 * secondMs;
const connectionsMaxDefault = 2_000;
/** Frames of one window that wait for those before them; a browser that waits for answers has never so many. */
const waitingMax = 200;
/** What a window has not taken yet; one that takes nothing is let go of, and catches up when it comes again. */
const unsentBytesMax = 4 * 1024 * 1024;

/** RFC 6455, 7.4.1, and the registry of the IANA for 1012. */
const closeCodes = { over: 1008, tooMuch: 1008, restart: 1012 } as const;

interface Window {
  readonly id: string;
  /** Not there until the handshake is done; what is sent until then waits. */
  socket?: WebSocket;
  readonly early: string[];
  isAlive: boolean;
  waiting: number;
  last: Promise<unknown>;
}

interface State {
  readonly windows: Map<string, Window>;
  readonly connectionsMax: number;
  readonly onFault: (fault: unknown) => void;
  socket?: ChatSocket | undefined;
  beating?: NodeJS.Timeout | undefined;
  isClosing: boolean;
}

export const createChatServer = ({ connectionsMax = connectionsMaxDefault, onFault }: ChatServerOptions): ChatServer => {
  const server = new WebSocketServer({ noServer: true, maxPayload: frameBytesMax, perMessageDeflate: false, clientTracking: false });
  const state: State = { windows: new Map(), connectionsMax, onFault, isClosing: false };
  return {
    sockets: socketsOver(state.windows),
    upgrade: (request, stream, head) => {
      // Whoever hangs up in the middle of it is no fault.
      stream.on('error', () => undefined);
      opened(state, { server, request, stream, head }).catch((error: unknown) => {
        onFault(error);
        answerPlainly(stream, '503 Service Unavailable');
      });
    },
    serve: (socket) => {
      state.socket = socket;
      state.beating ??= setInterval(() => {
        beat(state.windows);
      }, beatEveryMs).unref();
    },
    beat: () => {
      beat(state.windows);
    },
    close: async (graceMs) => {
      state.isClosing = true;
      clearInterval(state.beating);
      await Promise.all([...state.windows.values()].map(async (window) => ended(window, graceMs)));
    },
  };
};

const beat = (windows: ReadonlyMap<string, Window>): void => {
  for (const window of windows.values()) {
    if (window.socket === undefined) continue;
    if (!window.isAlive) window.socket.terminate();
    window.isAlive = false;
    window.socket.ping();
  }
};

const socketsOver = (windows: Map<string, Window>): Sockets => ({
  send: async (id, frame) => {
    const window = windows.get(id);
    if (window === undefined) return Promise.resolve('gone');
    const text = JSON.stringify(frame);
    if (window.socket === undefined) window.early.push(text);
    else if (window.socket.readyState !== window.socket.OPEN) return Promise.resolve('gone');
    else if (window.socket.bufferedAmount > unsentBytesMax) window.socket.terminate();
    else window.socket.send(text);
    return Promise.resolve('sent');
  },
  close: async (id) => {
    const socket = windows.get(id)?.socket;
    // One that is still being let in is not let in any more.
    if (socket === undefined) windows.delete(id);
    socket?.close(closeCodes.over);
    return Promise.resolve();
  },
});

interface Asked {
  readonly server: WebSocketServer;
  readonly request: IncomingMessage;
  readonly stream: Duplex;
  readonly head: Buffer;
}

const opened = async (state: State, { server, request, stream, head }: Asked): Promise<void> => {
  const asked = URL.parse(request.url ?? '/', 'http://localhost');
  if (asked?.pathname !== chatSocketPath) {
    answerPlainly(stream, '404 Not Found');
    return;
  }
  const { socket, windows } = state;
  if (socket === undefined || state.isClosing || windows.size >= state.connectionsMax) {
    answerPlainly(stream, '503 Service Unavailable');
    return;
  }
  // It is there before anybody can hear of it, so that nothing that is sent at once is lost.
  const window: Window = { id: randomBytes(16).toString('base64url'), early: [], isAlive: true, waiting: 0, last: Promise.resolve() };
  windows.set(window.id, window);
  try {
    const ticket = asked.searchParams.get('ticket') ?? undefined;
    if ((await socket.connect({ connection: window.id, origin: request.headers.origin, ticket })) === 'refused') {
      answerPlainly(stream, '403 Forbidden');
      return;
    }
    // It answers a handshake that is none by itself, and opens nothing.
    if (!state.isClosing && !stream.destroyed && windows.has(window.id))
      server.handleUpgrade(request, stream, head, (open) => {
        attended(state, socket, { window, open });
      });
    if (window.socket === undefined) await socket.gone(window.id);
  } finally {
    if (window.socket === undefined) windows.delete(window.id);
    if (window.socket === undefined && !stream.writableEnded) answerPlainly(stream, '503 Service Unavailable');
  }
};

const attended = (state: State, socket: ChatSocket, { window, open }: { readonly window: Window; readonly open: WebSocket }): void => {
  window.socket = open;
  for (const text of window.early.splice(0)) open.send(text);
  open.on('pong', () => {
    window.isAlive = true;
  });
  open.on('message', (data, isBinary) => {
    window.isAlive = true;
    taken(state, socket, { window, text: isBinary ? '' : textOf(data) });
  });
  // Too large a frame, or one that is against the protocol: it is closed anyway.
  open.on('error', () => undefined);
  open.on('close', () => {
    state.windows.delete(window.id);
    window.last = window.last.then(async () => socket.gone(window.id)).catch(state.onFault);
  });
};

/** One after the other, in the order in which they were sent. */
const taken = (state: State, socket: ChatSocket, { window, text }: { readonly window: Window; readonly text: string }): void => {
  if (window.waiting >= waitingMax) {
    window.socket?.close(closeCodes.tooMuch);
    return;
  }
  window.waiting += 1;
  window.last = window.last
    .then(async () => {
      if ((await socket.frame(window.id, text)) === 'over') window.socket?.close(closeCodes.over);
    })
    .catch(state.onFault)
    .finally(() => {
      window.waiting -= 1;
    });
};

const textOf = (data: RawData): string =>
  (Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? Buffer.from(data) : data).toString('utf8');

const ended = async (window: Window, graceMs: number): Promise<void> => {
  const { socket } = window;
  if (socket === undefined || socket.readyState === socket.CLOSED) return;
  await new Promise<void>((resolve) => {
    const cut = setTimeout(() => {
      socket.terminate();
    }, graceMs);
    socket.once('close', () => {
      clearTimeout(cut);
      resolve();
    });
    socket.close(closeCodes.restart);
  });
  await window.last;
};

const answerPlainly = (stream: Duplex, status: string): void => {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
};
