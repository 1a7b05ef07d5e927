import { T } from '../../adapters/composition/tokens.ts';
import { viewOf } from '../../adapters/files/round-view.ts';
import { roundAt, sendingAt } from '../../domain/introductions/calendar.ts';
import { makeRunRound } from '../../domain/introductions/run-round.ts';
import { stands, type StoredRound } from '../../domain/introductions/stored-round.ts';
import { formatWeek, type Week } from '../../domain/kernel/iso-week.ts';
import { confirmed, mustAsk } from './confirm.ts';
import { showRound, writableReport } from './round-preview.ts';
import { roundRefusal } from './round-refusals.ts';
import { onStack, type Stack } from './stack.ts';
import type { ChangeOptions, StackOptions } from './stack-options.ts';
import { momentIn, weekMeant } from './stack-weeks.ts';
import { counted, type ExitCode, exitCode, interruptible, print, progress, refuse, refuseAt } from './terminal.ts';

export interface StackRoundOptions extends StackOptions {
  readonly week?: Week;
}

/** `loop round preview --stack`: the round as it would be; stores nothing. Members go by their ids, as on the operators' pages. */
export const previewStackRound = async (
  options: StackRoundOptions & { readonly seed: number; readonly out?: string },
): Promise<ExitCode> => {
  const writable = writableReport(options.out, []);
  if (!writable.ok) return refuse(writable.error, { json: options.json === true });
  return onStack(options, async (stack) => {
    const week = await weekMeant(stack, options.week);
    const preview = await stack.container.get(T.introductions.previewRound)({ week, seed: options.seed });
    if (!preview.ok) return refuseAt(stack.name, roundRefusal(preview.error), options);
    const { round, input } = preview.value;
    const people = new Map(input.members.map(({ id, name }) => [id, { email: id, name }]));
    return showRound(viewOf(round, { week, people }), { ...options, skipped: 0 });
  });
};

/** `loop round run`: plans and stores the round of a week, or finishes writing one that was interrupted. Tells nobody. */
export const runStackRound = async (options: ChangeOptions & StackRoundOptions & { readonly seed?: number }): Promise<ExitCode> => {
  const unasked = mustAsk(options.yes, '--yes');
  if (unasked !== undefined) return unasked;
  return onStack(options, async (stack) => {
    const week = await weekMeant(stack, options.week);
    const before = await stack.container.get(T.introductions.rounds).find(week);
    if (before !== undefined && stands(before) && before.state.name !== 'planned') {
      showStatus(stack, before, options);
      return exitCode.done;
    }
    const refused = await confirmed({
      stack: stack.name,
      yes: options.yes,
      what: [
        `The round of ${formatWeek(week)} is planned and stored. Its introductions leave by themselves, ${leavingAt(stack, week)}, or when you send them; until then nobody is told.`,
      ],
    });
    if (refused !== undefined) return refused;
    const run = await steppingRun(stack, week)({ week, seed: options.seed });
    if (!run.ok) return refuseAt(stack.name, roundRefusal(run.error), options);
    showStatus(stack, run.value, options);
    return exitCode.done;
  });
};

const leavingAt = (stack: Stack, week: Week): string => {
  const at = sendingAt(stack.container.get(T.introductions.calendar), week);
  return at <= stack.clock.now() ? 'as soon as the stack looks, as their hour is past' : momentIn(stack, at);
};

/** Runs a round by steps: while it is planned nothing is stored, then its plan is, then pair after pair. */
const steppingRun = ({ container, clock }: Stack, week: Week) => {
  const { rounds, matches, leftOuts, participants, rules, plan } = T.introductions;
  const [storedRounds, storedMatches] = [container.get(rounds), container.get(matches)];
  let pairs = 0;
  return makeRunRound({
    rounds: { ...storedRounds, plan: async (planned) => interruptible.step(async () => storedRounds.plan(planned)) },
    matches: {
      ...storedMatches,
      mint: async (match, at) => {
        progress(`Writing the round of ${formatWeek(week)} … ${counted(++pairs, ['pair', 'pairs'])}`);
        return interruptible.step(async () => storedMatches.mint(match, at));
      },
    },
    leftOuts: container.get(leftOuts),
    participants: container.get(participants),
    rules: container.get(rules),
    secrets: container.get(T.secrets),
    plan: container.get(plan),
    clock,
  });
};

/** `loop round discard`: takes a round back of which nothing was sent. */
export const discardStackRound = async (options: ChangeOptions & { readonly week: Week; readonly reason: string }): Promise<ExitCode> => {
  const unasked = mustAsk(options.yes, '--yes');
  if (unasked !== undefined) return unasked;
  return onStack(options, async (stack) => {
    const rounds = stack.container.get(T.introductions.rounds);
    const shown = await rounds.find(options.week);
    if (!stands(shown)) return refuseAt(stack.name, roundRefusal({ code: 'round.unknown' }), options);
    const refused = await confirmed({
      stack: stack.name,
      yes: options.yes,
      what: [
        `The round of ${formatWeek(options.week)} with its ${counted(shown.pairCount, ['pair', 'pairs'])} is taken back, as if it had not been.`,
        'It is not run again by itself; “loop round run” does that.',
      ],
    });
    if (refused !== undefined) return refused;
    const now = await rounds.find(options.week);
    if (stands(now) && now.planId !== shown.planId) return refuseAt(stack.name, roundRefusal({ code: 'round.changed_meanwhile' }), options);
    const discarded = await interruptible.step(async () =>
      stack.container.get(T.introductions.discardRound)({ week: options.week, because: options.reason }),
    );
    if (!discarded.ok) return refuseAt(stack.name, roundRefusal(discarded.error), options);
    showStatus(stack, discarded.value, options);
    return exitCode.done;
  });
};

/** `loop round status`: what is stored of a week's round, and when it is due. */
export const statusOfStackRound = async (options: StackRoundOptions): Promise<ExitCode> =>
  onStack(options, async (stack) => {
    const week = await weekMeant(stack, options.week);
    const round = await stack.container.get(T.introductions.rounds).find(week);
    if (round !== undefined) {
      showStatus(stack, round, options);
      return exitCode.done;
    }
    const calendar = stack.container.get(T.introductions.calendar);
    const due = { week: formatWeek(week), state: 'none', runAt: roundAt(calendar, week), sendAt: sendingAt(calendar, week) };
    if (options.json === true) print(`${JSON.stringify(withTimes(due))}\n`);
    else
      print(
        `The round of ${due.week} is not run yet; it is due ${momentIn(stack, due.runAt)} and leaves ${momentIn(stack, due.sendAt)}.\n`,
      );
    return exitCode.done;
  });

const showStatus = (stack: Stack, round: StoredRound, { json = false }: { readonly json?: boolean | undefined }): void => {
  progress('');
  const calendar = stack.container.get(T.introductions.calendar);
  const facts = {
    week: formatWeek(round.week),
    state: round.state.name,
    run: round.run,
    members: round.memberCount,
    pairs: round.pairCount,
    leftOut: round.leftOutCount,
    seed: round.seed,
    plannedAt: round.plannedAt,
    sendAt: sendingAt(calendar, round.week),
    ...(round.state.name === 'discarded' ? { because: round.state.because } : {}),
  };
  if (json) {
    print(`${JSON.stringify(withTimes(facts))}\n`);
    return;
  }
  print(
    [
      `Round of ${facts.week}: ${stateInWords[facts.state]}`,
      `  ${counted(facts.pairs, ['pair', 'pairs'])} of ${counted(facts.members, ['member', 'members'])}, ${String(facts.leftOut)} left out`,
      `  run ${String(facts.run)}, seed ${String(facts.seed)}, planned ${momentIn(stack, facts.plannedAt)}`,
      ...(facts.state === 'planned' || facts.state === 'ready' ? [`  leaves ${leavingAt(stack, round.week)}`] : []),
      ...('because' in facts ? [`  discarded because: ${facts.because}`] : []),
      '',
    ].join('\n'),
  );
};

const stateInWords: Readonly<Record<StoredRound['state']['name'], string>> = {
  planned: 'being written',
  ready: 'ready to send',
  sending: 'being sent',
  sent: 'sent',
  discarded: 'discarded',
};

/** Instants as ISO 8601 in UTC, for JSON. */
const withTimes = (facts: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      name.endsWith('At') && typeof value === 'number' ? new Date(value).toISOString() : value,
    ]),
  );
