import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Built, bundle } from '../build/bundle.ts';
import { entries } from '../build/entries.ts';

export interface HostFigures {
  readonly name: string;
  readonly kb: number;
  /** Reading the bundle and making what it makes before its first event; of a task, until it has ended over settings that are missing. */
  readonly initMs: number;
  /** Of a whole process, Node's own start included. */
  readonly startMs: number;
  /** Of the first page, with the key read and operators seated, and of one after it. Of the pages alone. */
  readonly firstMs?: number | undefined;
  readonly warmMs?: number | undefined;
}

const runs = 7;

/** Each bundle in processes of their own, the middle of several runs. */
export const measureHosts = async (): Promise<readonly HostFigures[]> => {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
  const into = await mkdtemp(join(tmpdir(), 'loop-bench-'));
  const services = await startServices();
  try {
    const built: Built[] = [];
    for (const entry of entries) built.push(await bundle(entry, { root, into }));
    const figures: HostFigures[] = [];
    for (const { entry, bytes } of built) {
      const path = join(into, entry.name, 'index.mjs');
      const isTask = entry.source.startsWith('adapters/worker/');
      const times: Times[] = [];
      for (let run = 0; run < runs; run++) times.push(await timed(path, { isTask, isPages: entry.name === 'api', env: services.env }));
      const middleOf = (of: (one: Times) => number | undefined): number | undefined => middle(times.flatMap((one) => of(one) ?? []));
      figures.push({
        name: entry.name,
        kb: Math.round(bytes / 1_000),
        initMs: middleOf(({ initMs }) => initMs) ?? 0,
        startMs: middleOf(({ startMs }) => startMs) ?? 0,
        firstMs: middleOf(({ firstMs }) => firstMs),
        warmMs: middleOf(({ warmMs }) => warmMs),
      });
    }
    return figures;
  } finally {
    services.close();
    await rm(into, { recursive: true, force: true });
  }
};

export const hostsText = (figures: readonly HostFigures[]): string =>
  [
    `${'bundle'.padEnd(14)}${['KB', 'init ms', 'process ms', 'first page ms', 'warm page ms'].map((name) => name.padStart(15)).join('')}`,
    ...figures.map(
      ({ name, kb, initMs, startMs, firstMs, warmMs }) =>
        `${name.padEnd(14)}${[kb, initMs, startMs, firstMs, warmMs].map((value) => shown(value).padStart(15)).join('')}`,
    ),
  ].join('\n');

const shown = (value: number | undefined): string => (value === undefined ? '' : String(Math.round(value * 10) / 10));
const middle = (values: readonly number[]): number | undefined => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

interface Times {
  readonly initMs: number;
  readonly startMs: number;
  readonly firstMs?: number;
  readonly warmMs?: number;
}

interface Measured {
  readonly isTask: boolean;
  readonly isPages: boolean;
  readonly env: Readonly<Record<string, string>>;
}

const timed = async (path: string, { isTask, isPages, env }: Measured): Promise<Times> => {
  const startedAt = performance.now();
  // A task without settings ends as soon as it has looked for them.
  const args = isTask ? [path] : ['--input-type=module', '--eval', measuring, path, String(isPages)];
  const child = spawn(process.execPath, args, { env: isTask ? {} : env, stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  child.stdout.on('data', (part: Buffer) => (text += part.toString('utf8')));
  await new Promise((resolve) => child.once('close', resolve));
  const startMs = performance.now() - startedAt;
  if (isTask) return { initMs: startMs, startMs };
  const line = text.split('\n').find((each) => each.startsWith('{"initMs"'));
  if (line === undefined) throw new Error(`${path} did not run`);
  return { ...(JSON.parse(line) as Times), startMs };
};

const event = {
  version: '2.0',
  rawPath: '/',
  rawQueryString: '',
  headers: { host: 'a.example' },
  isBase64Encoded: false,
  requestContext: { domainName: 'a.example', http: { method: 'GET', path: '/', sourceIp: '192.0.2.1' }, requestId: 'request' },
};

const warmRequests = 50;

/** Runs inside of the process that is measured. */
const measuring = `
const before = performance.now();
const { handler } = await import(process.argv[1]);
const initMs = performance.now() - before;
const times = [];
if (process.argv[2] === 'true') {
  for (let at = 0; at <= ${String(warmRequests)}; at++) {
    const asked = performance.now();
    const { statusCode } = await handler(${JSON.stringify(event)}, { awsRequestId: 'request', getRemainingTimeInMillis: () => 30000 });
    if (statusCode !== 200) throw new Error(String(statusCode));
    times.push(performance.now() - asked);
  }
}
const [firstMs, ...warm] = times;
console.log(JSON.stringify({ initMs, firstMs, warmMs: warm.sort((a, b) => a - b)[Math.floor(warm.length / 2)] }));
process.exit(0);
`;

/** Secrets Manager with a key, and a DynamoDB that is empty and stores everything that it is given. */
const startServices = async (): Promise<{ readonly env: Readonly<Record<string, string>>; readonly close: () => void }> => {
  const key = Buffer.alloc(32, 7).toString('base64');
  const server = createServer((request, response) => {
    request.resume();
    const isSecret = String(request.headers['x-amz-target']).startsWith('secretsmanager');
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(isSecret ? JSON.stringify({ SecretString: key }) : '{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const tables = Object.fromEntries(
    ['USERS', 'SURVEYS', 'MATCHES', 'RELAY'].map((name) => [`${name}_TABLE`, `bench-${name.toLowerCase()}`]),
  );
  return {
    env: {
      ...tables,
      STAGE: 'dev',
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
      AWS_ENDPOINT_URL: url,
      RELAY_DOMAIN: 'relay.example.com',
      BASE_URL: 'https://circle.example.com',
      KEY_SECRET_ID: 'key',
      MAILER: 'ses',
      FROM_EMAIL: 'circle@example.com',
      RAW_BUCKET: 'bench-raw-mails',
      RAW_PREFIX: 'inbound/',
      INBOUND_TOPIC_ARN: 'arn:aws:sns:eu-central-1:000000000000:bench-inbound',
      CHAT_SOCKET_URL: 'ws://localhost/live',
      CHAT_SOCKET_ENDPOINT: url,
      CHAT_BUCKET: 'bench-chat-files',
      CHAT_QUEUE_URL: `${url}/000000000000/bench-chat-missed`,
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
