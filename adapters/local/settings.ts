import * as z from 'zod';
import type { Instant } from '../../domain/kernel/instant.ts';
import { invariant } from '../../domain/kernel/invariant.ts';
import { asBody, bodyOf, carriedOn, instantSchema } from '../dynamodb/bodies.ts';
import type { Item, Key, Table } from '../dynamodb/table.ts';

/** What the embedded run remembers of itself, beside what the community keeps. */
export interface Settings {
  /** `being_made` until the last of the sample people is stored; nobody is served before. */
  readonly sample: 'none' | 'being_made' | 'made';
  /** When the community began. */
  readonly since: Instant;
  /** How far the clock is put forward. */
  readonly aheadMs: number;
}

export const readSettings = async (table: Table): Promise<Settings | undefined> => {
  const item = await table.get(settingsKey);
  return item === undefined ? undefined : bodyOf(settingsSchema, item);
};

export const keepSettings = async (table: Table, settings: Settings): Promise<void> => {
  const before = await table.get(settingsKey);
  if (before !== undefined) bodyOf(settingsSchema, before);
  const item = { ...settingsItem(settings), body: carriedOn(before, asBody(settings)) };
  const answer = await table.commit([{ op: 'put', item, expect: 'anything' }]);
  invariant(answer === 'committed', 'what expects anything is never in conflict');
};

export const settingsItem = (settings: Settings): Omit<Item, 'version'> => ({ ...settingsKey, body: asBody(settings) });

export const settingsKey: Key = { pk: 'embedded-run', sk: 'settings' };

const settingsSchema: z.ZodType<Settings> = z.object({
  sample: z.enum(['none', 'being_made', 'made']),
  since: instantSchema,
  aheadMs: z.int().min(0),
});
