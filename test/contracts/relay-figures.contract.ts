import { expect, it } from 'vitest';
import { createTableRelayFigures, figureShards } from '../../adapters/dynamodb/relay-figures-in-table.ts';
import { Unavailable } from '../../adapters/dynamodb/table.ts';
import { dayMs, type Instant, later } from '../../domain/kernel/instant.ts';
import { describePort, twenty, type TableKind } from '../support/contract.ts';

/** Noon of a day. */
const noon = Date.UTC(2026, 10, 21, 12) as Instant;
const daysLater = (days: number): Instant => later(noon, days * dayMs);

export const relayFiguresContract = (kind: TableKind): void => {
  describePort({ name: 'RelayFigures', create: createTableRelayFigures }, kind, (given) => {
    it(
      'has none at first',
      given(async ({ port }) => {
        expect(await port.sums(90, noon)).toEqual({});
      }),
    );

    it(
      'sums up each event over the last days, today among them',
      given(async ({ port, other }) => {
        for (const day of [-7, -6, -1, 0, 0]) await port.count('relayed', daysLater(day));
        await other.count('relay.spam', noon);
        await other.count('bounced', daysLater(-6));
        expect(await other.sums(1, noon)).toEqual({ relayed: 2, 'relay.spam': 1 });
        expect(await port.sums(2, later(noon, 11 * 3_600_000))).toEqual({ relayed: 3, 'relay.spam': 1 });
        expect(await port.sums(7, noon)).toEqual({ relayed: 4, bounced: 1, 'relay.spam': 1 });
        expect(await port.sums(8, noon)).toEqual({ relayed: 5, bounced: 1, 'relay.spam': 1 });
      }),
    );

    it(
      'loses none of twenty that are counted at once, whatever item they fall into',
      given(async ({ port, other }) => {
        await Promise.all(twenty.map(async (n) => (n % 2 === 0 ? port : other).count('sent', noon)));
        expect(await port.sums(1, noon)).toEqual({ sent: 20 });
      }),
    );

    it(
      'says so when it could not count, and counted nothing',
      given(async ({ port, table }) => {
        const busy = createTableRelayFigures({ ...table, commit: async () => Promise.resolve('conflict') });
        await expect(busy.count('relayed', noon)).rejects.toThrow(Unavailable);
        expect(await port.sums(1, noon)).toEqual({});
      }),
    );

    it(
      'uses every item of a day, and forgets them when no sum reaches them any more',
      given(async ({ table, clock }) => {
        let next = 0;
        const port = createTableRelayFigures(table, { shard: () => next++ % figureShards });
        for (let time = 0; time < 2 * figureShards; time++) await port.count('relayed', noon);
        const { items } = await table.query({ by: 'key', partition: 'relay-figures', limit: 100 });
        expect([items.length, await port.sums(1, noon)]).toEqual([figureShards, { relayed: 2 * figureShards }]);
        clock.moveBy(noon + 90 * dayMs);
        expect(await port.sums(90, daysLater(89))).toEqual({ relayed: 2 * figureShards });
        clock.moveBy(3 * dayMs);
        expect(await port.sums(90, daysLater(89))).toEqual({});
      }),
    );
  });
};
