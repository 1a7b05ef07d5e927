import { nextSendingHour, type RoundCalendar, roundAt } from '../../domain/introductions/calendar.ts';
import type { Rounds } from '../../domain/introductions/ports.ts';
import type { RunRound } from '../../domain/introductions/run-round.ts';
import type { SendIntroductions } from '../../domain/introductions/send-introductions.ts';
import { type Due, nextMoment, type WhatIsDue } from '../../domain/introductions/what-is-due.ts';
import { hourMs, type Instant, later, minuteMs, secondMs } from '../../domain/kernel/instant.ts';
import { formatWeek } from '../../domain/kernel/iso-week.ts';
import type { FinishErasures } from '../../domain/membership/erase-member.ts';
import type { RemindInvited } from '../../domain/membership/remind-invited.ts';
import type { Chats } from '../../domain/relay/chat/ports.ts';
import type { MailAllMissed } from '../../domain/relay/chat/use-cases.ts';
import type { WarnOfExpiry } from '../../domain/relay/conversations/use-cases.ts';
import { kindOf, type Log } from '../composition/observed.ts';
import type { Outbox } from '../dynamodb/outbox.ts';
import type { Drain } from '../email/outbox-drain.ts';
import type { MovableClock } from '../memory/movable-clock.ts';
import type { InboundMails } from './inbound-mails.ts';
import type { InboundWorker } from './inbound-worker.ts';
import { type Pauses, rest } from './pauses.ts';

/** Does what becomes due, at its time: rounds, introductions, mails, and what is left to clear away. */
export interface Scheduler {
  /** Does everything that is due now. Several at once go one after the other. */
  readonly settle: () => Promise<void>;
  /** Puts the clock forward and does on the way, each at its time, whatever becomes due. */
  readonly moveClock: (to: Instant) => Promise<void>;
  /** Something became due: looks now, if it is running. */
  readonly wake: () => void;
  /** Goes on until `signal` says stop, and then ends what it has begun. */
  readonly run: (signal: AbortSignal) => Promise<void>;
}

export interface SchedulerNeeds {
  readonly clock: MovableClock;
  readonly pauses: Pauses;
  readonly calendar: RoundCalendar;
  readonly rounds: Pick<Rounds, 'find'>;
  readonly outbox: Pick<Outbox, 'due'>;
  readonly whatIsDue: WhatIsDue;
  readonly runRound: RunRound;
  readonly sendIntroductions: SendIntroductions;
  readonly drain: Drain;
  readonly finishErasures: FinishErasures;
  readonly remindInvited: RemindInvited;
  readonly warnOfExpiry: WarnOfExpiry;
  /** Without it mails between members are not passed on here. */
  readonly relaying?: RelayingNeeds | undefined;
  /** Decides what of a chat goes out as a mail. Without it nobody chats here. */
  readonly chat?: { readonly chats: Pick<Chats, 'missed'>; readonly mailAllMissed: MailAllMissed } | undefined;
  readonly sweepExpired: (now: Instant) => Promise<unknown>;
  /** The community began then: rounds that were due before are nobody's. */
  readonly since: Instant;
  /** Keeps how far the clock is put forward; told before it is, so that a kill never puts it back. */
  readonly keepAhead: (aheadMs: number) => Promise<void>;
  readonly log: Log;
}

/** What passes mails between members on. */
export interface RelayingNeeds {
  readonly inbound: Pick<InboundMails, 'sweep'>;
  readonly worker: InboundWorker;
  readonly outbox: Pick<Outbox, 'due'>;
  readonly drain: Drain;
}

/** At the latest so often is looked whether something is due. */
const idleMs = 5 * secondMs;
/** After something failed, for example on a full disk. */
const afterFailureMs = 10 * secondMs;
/** So often is cleared away what has expired, and ended what was interrupted. */
const choresEveryMs = hourMs;

export const createScheduler = (needs: SchedulerNeeds): Scheduler => {
  const { clock, pauses, log } = needs;
  const settleNow = makeSettle(needs);
  const inTurn = oneAfterTheOther();
  let wakeUp: () => void = () => undefined;

  return {
    settle: async () => inTurn(settleNow),
    moveClock: async (to) =>
      // The hurry comes before the turn: whoever has it is made to end sooner.
      pauses.hurried(async () =>
        inTurn(async () => {
          await settleNow();
          while (clock.now() < to) {
            const stop = await nextStop(needs, to);
            await needs.keepAhead(clock.aheadMs() + Math.max(0, stop - clock.now()));
            clock.moveTo(stop);
            await settleNow();
          }
          await needs.keepAhead(clock.aheadMs());
        }),
      ),
    wake: () => {
      wakeUp();
    },
    run: async (signal) => {
      while (!signal.aborted) {
        const woken = new AbortController();
        wakeUp = () => {
          woken.abort();
        };
        const restMs = await inTurn(async () => settleNow(signal)).then(
          () => idleMs,
          (error: unknown) => {
            // What the end cuts off has not failed.
            if (!signal.aborted) log('error', 'schedule.failed', { error: kindOf(error) });
            return afterFailureMs;
          },
        );
        const next = later(clock.now(), restMs);
        const untilMs = restMs === idleMs ? (await nextStop(needs, next).catch(() => next)) - clock.now() : restMs;
        await rest(Math.max(0, untilMs), AbortSignal.any([signal, woken.signal]));
      }
    },
  };
};

type Settle = (signal?: AbortSignal) => Promise<void>;

const makeSettle = (needs: SchedulerNeeds): Settle => {
  const { clock, calendar, drain, finishErasures, remindInvited, warnOfExpiry, relaying, chat, sweepExpired } = needs;
  const doTask = makeDoTask(needs);
  let choresAt = 0 as Instant;
  let remindersAt = 0 as Instant;
  let warningsAt = 0 as Instant;
  return async (signal) => {
    if (clock.now() >= choresAt) {
      choresAt = later(clock.now(), choresEveryMs);
      await finishErasures();
      await sweepExpired(clock.now());
      await relaying?.inbound.sweep(clock.now());
    }
    if (clock.now() >= remindersAt) {
      const done = await remindInvited({ now: clock.now() });
      // More of them than one run reminds are reminded in the next turn.
      if (done.ok && done.value.isComplete) remindersAt = nextSendingHour(calendar, clock.now());
    }
    if (clock.now() >= warningsAt) {
      const { isComplete } = await warnOfExpiry({ now: clock.now() });
      if (isComplete) warningsAt = nextSendingHour(calendar, clock.now());
    }
    const tried = new Set<string>();
    for (let due = await untried(needs, tried); due !== undefined && !signal?.aborted; due = await untried(needs, tried)) {
      tried.add(nameOf(due));
      await doTask(due);
    }
    await relaying?.worker.forwardArrived(signal);
    await chat?.mailAllMissed({ now: clock.now(), isEnough: () => signal?.aborted === true });
    // What members are told of their mails leaves by the first, the mails themselves by the second.
    await drain(signal);
    await relaying?.drain(signal);
  };
};

/** The first task of the list that was not tried in this turn: one that is refused must not keep the others from being done. */
const untried = async ({ whatIsDue, calendar, rounds, since }: SchedulerNeeds, tried: ReadonlySet<string>): Promise<Due | undefined> => {
  for (const due of await whatIsDue()) {
    if (tried.has(nameOf(due))) continue;
    const isBeforeOurTime = due.task === 'run' && roundAt(calendar, due.week) <= since && (await rounds.find(due.week)) === undefined;
    if (!isBeforeOurTime) return due;
  }
  return undefined;
};

const makeDoTask = ({ runRound, sendIntroductions, log }: SchedulerNeeds): ((due: Due) => Promise<void>) => {
  const told = new Set<string>();
  return async (due) => {
    const { task, week } = due;
    const done = await (task === 'run' ? runRound({ week }) : sendIntroductions({ week }));
    if (done.ok) return;
    // A refusal stays until somebody does something about it; it is told once.
    const refusal = `${nameOf(due)} ${done.error.code}`;
    if (!told.has(refusal)) log('warning', 'schedule.refused', { task, week: formatWeek(week), outcome: done.error.code });
    told.add(refusal);
  };
};

const nameOf = ({ task, week }: Due): string => `${task} ${formatWeek(week)}`;

/**
 * The next instant, `to` at the latest, at which something becomes due. Mails that become due within the same minute leave together.
 * A mail that is due and did not leave is held by somebody, or waits for a mailer; it is looked at again a minute later.
 */
const nextStop = async ({ clock, calendar, outbox, relaying, chat }: SchedulerNeeds, to: Instant): Promise<Instant> => {
  const now = clock.now();
  const outboxes = relaying === undefined ? [outbox] : [outbox, relaying.outbox];
  const mails = (await Promise.all(outboxes.map(async (each) => each.due(to, 1)))).flatMap((due) => due.map(({ dueAt }) => dueAt));
  const arrived = await relaying?.worker.nextDueAt();
  const missed = ((await chat?.chats.missed(to, 1)) ?? []).flatMap(({ a, b }) => [a, b].flatMap(({ missed: each }) => each?.dueAt ?? []));
  const mailsAt = [...mails, ...missed, ...(arrived === undefined ? [] : [arrived])].map((at) => atMinute(Math.max(at, later(now, 1))));
  return Math.min(to, ...mailsAt, nextMoment(calendar, now), nextSendingHour(calendar, now)) as Instant;
};

const atMinute = (instant: number): number => Math.ceil(instant / minuteMs) * minuteMs;

const oneAfterTheOther = (): (<R>(body: () => Promise<R>) => Promise<R>) => {
  let last: Promise<unknown> = Promise.resolve();
  return async (body) => {
    const mine = last.then(body);
    last = mine.catch(() => undefined);
    return mine;
  };
};
