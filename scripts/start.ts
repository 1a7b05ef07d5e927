import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EmbeddedRun } from '../adapters/local/embedded-run.ts';
import { outputOption } from './commands/options.ts';
import { exitCode, say } from './commands/terminal.ts';

// Until it is ready nothing is begun that would have to be ended. The handlers stay as they are: one that is exchanged loses a signal.
let endWith = (code: number): void => process.exit(code);
process.on('SIGINT', () => {
  endWith(exitCode.interrupted);
});
process.on('SIGTERM', () => {
  endWith(exitCode.done);
});

interface StartOptions {
  readonly data?: string;
  readonly port: number;
  readonly smtpPort: number;
  readonly empty?: boolean;
  readonly log?: boolean;
  readonly debug?: boolean;
}

const portDefault = 3_000;
const smtpPortDefault = 2_525;

const portOption = (text: string): number => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
};

const program = new Command('npm start --')
  .description('Runs all of Loop on this machine, with a community of invented artists: pages, rounds, and a mailbox in place of mails.')
  .option('--data <dir>', 'keep everything in a folder; without it everything is gone when the run ends', outputOption)
  .addOption(new Option('--port <n>', 'the port; where it is taken, the next free one').default(portDefault).argParser(portOption))
  .addOption(
    new Option('--smtp-port <n>', 'the port for mails to private addresses; where it is taken, the next free one')
      .default(smtpPortDefault)
      .argParser(portOption),
  )
  .option('--empty', 'begin without invented people')
  .option('--log', 'write a line of JSON for each request and each call to standard error')
  .option('--debug', 'show where an internal error came from')
  .showHelpAfterError('(add --help for what can be said here)')
  .exitOverride()
  .addHelpText(
    'after',
    `
Reached from this machine alone, at http://localhost:${String(portDefault)}. Ctrl-C ends it.
Two lines on standard output say where: the pages, and where a mail program hands over mails to private addresses (SMTP, without password
or encryption). Nobody can say on one machine where a mail comes from, so each of those is taken as authenticated and free of spam and viruses.
Exit codes: 0 ended by SIGTERM, 1 internal error, 2 wrong use, 3 refused (a folder in use, bad data), 130 ended by Ctrl-C.`,
  )
  .allowExcessArguments(false);

const start = async (options: StartOptions): Promise<EmbeddedRun | undefined> => {
  const { readCommunity } = await import('../adapters/config/community.ts');
  const { readSurvey } = await import('../adapters/files/survey-file.ts');
  const { together } = await import('../adapters/files/problem.ts');
  const { refuse } = await import('./commands/terminal.ts');
  const { createLog } = await import('../adapters/composition/observed.ts');
  const { startEmbeddedRun } = await import('../adapters/local/embedded-run.ts');
  const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'community');
  const [community, survey] = [readCommunity(join(folder, 'community.json')), readSurvey(join(folder, 'survey.json'))];
  if (!community.ok || !survey.ok) {
    process.exitCode = refuse(together([community, survey].flatMap((read) => (read.ok ? [] : [read.error]))), { json: false });
    return undefined;
  }
  const log = createLog({ write: (line) => process.stderr.write(line), now: Date.now, from: options.log === true ? 'info' : 'warning' });
  return startEmbeddedRun({
    community: community.value,
    survey: survey.value,
    data: options.data,
    port: options.port,
    smtpPort: options.smtpPort,
    sample: options.empty !== true,
    log,
    onFault: options.debug === true ? show : undefined,
  });
};

const show = (fault: unknown): void => {
  say(fault instanceof Error ? (fault.stack ?? fault.message) : String(fault));
};

/** What keeps a run from beginning, in a sentence; undefined for what nobody expects. */
const refusalOf = (error: unknown, { data = '', port }: StartOptions): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'Unavailable') return `${data}: data.not_writable: nothing can be written there; make room, or name another folder`;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === 'http.ports_taken') return `${code}: no port is free from ${String(port)} on; name another one with --port`;
  const [, words] = dataRefusals.find(([each]) => each === code) ?? [];
  if (words !== undefined) return `${data}: ${code}: ${words}`;
  if (!systemRefusals.includes(code)) return undefined;
  return `${data}: data.not_writable: the folder cannot be made or written (${code}); name another one with --data`;
};

const dataRefusals: readonly (readonly [code: string, words: string])[] = [
  ['data.in_use', 'another process has this folder; end that one first, or name another folder'],
  ['data.damaged', 'what is kept there cannot be read; bring it back from a copy, or name another folder'],
  ['data.key_damaged', 'the file “key” in it is missing or no key; bring it back from a copy: another key would not know the members'],
];
const systemRefusals = ['EACCES', 'EEXIST', 'EISDIR', 'ENAMETOOLONG', 'ENOENT', 'ENOSPC', 'ENOTDIR', 'EPERM', 'EROFS'];

/** What came of the mails that this folder has seen lately. */
const relayedInWords = (figures: EmbeddedRun['relayFigures']): string => {
  const refused = Object.entries(figures).filter(([what, count]) => what.startsWith('relay.') && count > 0);
  const reasons = refused.map(([code, count]) => `${code} ${String(count)}`).join(', ');
  return `Mails between members in the last 30 days: ${String(figures.relayed ?? 0)} passed on, ${reasons === '' ? 'none refused' : `refused for ${reasons}`}.`;
};

const live = (run: EmbeddedRun, { port }: StartOptions): void => {
  if (port !== 0 && run.port !== port) say(`Port ${String(port)} is taken; this run has port ${String(run.port)}.`);
  if (Object.keys(run.relayFigures).length > 0) say(relayedInWords(run.relayFigures));
  process.stdout.write(`${run.url}\nsmtp://127.0.0.1:${String(run.smtpPort)}\n`);
  let isEnding = false;
  endWith = (code) => {
    // Whoever asks twice does not want to wait; nothing acknowledged is lost either way.
    if (isEnding) process.exit(code);
    isEnding = true;
    void run.stop().then(
      () => process.exit(code),
      () => process.exit(exitCode.internalError),
    );
  };
};

try {
  const options = program.parse().opts<StartOptions>();
  try {
    const run = await start(options);
    if (run !== undefined) live(run, options);
  } catch (error) {
    const refusal = refusalOf(error, options);
    if (options.debug === true) show(error);
    say(refusal ?? 'Something went wrong inside Loop; this is a bug, not your data. Start it again with --debug to see where.');
    process.exit(refusal === undefined ? exitCode.internalError : exitCode.refused);
  }
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? exitCode.done : exitCode.usage;
}
