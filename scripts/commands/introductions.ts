import { T } from '../../adapters/composition/tokens.ts';
import type { FailedMessage } from '../../adapters/dynamodb/outbox.ts';
import { stands } from '../../domain/introductions/stored-round.ts';
import { formatWeek, type Week } from '../../domain/kernel/iso-week.ts';
import { inColumns } from './columns.ts';
import { confirmed, mustAsk } from './confirm.ts';
import { roundRefusal } from './round-refusals.ts';
import { onStack, type Stack } from './stack.ts';
import type { ChangeOptions, StackOptions } from './stack-options.ts';
import { weekMeant } from './stack-weeks.ts';
import { counted, type ExitCode, exitCode, interruptible, print, progress, refuseAt, say } from './terminal.ts';

export interface IntroductionsOptions extends StackOptions {
  readonly week?: Week;
}

/** `loop introductions send`: puts the introductions of a round into the outbox, from where the stack sends them at its pace. */
export const sendIntroductionsNow = async (options: ChangeOptions & IntroductionsOptions): Promise<ExitCode> => {
  const unasked = mustAsk(options.yes, '--yes');
  if (unasked !== undefined) return unasked;
  return onStack(options, async (stack) => {
    const { container } = stack;
    const week = await weekMeant(stack, options.week);
    const rounds = container.get(T.introductions.rounds);
    const shown = await rounds.find(week);
    if (!stands(shown)) return refuseAt(stack.name, roundRefusal({ code: 'round.unknown' }), options);
    if (shown.state.name !== 'sent') {
      const refused = await confirmed({
        stack: stack.name,
        yes: options.yes,
        what: [
          `The ${counted(shown.pairCount, ['introduction', 'introductions'])} of ${formatWeek(week)} leave now, and ${counted(shown.leftOutCount, ['member', 'members'])} left out are told. From then on the round cannot be discarded.`,
        ],
      });
      if (refused !== undefined) return refused;
      const now = await rounds.find(week);
      if (stands(now) && now.planId !== shown.planId)
        return refuseAt(stack.name, roundRefusal({ code: 'round.changed_meanwhile' }), options);
    }
    // Interrupted between two introductions, it goes on there when it is run again.
    const sent = await interruptible.step(async () => container.get(T.introductions.sendIntroductions)({ week }));
    progress('');
    if (!sent.ok) return refuseAt(stack.name, roundRefusal(sent.error), options);
    return showProgress(stack, week, options);
  });
};

/** `loop introductions status`: how far a round is on its way, and what could not be delivered. */
export const introductionsStatus = async (options: IntroductionsOptions): Promise<ExitCode> =>
  onStack(options, async (stack) => showProgress(stack, await weekMeant(stack, options.week), options));

const showProgress = async (stack: Stack, week: Week, options: StackOptions): Promise<ExitCode> => {
  const progressed = await stack.container.get(T.introductions.sendingProgress)({ week });
  if (!progressed.ok) return refuseAt(stack.name, roundRefusal(progressed.error), options);
  const outbox = stack.container.get(T.mails.outbox);
  const mails = await outbox.pending();
  const read = await outbox.failed(failedReadMax);
  const failed = read.filter(isOf({ week }));
  const { state, planned, claimed, cancelled, introduced, leftOut, leftOutSettled } = progressed.value;
  const facts = {
    week: formatWeek(week),
    state,
    introductions: { waiting: planned, written: claimed, cancelled },
    delivered: introduced,
    leftOut: { members: leftOut, told: leftOutSettled },
    failed: countsOf(failed),
    mails,
  };
  if (options.json === true) {
    print(`${JSON.stringify(facts)}\n`);
    sayWhatWasNotRead(read);
    return exitCode.done;
  }
  print(
    [
      `Introductions of ${facts.week}: ${state}`,
      `  ${String(claimed)} written, ${String(planned)} waiting, ${String(cancelled)} cancelled; ${String(introduced)} of ${String(2 * claimed)} mails taken by the mailer`,
      `  ${String(leftOutSettled)} of ${counted(leftOut, ['member', 'members'])} left out told`,
      `  ${counted(mails.waiting, ['mail waits', 'mails wait'])} to leave, ${String(mails.failed)} given up in all`,
      '',
    ].join('\n'),
  );
  if (failed.length > 0) {
    print(`Given up, of this week (“loop introductions resend” tries again):\n`);
    print(
      inColumns(
        ['MAIL', 'WHY', 'COUNT'],
        facts.failed.map(({ mail, code, count }) => [mail, code, String(count)]),
      ),
    );
  }
  sayWhatWasNotRead(read);
  return exitCode.done;
};

export interface ResendOptions extends ChangeOptions {
  readonly week?: Week;
  readonly allMails?: boolean;
}

/** `loop introductions resend`: makes mails that were given up due again. Done twice, or by two operators, each leaves once. */
export const resendFailed = async (options: ResendOptions): Promise<ExitCode> => {
  const unasked = mustAsk(options.yes, '--yes');
  if (unasked !== undefined) return unasked;
  return onStack(options, async (stack) => {
    const outbox = stack.container.get(T.mails.outbox);
    const read = await outbox.failed(failedReadMax);
    const failed = read.filter(isOf(options));
    if (failed.length > 0) {
      const refused = await confirmed({
        stack: stack.name,
        yes: options.yes,
        what: [
          `${counted(failed.length, ['mail that was given up is', 'mails that were given up are'])} tried again:`,
          ...countsOf(failed).map(({ mail, code, count }) => `${String(count)} × ${mail} (${code})`),
        ],
      });
      if (refused !== undefined) return refused;
    }
    let due = 0;
    let done = 0;
    for (const { key } of failed) {
      if ((await interruptible.step(async () => outbox.retry(key, stack.clock.now()))) === 'due') due += 1;
      progress(`Trying again … ${String(++done)} of ${String(failed.length)}`);
    }
    progress('');
    print(options.json === true ? `${JSON.stringify({ resent: due })}\n` : `${counted(due, ['mail', 'mails'])} due again\n`);
    if (failed.length === failedReadMax) say('There may be more; run it again.');
    else sayWhatWasNotRead(read);
    return exitCode.done;
  });
};

/** So many of the newest that were given up are read at once. */
const failedReadMax = 500;

const sayWhatWasNotRead = (read: readonly FailedMessage[]): void => {
  if (read.length === failedReadMax)
    say(
      `Only the newest ${String(failedReadMax)} mails that were given up were looked at; “loop introductions resend --all-mails” tries those again, and then older ones are seen.`,
    );
};

const kinds = ['introduction', 'left-over', 'cancelled', 'did-you-meet'];

/** Whether a mail is one of introductions, of a week where one is named; `allMails` are those of membership, too. */
const isOf =
  ({ week, allMails = false }: { readonly week?: Week | undefined; readonly allMails?: boolean | undefined }) =>
  ({ key }: FailedMessage): boolean =>
    week === undefined
      ? allMails || kinds.some((kind) => key.startsWith(`${kind}:`))
      : kinds.some((kind) => key.startsWith(`${kind}:${formatWeek(week)}:`));

const countsOf = (
  failed: readonly FailedMessage[],
): readonly { readonly mail: string; readonly code: string; readonly count: number }[] => {
  const counts = new Map<string, { readonly mail: string; readonly code: string; readonly count: number }>();
  for (const { key, code } of failed) {
    const mail = key.split(':')[0] ?? '';
    counts.set(`${mail} ${code}`, { mail, code, count: (counts.get(`${mail} ${code}`)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((one, other) => other.count - one.count);
};
