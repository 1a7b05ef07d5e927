import { copyFile, mkdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJournal, type JournalOptions } from '../../adapters/dynamodb/journal.ts';
import { createTableInMemory, type TableInMemory } from '../../adapters/dynamodb/table-in-memory.ts';
import { Unavailable, type Item, type Write } from '../../adapters/dynamodb/table.ts';
import { anyBody } from '../arbitraries/bodies.ts';
import { createFaultyFiles } from '../support/faulty-files.ts';
import { temporaryFolder } from '../support/reopened.ts';

let root: Awaited<ReturnType<typeof temporaryFolder>>;
let folder: string;
beforeEach(async () => {
  root = await temporaryFolder();
  folder = join(root.folder, 'data');
});
afterEach(async () => root.remove());

const open = async (options: JournalOptions = {}, at = folder): Promise<TableInMemory> =>
  createTableInMemory({ journal: await openJournal(at, options) });
const put = (sk: string, body: number): Write => ({ op: 'put', item: { pk: 'p', sk, body }, expect: 'anything' });
const bodies = (table: TableInMemory): unknown => Object.fromEntries(table.items().map(({ sk, body }) => [sk, body]));
const reopened = async (at = folder): Promise<readonly Item[]> => {
  const table = await open({}, at);
  await table.close();
  return table.items();
};

describe('A journal', () => {
  it('is readable by its owner alone', async () => {
    const table = await open();
    await table.commit([put('a', 1)]);
    const modes = await Promise.all(
      [folder, join(folder, 'journal'), join(folder, 'lock.1')].map(async (path) => ((await stat(path)).mode & 0o777).toString(8)),
    );
    await table.close();
    expect(modes).toEqual(['700', '600', '600']);
  });

  it('brings back what was committed, after any history and any number of rewrites', async () => {
    const write = fc.record({
      op: fc.constantFrom('put', 'put', 'delete'),
      n: fc.nat(5),
      body: anyBody,
      deleteAt: fc.option(fc.nat(9), { nil: undefined }),
    });
    const commit = fc.uniqueArray(write, { selector: ({ n }) => n, minLength: 1, maxLength: 4 });
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(commit, { maxLength: 4 }), { maxLength: 10 }),
        fc.constantFrom(0, 3, 10_000),
        async (history, historyMin) => {
          const at = join(folder, String(++runs));
          const model = await createTableInMemory();
          for (const session of history) {
            const table = await open({ historyMin }, at);
            const all = session.map((writes) =>
              writes.map(({ op, n, body, deleteAt }): Write => {
                const key = { pk: 'p', sk: `k${String(n)}` };
                return op === 'delete'
                  ? { op: 'delete', key, expect: 'anything' }
                  : { op: 'put', item: { ...key, body, index: { pk: 'i', sk: 'x' }, deleteAt }, expect: 'anything' };
              }),
            );
            await Promise.all(all.map(async (writes) => table.commit(writes)));
            for (const writes of all) await model.commit(writes);
            await table.close();
            expect(table.items()).toEqual(model.items());
          }
          expect(await reopened(at)).toEqual(model.items());
        },
      ),
      { numRuns: 25 },
    );
  });

  it('cuts off a record torn at any byte, and goes on from there', async () => {
    const table = await open();
    await table.commit([put('a', 1)]);
    const whole = (await stat(join(folder, 'journal'))).size;
    await table.commit([put('a', 2), put('b', 2)]);
    await table.close();
    const size = (await stat(join(folder, 'journal'))).size;
    for (let length = whole; length <= size; length++) {
      const copy = join(root.folder, `torn-${String(length)}`);
      await mkdir(copy);
      await copyFile(join(folder, 'journal'), join(copy, 'journal'));
      await truncate(join(copy, 'journal'), length);
      const again = await open({}, copy);
      expect([length, bodies(again)]).toEqual([length, length < size ? { a: 1 } : { a: 2, b: 2 }]);
      await again.commit([put('c', 3)]);
      await again.close();
      expect((await reopened(copy)).map(({ sk }) => sk)).toEqual(length < size ? ['a', 'c'] : ['a', 'b', 'c']);
    }
  });

  it('cuts off a last record that a power cut left full of holes', async () => {
    const table = await open();
    await table.commit([put('a', 1)]);
    const before = (await stat(join(folder, 'journal'))).size;
    await table.commit([put('a', 2), put('b', 2)]);
    await table.close();
    const bytes = await readFile(join(folder, 'journal'));
    for (const [from, to] of [
      [0, bytes.length],
      [0, 10],
      [20, 30],
      [bytes.length - before - 5, bytes.length],
    ] as const) {
      await writeFile(join(folder, 'journal'), Buffer.from(bytes).fill(0, before + from, Math.min(before + to, bytes.length)));
      expect((await reopened()).map(({ body }) => body)).toEqual([1]);
    }
  });

  it('refuses a journal with any byte changed in an earlier record, and leaves it as it is', async () => {
    const table = await open();
    for (const n of [1, 2, 3]) await table.commit([put('a', n)]);
    await table.close();
    const bytes = await readFile(join(folder, 'journal'));
    const last = bytes.lastIndexOf('\n', bytes.length - 2) + 1;
    for (let at = 0; at < last; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await writeFile(join(folder, 'journal'), changed);
      await expect(open(), `byte ${String(at)}`).rejects.toMatchObject({ code: 'data.damaged' });
      expect((await readFile(join(folder, 'journal'))).equals(changed)).toBe(true);
    }
    await writeFile(join(folder, 'journal'), bytes);
    expect((await reopened()).map(({ body }) => body)).toEqual([3]);
  });

  it('does not grow for ever when the same items change', async () => {
    const table = await open({ historyMin: 100 });
    for (let n = 0; n < 1_000; n++) await table.commit([put('a', n)]);
    await table.close();
    expect((await stat(join(folder, 'journal'))).size).toBeLessThan(10_000);
    expect((await reopened()).map(({ body, version }) => [body, version])).toEqual([[999, 1_000]]);
  });

  it('keeps removals of what is past its time', async () => {
    const table = await open();
    await table.commit([{ op: 'put', item: { pk: 'p', sk: 'old', body: 1, deleteAt: 10 }, expect: 'absent' }, put('a', 1)]);
    expect([await table.sweepExpired(9_999 as never), await table.sweepExpired(10_000 as never)]).toEqual([0, 1]);
    await table.close();
    expect((await reopened()).map(({ sk }) => sk)).toEqual(['a']);
  });
});

describe('A disk that is full or breaks', () => {
  it.each(['write', 'sync'] as const)('refuses a commit when its %s fails, and takes the next when there is room', async (broken) => {
    const files = createFaultyFiles();
    const table = await open({ files });
    await table.commit([put('a', 1)]);
    // Only the commit meets the full disk; cutting the file back has to be synchronised too.
    files.fail((operation, number) => (operation === broken && number <= 2 ? 'ENOSPC' : undefined));
    await expect(table.commit([put('a', 2), put('b', 2)])).rejects.toThrow(Unavailable);
    expect(bodies(table)).toEqual({ a: 1 });
    await table.commit([put('c', 3)]);
    await table.close();
    expect((await reopened()).map(({ sk, body }) => [sk, body])).toEqual([
      ['a', 1],
      ['c', 3],
    ]);
  });

  it('refuses everything once it cannot even be cut back, and keeps what was acknowledged', async () => {
    const files = createFaultyFiles();
    const table = await open({ files });
    await table.commit([put('a', 1)]);
    files.fail(() => 'EIO');
    await expect(table.commit([put('a', 2)])).rejects.toThrow(Unavailable);
    files.fail(() => undefined);
    await expect(table.commit([put('c', 3)])).rejects.toThrow(Unavailable);
    expect(bodies(table)).toEqual({ a: 1 });
    await table.close();
    expect((await reopened()).map(({ sk, body }) => [sk, body])).toEqual([['a', 1]]);
  });

  it('goes on with the old journal when there is no room to rewrite it', async () => {
    const files = createFaultyFiles();
    const table = await open({ files, historyMin: 3 });
    files.fail((operation) => (operation === 'open' || operation === 'rename' ? 'ENOSPC' : undefined));
    for (let n = 0; n < 50; n++) await table.commit([put('a', n)]);
    await table.close();
    expect((await reopened()).map(({ body }) => body)).toEqual([49]);
  });

  it('loses nothing acknowledged and halves nothing, whatever change of a file is its last', async () => {
    const lived = async (at: string, last: number) => {
      const files = createFaultyFiles();
      const table = await open({ files, historyMin: 3 }, at);
      files.fail((_, number) => (number > last ? 'EIO' : undefined));
      const acknowledged: number[] = [];
      for (let n = 1; n <= 12; n++) {
        const answer = await table.commit([put('a', n), put('b', n)]).catch(() => 'refused');
        if (answer === 'committed') acknowledged.push(n);
      }
      await table.close();
      return { changes: files.operations(), acknowledged: acknowledged.at(-1) ?? 0, tried: (acknowledged.at(-1) ?? 0) + 1 };
    };
    const { changes } = await lived(join(folder, 'clean'), Infinity);
    expect(changes).toBeGreaterThan(30);
    for (let last = 0; last < changes; last++) {
      const at = join(folder, String(last));
      const { acknowledged, tried } = await lived(at, last);
      const [a, b] = (await reopened(at)).map(({ body }) => body);
      expect([last, a ?? 0, b ?? 0]).toEqual([last, b ?? 0, a ?? 0]);
      expect([acknowledged, tried]).toContain(a ?? 0);
    }
  });
});
