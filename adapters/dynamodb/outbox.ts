import type { Instant } from '../../domain/kernel/instant.ts';
import { ok } from '../../domain/kernel/result.ts';
import { createChange, type NextItem } from './change-in-table.ts';
import { lists, outboxKey, upTo } from './keys.ts';
import { itemIn, stateOf, type OutboxState } from './outbox-rows.ts';
import { everyItem } from './pages.ts';
import type { Item, Json, Table } from './table.ts';

/** Messages that were committed with the state that caused them, for whoever sends them (`outbox-rows.ts` puts them in). */
export interface Outbox {
  /** Waiting messages whose time has come and that nobody is sending, the longest due first, at most `limit` (1 … 500). May lag. */
  readonly due: (now: Instant, limit: number) => Promise<readonly DueMessage[]>;
  /** Takes a message to send it before `until`; afterwards it is due again. `'taken'` where it is no longer as it was seen. */
  readonly claim: (seen: DueMessage, until: Instant) => Promise<'claimed' | 'taken'>;
  /** It was sent. The message goes, its key is remembered for `sentRememberedMs` and does not leave again. Idempotent. */
  readonly settle: (key: string, now: Instant) => Promise<void>;
  /** It will be tried again at `dueAt`. Nothing happens to a message that was sent or given up meanwhile. */
  readonly postpone: (key: string, dueAt: Instant, attempts: number) => Promise<void>;
  /** It is not tried again unless an operator says so; `code` says why and holds nothing personal. Idempotent. */
  readonly giveUp: (key: string, code: string, now: Instant) => Promise<void>;
  /** Messages that were given up within `failedKeptMs`, the newest first, at most `limit` (1 … 500). May lag. */
  readonly failed: (limit: number) => Promise<readonly FailedMessage[]>;
  /** Makes a message that was given up due now. `'unknown'` where there is none of that key. */
  readonly retry: (key: string, now: Instant) => Promise<'due' | 'unknown'>;
  /**
   * Lets `fateOf` look at every message that waits or was given up. A dropped one goes, and its key is remembered as if it was sent.
   * One that is being sent leaves as it was. May miss what was put in a moment ago. Idempotent where `fateOf` is.
   */
  readonly rewrite: (fateOf: (message: Json) => MessageFate, now: Instant) => Promise<void>;
  /** How many wait (those being sent among them) and how many were given up. May lag. */
  readonly pending: () => Promise<{ readonly waiting: number; readonly failed: number }>;
}

export type MessageFate = 'keep' | 'drop' | { readonly becomes: Json };

export interface DueMessage {
  readonly key: string;
  readonly dueAt: Instant;
  readonly message: Json;
  /** How often it was tried before. */
  readonly attempts: number;
  /** Of the row as it was seen. */
  readonly version: number;
}

export interface FailedMessage {
  readonly key: string;
  readonly message: Json;
  readonly attempts: number;
  readonly code: string;
  readonly failedAt: Instant;
}

export const createTableOutbox = (table: Table): Outbox => {
  const change = createChange(table);

  /** Lets `next` say what becomes of a row; undefined leaves it. Answers whether there was something to change. */
  const changeRow = async (key: string, next: (state: OutboxState) => OutboxState | undefined): Promise<boolean> => {
    const changed = await change<boolean, never>([outboxKey(key)], ([item]) => {
      const state = item === undefined ? undefined : next(stateOf(item));
      const becomes: NextItem = state === undefined ? 'unchanged' : itemIn(state, key);
      return ok({ items: [becomes], outcome: state !== undefined });
    });
    return changed.ok && changed.value;
  };

  return {
    due: async (now, limit) => {
      const page = await table.query({ by: 'index', partition: lists.outboxDue, to: upTo(now), limit });
      return page.items.flatMap(dueOf);
    },
    claim: async ({ key, dueAt, message, attempts, version }, until) => {
      const item = itemIn({ state: 'waiting', key, dueAt, message, attempts, leasedUntil: until }, key);
      const answer = await table.commit([{ op: 'put', item, expect: { version } }]);
      return answer === 'committed' ? 'claimed' : 'taken';
    },
    settle: async (key, now) => {
      await changeRow(key, (row) => (row.state === 'sent' ? undefined : { state: 'sent', sentAt: now }));
    },
    postpone: async (key, dueAt, attempts) => {
      await changeRow(key, (row) => (row.state === 'waiting' ? { ...row, dueAt, attempts, leasedUntil: undefined } : undefined));
    },
    giveUp: async (key, code, now) => {
      await changeRow(key, (row) => {
        if (row.state !== 'waiting') return undefined;
        return { state: 'failed', key, message: row.message, attempts: row.attempts, code, failedAt: now };
      });
    },
    failed: async (limit) => {
      const page = await table.query({ by: 'index', partition: lists.outboxFailed, limit, descending: true });
      return page.items.flatMap(failedOf);
    },
    retry: async (key, now) => {
      const wasFailed = await changeRow(key, (row) => {
        if (row.state !== 'failed') return undefined;
        return { state: 'waiting', key, dueAt: now, message: row.message, attempts: 0 };
      });
      return wasFailed ? 'due' : 'unknown';
    },
    rewrite: async (fateOf, now) => {
      const keys: string[] = [];
      for (const partition of [lists.outboxDue, lists.outboxFailed]) {
        for await (const item of everyItem(table, { by: 'index', partition })) {
          const row = stateOf(item);
          if (row.state !== 'sent' && fateOf(row.message) !== 'keep') keys.push(row.key);
        }
      }
      for (const key of keys) {
        await changeRow(key, (row) => {
          const fate = row.state === 'sent' ? 'keep' : fateOf(row.message);
          if (row.state === 'sent' || fate === 'keep') return undefined;
          return fate === 'drop' ? { state: 'sent', sentAt: now } : { ...row, message: fate.becomes };
        });
      }
    },
    pending: async () => ({ waiting: await count(table, lists.outboxDue), failed: await count(table, lists.outboxFailed) }),
  };
};

const dueOf = (item: Item): DueMessage[] => {
  const row = stateOf(item);
  if (row.state !== 'waiting') return [];
  return [{ key: row.key, dueAt: row.dueAt, message: row.message, attempts: row.attempts, version: item.version }];
};

const failedOf = (item: Item): FailedMessage[] => {
  const row = stateOf(item);
  if (row.state !== 'failed') return [];
  return [{ key: row.key, message: row.message, attempts: row.attempts, code: row.code, failedAt: row.failedAt }];
};

const count = async (table: Table, partition: string): Promise<number> => {
  const keys: string[] = [];
  for await (const { pk } of everyItem(table, { by: 'index', partition })) keys.push(pk);
  return keys.length;
};
