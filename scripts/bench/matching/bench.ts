import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCode } from '../../commands/terminal.ts';
import { buildLemon } from './lemon.ts';
import { MissingPart } from '../../real-parts.ts';
import { runLoop, runScript } from './processes.ts';
import type { Outcome } from './targets.ts';

/** One row of the table: what it is called, and how it is measured. */
export interface Row {
  readonly name: string;
  /** Takes long: left to `--full`. */
  readonly onlyFull?: true;
  readonly measure: (bench: Bench) => Promise<Outcome>;
}

export interface Terminal {
  /** A line of the results. */
  readonly say: (line: string) => void;
  /** What is being done, for whoever waits; nothing any more when it is empty. */
  readonly note: (doing: string) => void;
}

/** What rows share. */
export interface Bench {
  /** A temporary folder. */
  readonly room: string;
  /** The driver of LEMON, built when it is first asked for; `undefined` where that cannot be. */
  readonly lemon: () => Promise<string | undefined>;
  /** The file of a graph, made when it is first asked for. */
  readonly graph: (graph: Graph) => Promise<string>;
  /** The file of so many invented members, likewise. */
  readonly members: (count: number) => Promise<string>;
  readonly note: Terminal['note'];
}

/** One of the made-up graphs of generate.ts; `partners` each, but for `dense`, which has all. */
export interface Graph {
  readonly family: 'topk' | 'rand' | 'dense';
  readonly members: number;
  readonly partners: number;
}

/** Makes the bench for `body` and clears it away. */
export const withBench = async ({ say, note }: Terminal, body: (bench: Bench) => Promise<void>): Promise<void> => {
  const room = await mkdtemp(join(tmpdir(), 'loop-bench-'));
  const once = makerOf(room);
  let lemon: Promise<string | undefined> | undefined;
  const clear = (): void => rmSync(room, { recursive: true, force: true });
  const stop = (): void => process.exit(exitCode.interrupted);
  process.once('exit', clear).once('SIGINT', stop).once('SIGTERM', stop);
  try {
    await body({
      room,
      note,
      lemon: () => (lemon ??= lemonIn(room, { say, note })),
      graph: ({ family, members, partners }) =>
        once(`graph-${family}-${String(members)}-${String(partners)}`, async (file) => {
          note(`making a graph of ${String(members)} members`);
          await runScript('generate.ts', [family, String(members), String(partners), file]);
        }),
      members: (count) =>
        once(`members-${String(count)}.csv`, async (file) => {
          note(`inventing ${String(count)} members`);
          await runLoop(['sample', 'members', '--count', String(count)], file);
        }),
    });
  } finally {
    process.off('exit', clear).off('SIGINT', stop).off('SIGTERM', stop);
    clear();
  }
};

const lemonIn = async (room: string, { say, note }: Terminal): Promise<string | undefined> => {
  note('building LEMON');
  try {
    return await buildLemon(room);
  } catch (error) {
    if (!(error instanceof MissingPart)) throw error;
    say(error.message);
    return undefined;
  }
};

const makerOf = (room: string): ((name: string, make: (file: string) => Promise<void>) => Promise<string>) => {
  const made = new Set<string>();
  return async (name, make) => {
    const file = join(room, name);
    if (!made.has(name)) await make(file);
    made.add(name);
    return file;
  };
};
