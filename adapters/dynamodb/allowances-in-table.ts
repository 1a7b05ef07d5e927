import * as z from 'zod';
import { later } from '../../domain/kernel/instant.ts';
import { err, ok } from '../../domain/kernel/result.ts';
import type { Allowances } from '../../domain/membership/ports.ts';
import { bodyOf, countSchema, instantSchema, secondOf } from './bodies.ts';
import { createChange } from './change-in-table.ts';
import { allowanceKey } from './keys.ts';
import type { Table } from './table.ts';

/** A window begins with the first that is taken and gives up to `most`; the next one begins after it has ended. */
export const createTableAllowances = (table: Table): Allowances => {
  const change = createChange(table);
  return {
    take: async (key, { most, windowMs }, now) => {
      const taken = await change([allowanceKey(key)], ([item]) => {
        const stored = item === undefined ? undefined : bodyOf(windowSchema, item);
        const isOpen = stored !== undefined && now < later(stored.startedAt, windowMs);
        const { startedAt, count } = isOpen ? stored : { startedAt: now, count: 0 };
        const endsAt = later(startedAt, windowMs);
        if (count >= most) return err({ usedUpUntil: endsAt });
        return ok({ items: [{ body: { startedAt, count: count + 1 }, deleteAt: secondOf(endsAt) }], outcome: 'taken' as const });
      });
      return taken.ok ? taken.value : taken.error;
    },
  };
};

const windowSchema = z.object({ startedAt: instantSchema, count: countSchema });
