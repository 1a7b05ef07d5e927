import { randomInt } from 'node:crypto';
import * as z from 'zod';
import { dayMs, later, utcDay } from '../../domain/kernel/instant.ts';
import { ok } from '../../domain/kernel/result.ts';
import type { RelayEvent, RelayFigures } from '../../domain/relay/ports.ts';
import { refusalCodes } from '../../domain/relay/refusals.ts';
import { bodyOf, countSchema, secondOf } from './bodies.ts';
import { createChange } from './change-in-table.ts';
import { everyItem } from './pages.ts';
import { relayFigures, relayFiguresKey } from './relay-keys.ts';
import type { Item, Table } from './table.ts';

export interface RelayFiguresOptions {
  /** Which of a day's items counts next, 0 … `figureShards` - 1. By chance, so that processes seldom meet. */
  readonly shard?: (() => number) | undefined;
}

/** Processes that count at one moment seldom meet in one of so many; reading 90 days stays a page or two. */
export const figureShards = 8;

/** Two that do meet count one after the other; where that fails time after time it throws `Unavailable`, and nothing was counted. */
export const createTableRelayFigures = (
  table: Table,
  { shard = () => randomInt(figureShards) }: RelayFiguresOptions = {},
): RelayFigures => {
  const change = createChange(table, { attempts: attemptsToCount });
  return {
    count: async (what, at) => {
      await change([relayFiguresKey(at, shard())], ([item]) => {
        const counts = item === undefined ? {} : countsOf(item);
        const body = { ...counts, [what]: (counts[what] ?? 0) + 1 };
        return ok({ items: [{ body, deleteAt: secondOf(later(at, keptDays * dayMs)) }], outcome: undefined });
      });
    },
    sums: async (days, now) => {
      const sums: Partial<Record<RelayEvent, number>> = {};
      const [from, to] = [utcDay(later(now, (1 - days) * dayMs)), `${utcDay(now)}#~`];
      for await (const item of everyItem(table, { by: 'key', partition: relayFigures, from, to })) {
        const counts = countsOf(item);
        for (const what of relayEvents) if (counts[what] !== undefined) sums[what] = (sums[what] ?? 0) + counts[what];
      }
      return sums;
    },
  };
};

/** Whoever meets others does so in an instant; where dozens count at once, five would not do. */
const attemptsToCount = 20;

/** Sums reach back 90 days, and a day is only over with its last hour. */
const keptDays = 92;

const relayEvents = ['relayed', 'sent', 'bounced', 'complained', 'reported', ...refusalCodes] as const satisfies readonly RelayEvent[];

/** An event that only a newer version knows is kept, and not summed up. */
const countsOf = (item: Item): Readonly<Partial<Record<RelayEvent, number>>> => bodyOf(countsSchema, item);

const countsSchema: z.ZodType<Partial<Record<RelayEvent, number>>> = z.object(
  Object.fromEntries(relayEvents.map((what) => [what, countSchema.optional()])),
);
