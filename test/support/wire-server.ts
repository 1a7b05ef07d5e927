import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** How a request ends: with an answer, without one for ever, with a reset, or with an answer that is cut off in its middle. */
export type WireAnswer =
  | { readonly kind: 'answer' | 'cut'; readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string }
  | { readonly kind: 'silence' }
  | { readonly kind: 'reset' };

export const asJson = (status: number, body: object, headers: Readonly<Record<string, string>> = {}): WireAnswer => ({
  kind: 'answer',
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

export interface Wire {
  readonly url: string;
  /** All that arrived, in order. */
  readonly requests: readonly WireRequest[];
  readonly close: () => Promise<void>;
}

/** A server on this machine that answers as `answer` says. */
export const openWire = async (answer: (request: WireRequest) => WireAnswer | Promise<WireAnswer>): Promise<Wire> => {
  const requests: WireRequest[] = [];
  const server = createServer((incoming, response) => {
    void received(incoming).then(async (request) => {
      requests.push(request);
      play(await answer(request), response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** An address on this machine at which nobody listens. */
export const nobodyListens = async (): Promise<string> => {
  const wire = await openWire(() => ({ kind: 'silence' }));
  await wire.close();
  return wire.url;
};

const play = (answer: WireAnswer, response: ServerResponse): void => {
  switch (answer.kind) {
    case 'silence':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'cut':
      response.writeHead(answer.status, { ...answer.headers, 'content-length': String(Buffer.byteLength(answer.body) + 100) });
      response.write(answer.body, () => response.socket?.destroy());
      return;
    case 'answer':
      response.writeHead(answer.status, answer.headers);
      response.end(answer.body);
  }
};

const received = async (incoming: IncomingMessage): Promise<WireRequest> => {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, value?.toString()]));
  return { method: incoming.method ?? '', path: incoming.url ?? '', headers, body: Buffer.concat(parts).toString('utf8') };
};
