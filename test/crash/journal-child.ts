import { writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { openJournal } from '../../adapters/dynamodb/journal.ts';
import { createTableInMemory } from '../../adapters/dynamodb/table-in-memory.ts';
import type { Write } from '../../adapters/dynamodb/table.ts';

// A process for tests to kill. It writes a line to standard output for each thing that was acknowledged, at once.
const [, , task, folder = ''] = process.argv;
const say = (line: string): void => {
  writeSync(1, `${line}\n`);
};

/** Each lane counts up in two items of one commit. */
const count = async (): Promise<void> => {
  const table = await createTableInMemory({ journal: await openJournal(folder, { historyMin: 50 }) });
  say('ready');
  const put = (sk: string, body: number): Write => ({ op: 'put', item: { pk: 'p', sk, body }, expect: 'anything' });
  const lane = async (name: string): Promise<void> => {
    const stored = await table.get({ pk: 'p', sk: `${name} one` });
    for (let n = Number(stored?.body ?? 0) + 1; ; n++) {
      await table.commit([put(`${name} one`, n), put(`${name} two`, n)]);
      say(`${name} ${String(n)}`);
    }
  };
  await Promise.all(['a', 'b', 'c', 'd'].map(lane));
};

const hold = async (): Promise<void> => {
  try {
    await openJournal(folder);
    say('mine');
    await setTimeout(60_000);
  } catch (error) {
    say(error instanceof Error && 'code' in error ? String(error.code) : String(error));
  }
};

await (task === 'count' ? count() : hold());
