import { describe, expect, it } from 'vitest';
import { openJournal } from '../../../adapters/dynamodb/journal.ts';
import { createTableInMemory } from '../../../adapters/dynamodb/table-in-memory.ts';
import type { Write } from '../../../adapters/dynamodb/table.ts';
import { openEmbeddedData } from '../../../adapters/local/embedded-data.ts';
import { createStillClock } from '../../../adapters/memory/movable-clock.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';
import { temporaryFolder } from '../../support/reopened.ts';

const key = { pk: 'a', sk: 'b' };
const put = (deleteAt: number): Write => ({ op: 'put', item: { ...key, body: null, deleteAt }, expect: 'anything' });

describe('What expired in memory', () => {
  it('is swept by the clock that hid it, and what was given more time is not', async () => {
    const clock = createStillClock(0 as Instant);
    const table = await createTableInMemory({ clock });
    await table.commit([put(10)]);
    clock.moveTo(10_000 as Instant);
    expect(await table.sweepExpired(clock.now())).toBe(1);
    expect(table.items()).toEqual([]);
    await table.commit([put(20)]);
    expect(await table.sweepExpired(clock.now())).toBe(0);
    expect(table.items()).toHaveLength(1);
  });

  it('is swept by a clock that is ahead of the one of the table', async () => {
    const table = await createTableInMemory({ clock: createStillClock(0 as Instant) });
    await table.commit([put(10)]);
    expect(await table.sweepExpired(10_000 as Instant)).toBe(1);
    expect(table.items()).toEqual([]);
  });

  it('is written over while others wait for the same disk, and begins again with its first version', async () => {
    const { folder, remove } = await temporaryFolder();
    const clock = createStillClock(0 as Instant);
    const table = await createTableInMemory({ journal: await openJournal(folder), clock });
    for (let times = 0; times < 3; times++) await table.commit([put(10)]);
    clock.moveTo(10_000 as Instant);
    await Promise.all([table.commit([put(20)]), table.commit([put(20)])]);
    expect(await table.get(key)).toMatchObject({ version: 2, deleteAt: 20 });
    await table.close();
    await remove();
  });

  it('is hidden in the embedded run by the clock that it is told', async () => {
    const clock = createStillClock(0 as Instant);
    const { table } = await openEmbeddedData(undefined, () => undefined, clock);
    await table.commit([put(10)]);
    clock.moveTo(10_000 as Instant);
    expect(await table.get(key)).toBeUndefined();
    await table.close();
  });
});
