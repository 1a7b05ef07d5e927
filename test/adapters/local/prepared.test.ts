import { describe, expect, it } from 'vitest';
import { createTableInMemory } from '../../../adapters/dynamodb/table-in-memory.ts';
import type { Item } from '../../../adapters/dynamodb/table.ts';
import { prepared } from '../../../adapters/local/prepared.ts';
import { keepSettings, readSettings } from '../../../adapters/local/settings.ts';
import { createStillClock } from '../../../adapters/memory/movable-clock.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';

const clock = createStillClock(5_000 as Instant);
const since = 1_000 as Instant;
const people = (name: string, count: number): readonly Item[] =>
  Array.from({ length: count }, (_, at) => ({ pk: `${name}#${String(at)}`, sk: name, version: 3, body: at }));
const sampleOf = (name: string, count = 250) => {
  const made = { times: 0 };
  const sample = async () => {
    made.times += 1;
    return Promise.resolve({ items: people(name, count), since });
  };
  return { made, sample };
};
const names = (items: readonly Item[]): readonly string[] => [...new Set(items.map(({ sk }) => sk))].sort();

describe('A new run', () => {
  it('begins with sample people where it is told to, once', async () => {
    const table = await createTableInMemory();
    const { made, sample } = sampleOf('ana');
    expect(await prepared({ table, clock, sample })).toEqual({ sample: 'made', since, aheadMs: 0 });
    expect(table.items()).toHaveLength(251);
    expect(await prepared({ table, clock, sample })).toEqual({ sample: 'made', since, aheadMs: 0 });
    expect(made.times).toBe(1);
  });

  it('begins with nobody where it is told to, and stays so', async () => {
    const table = await createTableInMemory();
    const { made, sample } = sampleOf('ana');
    expect(await prepared({ table, clock, sample: undefined })).toEqual({ sample: 'none', since: clock.now(), aheadMs: 0 });
    expect(await prepared({ table, clock, sample })).toEqual({ sample: 'none', since: clock.now(), aheadMs: 0 });
    expect(made.times).toBe(0);
  });

  it('goes on with the clock as far ahead as it was', async () => {
    const table = await createTableInMemory();
    await prepared({ table, clock, sample: undefined });
    await keepSettings(table, { sample: 'none', since, aheadMs: 77 });
    expect((await prepared({ table, clock, sample: undefined })).aheadMs).toBe(77);
  });

  it('makes the sample people anew, and whole, where it was killed at any write before', async () => {
    for (let survived = 0; ; survived++) {
      const table = await createTableInMemory();
      let writes = 0;
      const dying = {
        ...table,
        commit: async (...given: Parameters<typeof table.commit>) =>
          writes++ < survived ? table.commit(...given) : Promise.reject(new Error('killed')),
      };
      const first = await prepared({ table: dying, clock, sample: sampleOf('ana').sample }).catch(() => undefined);
      await prepared({ table, clock, sample: sampleOf('ben').sample });
      expect(table.items()).toHaveLength(251);
      expect(names(table.items())).toEqual(first === undefined ? ['ben', 'settings'] : ['ana', 'settings']);
      if (first !== undefined) break;
    }
  });

  it('keeps its hands off a table that has something in it already', async () => {
    const table = await createTableInMemory();
    await table.commit([{ op: 'put', item: { pk: 'member#x', sk: 'member', body: 1 }, expect: 'absent' }]);
    const { made, sample } = sampleOf('ana');
    expect((await prepared({ table, clock, sample })).sample).toBe('none');
    expect(made.times).toBe(0);
    expect(names(table.items())).toEqual(['member', 'settings']);
    expect(await readSettings(table)).toMatchObject({ since: clock.now() });
  });
});
