import { type Instant, later } from '../../domain/kernel/instant.ts';
import type { MailOutcome, Sender } from '../../domain/kernel/mailer.ts';
import type { DueMessage } from '../dynamodb/outbox.ts';
import { backoffMs } from './backoff.ts';
import type { GiveUp, OutboxDrainNeeds } from './drain-needs.ts';
import type { Fate } from './drain-report.ts';
export interface Leaves<M> {
  readonly mail: M;
  readonly onAccepted: (at: Instant, wireId: string | undefined) => Promise<void>;
}

/** Gives a mail to the mailer, and writes down what came of it. */
export const makeHandOver = <M>(
  { outbox, clock, random, pacer, limits }: OutboxDrainNeeds,
  { mailer, giveUp }: { readonly mailer: Sender<M>; readonly giveUp: GiveUp },
): ((row: DueMessage, leaves: Leaves<M>, startedAt: Instant) => Promise<Fate>) => {
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

  return async (row, { mail, onAccepted }, startedAt) => {
    const outcome = await handedOver(mailer, mail, row.key);
    switch (outcome.kind) {
      case 'accepted': {
        inVain = 0;
        const at = clock.now();
        await onAccepted(at, outcome.wireId);
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

interface NotTaken {
  readonly afterMs?: number | undefined;
  readonly closed?: string | undefined;
  readonly firstTriedAt: Instant | undefined;
}

const handedOver = async <M>(mailer: Sender<M>, mail: M, key: string): Promise<MailOutcome | { readonly kind: 'unknown' }> => {
  try {
    return await mailer.send(mail, key);
  } catch {
    return { kind: 'unknown' };
  }
};
