import { createInterface } from 'node:readline/promises';
import { exitCode, type ExitCode, misused, say } from './terminal.ts';

/** What is about to be changed, where, and whether the operator has said already that it may be. */
export interface Wish {
  readonly stack: string;
  readonly yes?: boolean | undefined;
  /** One sentence each. */
  readonly what: readonly string[];
  /** What has to be typed, where it is more than a yes. */
  readonly word?: string | undefined;
}

/** Asks a person one line; undefined where they ended the input instead. */
export interface Asker {
  readonly canAsk: boolean;
  readonly ask: (question: string) => Promise<string | undefined>;
}

/** Refuses, before any work is done, a change that nobody can be asked about. `flag` is what to add in place of an answer. */
export const mustAsk = (given: boolean | undefined, flag: string, asker: Asker = terminalAsker): ExitCode | undefined =>
  given === true || asker.canAsk ? undefined : misused(`nobody can be asked here; add ${flag} to go ahead without a question`);

/** Says what will happen to which stack and asks for the word; answers why not to go on, or nothing. */
export const confirmed = async ({ stack, yes, what, word }: Wish, asker: Asker = terminalAsker): Promise<ExitCode | undefined> => {
  say(`Stack ${stack}:`);
  for (const sentence of what) say(`  ${sentence}`);
  if (yes === true) return undefined;
  const refused = mustAsk(yes, '--yes', asker);
  if (refused !== undefined) return refused;
  const wanted = word ?? wordFor(stack);
  const typed = await asker.ask(`Type ${wanted} to go on: `);
  if (typed?.trim() === wanted) return undefined;
  say('Nothing was changed.');
  return exitCode.refused;
};

/** What has to be typed before a stack is changed: of one that real people depend on, its name. */
export const wordFor = (stack: string): string => (stack.startsWith('prod') ? stack : 'yes');

/** Questions go to standard error, so that results can be piped. */
export const terminalAsker: Asker = {
  get canAsk() {
    return process.stdin.isTTY && process.stderr.isTTY;
  },
  ask: async (question) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    // While a line is read, an interrupt comes as a key and not as a signal.
    lines.on('SIGINT', () => {
      lines.close();
      process.emit('SIGINT');
    });
    const ended = new Promise<undefined>((resolve) => {
      lines.once('close', () => {
        resolve(undefined);
      });
    });
    try {
      return await Promise.race([lines.question(question), ended]);
    } finally {
      lines.close();
    }
  },
};
