import { dayMs, later } from '../../domain/kernel/instant.ts';
import { rawKeptDays } from '../../domain/relay/limits.ts';
import type { SettledMails } from '../../domain/relay/ports.ts';
import { secondOf } from './bodies.ts';
import { settledMailKey } from './relay-keys.ts';
import type { Table } from './table.ts';

/** Remembered longer than a queue or a dead letter queue may tell of a mail. */
export const createTableSettledMails = (table: Table): SettledMails => ({
  has: async (id) => (await table.get(settledMailKey(id))) !== undefined,
  add: async (id, at) => {
    const deleteAt = secondOf(later(at, (rawKeptDays + 1) * dayMs));
    await table.commit([{ op: 'put', item: { ...settledMailKey(id), body: {}, deleteAt }, expect: 'anything' }]);
  },
});
