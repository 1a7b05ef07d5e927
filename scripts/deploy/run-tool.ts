import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(fileURLToPath(import.meta.url), '..', '..', '..');

/** The pinned Node comes first: Pulumi's language host takes `node` from the path. */
const env = { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env['PATH'] ?? ''}` };

/** Runs a tool and gives back what it printed; undefined where it is not there or says no. */
export const asked = (tool: string, args: readonly string[]): string | undefined => {
  const { status, stdout } = spawnSync(tool, args, { cwd: root, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer });
  return status === 0 ? stdout.trim() : undefined;
};

const maxBuffer = 256 * 1024 * 1024;

/**
 * Runs a tool in this terminal to its end. An interrupt reaches it as it reaches us, and it says when it has ended. What it says is the
 * answer, or, where the answer is ours, told beside it on standard error.
 */
export const ran = async (tool: string, args: readonly string[], says: 'the answer' | 'beside' = 'the answer'): Promise<number> => {
  const heeded = (): void => undefined;
  process.on('SIGINT', heeded);
  try {
    return await new Promise<number>((resolve, reject) => {
      spawn(tool, args, { cwd: root, env, stdio: ['inherit', says === 'beside' ? process.stderr : 'inherit', 'inherit'] })
        .on('error', reject)
        .on('exit', (code, signal) => {
          resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
        });
    });
  } finally {
    process.off('SIGINT', heeded);
  }
};
