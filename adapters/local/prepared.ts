import type { Clock } from '../../domain/kernel/clock.ts';
import type { TableInMemory } from '../dynamodb/table-in-memory.ts';
import { copyInto, removeFrom } from './embedded-data.ts';
import type { SampleCommunity } from './sample-community.ts';
import { keepSettings, readSettings, type Settings, settingsKey } from './settings.ts';

export interface Preparation {
  readonly table: TableInMemory;
  /** Of this machine: nothing is put forward yet. */
  readonly clock: Clock;
  /** Makes the people of a new community; undefined for one that starts without any. */
  readonly sample: (() => Promise<SampleCommunity>) | undefined;
}

/**
 * What the run goes on from. A folder gets its sample people once, when it is new; if that was interrupted, what there is of them goes,
 * and they are made again: nobody was served before all of them were there.
 */
export const prepared = async ({ table, clock, sample }: Preparation): Promise<Settings> => {
  const before = await readSettings(table);
  if (before !== undefined && before.sample !== 'being_made') return before;
  if (before === undefined && (sample === undefined || table.items().length > 0)) {
    const settings: Settings = { sample: 'none', since: clock.now(), aheadMs: 0 };
    await keepSettings(table, settings);
    return settings;
  }
  const beginning: Settings = { sample: 'being_made', since: clock.now(), aheadMs: 0 };
  await keepSettings(table, beginning);
  await removeFrom(
    table,
    table.items().filter(({ pk }) => pk !== settingsKey.pk),
  );
  const made = await sample?.();
  if (made !== undefined) await copyInto(table, made.items);
  const settings: Settings = { sample: made === undefined ? 'none' : 'made', since: made?.since ?? beginning.since, aheadMs: 0 };
  await keepSettings(table, settings);
  return settings;
};
