import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Loop as `npm start` runs it: a process of its own, reached over HTTP alone. */
export interface LiveRun {
  readonly url: string;
  /** Where it takes mails to private addresses (SMTP). */
  readonly smtpPort: number;
  /** What it has said on standard error so far. */
  readonly said: () => string;
  /** Ends it as the system would, and answers with how it ended. */
  readonly stop: () => Promise<number | null>;
}

const start = fileURLToPath(new URL('../../scripts/start.ts', import.meta.url));

/** Begins a run on any free port and waits until it says where it is reached. */
export const startRun = async (...words: readonly string[]): Promise<LiveRun> => {
  const child = spawn(process.execPath, [start, '--port', '0', '--smtp-port', '0', ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  let out = '';
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [url, smtpPort] = await new Promise<readonly [string, string]>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      const [, page, port] = /^(http:\/\/localhost:\d+)\nsmtp:\/\/127\.0\.0\.1:(\d+)$/m.exec(out) ?? [];
      if (page !== undefined && port !== undefined) resolve([page, port]);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      reject(new Error(`the run ended with ${String(code)} before it said where it is: ${err}`));
    });
  });
  return {
    url,
    smtpPort: Number(smtpPort),
    said: () => err,
    stop: async () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
};
