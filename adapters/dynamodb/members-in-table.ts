import { ok } from '../../domain/kernel/result.ts';
import type { Members } from '../../domain/membership/ports.ts';
import { createChange } from './change-in-table.ts';
import { lists, memberKey } from './keys.ts';
import { memberBody, memberOf } from './member-codec.ts';
import type { Table } from './table.ts';

export const createTableMembers = (table: Table): Members => {
  const change = createChange(table);
  return {
    find: async (id) => {
      const item = await table.get(memberKey(id));
      return item === undefined ? undefined : memberOf(item);
    },
    change: async (id, decide) =>
      change([memberKey(id)], ([item]) => {
        const member = item === undefined ? undefined : memberOf(item);
        const decided = decide(member);
        if (!decided.ok) return decided;
        const { next, outgoing, outcome } = decided.value;
        if (next === member) return ok({ items: ['unchanged'], outgoing, outcome });
        if (next === undefined) return ok({ items: ['removed'], outgoing, outcome });
        return ok({ items: [{ body: memberBody(next), index: { pk: lists.members, sk: id } }], outgoing, outcome });
      }),
    page: async (after, limit) => {
      // One more than asked for, because the one named comes first where it is still there.
      const from = after === undefined ? {} : { from: after };
      const { items } = await table.query({ by: 'index', partition: lists.members, ...from, limit: limit + 1 });
      return items
        .map(memberOf)
        .filter(({ id }) => id !== after)
        .slice(0, limit);
    },
  };
};
