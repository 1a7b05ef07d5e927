#!/usr/bin/env node
import { exitCode, interruptible, say, withoutAddresses, withoutRefusedAddresses } from './commands/terminal.ts';

// An interrupt and a closed output are heeded before the many modules of the commands are read.
interruptible.on();
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever reads the output, like `head`, may have seen enough.
  if (error.code === 'EPIPE') process.exit(exitCode.done);
  say(`standard output: out.not_writable: it cannot be written (${error.code ?? 'unknown'})`);
  process.exit(exitCode.refused);
});
// Messages that nobody can read are no reason to stop.
process.stderr.on('error', () => undefined);
process.on('uncaughtException', (error) => {
  sayInternal(error);
  process.exit(exitCode.internalError);
});

const { CommanderError } = await import('commander');
const { loopProgram } = await import('./commands/program.ts');

const program = loopProgram((code) => (process.exitCode = code));
const everyCommand = [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)];
for (const command of everyCommand) {
  command.exitOverride();
  command.configureOutput({ writeErr: (text) => process.stderr.write(withoutAddresses(withoutRefusedAddresses(text))) });
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? exitCode.done : exitCode.usage;
  else {
    sayInternal(error);
    process.exitCode = exitCode.internalError;
  }
}

function sayInternal(error: unknown): void {
  say('Something went wrong inside Loop; this is a bug, not your data. Run it again with --debug to see where.');
  if (process.argv.includes('--debug')) say(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
