import { ok } from '../../domain/kernel/result.ts';
import { invariant } from '../../domain/kernel/invariant.ts';
import type { LeftOuts } from '../../domain/introductions/ports.ts';
import type { StoredLeftOut } from '../../domain/introductions/stored-round.ts';
import { asBody, carriedOn } from './bodies.ts';
import { createChange } from './change-in-table.ts';
import { everyItem } from './pages.ts';
import { leftOutOf } from './round-codec.ts';
import { behind, leftOutKey, leftOutOfRun, leftOutsOf } from './round-keys.ts';
import type { Item, Table } from './table.ts';

export const createTableLeftOuts = (table: Table): LeftOuts => {
  const change = createChange(table);
  return {
    add: async (leftOut) => {
      // A conflict is a row that is there already, and it stays.
      for (const each of leftOut) await table.commit([{ op: 'put', item: { ...leftOutKey(each), ...itemOf(each) }, expect: 'absent' }]);
    },
    change: async (key, decide) =>
      change([leftOutKey(key)], ([item]) => {
        const leftOut = item === undefined ? undefined : leftOutOf(item);
        const decided = decide(leftOut);
        if (!decided.ok) return decided;
        invariant(leftOut !== undefined, 'what becomes of somebody who was not left out can only be refused');
        const { next, outcome } = decided.value;
        const outgoing = decided.value.outgoing.map((mail) => ({ ...mail, message: asBody(mail.message) }));
        return ok({ items: [next === leftOut ? 'unchanged' : itemOf(next)], outgoing, outcome });
      }),
    ofRound: async (key, after, limit) => {
      const { items } = await table.query({
        by: 'index',
        partition: leftOutOfRun(key),
        ...(after === undefined ? {} : { from: behind(after) }),
        limit,
      });
      return items.map(leftOutOf);
    },
    ofMember: async (member, limit) => {
      const { items } = await table.query({ by: 'key', partition: leftOutsOf(member), descending: true, limit });
      return items.map(leftOutOf);
    },
    anonymise: async (member, anonymous) => {
      for await (const { pk, sk } of everyItem(table, { by: 'key', partition: leftOutsOf(member) })) {
        await change([{ pk, sk }], ([item]) => {
          if (item === undefined) return ok({ items: ['unchanged'], outcome: undefined });
          const next = { ...leftOutOf(item), member: anonymous };
          const moved = { ...leftOutKey(next), ...itemOf(next), body: carriedOn(item, asBody(next)) };
          return ok({
            items: ['removed'],
            beside: [{ op: 'put', item: moved, expect: 'absent' }],
            outcome: undefined,
          });
        });
      }
    },
  };
};

const itemOf = (leftOut: StoredLeftOut): Pick<Item, 'body' | 'index'> => ({
  body: asBody(leftOut),
  index: { pk: leftOutOfRun(leftOut), sk: leftOut.member },
});
