import { expect, it } from 'vitest';
import { createTableSettledMails } from '../../adapters/dynamodb/settled-mails-in-table.ts';
import { dayMs } from '../../domain/kernel/instant.ts';
import { rawKeptDays } from '../../domain/relay/limits.ts';
import { at } from '../support/contract-relay.ts';
import { describePort, twice, type TableKind } from '../support/contract.ts';

export const settledMailsContract = (kind: TableKind): void => {
  describePort({ name: 'SettledMails', create: createTableSettledMails }, kind, (given) => {
    it(
      'knows a mail that was settled, by whomever and as often as it is said, and no other',
      given(async ({ port, other }) => {
        expect(await port.has('é #~/')).toBe(false);
        await twice(async () => port.add('é #~/', at));
        expect([await other.has('é #~/'), await other.has('another')]).toEqual([true, false]);
      }),
    );

    it(
      'forgets it when its raw mail is long gone',
      given(async ({ port, clock }) => {
        await port.add('one', at);
        clock.moveBy(rawKeptDays * dayMs);
        expect(await port.has('one')).toBe(true);
        clock.moveBy(dayMs + 2_000);
        expect(await port.has('one')).toBe(false);
      }),
    );
  });
};
