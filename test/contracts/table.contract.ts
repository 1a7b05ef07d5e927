import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  commitBytesMax,
  itemBytesMax,
  keyCharsMax,
  queryLimitMax,
  writesMax,
  type Item,
  type Query,
  type Table,
  type Write,
} from '../../adapters/dynamodb/table.ts';
import { describePort, twenty, type TableKind } from '../support/contract.ts';

type PutItem = Omit<Item, 'version'>;

const put = (item: Partial<PutItem> = {}, expectation: Write['expect'] = 'anything'): Write => ({
  op: 'put',
  item: { pk: 'a', sk: 'b', body: null, ...item },
  expect: expectation,
});

const everything = async (table: Table, query: Omit<Query, 'after'>): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let after: string | undefined;
  do {
    const page = await table.query({ ...query, after });
    expect(page.items.length).toBeLessThanOrEqual(query.limit);
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return items;
};

/** What every Table keeps; over DynamoDB itself it is run with a table of its own. */
export const tableContract = (kind: TableKind): void => {
  describePort({ name: 'Table', create: (table) => table }, kind, (given, runs) => {
    it(
      'has nothing at first',
      given(async ({ table }) => {
        expect(await table.get({ pk: 'a', sk: 'b' })).toBeUndefined();
        expect(await table.query({ by: 'key', partition: 'a', limit: 10 })).toEqual({ items: [] });
        expect(await table.query({ by: 'index', partition: 'a', limit: 10 })).toEqual({ items: [] });
      }),
    );

    it(
      'gives back a key of the index and a time to live, and forgets them with the next write',
      given(async ({ table }) => {
        await table.commit([put({ index: { pk: 'i', sk: 'j' }, deleteAt: 9_999_999_999 })]);
        expect(await table.get({ pk: 'a', sk: 'b' })).toEqual({
          pk: 'a',
          sk: 'b',
          version: 1,
          body: null,
          index: { pk: 'i', sk: 'j' },
          deleteAt: 9_999_999_999,
        });
        await table.commit([put()]);
        expect(await table.get({ pk: 'a', sk: 'b' })).toEqual({ pk: 'a', sk: 'b', version: 2, body: null });
      }),
    );

    it(
      'copies in and out',
      given(async ({ table, settled }) => {
        const body = { list: [1] };
        const item = { pk: 'a', sk: 'b', body, index: { pk: 'i', sk: 'j' } };
        const committing = table.commit([put(item)]);
        body.list.push(2);
        item.index.pk = 'elsewhere';
        await committing;
        await settled();
        const read = async () => [
          await table.get({ pk: 'a', sk: 'b' }),
          ...(await table.query({ by: 'index', partition: 'i', limit: 1 })).items,
        ];
        for (const got of await read()) (got?.body as { list: number[] }).list.push(3);
        expect((await read()).map((got) => got?.body)).toEqual([{ list: [1] }, { list: [1] }]);
      }),
    );

    it(
      'counts the writes of an item, and begins again after a delete',
      given(async ({ table }) => {
        const version = async () => (await table.get({ pk: 'a', sk: 'b' }))?.version;
        await table.commit([put()]);
        expect(await version()).toBe(1);
        await table.commit([put({}, { version: 1 })]);
        expect(await version()).toBe(2);
        await table.commit([{ op: 'check', key: { pk: 'a', sk: 'b' }, expect: { version: 2 } }]);
        expect(await version()).toBe(2);
        await table.commit([{ op: 'delete', key: { pk: 'a', sk: 'b' }, expect: { version: 2 } }]);
        expect(await version()).toBeUndefined();
        await table.commit([put({}, 'absent')]);
        expect(await version()).toBe(1);
      }),
    );

    it(
      'holds every expectation to what is stored',
      given(async ({ table }) => {
        const key = { pk: 'a', sk: 'b' };
        const answers = async (expectation: Write['expect']) => table.commit([{ op: 'check', key, expect: expectation }]);
        const all = ['absent', 'present', 'anything', { version: 1 }, { version: 2 }] as const;
        const before = [];
        for (const expectation of all) before.push(await answers(expectation));
        expect(before).toEqual(['committed', 'conflict', 'committed', 'conflict', 'conflict']);
        await table.commit([put()]);
        const after = [];
        for (const expectation of all) after.push(await answers(expectation));
        expect(after).toEqual(['conflict', 'committed', 'committed', 'committed', 'conflict']);
      }),
    );

    it(
      'does all the writes or none',
      given(async ({ table, settled }) => {
        await table.commit([put({ sk: 'old', index: { pk: 'i', sk: '1' } })]);
        const answer = await table.commit([
          put({ sk: 'new', index: { pk: 'i', sk: '2' } }, 'absent'),
          { op: 'delete', key: { pk: 'a', sk: 'old' }, expect: 'present' },
          { op: 'check', key: { pk: 'a', sk: 'missing' }, expect: 'present' },
        ]);
        await settled();
        expect(answer).toBe('conflict');
        expect((await table.query({ by: 'key', partition: 'a', limit: 9 })).items.map(({ sk, version }) => [sk, version])).toEqual([
          ['old', 1],
        ]);
        expect((await table.query({ by: 'index', partition: 'i', limit: 9 })).items.map(({ sk }) => sk)).toEqual(['old']);
      }),
    );

    it(
      'refuses as a bug what DynamoDB would refuse',
      given(async ({ table }) => {
        const many = (count: number) => Array.from({ length: count }, (_, at) => put({ sk: String(at) }));
        const large = (bytes: number, sk = 'b') => put({ sk, body: 'x'.repeat(bytes) });
        const wrong: readonly (readonly Write[])[] = [
          [],
          many(writesMax + 1),
          [put(), { op: 'check', key: { pk: 'a', sk: 'b' }, expect: 'anything' }],
          [large(itemBytesMax)],
          Array.from({ length: 11 }, (_, at) => large(commitBytesMax / 11 + 1, String(at))),
          [put({ pk: '' })],
          [put({ sk: 'é' })],
          [put({ sk: 'x'.repeat(keyCharsMax + 1) })],
          [put({ index: { pk: 'i', sk: '' } })],
          [put({ deleteAt: 1.5 })],
          [put({ index: { pk: 'rounds', sk: 'a list of another table' } })],
        ];
        for (const writes of wrong) await expect(table.commit(writes)).rejects.toThrow(/./);
        for (const limit of [0, 1.5, queryLimitMax + 1])
          await expect(table.query({ by: 'key', partition: 'a', limit })).rejects.toThrow(/./);
        for (const after of ['', 'é', Buffer.from('{"pk":"\n"}').toString('base64url')])
          for (const by of ['key', 'index'] as const)
            await expect(table.query({ by, partition: 'a', limit: 1, after })).rejects.toThrow(/./);
        expect((await table.query({ by: 'key', partition: 'a', limit: 1 })).items).toEqual([]);
        expect(await table.commit(many(writesMax))).toBe('committed');
        expect(await table.commit([large(itemBytesMax - 100)])).toBe('committed');
      }),
    );

    it(
      'keeps the items of one index key apart',
      given(async ({ table, settled }) => {
        await table.commit(['c', 'a', 'b'].map((pk) => put({ pk, index: { pk: 'i', sk: 'same' } })));
        await settled();
        const items = await everything(table, { by: 'index', partition: 'i', limit: 1 });
        expect(items.map(({ pk }) => pk).sort()).toEqual(['a', 'b', 'c']);
      }),
    );

    it(
      'agrees with a plain list under any history, any range and any page',
      given(async ({ table, settled }) => {
        const sk = fc.constantFrom('a', 'a ', 'aa', 'b', 'b#1', 'c', '~');
        const index = fc.option(fc.record({ pk: fc.constantFrom('i', 'j'), sk }), { nil: undefined });
        const item = fc.record({ pk: fc.constantFrom('p', 'q'), sk, index });
        const range = fc.record({
          by: fc.constantFrom('key', 'index'),
          from: fc.option(sk, { nil: undefined }),
          to: fc.option(sk, { nil: undefined }),
          limit: fc.integer({ min: 1, max: 5 }),
          descending: fc.boolean(),
        });
        const steps = fc.array(fc.tuple(item, fc.boolean()), { maxLength: 30 });
        await fc.assert(
          fc.asyncProperty(steps, range, async (history, query) => {
            const model = new Map<string, PutItem>();
            for (const pk of ['p', 'q'])
              for (const old of await everything(table, { by: 'key', partition: pk, limit: 50 }))
                await table.commit([{ op: 'delete', key: old, expect: 'present' }]);
            for (const [{ pk, sk: sortKey, index: place }, isDelete] of history) {
              if (isDelete) await table.commit([{ op: 'delete', key: { pk, sk: sortKey }, expect: 'anything' }]);
              else await table.commit([put({ pk, sk: sortKey, index: place })]);
              if (isDelete) model.delete(`${pk} ${sortKey}`);
              else model.set(`${pk} ${sortKey}`, { pk, sk: sortKey, body: null, index: place });
            }
            await settled();
            const partition = query.by === 'key' ? 'p' : 'i';
            const placeOf = (one: PutItem) => (query.by === 'key' ? one : one.index);
            const places = [...model.values()].filter((one) => placeOf(one)?.pk === partition).map((one) => placeOf(one)?.sk ?? '');
            const within = places
              .filter((one) => one >= (query.from ?? '') && one <= (query.to ?? '\uffff'))
              .sort((x, y) => (x < y ? -1 : x > y ? 1 : 0));
            const got = await everything(table, { ...query, partition });
            expect(got.map((one) => placeOf(one)?.sk)).toEqual(query.descending ? within.reverse() : within);
            expect(new Set(got.map(({ pk, sk: sortKey }) => `${pk} ${sortKey}`)).size).toBe(got.length);
          }),
          { numRuns: runs },
        );
      }),
    );

    it(
      'goes on with a page after its last item is gone',
      given(async ({ table }) => {
        await table.commit(['a', 'b', 'c'].map((sk) => put({ sk })));
        const first = await table.query({ by: 'key', partition: 'a', limit: 2 });
        await table.commit([{ op: 'delete', key: { pk: 'a', sk: 'b' }, expect: 'present' }]);
        const second = await table.query({ by: 'key', partition: 'a', limit: 2, after: first.next });
        expect(second.items.map(({ sk }) => sk)).toEqual(['c']);
      }),
    );

    it(
      'shows a commit at once to whoever reads by key',
      given(async ({ table }) => {
        await table.commit([put()]);
        expect((await table.query({ by: 'key', partition: 'a', limit: 1 })).items).toHaveLength(1);
      }),
    );

    it(
      'lets one of twenty have what only one can have',
      given(async ({ table }) => {
        const answers = await Promise.all(
          twenty.map(async (n) => table.commit([put({ body: n }, 'absent'), put({ sk: `also ${String(n)}` })])),
        );
        const winner = answers.indexOf('committed');
        expect(answers.filter((answer) => answer === 'committed')).toHaveLength(1);
        expect((await table.query({ by: 'key', partition: 'a', limit: 50 })).items.map(({ sk, body }) => [sk, body])).toEqual([
          [`also ${String(winner)}`, null],
          ['b', winner],
        ]);
      }),
    );
  });
};
