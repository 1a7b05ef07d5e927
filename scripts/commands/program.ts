import { Command, Option } from 'commander';
import { addMatch } from './match-program.ts';
import type { RelayPreviewOptions } from './relay-preview.ts';
import { checkSurveyFile } from './survey-check.ts';
import { addressOption, collected, outputOption, weekOption, wholeNumberOption, zoneOption } from './options.ts';
import { type MembersLimit, previewLimit, scoresLimit, shippedSurvey } from './round-inputs.ts';
import { type PreviewOptions, previewRound } from './round-preview.ts';
import { writeScores } from './round-scores.ts';
import { printSampleMembers, sampleCountMax } from './sample-members.ts';
import { shippedCommunity, type StackOptions, withStackOptions } from './stack-options.ts';
import { addStackCommands } from './stack-program.ts';
import { type ExitCode, interruptible } from './terminal.ts';

/** The operators' command line; `onEnd` hears the exit code of the command that ran. */
export const loopProgram = (onEnd: (code: ExitCode) => void): Command => {
  const program = new Command('loop')
    .description('Introduces the people of a community to each other, well chosen and with the reason why.')
    .version('0.1.0')
    .option('--debug', 'show where an internal error came from')
    .showHelpAfterError('(add --help for what can be said here)')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', exitCodesHelp);
  const round = program.command('round').description('the pairs of one week');
  addPreview(round, onEnd);
  withRoundInputs(round.command('scores').argument('<members.csv>', membersHelp(scoresLimit)))
    .summary('write the score of every admissible pair')
    .description(
      'Writes every admissible pair with its score, columns a,b,score, so that a round can be checked with another solver: 10000 × score is the integer that is added up. The standing host is in no pair.',
    )
    .requiredOption('--out <file>', 'the CSV file to write', outputOption)
    .action(async (members: string, options: PreviewOptions & { readonly out: string }) => {
      onEnd(await writeScores(members, options));
    });
  addStackCommands(program, round, onEnd);
  addRelay(program, onEnd);
  addMatch(program, onEnd);
  program
    .command('survey')
    .description('the questions of a community')
    .command('check')
    .argument('<survey.json>', 'the survey')
    .summary('find every problem of a survey')
    .description('Finds every problem of a survey at once. docs/survey.md says how to write one.')
    .option('--json', 'print the problems as JSON')
    .action(async (file: string, options: { readonly json?: boolean }) => {
      onEnd(await interruptible.bySystem(() => checkSurveyFile(file, options)));
    });
  program
    .command('sample')
    .description('invented data to try things with')
    .command('members')
    .summary('print invented members as CSV')
    .description(
      'Prints a CSV of obviously invented members of example.com with their answers, the same for the same count, seed and survey.',
    )
    .addOption(
      new Option('--count <n>', `how many, up to ${String(sampleCountMax)}`).default(200).argParser(wholeNumberOption(sampleCountMax)),
    )
    .addOption(new Option('--seed <n>', 'other numbers give other people').default(1).argParser(wholeNumberOption(Number.MAX_SAFE_INTEGER)))
    .addOption(surveyOption())
    .action(async (options: { readonly count: number; readonly seed: number; readonly survey: string }) => {
      onEnd(await printSampleMembers(options));
    });
  return program;
};

const membersHelp = ({ membersMax }: MembersLimit): string => `columns email, name and question ids; up to ${String(membersMax)} members`;

const addPreview = (round: Command, onEnd: (code: ExitCode) => void): void => {
  const preview = withRoundInputs(round.command('preview').argument('[members.csv]', membersHelp(previewLimit)));
  withStackOptions(preview, { required: false })
    .summary('find the best round for a file of members, or for a deployed stack, and say why')
    .description(
      'Finds the best possible round for a file of members, or with --stack for those of a deployed stack: as many paired as can be, the longest waiting first, then the best total score. Writes nothing without --out.',
    )
    .addOption(
      new Option('--seed <n>', 'chooses among rounds that are equally good')
        .default(0)
        .argParser(wholeNumberOption(Number.MAX_SAFE_INTEGER)),
    )
    .option('--out <dir>', 'write pairs.csv, left-out.csv and report.html there; the folder is made if need be', outputOption)
    .action(async (members: string | undefined, options: PreviewOptions & Partial<StackOptions>) => {
      const { stack, community = shippedCommunity } = options;
      const given = (names: readonly string[]): string | undefined => names.find((name) => preview.getOptionValueSource(name) === 'cli');
      const misplaced = stack === undefined ? given(['profile', 'region', 'community']) : given(ofFileAlone);
      if (stack === undefined && members === undefined)
        preview.error("error: missing required argument 'members.csv', or --stack for the members of a deployed stack");
      if (stack !== undefined && members !== undefined) preview.error('error: name a members file or --stack, not both');
      if (misplaced !== undefined)
        preview.error(`error: option '--${misplaced}' ${stack === undefined ? 'is used with --stack' : 'cannot be used with --stack'}`);
      if (stack !== undefined) onEnd(await (await import('./stack-round.ts')).previewStackRound({ ...options, stack, community }));
      else if (members !== undefined) onEnd(await previewRound(members, options));
    })
    .addHelpText('after', previewHelp);
};

const addRelay = (program: Command, onEnd: (code: ExitCode) => void): void => {
  program
    .command('relay')
    .description('mail between two members who were introduced')
    .command('preview')
    .argument('<mail.eml>', 'a mail as it came in, with all its headers')
    .summary('see what of a mail would be relayed')
    .description(
      'Shows what the partner would get of a mail, without any account: who may write, the mail made anew, and the last look for an address. docs/relay.md says what stands in the file of the match.',
    )
    .requiredOption('--context <match.json>', 'who the two are, and what the mail service found')
    .requiredOption('--out <file>', 'the mail to write', outputOption)
    .action(async (mail: string, options: RelayPreviewOptions) => {
      onEnd(await (await import('./relay-preview.ts')).previewRelay(mail, options));
    })
    .addHelpText('after', relayHelp);
};

const relayHelp = `
Exit codes: 0 relayed, 3 not relayed (why is printed as JSON: {"refused": "relay.…", "message": "…"}, and nothing is written), 2 wrong use.`;

/** What only a round from a file is told; a stack knows it. */
const ofFileAlone = ['survey', 'history', 'apart', 'host', 'zone', 'skipBad'];

const withRoundInputs = (command: Command): Command =>
  command
    .addOption(surveyOption())
    .addOption(
      new Option('--history <file>', 'pairs.csv or left-out.csv of an earlier run; may be given many times')
        .default([], 'none')
        .argParser(collected),
    )
    .option('--apart <file>', 'pairs that never meet: columns a,b')
    .option('--host <email>', 'the standing host: meets one of those left over', addressOption)
    .option('--week <week>', 'the week to pair, like 2026-W47 (default: the current one)', weekOption)
    .addOption(new Option('--zone <zone>', 'the time zone that says which week it is').default('UTC').argParser(zoneOption))
    .option('--skip-bad', 'go on without bad rows and count them')
    .option('--json', 'print one JSON document');

const surveyOption = (): Option =>
  new Option('--survey <file>', 'the questions and how each counts').default(shippedSurvey, 'the shipped survey for artists');

const exitCodesHelp = `
Exit codes: 0 done, 1 internal error, 2 wrong use, 3 refused (bad data, a missing file; the dotted code says which), 130 interrupted
  (129 by SIGHUP, 143 by SIGTERM).`;

const previewHelp = `
Members file: one row a person; several values in a cell are separated by “;” and are option ids or labels in any case.
A column that is missing, and a cell that is empty, count as unanswered.

Examples:
  loop round preview members.csv
  loop round preview members.csv --out this-week --week 2026-W48
  loop round preview --stack dev
  loop round preview members.csv --out next-week --week 2026-W49 --history this-week/pairs.csv --history this-week/left-out.csv`;
