import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Browser, createBrowser } from './browse.ts';
import type { Ran } from './run-loop.ts';

const start = fileURLToPath(new URL('../../scripts/start.ts', import.meta.url));

/** `npm start` as a process. */
export interface EmbeddedProcess {
  /** The address that it printed. Throws what it said where it ended before. */
  readonly url: () => Promise<string>;
  /** Where it takes mails to private addresses. */
  readonly smtpPort: () => Promise<number>;
  /** Sends a signal and waits for the end. */
  readonly end: (signal: NodeJS.Signals) => Promise<Ran>;
  /** However it ends. */
  readonly ended: Promise<Ran>;
}

export const startEmbedded = (...words: readonly string[]): EmbeddedProcess => {
  const child = spawn(process.execPath, [start, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  const printed = Promise.withResolvers<readonly string[]>();
  printed.promise.catch(() => undefined);
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    const lines = stdout.split('\n');
    if (lines.length > 2) printed.resolve(lines);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = new Promise<Ran>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      printed.reject(new Error(`it ended with ${String(code ?? signal)}: ${stderr}`));
      resolve({ code, signal, stdout, stderr });
    });
  });
  return {
    url: async () => (await printed.promise)[0] ?? '',
    smtpPort: async () => Number(new URL((await printed.promise)[1] ?? '').port),
    end: async (signal) => {
      child.kill(signal);
      return ended;
    },
    ended,
  };
};

/** A browser without script in front of a process. */
export const browserAt = (url: string): Browser => createBrowser(async (request) => fetch(request), { baseUrl: url });
