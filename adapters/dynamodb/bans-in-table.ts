import type { Bans } from '../../domain/membership/ports.ts';
import { banKey } from './keys.ts';
import type { Table } from './table.ts';

export const createTableBans = (table: Table): Bans => ({
  add: async (member, at) => {
    // A conflict is a ban that is there already; it keeps its time.
    await table.commit([{ op: 'put', item: { ...banKey(member), body: { at } }, expect: 'absent' }]);
  },
  remove: async (member) => {
    await table.commit([{ op: 'delete', key: banKey(member), expect: 'anything' }]);
  },
  has: async (member) => (await table.get(banKey(member))) !== undefined,
});
