import { randomBytes } from 'node:crypto';
import type { Clock } from '../../domain/kernel/clock.ts';
import type { Secrets } from '../../domain/kernel/secrets.ts';
import { loadKey, loadOrCreateKey } from '../crypto/key-file.ts';
import { createSecrets, secretKeyBytes } from '../crypto/secrets.ts';
import { lists } from '../dynamodb/keys.ts';
import { relayLists } from '../dynamodb/relay-keys.ts';
import { openJournal } from '../dynamodb/journal.ts';
import { createTableInMemory, type TableInMemory } from '../dynamodb/table-in-memory.ts';
import type { Entry } from '../dynamodb/table-state.ts';
import { type Item, type Table, writesMax } from '../dynamodb/table.ts';
import { readSettings } from './settings.ts';

/** Where an embedded run keeps everything: in a folder, or in memory until it ends. */
export interface EmbeddedData {
  readonly table: TableInMemory;
  readonly secrets: Secrets;
}

/**
 * What expires does so by `clock`; without one nothing does until it is swept.
 * Throws `DataInUse`, `JournalDamaged` or `KeyDamaged`, or what the system says of a folder that cannot be written.
 */
export const openEmbeddedData = async (folder: string | undefined, onMessage: () => void, clock?: Clock): Promise<EmbeddedData> => {
  const committed = (entries: readonly Entry[]): void => {
    if (entries.some(isNewMessage)) onMessage();
  };
  if (folder === undefined) {
    return { table: await createTableInMemory({ clock, committed }), secrets: createSecrets(randomBytes(secretKeyBytes)) };
  }
  const table = await createTableInMemory({ journal: await openJournal(folder), clock, committed });
  try {
    const isNew = (await readSettings(table)) === undefined;
    return { table, secrets: createSecrets(await (isNew ? loadOrCreateKey : loadKey)(folder)) };
  } catch (error) {
    await table.close();
    throw error;
  }
};

const isNewMessage = (entry: Entry): boolean =>
  entry.op === 'put' &&
  entry.stored.version === 1 &&
  (entry.stored.index?.pk === lists.outboxDue || entry.stored.index?.pk === relayLists.relayOutboxDue);

/** Puts items of another table into this one, whatever was there under their keys. */
export const copyInto = async (table: Table, items: readonly Item[]): Promise<void> => {
  const commits = Array.from({ length: Math.ceil(items.length / writesMax) }, (_, at) => items.slice(at * writesMax, (at + 1) * writesMax));
  await Promise.all(
    commits.map(async (part) =>
      table.commit(
        part.map(({ pk, sk, body, index, deleteAt }) => ({ op: 'put', item: { pk, sk, body, index, deleteAt }, expect: 'anything' })),
      ),
    ),
  );
};

export const removeFrom = async (table: Table, items: readonly Item[]): Promise<void> => {
  for (let at = 0; at < items.length; at += writesMax) {
    await table.commit(items.slice(at, at + writesMax).map(({ pk, sk }) => ({ op: 'delete', key: { pk, sk }, expect: 'anything' })));
  }
};
