import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { type FileProblem, type Problems, problemsOf } from '../../adapters/files/problem.ts';

/** How a run of the command line ends. */
export const exitCode = { done: 0, internalError: 1, usage: 2, refused: 3, hungUp: 129, interrupted: 130, terminated: 143 } as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** One line for people on standard error; anything that looks like an address is left out of it. */
export const say = (line: string): void => {
  if (progressIsShown) progress('');
  process.stderr.write(`${withoutAddresses(line)}\n`);
};

/** A value with an `@` in it that commander says was refused: what is in the wrong form may still tell who was meant. */
export const withoutRefusedAddresses = (text: string): string =>
  text.replace(/ (value|argument) '([^]*)' is invalid(?= for |\.)/, (words, what: string, value: string) =>
    value.includes('@') ? ` ${what} is invalid` : words,
  );

export const withoutAddresses = (text: string): string =>
  text.replace(/[^\s"'“”,;:<>()]+/g, (word) => (/[^@]@+[^@]/.test(word) ? '(an address)' : word));

/** How many of something: "1 row was skipped", "2 rows were skipped". */
export const counted = (count: number, [one, many]: readonly [one: string, many: string]): string =>
  `${String(count)} ${count === 1 ? one : many}`;

const steps: { underWay: number; endAfter: ExitCode | undefined } = { underWay: 0, endAfter: undefined };

const endWith = (code: ExitCode): void => {
  if (steps.underWay > 0 && steps.endAfter === undefined) {
    steps.endAfter = code;
    if (process.stderr.isTTY) process.stderr.write('\nEnding after this step; Ctrl-C again ends at once.\n');
    return;
  }
  if (process.stderr.isTTY) process.stderr.write('\n');
  process.exit(code);
};

/** What asks a process to end: Ctrl-C, whoever manages processes, a terminal that is closed. */
const interrupts = [
  ['SIGINT', () => endWith(exitCode.interrupted)],
  ['SIGTERM', () => endWith(exitCode.terminated)],
  ['SIGHUP', () => endWith(exitCode.hungUp)],
] as const;

const heedInterrupts = (): void => {
  for (const [signal, end] of interrupts) process.on(signal, end);
};

const endIfAsked = (): void => {
  if (steps.endAfter !== undefined) endWith(steps.endAfter);
};

/**
 * An interrupt ends the process between two steps of its work, never within the writing of a file. While a read may block for good,
 * as it does on a pipe that nobody writes to, no handler would be called: the system ends the process then.
 */
export const interruptible = {
  on: heedInterrupts,
  bySystem: async <T>(blocking: () => T): Promise<T> => {
    // An interrupt that came before is heard first, in the second turn at the latest.
    await setImmediate();
    await setImmediate();
    for (const [signal, end] of interrupts) process.off(signal, end);
    try {
      return blocking();
    } finally {
      heedInterrupts();
    }
  },
  /** Within a step that has steps of its own: between two of those. */
  between: endIfAsked,
  /** An interrupt waits for the end of this step; a second one does not. */
  step: async <T>(body: () => Promise<T>): Promise<T> => {
    steps.underWay += 1;
    try {
      return await body();
    } finally {
      steps.underWay -= 1;
      if (steps.underWay === 0) endIfAsked();
    }
  },
};

/** One line that is overwritten as the work goes on; shown on a terminal only. */
export const progress = (text: string): void => {
  if (!process.stderr.isTTY) return;
  process.stderr.write(`\r\u001B[K${text}`);
  progressIsShown = text !== '';
};

let progressIsShown = false;

/** Results on standard output; a reader that closes early, like `head`, is no error. */
export const print = (text: string): void => {
  process.stdout.write(text);
};

/** Results that are many, piece by piece: the next is made when the one before has left, and an interrupt is heeded between two. */
export const printAll = async (pieces: Iterable<string>): Promise<void> => {
  for (const piece of pieces) {
    if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
    await setImmediate();
  }
};

/** Says every problem that was kept and how many there are; with `json` also as one document on standard output. */
export const refuse = (problems: Problems, { json }: { readonly json: boolean }): ExitCode => {
  for (const problem of problems.kept) say(inOneLine(problem));
  const more = problems.count - problems.kept.length;
  if (more > 0) say(`… and ${String(more)} more problems`);
  if (json) print(`${JSON.stringify({ problems: problems.kept, count: problems.count })}\n`);
  return exitCode.refused;
};

/** Says one refusal that no file is to blame for; `where` is what it is about, such as a stack. */
export const refuseAt = (where: string, { code, message }: Refusal, { json = false }: { readonly json?: boolean | undefined }): ExitCode =>
  refuse(problemsOf({ file: where, line: null, column: null, code, message }), { json });

/** A stable, dotted code, and what to do. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** Says what was wrong with how the command was called. */
export const misused = (message: string): ExitCode => {
  say(`error: ${message}`);
  return exitCode.usage;
};

const inOneLine = ({ file, line, column, code, message }: FileProblem): string => {
  const place = [line === null ? [] : `line ${String(line)}`, column === null ? [] : `column ${column}`].flat().join(', ');
  return `${file}${place === '' ? '' : `, ${place}`}: ${code}: ${message}`;
};
