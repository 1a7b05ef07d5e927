import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { locate } from '../../scripts/real-parts.ts';

/** AWS on this machine: MiniStack in a process of its own, which nobody but this machine reaches. */
export interface MiniStack {
  readonly url: string;
  readonly region: string;
  /** Credentials that are let in; they are nobody's. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly stop: () => Promise<void>;
}

export const miniStackRegion = 'eu-central-1';

interface MiniStackOptions {
  /** IAM policies count, and whoever has none may do nothing. */
  readonly rights?: boolean;
  /** Where its functions find AWS, if not at itself: somebody in between who hands their calls on. */
  readonly askedBy?: string;
}

export const startMiniStack = async ({ rights = false, askedBy }: MiniStackOptions = {}): Promise<MiniStack> => {
  const folder = mkdtempSync(join(tmpdir(), 'loop-ministack-'));
  const port = String(await freePort());
  const child = spawn(locate('ministack'), ['-m', 'ministack'], {
    cwd: folder,
    stdio: 'ignore',
    env: {
      PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
      HOME: folder,
      TMPDIR: folder,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: port,
      // What it says of itself: a name that URLs may have labels before, which an address may not (WHATWG, "URL", host parsing).
      MINISTACK_HOST: 'localhost',
      MINISTACK_REGION: miniStackRegion,
      SFTP_ENABLED: '0',
      IOT_MTLS_ENABLED: '0',
      LOG_LEVEL: 'ERROR',
      ...(rights ? { AUTH: 'true' } : {}),
      ...(askedBy === undefined ? {} : { AWS_ENDPOINT_URL: askedBy }),
    },
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(late);
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await isReady(url, () => child.exitCode !== null);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, region: miniStackRegion, credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, stop };
};

const graceMs = 5_000;
const startMsMax = 60_000;

const isReady = async (url: string, hasEnded: () => boolean): Promise<void> => {
  for (const until = Date.now() + startMsMax; Date.now() < until; await sleep(100)) {
    if (hasEnded()) throw new Error('MiniStack ended before it was ready');
    const answer = await fetch(`${url}/_ministack/health`).catch(() => undefined);
    if (answer?.ok === true) return;
  }
  throw new Error('MiniStack did not get ready');
};

/** Nobody else on this machine has it at this moment; MiniStack takes no port 0. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};
