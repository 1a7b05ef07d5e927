import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { outputOf } from './runtime-api.ts';

/** A task as ECS runs it: a process that ends with a code. */
export interface RunningTask {
  readonly ended: Promise<number | string | null>;
  readonly output: () => string;
  readonly lines: () => readonly Readonly<Record<string, unknown>>[];
  readonly kill: (signal: NodeJS.Signals) => void;
}

export const startTask = (bundle: string, env: Readonly<Record<string, string>>): RunningTask => {
  const child = spawn(process.execPath, [bundle], { env: { ...env } });
  const output = outputOf(child);
  return {
    // `close` comes after the last of the output.
    ended: new Promise((resolve) =>
      child.once('close', (code, signal) => {
        resolve(code ?? signal);
      }),
    ),
    output,
    lines: () =>
      output()
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>),
    kill: (signal) => child.kill(signal),
  };
};

/** Rounds of the bundle's community are due in every week, and from its first moment on. */
export const alwaysDue = async (bundle: string): Promise<void> => {
  const file = join(dirname(bundle), 'community', 'community.json');
  const community = JSON.parse(await readFile(file, 'utf8')) as object;
  await writeFile(file, JSON.stringify({ ...community, round: { day: 'monday', hour: 0 }, sendingHour: 0, holidayWeeks: [] }));
};
