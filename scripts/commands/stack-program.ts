import { type Command, Option } from 'commander';
import type { ImportOptions } from './members-import.ts';
import { weekOption, wholeNumberOption } from './options.ts';
import {
  type ChangeOptions,
  importMax,
  listLimitMax,
  lookMax,
  type Named,
  namedOption,
  places,
  type StackOptions,
  withChangeOptions,
  withJson,
  withStackOptions,
} from './stack-options.ts';
import type { ExitCode } from './terminal.ts';

// What a command does is read when it runs: the AWS SDK takes longer to read than everything else.
const doing = {
  members: async () => import('./members.ts'),
  import: async () => import('./members-import.ts'),
  standing: async () => import('./members-standing.ts'),
  round: async () => import('./stack-round.ts'),
  introductions: async () => import('./introductions.ts'),
  deadLetters: async () => import('./dead-letters.ts'),
  operators: async () => import('./operators.ts'),
};

type OnEnd = (code: ExitCode) => void;

/** Tells how a command ended that takes nothing but options. */
const ending =
  <Options>(onEnd: OnEnd, run: () => Promise<(options: Options) => Promise<ExitCode>>): ((options: Options) => Promise<void>) =>
  async (options) => {
    onEnd(await (await run())(options));
  };

/** The commands against a deployed stack. */
export const addStackCommands = (program: Command, round: Command, onEnd: OnEnd): void => {
  addMembers(program.command('members').description('the members of a deployed stack'), onEnd);
  addRound(round, onEnd);
  addIntroductions(program.command('introductions').description('the introductions of a deployed stack'), onEnd);
  addDeadLetters(program.command('dead-letters').description('what a deployed stack could not handle'), onEnd);
  addOperators(program.command('operators').description('the operators of a deployed stack'), onEnd);
};

const example = (...lines: readonly string[]): string => `\nExamples:\n${lines.map((line) => `  loop ${line}`).join('\n')}`;

const addMembers = (members: Command, onEnd: OnEnd): void => {
  withJson(withStackOptions(members.command('list')))
    .summary('list members, with names and addresses')
    .description('Lists members in order of id, with names and addresses: keep what it prints as safe as the members would want.')
    .option('--search <text>', 'only those with this in their name or address', '')
    .addOption(new Option('--stage <stage>', 'only those who stand there').choices(places))
    .addOption(new Option('--limit <n>', `how many, up to ${String(listLimitMax)}`).default(100).argParser(wholeNumberOption(listLimitMax)))
    .action(ending(onEnd, async () => (await doing.members()).listMembers))
    .addHelpText('after', example('members list --stack dev --stage paused', 'members list --stack dev --search ana --json'));
  withJson(withChangeOptions(members.command('import')))
    .argument('<members.csv>', `columns email, name and question ids; up to ${String(importMax)} people`)
    .summary('invite the people of a file, once each')
    .description(
      'Makes the people of a file members who are mailed a link to the survey, with the answers of the file filled in. Whoever is a member already is left as they are, so it can be interrupted and repeated: nobody is invited twice.',
    )
    .option('--consented', 'these people agreed to be written to; in place of the question')
    .option('--dry-run', 'say what would happen and change nothing')
    .option('--skip-bad', 'go on without bad rows and count them')
    .action(async (file: string, options: ImportOptions) => {
      onEnd(await (await doing.import()).importMembers(file, options));
    })
    .addHelpText(
      'after',
      `${example('members import members.csv --stack dev --dry-run', 'members import members.csv --stack dev --consented --yes')}

Take people out of the file who asked to be erased: nothing is kept of them, so a later import would invite them again.`,
    );
  const acts = [
    ['suspend', 'take a member out of the rounds', 'Takes a member out of the rounds until they are reinstated. They are told nothing.'],
    ['reinstate', 'take a suspension or a ban back', 'Takes a suspension or a ban back.'],
    [
      'erase',
      'delete a member for good',
      'Deletes everything about a member who asked for it, and says goodbye to them. Interrupted, it goes on when it is run again.',
    ],
  ] as const;
  for (const [name, summary, description] of acts)
    withJson(withChangeOptions(members.command(name)))
      .argument('<address-or-id>', 'the member', namedOption)
      .summary(summary)
      .description(description)
      .action(async (who: Named, options: ChangeOptions) => {
        onEnd(await (await doing.standing()).actOnMember(name, who, options));
      })
      .addHelpText('after', example(`members ${name} ana@example.com --stack dev`));
};

const weekHelp = 'the week, like 2026-W47 (default: the one that is unfinished or due, or the next)';

const addRound = (round: Command, onEnd: OnEnd): void => {
  withJson(withChangeOptions(round.command('run')))
    .summary('plan and store the round of a deployed stack')
    .description(
      'Plans and stores the round of a week, and tells nobody. Run twice, or by two at once, it is the same round; interrupted, it goes on when it is run again.',
    )
    .option('--week <week>', weekHelp, weekOption)
    .addOption(new Option('--seed <n>', 'that of a preview whose round is wanted').argParser(wholeNumberOption(Number.MAX_SAFE_INTEGER)))
    .action(ending(onEnd, async () => (await doing.round()).runStackRound))
    .addHelpText('after', example('round preview --stack dev --seed 7', 'round run --stack dev --seed 7'));
  withJson(withChangeOptions(round.command('discard')))
    .summary('take back a round that was not sent')
    .description('Takes a round back of which nothing was sent, as if it had not been. It is not run again by itself.')
    .requiredOption('--week <week>', 'the week, like 2026-W47', weekOption)
    .requiredOption('--reason <words>', 'why; kept with the round, never shown to members')
    .action(ending(onEnd, async () => (await doing.round()).discardStackRound))
    .addHelpText('after', example('round discard --stack dev --week 2026-W47 --reason "the survey was wrong"'));
  withJson(withStackOptions(round.command('status')))
    .summary('say what is stored of a round')
    .description('Says what is stored of a week’s round, or when it is due.')
    .option('--week <week>', weekHelp, weekOption)
    .action(ending(onEnd, async () => (await doing.round()).statusOfStackRound))
    .addHelpText('after', example('round status --stack dev'));
};

const addIntroductions = (introductions: Command, onEnd: OnEnd): void => {
  withJson(withChangeOptions(introductions.command('send')))
    .summary('let the introductions of a round leave now')
    .description(
      'Looks at both of each pair once more and writes their mails; the stack sends them at its pace, which “status” shows. Interrupted, or done by two at once, each mail leaves once.',
    )
    .option('--week <week>', weekHelp, weekOption)
    .action(ending(onEnd, async () => (await doing.introductions()).sendIntroductionsNow))
    .addHelpText('after', example('introductions send --stack dev --week 2026-W47'));
  withJson(withStackOptions(introductions.command('status')))
    .summary('say how far the introductions are')
    .description('Says how far the introductions of a week are on their way, and which mails were given up.')
    .option('--week <week>', weekHelp, weekOption)
    .action(ending(onEnd, async () => (await doing.introductions()).introductionsStatus))
    .addHelpText('after', example('introductions status --stack dev', 'introductions status --stack dev --json'));
  withJson(withChangeOptions(introductions.command('resend')))
    .summary('try mails again that were given up')
    .description('Makes mails due again that were given up: those of introductions, of one week, or all.')
    .option('--week <week>', 'only those of a week, like 2026-W47', weekOption)
    .addOption(new Option('--all-mails', 'sign-in links, survey links and goodbyes, too').conflicts('week'))
    .action(ending(onEnd, async () => (await doing.introductions()).resendFailed))
    .addHelpText(
      'after',
      example('introductions resend --stack dev --week 2026-W47', 'introductions resend --stack dev --all-mails --yes'),
    );
};

const addDeadLetters = (deadLetters: Command, onEnd: OnEnd): void => {
  withJson(withStackOptions(deadLetters.command('list', { isDefault: true })))
    .summary('count what could not be handled')
    .description('Lists the queues of what could not be handled, and how many letters wait in each (about, as SQS counts them).')
    .action(ending(onEnd, async () => (await doing.deadLetters()).listDeadLetters))
    .addHelpText('after', example('dead-letters list --stack dev'));
  withJson(withStackOptions(deadLetters.command('look')))
    .argument('<name>', 'the queue')
    .summary('look at letters: ids, ages, reasons')
    .description(
      'Looks at letters and puts them back: their ids, ages, how often they were delivered and why they ended there. What is written in one is never shown. SQS counts a look as a delivery.',
    )
    .addOption(new Option('--max <n>', `how many, up to ${String(lookMax)}`).default(10).argParser(wholeNumberOption(lookMax)))
    .action(async (name: string, options: StackOptions & { readonly max: number }) => {
      onEnd(await (await doing.deadLetters()).lookAtDeadLetters(name, options));
    })
    .addHelpText('after', example('dead-letters look mail-events --stack dev'));
  withJson(withChangeOptions(deadLetters.command('redrive')))
    .argument('<name>', 'the queue')
    .summary('send letters back to where they came from')
    .description(
      'Sends letters back to the queue that they came from, in order, and deletes each here once it is sent. At least once: killed in between, a letter may come twice, which whoever handles it has to bear. Interrupted, it goes on when it is run again; nothing is lost.',
    )
    .addOption(new Option('--max <n>', 'how many at most (default: as many as wait now)').argParser(wholeNumberOption(1_000_000)))
    .action(async (name: string, options: ChangeOptions & { readonly max?: number }) => {
      onEnd(await (await doing.deadLetters()).redriveDeadLetters(name, options));
    })
    .addHelpText(
      'after',
      example('dead-letters redrive mail-events --stack dev --max 1', 'dead-letters redrive mail-events --stack dev --yes'),
    );
};

const addOperators = (operators: Command, onEnd: OnEnd): void => {
  withJson(withChangeOptions(operators.command('reset-second-factor')))
    .argument('<address-or-id>', 'the operator', namedOption)
    .summary('let an operator in who lost their phone and codes')
    .description('Takes an operator’s second factor away and signs them out everywhere; they are told by mail and set up a new one.')
    .action(async (who: Named, options: ChangeOptions) => {
      onEnd(await (await doing.operators()).resetSecondFactorOf(who, options));
    })
    .addHelpText('after', example('operators reset-second-factor operator@example.com --stack dev'));
};
