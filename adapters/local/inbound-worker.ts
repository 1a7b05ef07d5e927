import type { Clock } from '../../domain/kernel/clock.ts';
import { type Instant, later, minuteMs, secondMs } from '../../domain/kernel/instant.ts';
import type { Random } from '../../domain/kernel/random.ts';
import type { ForwardMail } from '../../domain/relay/conversations/use-cases.ts';
import { kindOf, type Log } from '../composition/observed.ts';
import { backoffMs, type Retries } from '../email/backoff.ts';
import type { InboundMails, WaitingMail } from './inbound-mails.ts';

export interface InboundWorker {
  /**
   * Forwards every mail that waits and is due, in the order of their coming. One that has to be tried again holds up those to the same
   * recipients and nobody else's. A mail that fails is tried again, longer apart each time; with `signal` nothing more begins.
   */
  readonly forwardArrived: (signal?: AbortSignal) => Promise<void>;
  /** When there is something to do again; `undefined` where nothing waits. */
  readonly nextDueAt: () => Promise<Instant | undefined>;
}

export interface InboundWorkerNeeds {
  readonly inbound: InboundMails;
  readonly forwardMail: ForwardMail;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** Over two hours at least; what is not forwarded by then is a fault that waiting does not mend. */
const retries: Retries = { retryMax: 20, retryBaseDelayMs: secondMs, retryDelayMaxMs: 15 * minuteMs };

export const createInboundWorker = (needs: InboundWorkerNeeds): InboundWorker => {
  const { inbound, clock } = needs;
  const forwardOne = makeForwardOne(needs);
  return {
    forwardArrived: async (signal) => {
      const held = new Set<string>();
      for (const mail of await inbound.waiting()) {
        if (signal?.aborted) return;
        const mayGo = mail.dueAt <= clock.now() && !mail.recipients.some((recipient) => held.has(recipient));
        if (mayGo && (await forwardOne(mail)) === 'settled') continue;
        for (const recipient of mail.recipients) held.add(recipient);
      }
    },
    nextDueAt: async () => {
      const waiting = await inbound.waiting();
      return waiting.length === 0 ? undefined : (Math.min(...waiting.map(({ dueAt }) => dueAt)) as Instant);
    },
  };
};

const makeForwardOne = ({ inbound, forwardMail, clock, random, log }: InboundWorkerNeeds) => {
  const giveUp = async (mail: WaitingMail, error: string): Promise<'settled'> => {
    log('error', 'relay.given_up', { error });
    await inbound.giveUp(mail);
    return 'settled';
  };

  const again = async (mail: WaitingMail, error: string): Promise<'settled' | 'waits'> => {
    if (mail.attempts > retries.retryMax) return giveUp(mail, error);
    log('warning', 'relay.tried_in_vain', { error, count: mail.attempts });
    await inbound.postpone(mail, later(clock.now(), backoffMs(mail.attempts, retries, random)));
    return 'waits';
  };

  return async (waiting: WaitingMail): Promise<'settled' | 'waits'> => {
    // Begun to the end, and never heard of again: it ended the process each time.
    if (waiting.attempts > retries.retryMax) return giveUp(waiting, 'unknown');
    const mail = await inbound.begin(waiting);
    const { attempts, dueAt: _, ...envelope } = mail;
    const forwarded = await forwardMail({ ...envelope, rawKey: mail.id, attempt: attempts }).catch((error: unknown) => kindOf(error));
    if (typeof forwarded === 'string') return again(mail, forwarded);
    if (!forwarded.ok) return again(mail, forwarded.error.because);
    await inbound.settle(mail, forwarded.value);
    for (const outcome of forwarded.value) log('info', 'relay.arrived', { outcome });
    return 'settled';
  };
};
