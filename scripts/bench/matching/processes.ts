import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** What a process that solves a matching problem says of itself. */
export interface Solved {
  readonly weight: number;
  readonly pairs: number;
  /** Of processors, of all threads. */
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly checkMs?: number;
  readonly peakMb: number;
}

/** Runs a script of this folder in a process of its own; what it prints, one line of JSON, is the answer. */
export const runScript = async <Answer>(name: string, args: readonly string[], limits: Limits = {}): Promise<Answer> =>
  runProgram(process.execPath, ['--max-old-space-size=8000', inFolder(name), ...args], limits);

export interface Limits {
  readonly timeoutMs?: number;
}

/** The same of any program. */
export const runProgram = async <Answer>(path: string, args: readonly string[], { timeoutMs = 0 }: Limits = {}): Promise<Answer> => {
  try {
    const running = promisify(execFile)(path, args, { timeout: timeoutMs });
    endsWithThis(running.child);
    const { stdout } = await running;
    return answerIn<Answer>(stdout);
  } catch (error) {
    if (error instanceof ProcessFailed) throw error;
    const { killed = false, signal, stderr = '' } = error as Ended;
    const words = typeof signal === 'string' ? `ended by ${signal}` : lastWords(stderr);
    throw new ProcessFailed(killed ? `not done within ${String(timeoutMs / 60_000)} minutes` : words, { cause: error });
  }
};

const answerIn = <Answer>(stdout: string): Answer => {
  try {
    return JSON.parse(stdout === '' ? '{}' : stdout) as Answer;
  } catch {
    throw new ProcessFailed(`it printed something else than its answer: ${stdout.slice(0, 100)}`);
  }
};

/** What execFile says of a process that did not end well. */
interface Ended {
  readonly killed?: boolean;
  readonly signal?: string | null;
  readonly stderr?: string;
}

/** No process outlives the bench when it is stopped. */
const endsWithThis = (child: ChildProcess): void => {
  const end = (): boolean => child.kill();
  process.on('exit', end);
  child.once('close', () => process.off('exit', end));
};

/** Its message says in a few words why a process did not end well. */
export class ProcessFailed extends Error {
  override readonly name = 'ProcessFailed';
}

/** Node's own report begins with the error; what else there is ends with it. */
const lastWords = (stderr: string): string => {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  return (lines.find((line) => /^(\w*Error|FATAL ERROR|InvariantBroken)\b/.test(line)) ?? lines.at(-1) ?? 'it ended without a word').slice(
    0,
    300,
  );
};

/** A run of the command line, as somebody at a terminal sees it. */
export interface CommandRun {
  /** From its start to its end, Node's own start included. */
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakMb: number;
}

const loop = fileURLToPath(new URL('../../loop.ts', import.meta.url));

/** `loop <args>`, its standard output in the file `out`. Throws where it does not end well. */
export const runLoop = async (args: readonly string[], out: string): Promise<CommandRun> => {
  const usage = `${out}.usage`;
  const output = openSync(out, 'w');
  try {
    const from = performance.now();
    const child = spawn(process.execPath, ['--import', new URL('usage.ts', import.meta.url).href, loop, '--debug', ...args], {
      env: { ...process.env, LOOP_BENCH_USAGE: usage },
      stdio: ['ignore', output, 'pipe'],
    });
    endsWithThis(child);
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-2_000)));
    const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
    const wallMs = performance.now() - from;
    if (code !== 0) throw new ProcessFailed(`loop ${args.slice(0, 2).join(' ')} ended with ${String(code)}: ${lastWords(said)}`);
    return { wallMs, ...(JSON.parse(await readFile(usage, 'utf8')) as Omit<CommandRun, 'wallMs'>) };
  } finally {
    closeSync(output);
    await rm(usage, { force: true });
  }
};

const inFolder = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
