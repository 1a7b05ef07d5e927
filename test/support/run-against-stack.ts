import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { communityFilesOf } from './deployed-stack.ts';
import type { MiniStack } from './ministack.ts';
import type { Ran } from './run-loop.ts';

const loop = fileURLToPath(new URL('../../scripts/loop.ts', import.meta.url));

/** An operator's terminal: `loop` as a process, with credentials of its own and nowhere to go but to the emulator. */
export interface OperatorsDesk {
  readonly folder: string;
  /** What its processes find in their environment, and nothing else. */
  readonly env: Readonly<Record<string, string>>;
  readonly write: (name: string, content: string) => string;
  /** Runs `loop … --community .` */
  readonly loop: (...words: readonly string[]) => Promise<Ran>;
  readonly begin: (words: readonly string[], env?: Readonly<Record<string, string>>) => Begun;
  readonly remove: () => void;
}

export interface Begun {
  /** As Ctrl-C does. */
  readonly interrupt: () => void;
  readonly ended: Promise<Ran>;
}

export const anOperatorsDesk = (aws: Pick<MiniStack, 'url' | 'region' | 'credentials'>): OperatorsDesk => {
  const folder = mkdtempSync(join(tmpdir(), 'loop-operator-'));
  for (const [name, content] of Object.entries(communityFilesOf)) writeFileSync(join(folder, name), content);
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    AWS_ENDPOINT_URL: aws.url,
    AWS_REGION: aws.region,
    AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
    // Without credentials the SDK would ask the machine that it takes this one for, at an address that is not this machine's.
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const begin: OperatorsDesk['begin'] = (words, more = {}) => begun([...words, '--community', '.'], { folder, env: { ...env, ...more } });
  return {
    folder,
    env,
    write: (name, content) => {
      writeFileSync(join(folder, name), content);
      return name;
    },
    begin,
    loop: async (...words) => begin(words).ended,
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
};

const begun = (
  words: readonly string[],
  { folder, env }: { readonly folder: string; readonly env: Readonly<Record<string, string>> },
): Begun => {
  const child = spawn(process.execPath, [loop, ...words], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  return {
    interrupt: () => {
      child.kill('SIGINT');
    },
    ended: new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => {
        resolve({ code, signal, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() });
      });
    }),
  };
};
