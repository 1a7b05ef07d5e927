import type { Outbox } from './outbox.ts';

export type OutboxDesk = Pick<Outbox, 'due' | 'pending' | 'failed' | 'retry'>;

/** Loop's own mails and those between members, as operators see them: what waits and what was given up of either. `due` is Loop's own. */
export const bothOutboxes = (own: OutboxDesk, relayed: OutboxDesk): OutboxDesk => ({
  due: own.due,
  pending: async () => {
    const [one, other] = await Promise.all([own.pending(), relayed.pending()]);
    return { waiting: one.waiting + other.waiting, failed: one.failed + other.failed };
  },
  failed: async (limit) => {
    const all = (await Promise.all([own.failed(limit), relayed.failed(limit)])).flat();
    return all.toSorted((one, other) => other.failedAt - one.failedAt).slice(0, limit);
  },
  retry: async (key, now) => {
    const answer = await own.retry(key, now);
    return answer === 'unknown' ? relayed.retry(key, now) : answer;
  },
});
