import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bodyDepthMax, itemBytesMax, type Json, type Write } from '../../adapters/dynamodb/table.ts';
import { anyBody } from '../arbitraries/bodies.ts';
import { describePort, type TableKind } from '../support/contract.ts';

const put = (body: Json): Write => ({ op: 'put', item: { pk: 'a', sk: 'b', body }, expect: 'anything' });

const nested = (depth: number): Json => (depth === 0 ? 'deep' : { in: nested(depth - 1) });

/** What an item may hold. */
export const tableBodiesContract = (kind: TableKind): void => {
  describePort({ name: 'A body', create: (table) => table }, kind, (given, runs) => {
    it(
      'comes back as it was, whatever it is',
      given(async ({ table }) => {
        await fc.assert(
          fc.asyncProperty(anyBody, async (body) => {
            await table.commit([put(body)]);
            expect((await table.get({ pk: 'a', sk: 'b' }))?.body).toEqual(JSON.parse(JSON.stringify(body)));
          }),
          { numRuns: runs },
        );
      }),
    );

    it(
      'may look dangerous, and half a character is mended',
      given(async ({ table }) => {
        const body = { constructor: { name: 'Set' }, toString: 1, then: null, '#a': '', ' ': [[], {}, ''], '\0': '\0' };
        await table.commit([put({ ...body, half: 'a\ud800b' })]);
        expect((await table.get({ pk: 'a', sk: 'b' }))?.body).toEqual({ ...body, half: 'a\ufffdb' });
      }),
    );

    it(
      'is refused as a bug where DynamoDB could not keep it',
      given(async ({ table }) => {
        const wrong: readonly Json[] = [
          ...[Number.NaN, Number.NEGATIVE_INFINITY, 2 ** 53, -1e300, 9e-131].map((x) => ({ x })),
          { '': 1 },
          JSON.parse('{"__proto__":1}') as Json,
          { '\ud800': 1 },
          nested(bodyDepthMax + 1),
          // Light as text, heavy as a list of DynamoDB's.
          Array.from({ length: itemBytesMax / 3 }, () => 1),
        ];
        for (const body of wrong) await expect(table.commit([put(body)])).rejects.toThrow(/./);
        expect(await table.get({ pk: 'a', sk: 'b' })).toBeUndefined();
      }),
    );

    it(
      'may be as deep and as heavy as the limits say',
      given(async ({ table }) => {
        const digits = Array.from({ length: itemBytesMax / 3 - 100 }, () => 1);
        for (const body of [nested(bodyDepthMax), digits, 'é'.repeat(itemBytesMax / 2 - 50)]) {
          expect(await table.commit([put(body)])).toBe('committed');
        }
      }),
    );
  });
};
