import * as z from 'zod';
import type { Clock } from '../../domain/kernel/clock.ts';
import { type Instant, later } from '../../domain/kernel/instant.ts';
import type { Mailer, MailOutcome, RenderedMail } from '../../domain/kernel/mailer.ts';
import type { Random } from '../../domain/kernel/random.ts';
import type { DueMessage, Outbox } from '../dynamodb/outbox.ts';
import type { Json } from '../dynamodb/table.ts';
import { backoffMs, type Retries } from './backoff.ts';
import { readMail } from './mail-codec.ts';
import type { Recipient } from './mail-context.ts';
import { type LeavingNeeds, leavingNow } from './recipients.ts';
import type { LoopMail } from './render.ts';
import { fullBucket, type Pace, takeToken } from './token-bucket.ts';

export interface DrainNeeds extends LeavingNeeds {
  readonly outbox: Pick<Outbox, 'due' | 'claim' | 'settle' | 'postpone' | 'giveUp'>;
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly random: Random;
  /** Lets so many milliseconds go by. */
  readonly pause: (ms: number) => Promise<void>;
  readonly render: (message: LoopMail, recipient: Recipient) => RenderedMail;
  readonly limits: DrainLimits;
  /** Awaited before the outbox forgets the message. Must be idempotent: after a kill the same message is accepted again. */
  readonly onAccepted: (message: LoopMail, at: Instant) => Promise<void>;
  readonly onProgress?: (sofar: DrainReport) => void;
}

export interface DrainLimits extends Pace, Retries {
  /** How long one mail may take; afterwards whoever comes next tries it again. */
  readonly leaseMs: number;
  /** A mailer that asks for a longer rest than this ends the run. */
  readonly pauseMaxMs: number;
}

/** What one run did. `failed` were given up and wait for an operator. */
export interface DrainReport {
  readonly accepted: number;
  /** Not sent, because its reader is gone or wants no such mails. */
  readonly dropped: number;
  readonly postponed: number;
  readonly failed: number;
  /** Attempts that may have delivered a further copy: made after one whose end nobody knows, by a mailer that does not honour keys. */
  readonly maybeTwice: number;
  /** When there may be something to do again, as far as this run knows. */
  readonly resumeAt?: Instant | undefined;
}

/**
 * Sends every mail that is due, one after the other, until none is left or `signal` says stop.
 * The promise: a message in the outbox is sent, dropped for a reason, or given up visibly; never lost (a goodbye that
 * cannot be delivered is only counted). With a mailer that honours
 * keys it is delivered once, whenever the process is killed. Several runs at a time share the work; pace is kept by each process.
 */
export type Drain = (signal?: AbortSignal) => Promise<DrainReport>;

export const defaultDrainLimits: DrainLimits = {
  ratePerSecond: 2,
  burst: 1,
  retryMax: 8,
  retryBaseDelayMs: 1_000,
  retryDelayMaxMs: 3_600_000,
  leaseMs: 120_000,
  pauseMaxMs: 30_000,
};

export const makeDrain = (needs: DrainNeeds): Drain => {
  const { outbox, clock, pause, limits } = needs;
  const sendOne = makeSendOne(needs);

  return async (signal) => {
    let report: DrainReport = { accepted: 0, dropped: 0, postponed: 0, failed: 0, maybeTwice: 0 };
    for (;;) {
      const rows = await outbox.due(clock.now(), batchSize);
      let taken = 0;
      for (const row of rows) {
        const closedUntil = sendOne.closedUntil();
        const restMs = closedUntil - clock.now();
        if (signal?.aborted || restMs > limits.pauseMaxMs) return { ...report, resumeAt: earliest(report.resumeAt, closedUntil) };
        if (restMs > 0) await pause(restMs);
        if ((await outbox.claim(row, later(clock.now(), limits.leaseMs))) === 'taken') continue;
        taken += 1;
        report = withFate(report, await sendOne.send(row));
        needs.onProgress?.(report);
      }
      // Rows that others hold, or that lag behind their end, are no reason to go on asking.
      if (taken === 0) return report;
    }
  };
};

const batchSize = 25;

type Fate = ({ readonly kind: 'accepted' | 'dropped' | 'failed' } | { readonly kind: 'postponed'; readonly until: Instant }) & {
  readonly maybeTwice?: boolean;
};

interface SendOne {
  readonly send: (row: DueMessage) => Promise<Fate>;
  /** The mailer asked for a rest until then. */
  readonly closedUntil: () => Instant;
}

const makeSendOne = (needs: DrainNeeds): SendOne => {
  const { outbox, mailer, clock, random, pause, render, limits, onAccepted } = needs;
  let bucket = fullBucket;
  let closedUntil = 0 as Instant;
  // Keys whose last attempt ended without an answer, as long as this process remembers.
  const unanswered = new Set<string>();

  const inTurn = async (): Promise<void> => {
    const token = takeToken(bucket, limits, clock.now());
    bucket = token.bucket;
    if (token.waitMs > 0) await pause(token.waitMs);
  };

  const giveUp = async ({ key, message }: DueMessage, code: string): Promise<Fate> => {
    unanswered.delete(key);
    // A goodbye carries the address of somebody who may be erased, so nothing is kept of it for an operator to send again.
    if (isGoodbye(message)) await outbox.settle(key, clock.now());
    else await outbox.giveUp(key, code, clock.now());
    return { kind: 'failed' };
  };

  const tryLater = async (row: DueMessage, { code, afterMs }: { readonly code: string; readonly afterMs: number }): Promise<Fate> => {
    if (row.attempts >= limits.retryMax) return giveUp(row, code);
    const attempts = row.attempts + 1;
    const until = later(clock.now(), Math.max(afterMs, backoffMs(attempts, limits, random)));
    await outbox.postpone(row.key, until, attempts);
    return { kind: 'postponed', until };
  };

  const send = async (row: DueMessage): Promise<Fate> => {
    const waiting = readMail(row.message);
    if (waiting === undefined) return giveUp(row, 'mail.unreadable');
    const leaving = await leavingNow(waiting, needs);
    if (leaving === undefined) {
      await outbox.settle(row.key, clock.now());
      return { kind: 'dropped' };
    }
    // It leaves under the key of what was waiting, so nobody gets an introduction and the word that it does not take place.
    const { message, recipient } = leaving;
    const mail = renderedOrNot(() => render(message, recipient));
    if (mail === undefined) return giveUp(row, 'mail.not_rendered');
    await inTurn();
    const maybeTwice = !mailer.honoursKeys && (unanswered.has(row.key) || endedInSilence(row));
    const outcome = await handedOver(mailer, mail, row.key);
    switch (outcome.kind) {
      case 'accepted': {
        const at = clock.now();
        await onAccepted(message, at);
        await outbox.settle(row.key, at);
        unanswered.delete(row.key);
        return { kind: 'accepted', maybeTwice };
      }
      case 'refused':
        return giveUp(row, outcome.code);
      case 'try_later':
        closedUntil = later(clock.now(), outcome.afterMs ?? 0);
        return tryLater(row, { code: 'mail.retries_used_up', afterMs: outcome.afterMs ?? 0 });
      case 'unknown':
        unanswered.add(row.key);
        return { ...(await tryLater(row, { code: 'mail.outcome_unknown', afterMs: 0 })), maybeTwice };
    }
  };

  return { send, closedUntil: () => closedUntil };
};

const isGoodbye = (message: Json): boolean => z.object({ template: z.literal('goodbye') }).safeParse(message).success;

/**
 * Each attempt writes its row twice, at its claim and at its end; one write more is a claim that nobody ended. (A message that an operator
 * sends again has further writes, too: how its earlier attempts ended is not known here either.)
 */
const endedInSilence = ({ version, attempts }: DueMessage): boolean => version > 1 + 2 * attempts;

const handedOver = async (mailer: Mailer, mail: RenderedMail, key: string): Promise<MailOutcome | { readonly kind: 'unknown' }> => {
  try {
    return await mailer.send(mail, key);
  } catch {
    return { kind: 'unknown' };
  }
};

// A message that cannot be shown must not hold up the ones behind it; the operator sees it among the failed.
const renderedOrNot = (render: () => RenderedMail): RenderedMail | undefined => {
  try {
    return render();
  } catch {
    return undefined;
  }
};

const withFate = (report: DrainReport, fate: Fate): DrainReport => ({
  ...report,
  [fate.kind]: report[fate.kind] + 1,
  maybeTwice: report.maybeTwice + (fate.maybeTwice === true ? 1 : 0),
  ...(fate.kind === 'postponed' ? { resumeAt: earliest(report.resumeAt, fate.until) } : {}),
});

const earliest = (one: Instant | undefined, other: Instant): Instant => (one === undefined || other < one ? other : one);
