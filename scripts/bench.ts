import { Command, CommanderError } from 'commander';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitCode, progress, say } from './commands/terminal.ts';
import { MissingPart } from './real-parts.ts';

const community = join(dirname(fileURLToPath(import.meta.url)), '..', 'community');

const program = new Command('npm run bench --').description('Measures what things cost.').exitOverride();

program
  .command('dynamodb')
  .description('Requests and capacity units of a week of 200 people, by the real use cases on DynamoDB Local, beside the least.')
  .action(async () => {
    const { billsText, measureDynamoDb } = await import('./bench/dynamodb.ts');
    console.log(billsText(await measureDynamoDb(community)));
    console.log(`
RCU and WCU: units for reading and writing, as DynamoDB Local counts them; "by weight" is WCU again, out of the weights of the items.
Where they differ, believe the weights: in a transaction DynamoDB Local counts nothing for a new row of the index and a changed one twice.
The least: what changed is written once, in a transaction only where more than one item changes together; what was there and was looked
at is read once (scripts/bench/metered-table.ts says how it is computed).`);
  });

program
  .command('hosts')
  .description('Size, init time and time of a warm request of each bundle, as it is deployed, against services on this machine.')
  .action(async () => {
    const { hostsText, measureHosts } = await import('./bench/hosts.ts');
    console.log(hostsText(await measureHosts()));
  });

program
  .command('matching')
  .description('Matching, scoring and whole rounds, each beside its goal; the solver beside LEMON in turns (needs liblemon-dev and g++).')
  .option('--full', 'everything: packages from npm, all pairs, up to a million members; takes hours, and goes on where it was stopped')
  .option('--again', 'forget what earlier runs have measured')
  .option('--only <row...>', 'these rows alone, or those whose names begin so')
  .action(
    async ({ full = false, again = false, only }: { readonly full?: boolean; readonly again?: boolean; readonly only?: string[] }) => {
      const { measureMatching, rowsAre, rowNames } = await import('./bench/matching.ts');
      if (only !== undefined && !rowsAre(only)) program.error(`error: no such row; there are: ${rowNames().join(', ')}`);
      const note = process.stderr.isTTY ? progress : (doing: string) => doing === '' || say(doing);
      if (!(await measureMatching({ full, again, only }, { say: (line) => console.log(line), note })))
        process.exitCode = exitCode.internalError;
      console.log(`
CPU time is that of all threads of a process, so that other work on the machine shifts it little; ratios are of turns side by side. LEMON starts
from its fractional matching; its time leaves out making its graph, ours leaves out nothing. Whole rounds are by the wall clock, from the start
of the process to its end.`);
    },
  );

program
  .command('scoring')
  .description('How fast pairs are scored by the survey in community/, and what the packed answers take.')
  .option('--full', 'up to a million members')
  .action(async ({ full = false }: { readonly full?: boolean }) => {
    const { measureScoring, scoringNotes } = await import('./bench/scoring.ts');
    await measureScoring({ full }, (line) => console.log(line));
    console.log(scoringNotes);
  });

program
  .command('relay')
  .description('The relay from bytes to bytes: ordinary, large and hostile mails, beside its limits and the two libraries alone.')
  .action(async () => {
    const { measureMemory, measureRelay, relayText } = await import('./bench/relay.ts');
    console.log(relayText(await measureRelay(), await measureMemory()));
    process.exit();
  });

program
  .command('chat')
  .description(
    'Delay, messages a second and memory of 200 windows beside the WebSocket library alone; requests of each step on DynamoDB Local.',
  )
  .action(async () => {
    const { chatText, isPinned, measureChat } = await import('./bench/chat.ts');
    const { leastText, measureChatRequests } = await import('./bench/chat-requests.ts');
    const { billsText } = await import('./bench/dynamodb.ts');
    console.log(chatText(await measureChat(community)));
    console.log(`
200 windows of 100 pairs, the server in a process of its own${isPinned ? ' on one core' : ''}, over the table in memory; the time of DynamoDB and of API Gateway is not
in it. Delay: from the writer to the other window, at 100 messages a second by 200 writers, below what each may write in a minute.
Messages a second: each window writes as soon as its last one is stored, while the clock of the server goes 240 times as fast, so that
nobody writes too much in a minute; "marked": the reader marks each. CPU: of the server alone, for each message, which other work on this
machine changes least. KB: of one open window more, with its rows in Loop. "ws alone" hands the same frames on and does
nothing else.`);
    const bills = await measureChatRequests(community);
    console.log(`\n${billsText(bills)}\n\n${leastText(bills)}`);
    console.log(`
As in "bench dynamodb". Each frame asks who is there; the session of a request for a page of messages or for the list is not in it.`);
    process.exit();
  });

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? exitCode.done : exitCode.usage;
  else if (error instanceof MissingPart) {
    say(error.message);
    process.exitCode = exitCode.refused;
  } else throw error;
}
