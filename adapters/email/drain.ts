import * as z from 'zod';
import type { Clock } from '../../domain/kernel/clock.ts';
import { type Instant, later } from '../../domain/kernel/instant.ts';
import type { Mailer, MailOutcome, RenderedMail } from '../../domain/kernel/mailer.ts';
import type { Random } from '../../domain/kernel/random.ts';
import { BodyUnreadable } from '../dynamodb/bodies.ts';
import type { DueMessage, Outbox } from '../dynamodb/outbox.ts';
import type { Json } from '../dynamodb/table.ts';
import { backoffMs } from './backoff.ts';
import { attemptMsOf, type DrainLimits } from './drain-limits.ts';
import { type DrainReport, earliest, type Fate, nothingYet, withFate } from './drain-report.ts';
import { readMail } from './mail-codec.ts';
import type { Recipient } from './mail-context.ts';
import type { Pacer } from './pacer.ts';
import { type LeavingNeeds, leavingNow } from './recipients.ts';
import type { LoopMail } from './render.ts';

export interface DrainNeeds extends LeavingNeeds {
  readonly outbox: Pick<Outbox, 'due' | 'claim' | 'settle' | 'postpone' | 'giveUp'>;
  readonly mailer: Mailer;
  readonly pacer: Pacer;
  readonly clock: Clock;
  readonly random: Random;
  /** Lets so many milliseconds go by. */
  readonly pause: (ms: number) => Promise<void>;
  readonly render: (message: LoopMail, recipient: Recipient) => RenderedMail;
  readonly limits: DrainLimits;
  /** Awaited before the outbox forgets the message. Must be idempotent: after a kill the same message is accepted again. */
  readonly onAccepted: (message: LoopMail, at: Instant) => Promise<void>;
  readonly onProgress?: ((sofar: DrainReport) => void) | undefined;
}

/**
 * Sends every mail that is due, one after the other, until none is left or `signal` says stop; then nothing more begins, and a pause ends.
 * The promise: a message in the outbox is sent, dropped for a reason, or given up visibly; never lost (a goodbye that
 * cannot be delivered is only counted). With a mailer that honours keys it is delivered once, whenever the process is killed, and where
 * nobody knows the end of it for longer than keys live, an operator is asked. Several runs at a time share the work.
 *
 * After an attempt that was not taken the whole run rests, and with it all who share the pacer, longer each time: a provider that is down
 * is asked by one mail at a time and does not use up the attempts of all.
 */
export type Drain = (signal?: AbortSignal) => Promise<DrainReport>;

export const makeDrain = (needs: DrainNeeds): Drain => {
  const { outbox, clock, pacer, limits } = needs;
  const sendOne = makeSendOne(needs);

  return async (signal) => {
    const pause = pauseUnless(needs.pause, signal);
    let report = nothingYet;
    for (;;) {
      const rows = await outbox.due(clock.now(), batchSize);
      let taken = 0;
      for (const [at, row] of rows.entries()) {
        const restsUntil = await pacer.restsUntil();
        const restMs = restsUntil - clock.now();
        if (restMs > 0 && restMs <= limits.pauseMaxMs) await pause(restMs);
        if (signal?.aborted || restMs > limits.pauseMaxMs) return { ...report, resumeAt: earliest(report.resumeAt, restsUntil) };
        const startedAt = clock.now();
        const claimed = { ...row, firstTriedAt: row.firstTriedAt ?? startedAt };
        if ((await outbox.claim(claimed, later(startedAt, limits.leaseMs))) === 'taken') continue;
        taken += 1;
        report = withFate(report, await sendOne({ row, startedAt, ahead: rows.length - at, pause, signal }));
        needs.onProgress?.(report);
      }
      // Rows that others hold, or that lag behind their end, are no reason to go on asking.
      if (taken === 0) return report;
    }
  };
};

const batchSize = 25;

interface Attempt {
  readonly row: DueMessage;
  readonly startedAt: Instant;
  /** How many there are to send, as far as is known. */
  readonly ahead: number;
  readonly pause: (ms: number) => Promise<void>;
  readonly signal: AbortSignal | undefined;
}

const makeSendOne = (needs: DrainNeeds): ((attempt: Attempt) => Promise<Fate>) => {
  const { outbox, mailer, clock, pacer, render, limits } = needs;
  const giveUp = makeGiveUp(needs);
  const waitForReader = makeWaitForReader(needs, giveUp);
  const handOver = makeHandOver(needs, giveUp);
  const stillHeld = makeStillHeld(needs);

  return async ({ row: claimed, startedAt: claimedAt, ahead, pause, signal }) => {
    const waiting = readMail(claimed.message);
    if (waiting === undefined) return giveUp(claimed, 'mail.unreadable');
    const { firstTriedAt, key } = claimed;
    const turn = await pacer.turn(ahead);
    if (turn.kind === 'goes' && turn.waitMs > 0) await pause(turn.waitMs);
    if (turn.kind === 'rests' || signal?.aborted) {
      const until = turn.kind === 'rests' ? turn.until : clock.now();
      await outbox.postpone(key, until, claimed);
      return { kind: 'postponed', until };
    }
    const held = await stillHeld(claimed, claimedAt);
    if (held === undefined) return { kind: 'postponed', until: clock.now() };
    const { row, startedAt } = held;
    // Looked at after the wait, as a lot may happen in one.
    const leaving = await leavingNow(waiting, needs).catch(unreadable);
    if (leaving === 'unreadable') return waitForReader(row);
    if (leaving === undefined) {
      await outbox.settle(key, clock.now(), row);
      return { kind: 'dropped' };
    }
    if (firstTriedAt !== undefined && limits.unknownMaxMs !== undefined && startedAt - firstTriedAt >= limits.unknownMaxMs)
      return giveUp(row, 'mail.outcome_unknown');
    // It leaves under the key of what was waiting, so nobody gets an introduction and the word that it does not take place.
    const { message, recipient } = leaving;
    const mail = renderedOrNot(() => ({ ...render(message, recipient), writtenAt: firstTriedAt ?? startedAt }));
    if (mail === undefined) return giveUp(row, 'mail.not_rendered');
    // After a sleep, or a long wait for the table, the mail may be somebody else's by now.
    if (isNearlyOver(startedAt, needs)) return { kind: 'postponed', until: later(startedAt, limits.leaseMs) };
    const mayHaveLeft = firstTriedAt !== undefined || row.mayHaveLeft === true;
    const fate = await handOver(row, { mail, message }, startedAt);
    const mayBeTaken = fate.kind === 'accepted' || fate.unknown === true;
    return { ...fate, retried: row.attempts > 0 || mayHaveLeft, maybeTwice: !mailer.honoursKeys && mayHaveLeft && mayBeTaken };
  };
};

/** Whether a claim leaves no time for an attempt. */
const isNearlyOver = (claimedAt: Instant, { clock, limits }: DrainNeeds): boolean =>
  clock.now() > later(claimedAt, limits.leaseMs - attemptMsOf(limits));

/** Claims a mail anew whose turn took longer to come than its claim lasts; undefined where another process has it by now. */
const makeStillHeld =
  (needs: DrainNeeds) =>
  async (claimed: DueMessage, claimedAt: Instant): Promise<{ readonly row: DueMessage; readonly startedAt: Instant } | undefined> => {
    if (!isNearlyOver(claimedAt, needs)) return { row: claimed, startedAt: claimedAt };
    const { clock, limits, outbox } = needs;
    const row = { ...claimed, version: claimed.version + 1 };
    const startedAt = clock.now();
    const again = { ...row, firstTriedAt: row.firstTriedAt ?? startedAt };
    return (await outbox.claim(again, later(startedAt, limits.leaseMs))) === 'taken' ? undefined : { row, startedAt };
  };

type GiveUp = (row: DueMessage, code: string) => Promise<Fate>;

const makeGiveUp =
  ({ outbox, clock }: DrainNeeds): GiveUp =>
  async ({ key, message }, code) => {
    // A goodbye carries the address of somebody who may be erased, so nothing is kept of it for an operator to send again.
    if (isGoodbye(message)) await outbox.settle(key, clock.now());
    else await outbox.giveUp(key, code, clock.now());
    return { kind: 'failed' };
  };

/** While a newer version is rolled out, it may be able to read whom the mail is for. It holds up no other mail and is not the provider's fault. */
const makeWaitForReader =
  ({ outbox, clock, random, limits }: DrainNeeds, giveUp: GiveUp) =>
  async (row: DueMessage): Promise<Fate> => {
    if (row.attempts >= limits.retryMax) return giveUp(row, 'storage.unreadable');
    const tries = { attempts: row.attempts + 1, firstTriedAt: row.firstTriedAt };
    const until = later(clock.now(), backoffMs(tries.attempts, limits, random));
    await outbox.postpone(row.key, until, tries);
    return { kind: 'postponed', until };
  };

const makeHandOver = ({ outbox, mailer, clock, random, pacer, limits, onAccepted }: DrainNeeds, giveUp: GiveUp) => {
  // Attempts in a row that were not taken, of this process.
  let inVain = 0;

  const notTaken = async (row: DueMessage, { afterMs = 0, closed, firstTriedAt }: NotTaken): Promise<Fate> => {
    inVain += 1;
    const restMs = Math.max(afterMs, backoffMs(inVain, limits, random));
    await pacer.rest(restMs);
    // While keys live, asking again is harmless and the only way to know.
    const isSafe = mailer.honoursKeys && firstTriedAt !== undefined && limits.unknownMaxMs !== undefined;
    if (closed === undefined && row.attempts >= limits.retryMax && !isSafe)
      return giveUp(row, firstTriedAt === undefined ? 'mail.retries_used_up' : 'mail.outcome_unknown');
    const attempts = row.attempts + (closed === undefined ? 1 : 0);
    const waitMs = closed === undefined ? Math.max(restMs, backoffMs(attempts, limits, random)) : restMs;
    const until = later(clock.now(), waitMs);
    await outbox.postpone(row.key, until, { attempts, firstTriedAt });
    return { kind: 'postponed', until, ...(closed === undefined ? {} : { closed }) };
  };

  return async (row: DueMessage, { mail, message }: Leaves, startedAt: Instant): Promise<Fate> => {
    const outcome = await handedOver(mailer, mail, row.key);
    switch (outcome.kind) {
      case 'accepted': {
        inVain = 0;
        const at = clock.now();
        // Whoever observes the record hears of it; its reader would get a copy for each attempt to make it.
        await onAccepted(message, at).catch(unreadable);
        await outbox.settle(row.key, at, row);
        return { kind: 'accepted' };
      }
      case 'refused':
        inVain = 0;
        return { ...(await giveUp(row, outcome.code)), refused: true };
      case 'try_later':
        return notTaken(row, { ...outcome, firstTriedAt: row.firstTriedAt });
      case 'unknown':
        return { ...(await notTaken(row, { firstTriedAt: row.firstTriedAt ?? startedAt })), unknown: true };
    }
  };
};

interface Leaves {
  readonly mail: RenderedMail;
  readonly message: LoopMail;
}

interface NotTaken {
  readonly afterMs?: number | undefined;
  readonly closed?: string | undefined;
  readonly firstTriedAt: Instant | undefined;
}

// A member whose item cannot be read must not hold up the mails to others.
const unreadable = (error: unknown): 'unreadable' => {
  if (error instanceof BodyUnreadable) return 'unreadable';
  throw error;
};

const isGoodbye = (message: Json): boolean => z.object({ template: z.literal('goodbye') }).safeParse(message).success;

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

/** A pause that ends early where `signal` says stop. */
const pauseUnless =
  (pause: DrainNeeds['pause'], signal: AbortSignal | undefined): DrainNeeds['pause'] =>
  async (ms) => {
    if (signal === undefined) return pause(ms);
    if (signal.aborted) return;
    const stopped = Promise.withResolvers<undefined>();
    const stop = (): void => {
      stopped.resolve(undefined);
    };
    signal.addEventListener('abort', stop, { once: true });
    await Promise.race([pause(ms), stopped.promise]).finally(() => {
      signal.removeEventListener('abort', stop);
    });
  };
