import { expect, it } from 'vitest';
import { createTableBans } from '../../adapters/dynamodb/bans-in-table.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import { memberIdOf } from '../support/contract-membership.ts';
import { describePort, twenty, twice, type TableKind } from '../support/contract.ts';

export const bansContract = (kind: TableKind): void => {
  describePort({ name: 'Bans', create: createTableBans }, kind, (given) => {
    it(
      'bans nobody at first',
      given(async ({ port }) => {
        expect(await port.has(memberIdOf(1))).toBe(false);
      }),
    );

    it(
      'bans one member and no other, once or twice',
      given(async ({ port }) => {
        for (const at of [1, 2]) await port.add(memberIdOf(1), at as Instant);
        expect([await port.has(memberIdOf(1)), await port.has(memberIdOf(2))]).toEqual([true, false]);
      }),
    );

    it(
      'lifts a ban, once or twice',
      given(async ({ port }) => {
        await port.add(memberIdOf(1), 1 as Instant);
        await twice(async () => port.remove(memberIdOf(1)));
        expect(await port.has(memberIdOf(1))).toBe(false);
      }),
    );

    it(
      'holds when twenty ban at once',
      given(async ({ port, other }) => {
        await Promise.all(twenty.map(async (n) => (n % 2 === 0 ? port : other).add(memberIdOf(1), n as Instant)));
        expect(await other.has(memberIdOf(1))).toBe(true);
      }),
    );
  });
};
