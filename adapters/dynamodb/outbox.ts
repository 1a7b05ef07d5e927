import type { Instant } from '../../domain/kernel/instant.ts';
import { ok } from '../../domain/kernel/result.ts';
import { type Fields, type OnUnreadable, unknownFieldsOf } from './bodies.ts';
import { createChange, type NextItem } from './change-in-table.ts';
import { upTo } from './keys.ts';
import { itemIn, ordinaryOutbox, type OutboxPlace, stateOf, type OutboxState } from './outbox-rows.ts';
import { everyItem } from './pages.ts';
import { makeReadable } from './readable-rows.ts';
import type { Item, Json, Table } from './table.ts';

/** Messages that were committed with the state that caused them, for whoever sends them (`outbox-rows.ts` puts them in). */
export interface Outbox {
  /** Waiting messages whose time has come and that nobody is sending, the longest due first, at most `limit` (1 … 500). May lag. */
  readonly due: (now: Instant, limit: number) => Promise<readonly DueMessage[]>;
  /**
   * Takes a message to send it before `until`; afterwards it is due again. `'taken'` where it is no longer as it was seen. Its
   * `firstTriedAt` is kept as the claim says, so that a process that is killed leaves word of its attempt.
   */
  readonly claim: (seen: DueMessage, until: Instant) => Promise<'claimed' | 'taken'>;
  /**
   * It was sent. The message goes, its key is remembered for `sentRememberedMs` and does not leave again. Idempotent. With `claimed`, the
   * row as it was seen by who claimed it, nothing is read where nobody changed it since.
   */
  readonly settle: (key: string, now: Instant, claimed?: DueMessage) => Promise<void>;
  /** It will be tried again at `dueAt`. Nothing happens to a message that was sent or given up meanwhile. */
  readonly postpone: (key: string, dueAt: Instant, tries: Tries) => Promise<void>;
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

/** What is known of the attempts at a message. */
export interface Tries {
  /** How often it was tried before. */
  readonly attempts: number;
  /** When the first attempt began of which nobody knows whether the mail was taken; none where each was surely not. */
  readonly firstTriedAt?: Instant | undefined;
}

export interface DueMessage extends Tries {
  /** An operator has it sent again though nobody knows whether it was taken. */
  readonly mayHaveLeft?: boolean | undefined;
  readonly key: string;
  readonly dueAt: Instant;
  readonly message: Json;
  /** Of the row as it was seen. */
  readonly version: number;
  /** What this version does not know of the row; it stays with it. */
  readonly unknown?: Fields | undefined;
}

export interface FailedMessage {
  readonly key: string;
  readonly message: Json;
  readonly attempts: number;
  readonly code: string;
  readonly failedAt: Instant;
}

/** A row that cannot be read holds up none of the others: `due` and `failed` go on behind it, and `onUnreadable` hears of it. */
export const createTableOutbox = (
  table: Table,
  onUnreadable: OnUnreadable = () => undefined,
  place: OutboxPlace = ordinaryOutbox,
): Outbox => {
  const change = createChange(table);
  const readable = makeReadable(table, onUnreadable);

  /** Lets `next` say what becomes of a row; undefined leaves it. Answers whether there was something to change. */
  const changeRow = async (key: string, next: (state: OutboxState) => OutboxState | undefined): Promise<boolean> => {
    const changed = await change<boolean, never>([place.keyOf(key)], ([item]) => {
      const state = item === undefined ? undefined : next(stateOf(item));
      const becomes: NextItem = state === undefined ? 'unchanged' : itemIn(state, key, place);
      return ok({ items: [becomes], outcome: state !== undefined });
    });
    return changed.ok && changed.value;
  };

  return {
    due: async (now, limit) => readable({ by: 'index', partition: place.due, to: upTo(now), limit }, dueOf),
    claim: async ({ version, unknown, ...seen }, until) => {
      const claimed = itemIn({ ...seen, state: 'waiting', leasedUntil: until }, seen.key, place);
      const item = { ...claimed, body: { ...unknown, ...(claimed.body as Fields) } };
      const answer = await table.commit([{ op: 'put', item, expect: { version } }]);
      return answer === 'committed' ? 'claimed' : 'taken';
    },
    settle: async (key, now, claimed) => {
      if (
        claimed !== undefined &&
        (await settleClaimed(table, itemIn({ state: 'sent', sentAt: now }, key, place), claimed)) === 'committed'
      )
        return;
      await changeRow(key, (row) => (row.state === 'sent' ? undefined : { state: 'sent', sentAt: now }));
    },
    postpone: async (key, dueAt, { attempts, firstTriedAt }) => {
      await changeRow(key, (row) => {
        if (row.state !== 'waiting') return undefined;
        return { ...row, dueAt, attempts, firstTriedAt, leasedUntil: undefined };
      });
    },
    giveUp: async (key, code, now) => {
      await changeRow(key, (row) => {
        if (row.state !== 'waiting') return undefined;
        return { state: 'failed', key, message: row.message, attempts: row.attempts, code, failedAt: now };
      });
    },
    failed: async (limit) => readable({ by: 'index', partition: place.failed, limit, descending: true }, failedOf),
    retry: async (key, now) => {
      const wasFailed = await changeRow(key, (row) => {
        if (row.state !== 'failed') return undefined;
        const mayHaveLeft = row.code === 'mail.outcome_unknown' ? true : undefined;
        return { state: 'waiting', key, dueAt: now, message: row.message, attempts: 0, mayHaveLeft };
      });
      return wasFailed ? 'due' : 'unknown';
    },
    rewrite: async (fateOf, now) => {
      for (const key of await keysToRewrite(table, place, fateOf)) {
        await changeRow(key, (row) => {
          const fate = row.state === 'sent' ? 'keep' : fateOf(row.message);
          if (row.state === 'sent' || fate === 'keep') return undefined;
          return fate === 'drop' ? { state: 'sent', sentAt: now } : { ...row, message: fate.becomes };
        });
      }
    },
    pending: async () => ({ waiting: await count(table, place.due), failed: await count(table, place.failed) }),
  };
};

const keysToRewrite = async (table: Table, place: OutboxPlace, fateOf: (message: Json) => MessageFate): Promise<readonly string[]> => {
  const keys: string[] = [];
  for (const partition of [place.due, place.failed]) {
    for await (const item of everyItem(table, { by: 'index', partition })) {
      const row = stateOf(item);
      if (row.state !== 'sent' && fateOf(row.message) !== 'keep') keys.push(row.key);
    }
  }
  return keys;
};

/** A claim is one write over the row as it was seen. */
const settleClaimed = async (
  table: Table,
  sent: ReturnType<typeof itemIn>,
  { version, unknown }: DueMessage,
): ReturnType<Table['commit']> => {
  const item = { ...sent, body: { ...unknown, ...(sent.body as Fields) } };
  return table.commit([{ op: 'put', item, expect: { version: version + 1 } }]);
};

const dueOf = (item: Item): DueMessage[] => {
  const row = stateOf(item);
  if (row.state !== 'waiting') return [];
  const { key, dueAt, message, attempts, firstTriedAt, mayHaveLeft } = row;
  return [{ key, dueAt, message, attempts, firstTriedAt, mayHaveLeft, version: item.version, unknown: unknownFieldsOf(item) }];
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
