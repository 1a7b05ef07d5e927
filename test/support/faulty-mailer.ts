import type { Clock } from '../../domain/kernel/clock.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import type { RenderedMail, Sender } from '../../domain/kernel/mailer.ts';

/** What a provider does to one attempt; `breaks` is its 5xx, `too-many` its 429. */
export const mailerFaults = ['takes', 'too-many', 'too-many-until', 'breaks', 'garbage', 'takes-then-times-out', 'refuses'] as const;
export type MailerFault = (typeof mailerFaults)[number];

export interface FaultyMailer<M = RenderedMail> extends Sender<M> {
  /** What arrived somewhere, in order. A mailer that honours keys delivers a key once. */
  readonly delivered: () => readonly Delivery<M>[];
  /** Each attempt that reached the provider. */
  readonly attempts: () => readonly { readonly key: string; readonly at: Instant; readonly fault: MailerFault }[];
}

export interface Delivery<M> {
  readonly key: string;
  readonly mail: M;
}

export const retryAfterMs = 7_000;

/** A provider with the given luck, attempt by attempt; when it is used up, every mail is taken. */
export const createFaultyMailer = <M = RenderedMail>({
  clock,
  luck = [],
  honoursKeys = true,
}: {
  readonly clock: Clock;
  readonly luck?: readonly MailerFault[];
  readonly honoursKeys?: boolean;
}): FaultyMailer<M> => {
  const delivered: Delivery<M>[] = [];
  const attempts: { key: string; at: Instant; fault: MailerFault }[] = [];
  const deliver = (mail: M, key: string): void => {
    if (!honoursKeys || !delivered.some((delivery) => delivery.key === key)) delivered.push({ key, mail });
  };
  return {
    honoursKeys,
    send: async (mail, key) => {
      await Promise.resolve();
      const fault = luck[attempts.length] ?? 'takes';
      attempts.push({ key, at: clock.now(), fault });
      switch (fault) {
        case 'takes':
          deliver(mail, key);
          return { kind: 'accepted' };
        case 'too-many':
        case 'breaks':
          return { kind: 'try_later' };
        case 'too-many-until':
          return { kind: 'try_later', afterMs: retryAfterMs };
        case 'refuses':
          return { kind: 'refused', code: 'provider.refused' };
        case 'garbage':
          throw new SyntaxError('the answer is no JSON');
        case 'takes-then-times-out':
          deliver(mail, key);
          throw new Error('timed out');
      }
    },
    delivered: () => delivered,
    attempts: () => attempts,
  };
};
