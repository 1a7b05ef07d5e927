import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How a run of the command line ended and what it said. */
export interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

const loop = fileURLToPath(new URL('../../scripts/loop.ts', import.meta.url));

/** A folder of its own in which `loop` runs as a process; files go by their names in it. */
export interface Workshop {
  readonly folder: string;
  readonly write: (name: string, content: string | Uint8Array) => string;
  readonly read: (name: string) => string;
  /** Everything in the folder or one below it, hidden files too. */
  readonly list: (name?: string) => readonly string[];
  readonly loop: (...words: readonly string[]) => Promise<Ran>;
  /** Interrupts the run after so many milliseconds, as Ctrl-C does. */
  readonly interrupted: (words: readonly string[], afterMs: number) => Promise<Ran>;
  /** A line for bash in which `loop` is the command line; `execLoop … &` makes `$!` its process. */
  readonly shell: (line: string) => Promise<Ran>;
  readonly remove: () => void;
}

export const aWorkshop = (): Workshop => {
  const folder = mkdtempSync(join(tmpdir(), 'loop-run-'));
  return {
    folder,
    write: (name, content) => {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
      return name;
    },
    read: (name) => readFileSync(join(folder, name), 'utf8'),
    list: (name = '.') => readdirSync(join(folder, name)).sort(),
    loop: (...words) => ended([process.execPath, loop, ...words], { folder }),
    interrupted: (words, afterMs) => ended([process.execPath, loop, ...words], { folder, interruptAfterMs: afterMs }),
    shell: (line) =>
      ended(
        [
          'bash',
          '-c',
          `loop() { '${process.execPath}' '${loop}' "$@"; }; execLoop() { exec '${process.execPath}' '${loop}' "$@"; }; ${line}`,
        ],
        { folder },
      ),
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
};

const ended = (
  [program = '', ...words]: readonly string[],
  { folder, interruptAfterMs }: { readonly folder: string; readonly interruptAfterMs?: number },
): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    const timer = interruptAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGINT'), interruptAfterMs);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() });
    });
  });

/** What `--json` prints of a round. */
export interface RoundJson {
  readonly week: string;
  readonly pairs: readonly {
    readonly a: string;
    readonly b: string;
    readonly score: number;
    readonly reasons: readonly string[];
    readonly host?: boolean;
  }[];
  readonly leftOut: readonly { readonly member: string; readonly code: string; readonly reason: string }[];
  readonly certificate: {
    readonly pairs: number;
    readonly waiting: number;
    readonly total: number;
    readonly upperBound: number;
    readonly gap: number;
    readonly scope: string;
  };
  readonly skipped: number;
}
export const roundIn = ({ stdout }: Ran): RoundJson => JSON.parse(stdout) as RoundJson;

/** What `--json` prints of a refusal. */
export interface ProblemsJson {
  readonly problems: readonly {
    readonly line: number | null;
    readonly column: string | null;
    readonly code: string;
    readonly message: string;
  }[];
  readonly count: number;
}
export const problemsIn = ({ stdout }: Ran): ProblemsJson => JSON.parse(stdout) as ProblemsJson;

/** Two questions that anybody may leave out, one with ids that are names in JavaScript. */
export const smallSurvey = JSON.stringify({
  version: 1,
  questions: [
    {
      id: 'constructor',
      kind: 'single',
      label: 'Colour?',
      options: [
        { id: 'red', label: 'Deep Red' },
        { id: '__proto__', label: 'Proto' },
      ],
      matching: { rule: 'similar', weight: 1 },
    },
    { id: 'tags', kind: 'tags', label: 'Themes?', matching: { rule: 'overlap', weight: 2 } },
    { id: 'about', kind: 'text', label: 'About you', matching: { rule: 'ignore' } },
  ],
});
