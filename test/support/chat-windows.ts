import { WebSocket } from 'ws';
import type { ClientFrame, ServerFrame } from '../../adapters/http/contract.ts';

/** A window of the chat as a browser has it, without its page. */
export interface ChatWindow {
  readonly say: (frame: ClientFrame | string) => void;
  /** The next frame that was not read yet. */
  readonly next: () => Promise<ServerFrame>;
  /** All frames that came and were not read yet. */
  readonly heard: () => readonly ServerFrame[];
  /** How it ended. */
  readonly closed: Promise<number>;
  /** Says goodbye. */
  readonly leave: () => void;
  /** The connection is lost: nobody says anything. */
  readonly drop: () => void;
  readonly socket: WebSocket;
}

/** Throws `refused <status>` where it is not let in. */
export const openWindow = async (url: string, { origin }: { readonly origin: string | undefined }): Promise<ChatWindow> => {
  const socket = new WebSocket(url, origin === undefined ? {} : { origin });
  const [unread, waiting]: [ServerFrame[], ((frame: ServerFrame) => void)[]] = [[], []];
  const closed = Promise.withResolvers<number>();
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString('utf8')) as ServerFrame;
    const reader = waiting.shift();
    if (reader === undefined) unread.push(frame);
    else reader(frame);
  });
  socket.on('close', (code) => {
    closed.resolve(code);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('unexpected-response', (request, response) => {
      request.destroy();
      reject(new Error(`refused ${String(response.statusCode)}`));
    });
    socket.once('error', reject);
  });
  socket.on('error', () => undefined);
  return {
    say: (frame) => {
      socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
    },
    next: async () => {
      const first = unread.shift();
      return first ?? new Promise<ServerFrame>((resolve) => waiting.push(resolve));
    },
    heard: () => unread.splice(0),
    closed: closed.promise,
    leave: () => {
      socket.close();
    },
    drop: () => {
      socket.terminate();
    },
    socket,
  };
};

/** The next frame of a kind; those before it count as read. */
export const nextOf = async <Type extends string>(window: ChatWindow, type: Type) => {
  for (;;) {
    const frame = await window.next();
    if (frame.type === type) return frame as Extract<typeof frame, { readonly type: Type }>;
  }
};
