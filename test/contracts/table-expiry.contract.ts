import { expect, it } from 'vitest';
import type { Key, Table, Write } from '../../adapters/dynamodb/table.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import { describePort, type TableKind } from '../support/contract.ts';

const place: Key = { pk: 'a', sk: 'b' };
const index: Key = { pk: 'i', sk: 'j' };
const put = (expectation: Write['expect'], more: { readonly sk?: string; readonly deleteAt?: number } = {}): Write => ({
  op: 'put',
  item: { ...place, index, body: null, ...more },
  expect: expectation,
});
const expired = 1_000_000 as Instant;
const pages = async (table: Table, by: 'key' | 'index'): Promise<readonly (readonly string[])[]> => {
  const found: string[][] = [];
  let after: string | undefined;
  do {
    const page = await table.query({ by, partition: by === 'key' ? 'a' : 'i', limit: 3, after });
    found.push(page.items.map(({ sk }) => sk));
    after = page.next;
  } while (after !== undefined);
  return found;
};

/** What a time to live means before anything is removed; DynamoDB removes late. */
export const tableExpiryContract = (kind: TableKind): void => {
  describePort({ name: 'A time to live', create: (table) => table }, kind, (given) => {
    it(
      'ends with its second, for whoever reads',
      given(async ({ table, clock, settled }) => {
        await table.commit([put('absent', { deleteAt: 1_000 })]);
        await settled();
        const seen = async () => [
          (await table.get(place)) !== undefined,
          (await table.query({ by: 'key', partition: 'a', limit: 1 })).items.length,
          (await table.query({ by: 'index', partition: 'i', limit: 1 })).items.length,
        ];
        clock.moveTo((expired - 1) as Instant);
        expect(await seen()).toEqual([true, 1, 1]);
        clock.moveTo(expired);
        expect(await seen()).toEqual([false, 0, 0]);
      }),
    );

    it.each(['absent', 'anything'] as const)(
      'leaves a free place to a put that expects %s, and versions begin again',
      async (expectation) => {
        await given(async ({ table, clock }) => {
          for (let times = 0; times < 3; times++) await table.commit([put('anything', { deleteAt: 1_000 })]);
          clock.moveTo(expired);
          expect(await table.commit([put(expectation), put('absent', { sk: 'beside' })])).toBe('committed');
          expect(await table.get(place)).toEqual({ ...place, version: 1, body: null, index });
          expect(await table.commit([put('anything')])).toBe('committed');
          expect(await table.get(place)).toMatchObject({ version: 2 });
        })();
      },
    );

    it(
      'holds what expired for absent, alone and among other writes',
      given(async ({ table, clock }) => {
        await table.commit([put('absent', { deleteAt: 1_000 })]);
        clock.moveTo(expired);
        const all = ['absent', 'present', 'anything', { version: 1 }] as const;
        const beside: Write = { op: 'check', key: { pk: 'a', sk: 'elsewhere' }, expect: 'absent' };
        for (const others of [[], [beside]]) {
          const answers = [];
          for (const each of all) answers.push(await table.commit([{ op: 'check', key: place, expect: each }, ...others]));
          expect(answers).toEqual(['committed', 'conflict', 'committed', 'conflict']);
        }
        expect(await table.commit([put('present')])).toBe('conflict');
        expect(await table.commit([put({ version: 1 })])).toBe('conflict');
        expect(await table.commit([{ op: 'delete', key: place, expect: 'present' }])).toBe('conflict');
        expect(await table.commit([{ op: 'delete', key: place, expect: 'absent' }])).toBe('committed');
        expect(await table.commit([{ op: 'delete', key: place, expect: 'anything' }])).toBe('committed');
        expect(await table.commit([put({ version: 1 })])).toBe('conflict');
        expect(await table.commit([put('absent')])).toBe('committed');
      }),
    );

    it(
      'can be prolonged before it ends',
      given(async ({ table, clock }) => {
        await table.commit([put('absent', { deleteAt: 1_000 })]);
        await table.commit([put({ version: 1 }, { deleteAt: 1_001 })]);
        clock.moveTo(expired);
        expect(await table.get(place)).toMatchObject({ version: 2, deleteAt: 1_001 });
      }),
    );

    it(
      'leaves no gaps in pages',
      given(async ({ table, clock, settled }) => {
        const names = Array.from({ length: 12 }, (_, at) => String(at).padStart(2, '0'));
        await table.commit(
          names.map((sk, at): Write => ({
            op: 'put',
            item: { ...place, sk, index: { pk: 'i', sk }, body: null, ...(at % 3 === 0 ? {} : { deleteAt: 1_000 }) },
            expect: 'absent',
          })),
        );
        await settled();
        clock.moveTo(expired);
        for (const by of ['key', 'index'] as const) {
          const found = await pages(table, by);
          expect(found.flat()).toEqual(['00', '03', '06', '09']);
          for (const page of found.slice(0, -1)) expect(page).toHaveLength(3);
        }
      }),
    );
  });
};
