import { Command, CommanderError } from 'commander';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitCode, say } from './commands/terminal.ts';
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
  .description('The solver beside LEMON, in turns: time, memory and the share of its time that is our goal. Needs liblemon-dev and g++.')
  .option('--full', 'up to a million members, and beside packages from npm, which takes hours')
  .action(async ({ full }: { readonly full?: true }) => {
    const { measureMatching } = await import('./bench/matching.ts');
    await measureMatching({ full: full === true }, (line) => console.log(line));
    console.log(`
Times are of processors, of all threads, so that other work on the machine shifts them little; the wall clock has its ratio only. The middle
of several fresh processes. LEMON starts from its fractional matching; its time leaves out making its graph, ours leaves out nothing.`);
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
