import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { createDynamoClient } from '../../adapters/dynamodb/dynamo-client.ts';
import type { TableNames } from '../../adapters/dynamodb/placement.ts';
import { createTableOnSdk, type TableOnSdkOptions } from '../../adapters/dynamodb/table-on-sdk.ts';
import type { Table } from '../../adapters/dynamodb/table.ts';
import { createStillClock, type MovableClock } from '../../adapters/memory/movable-clock.ts';
import { later, type Instant } from '../../domain/kernel/instant.ts';
import { seededRandom } from '../../domain/kernel/random.ts';
import { testAccess } from './dynamo-tables.ts';

/** A request in DynamoDB's wire format, JSON 1.0. */
export interface Asked {
  /** `PutItem`, from the header X-Amz-Target. */
  readonly operation: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** The request as it came, for whoever passes it on. */
  readonly raw: { readonly headers: Readonly<Record<string, string>>; readonly body: string };
}

export type Reply =
  | { readonly status: number; readonly body: string }
  /** The connection ends without an answer, in the middle of one, or stays and says nothing. */
  | 'hang_up'
  | 'half_an_answer'
  | 'silence';

export interface FaultyDynamo {
  readonly endpoint: string;
  readonly asked: readonly Asked[];
  /** Until whoever asked has let go of every connection. */
  readonly letGo: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A server on this machine in the place of DynamoDB, which answers what a test says. */
export const startFaultyDynamo = async (reply: (asked: Asked, number: number) => Reply | Promise<Reply>): Promise<FaultyDynamo> => {
  const asked: Asked[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const one = askedIn(request, await text(request));
    send(await reply(one, asked.push(one)), response);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  const gone: Promise<unknown>[] = [];
  server.on('connection', (socket) => gone.push(once(socket, 'close')));
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('a server that listens has a port');
  return {
    endpoint: `http://127.0.0.1:${String(address.port)}`,
    asked,
    letGo: async () => {
      await Promise.all(gone);
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

export const ok = (body: object = {}): Reply => ({ status: 200, body: JSON.stringify(body) });

/** An error as AWS words it; what it quotes must go nowhere. */
export const secretWords = 'ana@example.com said hello';
export const refused = (name: string, more: object = {}, status = 400): Reply => ({
  status,
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: secretWords, ...more }),
});
export const cancelled = (...codes: readonly string[]): Reply =>
  refused('TransactionCanceledException', { CancellationReasons: codes.map((Code) => ({ Code, Message: secretWords })) });

/** Passes a request on to a DynamoDB that works, and gives its answer. */
export const forward = async ({ raw }: Asked, endpoint: string): Promise<Reply> => {
  const answer = await fetch(endpoint, { method: 'POST', headers: raw.headers, body: raw.body });
  return { status: answer.status, body: await answer.text() };
};

export interface FaultyTable {
  readonly table: Table;
  readonly clock: MovableClock;
  readonly close: () => void;
}

export const testTables: TableNames = { users: 'test-users', surveys: 'test-surveys', matches: 'test-matches', relays: 'test-relays' };

/** A table over an endpoint, whose pauses take no time: they put the clock forward. */
export const tableAt = (endpoint: string, more: Partial<Pick<TableOnSdkOptions, 'patienceMs' | 'tables'>> = {}): FaultyTable => {
  const clock = createStillClock(later(0 as Instant, 1_000_000_000_000));
  const client = createDynamoClient({ ...testAccess, endpoint, requestTimeoutMs: 250 });
  const table = createTableOnSdk({
    client,
    tables: testTables,
    clock,
    random: seededRandom(1),
    pause: async (ms) => {
      clock.moveBy(ms);
      return Promise.resolve();
    },
    patienceMs: 60_000,
    ...more,
  });
  return {
    table,
    clock,
    close: () => {
      client.destroy();
    },
  };
};

const askedIn = ({ headers }: IncomingMessage, body: string): Asked => ({
  operation: String(headers['x-amz-target']).replace(/^.*\./, ''),
  body: JSON.parse(body) as Readonly<Record<string, unknown>>,
  raw: {
    headers: Object.fromEntries(
      Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' && !hopByHop.has(name) ? [[name, value]] : [])),
    ),
    body,
  },
});

const hopByHop: ReadonlySet<string> = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'expect']);

const send = (reply: Reply, response: ServerResponse): void => {
  if (reply === 'silence') return;
  if (reply === 'hang_up') {
    response.destroy();
    return;
  }
  if (reply === 'half_an_answer') {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'content-length': '1000' });
    response.write('{"Item":', () => response.destroy());
    return;
  }
  response.writeHead(reply.status, { 'content-type': 'application/x-amz-json-1.0' }).end(reply.body);
};
