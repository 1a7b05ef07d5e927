import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { WebSocketServer } from 'ws';
import { chatPage } from '../../adapters/http/pages/chat-page.ts';
import { chatPolicy } from '../../adapters/http/pages/content-policy.ts';
import { icon, layout } from '../../adapters/http/pages/layout.ts';
import { styles } from '../../adapters/http/pages/stylesheet.ts';
import { type ChatModel, makeChatModel, type Side, type Window } from './chat-model.ts';

/** The chat model over HTTP and WebSocket on this machine, with the page as `node scripts/build-web.ts` made it. */
export interface FakeChatServer {
  readonly model: ChatModel;
  /** Where one of the two opens the chat. */
  readonly pageOf: (side: Side, isThread?: boolean) => string;
  /** Cuts everything that is connected; while it is not up, nothing new comes through either. */
  readonly setUp: (isUp: boolean) => void;
  readonly cutSockets: () => void;
  readonly setSignedIn: (isSignedIn: boolean) => void;
  /** Asked-for paths, without what is behind `?`. */
  readonly asked: readonly string[];
  readonly uploads: readonly Buffer[];
  readonly close: () => Promise<void>;
}

const root = join(import.meta.dirname, '..', '..');

export const startFakeChatServer = async (names: Readonly<Record<Side, string>>): Promise<FakeChatServer> => {
  const model = makeChatModel({ now: () => Date.now(), names });
  const desk: Desk = { model, asked: [], uploads: [], isUp: true, isSignedIn: true };
  const connections = new Set<Socket>();
  const server = createServer((request, response) => void answer(desk, request, response));
  const sockets = new WebSocketServer({ server, path: '/chat/socket' });
  server.on('connection', (connection) => {
    connections.add(connection);
    connection.on('close', () => connections.delete(connection));
    if (!desk.isUp) connection.destroy();
  });
  sockets.on('connection', (socket, request) => {
    const window: Window = { side: sideIn(request), push: (frame) => socket.send(JSON.stringify(frame)) };
    model.connect(window);
    socket.on('message', (data: Buffer) => model.frame(window, JSON.parse(data.toString()) as Parameters<ChatModel['frame']>[1]));
    socket.on('close', () => model.disconnect(window));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const cutSockets = (): void => sockets.clients.forEach((each) => each.terminate());
  return {
    model,
    asked: desk.asked,
    uploads: desk.uploads,
    pageOf: (side, isThread = true) => `${originOf(server.address())}/as/${side}${isThread ? `?thread=${model.thread}` : ''}`,
    setUp: (isUp) => {
      desk.isUp = isUp;
      if (!isUp) connections.forEach((each) => each.destroy());
    },
    cutSockets,
    setSignedIn: (isSignedIn) => {
      desk.isSignedIn = isSignedIn;
    },
    close: async () => {
      cutSockets();
      connections.forEach((each) => each.destroy());
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
};

interface Desk {
  readonly model: ChatModel;
  readonly asked: string[];
  readonly uploads: Buffer[];
  isUp: boolean;
  isSignedIn: boolean;
}

const originOf = (address: AddressInfo | string | null): string =>
  `http://127.0.0.1:${typeof address === 'object' && address !== null ? String(address.port) : ''}`;

const sideIn = ({ headers }: IncomingMessage): Side => (headers.cookie?.includes('side=b') === true ? 'b' : 'a');

/** As the relay makes them anew. */
const laidOut = '<base target="_blank"><h1 style="color: teal">Laid out</h1><p>As it was <a href="/icon.svg">written</a>.</p>';

const boxOf = (side: Side): string => `member-${side}`;

const answer = async (desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
  desk.asked.push(pathname);
  const body = await bodyOf(request);
  if (pathname.startsWith('/chat/api/')) return answerApi(desk, response, { request, pathname, searchParams, body });
  if (pathname.startsWith('/as/')) {
    const thread = searchParams.get('thread');
    response.setHeader('set-cookie', `side=${pathname.slice(4)}; Path=/; HttpOnly`);
    return redirect(response, thread === null ? '/chat' : `/chat/${thread}`);
  }
  if (pathname === '/bucket') {
    desk.uploads.push(body);
    return void response.writeHead(204).end();
  }
  if (pathname === '/kept/voice') return void response.writeHead(200, { 'content-type': 'audio/webm' }).end(fileIn(desk.uploads.at(-1)));
  if (pathname === '/kept/html') return send({ response }, 'text/html', laidOut);
  if (pathname === '/icon.svg') return send({ response }, 'image/svg+xml', icon);
  if (pathname === '/style.css') return send({ response }, 'text/css', styles);
  if (pathname.startsWith('/web/')) return sendBuilt(response, pathname);
  if (pathname.startsWith('/chat')) return sendShell(response, { side: sideIn(request), host: request.headers.host ?? '' });
  response.writeHead(404).end();
};

interface Asked {
  readonly request: IncomingMessage;
  readonly pathname: string;
  readonly searchParams: URLSearchParams;
  readonly body: Buffer;
}

const answerApi = ({ model, isSignedIn }: Desk, response: ServerResponse, { request, pathname, searchParams, body }: Asked): void => {
  const side = sideIn(request);
  const place = (name: string): number | undefined => (searchParams.has(name) ? Number(searchParams.get(name)) : undefined);
  const json = (value: unknown, status = 200): void => send({ response, status }, 'application/json', JSON.stringify(value));
  // The page says whose it is; somebody else who signed in meanwhile gets nothing of it.
  const isTheirs = (searchParams.get('member') ?? boxOf(side)) === boxOf(side);
  if (!isSignedIn || !isTheirs) return json({ code: 'membership.signed_out', message: 'Sign in.' }, 401);
  const posted = (): never => JSON.parse(body.toString()) as never;
  const origin = `http://${request.headers.host ?? ''}`;
  if (pathname.endsWith('/tickets'))
    return json({ url: `${origin.replace('http', 'ws')}/chat/socket?ticket=once`, expiresAt: Date.now() + 30_000 });
  if (pathname.endsWith('/threads')) return json(model.listOf(side));
  if (!pathname.includes(`/threads/${model.thread}/`)) return json({ code: 'chat.thread_unknown', message: 'No such thread.' }, 404);
  if (pathname.endsWith('/voice') && request.method === 'POST')
    return json({ voice: model.upload(posted()), form: { url: `${origin}/bucket`, fields: { key: 'incoming/1' } }, expiresAt: 0 });
  if (pathname.endsWith('/marks')) {
    model.frame({ side, push: () => undefined }, { type: 'mark', thread: model.thread, ...(posted() as object) });
    return json(model.page(side, { limit: 1 }).marks);
  }
  if (request.method === 'POST') {
    const sent = model.send(side, posted());
    return sent.ok ? json(sent.message) : json({ code: sent.code, message: sent.message }, 409);
  }
  if (pathname.endsWith('/messages'))
    return json(model.page(side, { after: place('after'), before: place('before'), limit: place('limit') ?? 100 }));
  return redirect(response, pathname.endsWith('/html') ? '/kept/html' : '/kept/voice');
};

const sendShell = (response: ServerResponse, { side, host }: { readonly side: Side; readonly host: string }): void => {
  const visitor = { name: side, isOperator: false, formToken: 'token' };
  const html = String(layout(chatPage(boxOf(side)), { name: 'Loop', visitor, isEmbedded: false, hasChat: true }));
  response.setHeader('content-security-policy', chatPolicy({ socketUrl: `ws://${host}/chat/socket`, fileOrigins: [] }));
  send({ response }, 'text/html', html);
};

const sendBuilt = (response: ServerResponse, pathname: string): void => {
  const types: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css' };
  send({ response }, types[pathname.split('.').at(-1) ?? ''] ?? 'text/plain', readFileSync(join(root, 'dist', pathname)));
};

const send = (
  { response, status = 200 }: { readonly response: ServerResponse; readonly status?: number },
  type: string,
  body: string | Buffer,
): void => void response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' }).end(body);

const redirect = (response: ServerResponse, to: string): void => void response.writeHead(303, { location: to }).end();

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
};

/** What a form carried as its file: a recording of WebM begins with the same four bytes each time. */
const fileIn = (form: Buffer | undefined): Buffer => {
  const from = form?.indexOf(Buffer.from([0x1a, 0x45, 0xdf, 0xa3])) ?? -1;
  if (form === undefined || from < 0) return Buffer.alloc(0);
  return form.subarray(from, form.lastIndexOf('\r\n--'));
};
