import { getRequestListener } from '@hono/node-server';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { codeOf } from '../dynamodb/journal-files.ts';

/** Answers this machine alone, under both of its own addresses. */
export interface LoopbackServer {
  readonly port: number;
  /** Takes no new requests and ends those under way; after `graceMs` it cuts them off. */
  readonly close: (graceMs: number) => Promise<void>;
}

export type Handler = Parameters<typeof getRequestListener>[0];

/** Takes a connection over that wants to be more than HTTP: answers it, or ends it. */
export type Upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => void;

/** Ports that are looked at, from the one wished for on; 0 takes any that is free. */
const portsTried = 50;

/** Without `upgrade` every connection stays what it is. Throws `PortsTaken` where no port is free from the one wished for on. */
export const listenOnLoopback = async (wished: number, handler: Handler, upgrade?: Upgrade): Promise<LoopbackServer> => {
  // The global Request then takes requests of this server, too: whatever reads a body to limit its size hands on a copy.
  const listener: Listener = { answer: getRequestListener(handler), upgrade };
  for (let port = wished; port <= Math.min(wished + portsTried - 1, 65_535); port++) {
    const servers = await listening(port, listener);
    if (servers !== 'taken') return serverOver(servers);
  }
  throw new PortsTaken(`no port is free from ${String(wished)} on`);
};

export class PortsTaken extends Error {
  override readonly name = 'PortsTaken';
  readonly code = 'http.ports_taken';
}

interface Listener {
  readonly answer: ReturnType<typeof getRequestListener>;
  readonly upgrade: Upgrade | undefined;
}
interface Listening {
  readonly servers: readonly Server[];
  readonly port: number;
}

const listening = async (wished: number, listener: Listener): Promise<Listening | 'taken'> => {
  const four = await listen({ host: '127.0.0.1', port: wished }, listener);
  if (four === 'taken') return 'taken';
  if (four === 'unknown_address') throw new Error('this machine has no address 127.0.0.1');
  const port = portOf(four);
  // Browsers may ask `localhost` by either address. If the other one is somebody else's, this port is taken.
  const six = await listen({ host: '::1', port }, listener);
  if (six === 'unknown_address') return { servers: [four], port };
  if (six !== 'taken') return { servers: [four, six], port };
  await closed(four, 0);
  return wished === 0 ? listening(0, listener) : 'taken';
};

const listen = async (
  { host, port }: { readonly host: string; readonly port: number },
  listener: Listener,
): Promise<Server | 'taken' | 'unknown_address'> => {
  const server = createServer((request, response) => void listener.answer(request, response));
  if (listener.upgrade !== undefined) server.on('upgrade', listener.upgrade);
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const code = codeOf(error);
      if (code === 'EADDRINUSE' || code === 'EACCES') resolve('taken');
      else if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') resolve('unknown_address');
      else reject(error);
    });
    server.listen({ host, port, exclusive: true }, () => {
      resolve(server);
    });
  });
};

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

const serverOver = ({ servers, port }: Listening): LoopbackServer => ({
  port,
  close: async (graceMs) => {
    await Promise.all(servers.map(async (server) => closed(server, graceMs)));
  },
});

const closed = async (server: Server, graceMs: number): Promise<void> =>
  new Promise((resolve) => {
    const cut = setTimeout(() => {
      server.closeAllConnections();
    }, graceMs);
    // A browser holds its connection after the last answer, in case there is another question.
    const tidy = setInterval(() => {
      server.closeIdleConnections();
    }, tidyEveryMs);
    server.close(() => {
      clearTimeout(cut);
      clearInterval(tidy);
      resolve();
    });
  });

const tidyEveryMs = 20;
