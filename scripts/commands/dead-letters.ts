import { type DeadLetterQueue, deadLetterQueuesOf } from '../../adapters/config/stack.ts';
import type { DeadLetters } from '../../adapters/sqs/dead-letters.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import { inColumns } from './columns.ts';
import { confirmed, mustAsk } from './confirm.ts';
import { withParameters } from './stack.ts';
import type { ChangeOptions, StackOptions } from './stack-options.ts';
import { counted, type ExitCode, exitCode, interruptible, print, progress, refuse, refuseAt, say } from './terminal.ts';

/** `loop dead-letters list`: the queues and how many wait in each. */
export const listDeadLetters = async (options: StackOptions): Promise<ExitCode> =>
  onQueues(options, 'counting dead letters (sqs:GetQueueAttributes)', async ({ letters, queues }) => {
    const counts = [];
    for (const [name, { queue, source }] of queues)
      counts.push({ name, ...(await letters.count(queue)), canBeSentBack: source !== undefined });
    if (options.json === true) print(`${JSON.stringify({ queues: counts })}\n`);
    else
      print(
        inColumns(
          ['QUEUE', 'WAITING', 'HELD'],
          counts.map(({ name, waiting, held }) => [name, String(waiting), String(held)]),
        ),
      );
    return exitCode.done;
  });

/** `loop dead-letters look`: ids, ages and reasons, never what is written in them. */
export const lookAtDeadLetters = async (name: string, options: StackOptions & { readonly max: number }): Promise<ExitCode> =>
  onQueues(options, 'looking at dead letters (sqs:ReceiveMessage, sqs:ChangeMessageVisibility)', async ({ letters, queues }) => {
    const found = queues.get(name);
    if (found === undefined) return noSuchQueue(name, queues, options);
    const { waiting, held } = await letters.count(found.queue);
    const seen = await interruptible.step(async () => letters.look(found.queue, options.max));
    const now = Date.now() as Instant;
    const { secondsSince } = await import('../../adapters/sqs/dead-letters.ts');
    const shown = seen.map(({ id, sentAt, deliveries, errorCode }) => ({
      id,
      ageSeconds: sentAt === undefined ? null : secondsSince(sentAt, now),
      deliveries,
      errorCode: errorCode ?? null,
    }));
    if (options.json === true) {
      print(`${JSON.stringify({ name, waiting, held, letters: shown })}\n`);
      return exitCode.done;
    }
    print(
      inColumns(
        ['ID', 'AGE', 'DELIVERIES', 'REASON'],
        shown.map(({ id, ageSeconds, deliveries, errorCode }) => [id, ageInWords(ageSeconds), String(deliveries), errorCode ?? '–']),
      ),
    );
    say(
      `${counted(waiting, ['letter waits', 'letters wait'])} in ${name}, ${String(held)} held by somebody; ${String(shown.length)} shown`,
    );
    return exitCode.done;
  });

/** `loop dead-letters redrive`: sends letters back to where they came from. */
export const redriveDeadLetters = async (name: string, options: ChangeOptions & { readonly max?: number }): Promise<ExitCode> => {
  const unasked = mustAsk(options.yes, '--yes');
  if (unasked !== undefined) return unasked;
  return onQueues(
    options,
    'sending dead letters back (sqs:ReceiveMessage, sqs:SendMessage, sqs:DeleteMessage)',
    async ({ letters, queues }) => {
      const found = queues.get(name);
      if (found === undefined) return noSuchQueue(name, queues, options);
      const { queue, source } = found;
      if (source === undefined)
        return refuseAt(
          name,
          { code: 'dead_letters.no_source', message: 'no queue is known that these came from; put right what failed, then run it anew' },
          options,
        );
      const { waiting } = await letters.count(queue);
      // Those that fail again come back behind the others, and are not sent round and round.
      const most = Math.min(waiting, options.max ?? waiting);
      if (most > 0) {
        const refused = await confirmed({
          stack: options.stack,
          yes: options.yes,
          what: [
            most === 1
              ? `1 letter of ${name} goes back to where it came from and is handled again.`
              : `${String(most)} letters of ${name} go back to where they came from and are handled again.`,
          ],
        });
        if (refused !== undefined) return refused;
      }
      const sent = await redriveAll(letters, { queue, source }, most);
      print(
        options.json === true ? `${JSON.stringify({ name, sentBack: sent })}\n` : `${counted(sent, ['letter', 'letters'])} sent back\n`,
      );
      if (sent < most) say(`${String(most - sent)} could not be had at this moment; somebody else may hold them, or have taken them.`);
      return exitCode.done;
    },
  );
};

/** A batch is a step: what was received is sent and deleted, or waits again. SQS may answer that a queue is empty when it is not. */
const redriveAll = async (
  letters: DeadLetters,
  from: { readonly queue: string; readonly source: string },
  most: number,
): Promise<number> => {
  let sent = 0;
  let empty = 0;
  while (sent < most && empty < emptyMax) {
    const batch = await interruptible.step(async () => letters.redrive(from, most - sent));
    empty = batch === 0 ? empty + 1 : 0;
    sent += batch;
    progress(`Sending back … ${String(sent)} of ${String(most)}`);
  }
  progress('');
  return sent;
};
const emptyMax = 3;

interface Queues {
  readonly letters: DeadLetters;
  readonly queues: ReadonlyMap<string, DeadLetterQueue>;
}

const onQueues = async (options: StackOptions, doing: string, work: (queues: Queues) => Promise<ExitCode>): Promise<ExitCode> =>
  withParameters(options, async (parameters, aws) => {
    const queues = deadLetterQueuesOf(options.stack, parameters);
    if (!queues.ok) return refuse(queues.error, { json: options.json === true });
    const { createDeadLetters } = await import('../../adapters/sqs/dead-letters.ts');
    const letters = createDeadLetters({ region: aws.region, endpoint: aws.endpoint });
    aws.doing = doing;
    try {
      return await work({ letters, queues: queues.value });
    } finally {
      letters.close();
    }
  });

const noSuchQueue = (name: string, queues: Queues['queues'], options: StackOptions): ExitCode =>
  refuseAt(
    name,
    {
      code: 'dead_letters.unknown_queue',
      message:
        queues.size === 0
          ? 'this stack names no queues of dead letters'
          : `no queue is called so; there are: ${[...queues.keys()].join(', ')}`,
    },
    options,
  );

const ageInWords = (seconds: number | null): string => {
  if (seconds === null) return '–';
  if (seconds < 60) return `${String(seconds)} s`;
  if (seconds < 3_600) return `${String(Math.floor(seconds / 60))} min`;
  return seconds < 172_800 ? `${String(Math.floor(seconds / 3_600))} h` : `${String(Math.floor(seconds / 86_400))} days`;
};
