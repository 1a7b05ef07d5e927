import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createTableReports } from '../../adapters/dynamodb/reports-in-table.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import type { Report } from '../../domain/membership/ports.ts';
import { anyReport, memberIdOf } from '../support/contract-membership.ts';
import { describePort, twenty, twice, type TableKind } from '../support/contract.ts';

const [ana, ben, cleo] = [memberIdOf(1), memberIdOf(2), memberIdOf(3)];
const report = (given: Partial<Report> = {}): Report => ({
  id: 'r1',
  by: ana,
  about: ben,
  context: 'mail',
  text: 'Ben was rude',
  at: 5 as Instant,
  ...given,
});

export const reportsContract = (kind: TableKind): void => {
  describePort({ name: 'Reports', create: createTableReports }, kind, (given, runs) => {
    it(
      'has none at first',
      given(async ({ port }) => {
        expect(await port.latest(200)).toEqual([]);
      }),
    );

    it(
      'gives back any report as it was',
      given(async ({ port, settled }) => {
        await fc.assert(
          fc.asyncProperty(anyReport, async (one) => {
            const newest = { ...one, at: (2 ** 43) as Instant, id: `${one.id}${String(Math.abs(one.at))}` };
            await port.add(newest);
            await settled();
            expect(await port.latest(200)).toContainEqual(newest);
          }),
          { numRuns: Math.min(runs, 20) },
        );
      }),
    );

    it(
      'lists the newest first, as many as asked for',
      given(async ({ port, settled }) => {
        for (const at of [2, 10, 1]) await port.add(report({ id: `r${String(at)}`, at: at as Instant }));
        await settled();
        expect((await port.latest(2)).map(({ id }) => id)).toEqual(['r10', 'r2']);
      }),
    );

    it(
      'is one report when it arrives twice',
      given(async ({ port, settled }) => {
        await port.add(report());
        await port.add(report({ text: 'again' }));
        await settled();
        expect(await port.latest(9)).toEqual([report()]);
      }),
    );

    it(
      'remembers when it was handled',
      given(async ({ port, settled }) => {
        await port.add(report());
        await port.change('r1', 9 as Instant);
        await port.change('unknown', 9 as Instant);
        await settled();
        expect(await port.latest(9)).toEqual([report({ handledAt: 9 as Instant })]);
      }),
    );

    it(
      'forgets one member in what they wrote and in what is about them, and nobody else',
      given(async ({ port, settled }) => {
        await port.add(report({ id: 'by', by: ana, about: cleo }));
        await port.add(report({ id: 'about', by: cleo, about: ana }));
        await port.add(report({ id: 'both', by: ana, about: ana }));
        await port.add(report({ id: 'others', by: ben, about: cleo }));
        await twice(async () => port.anonymise(ana));
        await settled();
        const found = new Map((await port.latest(9)).map((one) => [one.id, one]));
        expect(found.get('by')).toEqual(report({ id: 'by', by: undefined, about: cleo, text: '' }));
        expect(found.get('about')).toEqual(report({ id: 'about', by: cleo, about: undefined, text: '' }));
        expect(found.get('both')).toEqual(report({ id: 'both', by: undefined, about: undefined, text: '' }));
        expect(found.get('others')).toEqual(report({ id: 'others', by: ben, about: cleo }));
      }),
    );

    it(
      'tells a member what they reported, newest first, and not what others reported about them',
      given(async ({ port }) => {
        await port.add(report({ id: 'z', at: 1 as Instant }));
        await port.add(report({ id: 'a', at: 3 as Instant }));
        await port.add(report({ id: 'm', at: 2 as Instant, by: ben, about: ana }));
        expect((await port.by(ana)).map(({ id }) => id)).toEqual(['a', 'z']);
        expect(await port.by(cleo)).toEqual([]);
      }),
    );

    it(
      'keeps no word of a member in the table after that, not even in a key',
      given(async ({ port, table, settled }) => {
        await port.add(report());
        await port.anonymise(ana);
        await settled();
        const left = [
          await table.get({ pk: 'report#r1', sk: 'report' }),
          (await table.query({ by: 'key', partition: `reports-of#${ana}`, limit: 9 })).items,
        ];
        expect(JSON.stringify(left)).not.toContain(ana);
        expect(JSON.stringify(left)).not.toContain('rude');
      }),
    );

    it(
      'loses none of twenty at once',
      given(async ({ port, settled }) => {
        await Promise.all(twenty.map(async (n) => port.add(report({ id: `r${String(n)}` }))));
        await Promise.all([port.anonymise(ana), port.change('r3', 9 as Instant)]);
        await settled();
        const all = await port.latest(200);
        expect(all).toHaveLength(20);
        expect(all.filter(({ by, text }) => by !== undefined || text !== '')).toEqual([]);
        expect(all.filter(({ handledAt }) => handledAt === 9).map(({ id }) => id)).toEqual(['r3']);
      }),
    );
  });
};
