import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

/** A bundle that runs as AWS would run it: in a process of its own, against the Runtime API. */
export interface RunningFunction {
  /** What the handler answered; throws what AWS would be told, where it failed. */
  readonly invoke: (event: unknown, limits?: { readonly remainingMs: number }) => Promise<unknown>;
  /** Everything that it wrote, on either stream. */
  readonly output: () => string;
  /** From its start to its first wish for an event. */
  readonly initMs: () => number;
  readonly stop: () => Promise<void>;
}

/** What a function wrote down in JSON, a record a line. */
export const logLines = (fn: Pick<RunningFunction, 'output'>): readonly Readonly<Record<string, unknown>>[] =>
  fn
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

export class FunctionFailed extends Error {
  override readonly name = 'FunctionFailed';
}

/** Resolves once it asks for its first event; rejects where it cannot be initialised. */
export const startFunction = async (bundle: string, env: Readonly<Record<string, string>>): Promise<RunningFunction> => {
  const waiting: { readonly id: string; readonly event: unknown; readonly deadline: number }[] = [];
  const open = new Map<string, { readonly resolve: (answer: unknown) => void; readonly reject: (error: Error) => void }>();
  const ready = Promise.withResolvers<number>();
  ready.promise.catch(() => undefined);
  let idle: ServerResponse | undefined;
  const hand = (): void => {
    const next = waiting[0];
    if (idle === undefined || next === undefined) return;
    idle.writeHead(200, { 'lambda-runtime-aws-request-id': next.id, 'lambda-runtime-deadline-ms': String(next.deadline) });
    idle.end(JSON.stringify(next.event));
    [idle] = [undefined, waiting.shift()];
  };
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (path.endsWith('/invocation/next')) {
      ready.resolve(performance.now());
      idle = response;
      hand();
      return;
    }
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString('utf8')));
    request.on('end', () => {
      response.writeHead(202).end();
      const body = JSON.parse(text) as { readonly errorMessage?: string };
      if (path.endsWith('/init/error')) ready.reject(new FunctionFailed(body.errorMessage));
      const call = open.get(/invocation\/([^/]+)\//.exec(path)?.[1] ?? '');
      if (path.endsWith('/error')) call?.reject(new FunctionFailed(body.errorMessage));
      else call?.resolve(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const api = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const startedAt = performance.now();
  const loop = fileURLToPath(new URL('./runtime-loop.ts', import.meta.url));
  const child = spawn(process.execPath, [loop, bundle], {
    env: { ...env, AWS_LAMBDA_RUNTIME_API: api, NODE_OPTIONS: '--enable-source-maps' },
  });
  const output = outputOf(child);
  child.once('exit', (code) => {
    ready.reject(new FunctionFailed(`ended with ${String(code)}`));
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const readyAt = await ready.promise.catch(async (error: unknown) => {
    await stop();
    throw error instanceof Error ? Object.assign(error, { output: output() }) : error;
  });
  return {
    invoke: async (event, { remainingMs } = { remainingMs: 30_000 }) => {
      const id = randomUUID();
      const answer = new Promise((resolve, reject) => open.set(id, { resolve, reject }));
      waiting.push({ id, event, deadline: Date.now() + remainingMs });
      hand();
      return answer;
    },
    output,
    initMs: () => readyAt - startedAt,
    stop,
  };
};

export const outputOf = (child: ChildProcess): (() => string) => {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => (text += part.toString('utf8')));
  return () => text;
};
