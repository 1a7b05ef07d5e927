import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createTableAllowances } from '../../adapters/dynamodb/allowances-in-table.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import { describePort, twenty, type TableKind } from '../support/contract.ts';

const three = { most: 3, windowMs: 1_000 };
const at = (ms: number): Instant => ms as Instant;

export const allowancesContract = (kind: TableKind): void => {
  describePort({ name: 'Allowances', create: createTableAllowances }, kind, (given, runs) => {
    it(
      'gives as many as there are and says when there are more',
      given(async ({ port }) => {
        const answers = [];
        for (const now of [100, 200, 300, 400, 1_099]) answers.push(await port.take('ip', three, at(now)));
        expect(answers).toEqual(['taken', 'taken', 'taken', { usedUpUntil: 1_100 }, { usedUpUntil: 1_100 }]);
        expect(await port.take('ip', three, at(1_100))).toBe('taken');
      }),
    );

    it(
      'counts each key for itself, whatever it is called',
      given(async ({ port }) => {
        let run = 0;
        await fc.assert(
          fc.asyncProperty(
            fc.uniqueArray(fc.string({ unit: 'grapheme', maxLength: 20 }), { minLength: 2, maxLength: 2 }),
            fc.nat(2 ** 40),
            async ([one = '', other = ''], now) => {
              const [key, otherKey] = [`${String(++run)} ${one}`, `${String(run)} ${other}`];
              expect(await port.take(key, { most: 1, windowMs: 10 }, at(now))).toBe('taken');
              expect(await port.take(key, { most: 1, windowMs: 10 }, at(now))).not.toBe('taken');
              expect(await port.take(otherKey, { most: 1, windowMs: 10 }, at(now))).toBe('taken');
            },
          ),
          { numRuns: runs },
        );
      }),
    );

    it(
      'gives nothing of an allowance of nothing',
      given(async ({ port }) => {
        expect(await port.take('ip', { most: 0, windowMs: 10 }, at(5))).toEqual({ usedUpUntil: 15 });
      }),
    );

    it(
      'gives no more when twenty ask at once',
      given(async ({ port }) => {
        const answers = await Promise.all(twenty.map(async () => port.take('ip', three, at(5))));
        expect(answers.filter((answer) => answer === 'taken')).toHaveLength(3);
      }),
    );
  });
};
