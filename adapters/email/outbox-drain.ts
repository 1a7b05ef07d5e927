import { type Instant, later } from '../../domain/kernel/instant.ts';
import type { Sender } from '../../domain/kernel/mailer.ts';
import type { DueMessage } from '../dynamodb/outbox.ts';
import type { Json } from '../dynamodb/table.ts';
import { backoffMs } from './backoff.ts';
import { attemptMsOf } from './drain-limits.ts';
import type { GiveUp, OutboxDrainNeeds } from './drain-needs.ts';
import { type DrainReport, earliest, type Fate, nothingYet, withFate } from './drain-report.ts';
import { makeHandOver } from './hand-over.ts';

/** What is sent: `W` waits in the outbox, and becomes `M` right before it leaves. */
export interface Sent<W, M> {
  readonly mailer: Sender<M>;
  /** `undefined` for what is none of ours: given up as `mail.unreadable`. */
  readonly read: (message: Json) => W | undefined;
  /** Asked after every wait, as a lot may happen in one. What it throws ends the run. */
  readonly prepare: (waiting: W) => Promise<Prepared<M>>;
  /** Messages of which nothing is kept for an operator when they are given up. */
  readonly isForgotten?: ((message: Json) => boolean) | undefined;
  /** Before a message is given up under a code; asked again after a kill. Must not throw. */
  readonly onGivenUp?: ((message: Json, code: string) => Promise<void>) | undefined;
  /** After the outbox has forgotten a message that was accepted or dropped; not asked again after a kill. Must not throw. */
  readonly onSettled?: ((waiting: W, end: 'accepted' | 'dropped', at: Instant) => Promise<void>) | undefined;
}

export type Prepared<M> =
  | {
      readonly kind: 'leaves';
      /** `writtenAt` is that of the first attempt, so that a later one sends the same bytes. What it throws is `mail.not_rendered`. */
      readonly write: (writtenAt: Instant) => M;
      /** Awaited before the outbox forgets the message. Must be idempotent: after a kill the same message is accepted again. */
      readonly onAccepted: (at: Instant, wireId: string | undefined) => Promise<void>;
    }
  /** Nothing should leave any more. */
  | { readonly kind: 'dropped' }
  /** Never; for an operator. */
  | { readonly kind: 'never'; readonly code: string }
  /** It cannot be said yet. It holds up no other mail and is not the provider's fault; given up under `code` after the last retry. */
  | { readonly kind: 'later'; readonly code: string };

/**
 * Sends every mail that is due, one after the other, until none is left or `signal` says stop; then nothing more begins, and a pause ends.
 * The promise: a message in the outbox is sent, dropped for a reason, or given up visibly; never lost (but for what `isForgotten`, which is
 * only counted). With a mailer that honours keys it is delivered once, whenever the process is killed, and where
 * nobody knows the end of it for longer than keys live, an operator is asked. Several runs at a time share the work.
 *
 * After an attempt that was not taken the whole run rests, and with it all who share the pacer, longer each time: a provider that is down
 * is asked by one mail at a time and does not use up the attempts of all.
 */
export type Drain = (signal?: AbortSignal) => Promise<DrainReport>;

export const makeOutboxDrain = <W, M>(needs: OutboxDrainNeeds, sent: Sent<W, M>): Drain => {
  const { outbox, clock, pacer, limits } = needs;
  const sendOne = makeSendOne(needs, sent);

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

const makeSendOne = <W, M>(needs: OutboxDrainNeeds, sent: Sent<W, M>): ((attempt: Attempt) => Promise<Fate>) => {
  const { outbox, clock, pacer, limits } = needs;
  const { mailer, read, prepare, onSettled } = sent;
  const giveUp = makeGiveUp(needs, sent);
  const tryLater = makeTryLater(needs, giveUp);
  const handOver = makeHandOver(needs, { mailer, giveUp });
  const stillHeld = makeStillHeld(needs);

  return async ({ row: claimed, startedAt: claimedAt, ahead, pause, signal }) => {
    const waiting = read(claimed.message);
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
    const prepared = await prepare(waiting);
    if (prepared.kind === 'later') return tryLater(row, prepared.code);
    if (prepared.kind === 'never') return giveUp(row, prepared.code);
    if (prepared.kind === 'dropped') {
      await outbox.settle(key, clock.now(), row);
      await onSettled?.(waiting, 'dropped', clock.now());
      return { kind: 'dropped' };
    }
    if (firstTriedAt !== undefined && limits.unknownMaxMs !== undefined && startedAt - firstTriedAt >= limits.unknownMaxMs)
      return giveUp(row, 'mail.outcome_unknown');
    const mail = writtenOrNot(() => prepared.write(firstTriedAt ?? startedAt));
    if (mail === undefined) return giveUp(row, 'mail.not_rendered');
    // After a sleep, or a long wait for the table, the mail may be somebody else's by now.
    if (isNearlyOver(startedAt, needs)) return { kind: 'postponed', until: later(startedAt, limits.leaseMs) };
    const mayHaveLeft = firstTriedAt !== undefined || row.mayHaveLeft === true;
    const fate = await handOver(row, { mail, onAccepted: prepared.onAccepted }, startedAt);
    if (fate.kind === 'accepted') await onSettled?.(waiting, 'accepted', clock.now());
    const mayBeTaken = fate.kind === 'accepted' || fate.unknown === true;
    return { ...fate, retried: row.attempts > 0 || mayHaveLeft, maybeTwice: !mailer.honoursKeys && mayHaveLeft && mayBeTaken };
  };
};

/** Whether a claim leaves no time for an attempt. */
const isNearlyOver = (claimedAt: Instant, { clock, limits }: OutboxDrainNeeds): boolean =>
  clock.now() > later(claimedAt, limits.leaseMs - attemptMsOf(limits));

/** Claims a mail anew whose turn took longer to come than its claim lasts; undefined where another process has it by now. */
const makeStillHeld =
  (needs: OutboxDrainNeeds) =>
  async (claimed: DueMessage, claimedAt: Instant): Promise<{ readonly row: DueMessage; readonly startedAt: Instant } | undefined> => {
    if (!isNearlyOver(claimedAt, needs)) return { row: claimed, startedAt: claimedAt };
    const { clock, limits, outbox } = needs;
    const row = { ...claimed, version: claimed.version + 1 };
    const startedAt = clock.now();
    const again = { ...row, firstTriedAt: row.firstTriedAt ?? startedAt };
    return (await outbox.claim(again, later(startedAt, limits.leaseMs))) === 'taken' ? undefined : { row, startedAt };
  };

const makeGiveUp =
  <W, M>({ outbox, clock }: OutboxDrainNeeds, { isForgotten, onGivenUp }: Sent<W, M>): GiveUp =>
  async ({ key, message }, code) => {
    await onGivenUp?.(message, code);
    if (isForgotten?.(message)) await outbox.settle(key, clock.now());
    else await outbox.giveUp(key, code, clock.now());
    return { kind: 'failed' };
  };

const makeTryLater =
  ({ outbox, clock, random, limits }: OutboxDrainNeeds, giveUp: GiveUp) =>
  async (row: DueMessage, code: string): Promise<Fate> => {
    if (row.attempts >= limits.retryMax) return giveUp(row, code);
    const tries = { attempts: row.attempts + 1, firstTriedAt: row.firstTriedAt };
    const until = later(clock.now(), backoffMs(tries.attempts, limits, random));
    await outbox.postpone(row.key, until, tries);
    return { kind: 'postponed', until };
  };

// A message that cannot be shown must not hold up the ones behind it; the operator sees it among the failed.
const writtenOrNot = <M>(write: () => M): M | undefined => {
  try {
    return write();
  } catch {
    return undefined;
  }
};

/** A pause that ends early where `signal` says stop. */
const pauseUnless =
  (pause: OutboxDrainNeeds['pause'], signal: AbortSignal | undefined): OutboxDrainNeeds['pause'] =>
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
