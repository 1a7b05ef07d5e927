import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJournal } from '../../adapters/dynamodb/journal.ts';
import { createTableInMemory } from '../../adapters/dynamodb/table-in-memory.ts';
import { seededRandom } from '../../domain/kernel/random.ts';
import { temporaryFolder } from '../support/reopened.ts';

let root: Awaited<ReturnType<typeof temporaryFolder>>;
let children: ChildProcess[] = [];
beforeEach(async () => {
  root = await temporaryFolder();
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  await root.remove();
});

const start = (task: 'count' | 'hold') => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'journal-child.ts'), task, root.folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  let said = '';
  child.stdout.on('data', (text: Buffer) => {
    said += text.toString();
  });
  return {
    lines: () => said.split('\n').slice(0, -1),
    firstLine: async () => {
      while (!said.includes('\n')) await once(child.stdout, 'data');
      return said.split('\n')[0] ?? '';
    },
    kill: async () => {
      const gone = once(child, 'close');
      child.kill('SIGKILL');
      await gone;
    },
  };
};

describe('A process killed while it commits', () => {
  it('loses nothing that it acknowledged and leaves no commit half done, again and again in one folder', { timeout: 60_000 }, async () => {
    const random = seededRandom(4);
    let committed = 0;
    for (let life = 0; life < 12; life++) {
      const child = start('count');
      expect(await child.firstLine()).toBe('ready');
      await setTimeout(random.int(150));
      await child.kill();
      const acknowledged = new Map(
        child
          .lines()
          .slice(1)
          .map((line) => [line.slice(0, 1), Number(line.slice(2))]),
      );
      committed += child.lines().length;
      const table = await createTableInMemory({ journal: await openJournal(root.folder) });
      for (const lane of ['a', 'b', 'c', 'd']) {
        const [one, two] = await Promise.all(['one', 'two'].map(async (half) => table.get({ pk: 'p', sk: `${lane} ${half}` })));
        expect(two?.body).toBe(one?.body);
        const kept = Number(one?.body ?? 0);
        const told = acknowledged.get(lane) ?? kept;
        // One more may have reached the disk before its acknowledgement reached us.
        expect([told, told + 1]).toContain(kept);
      }
      await table.close();
    }
    expect(committed).toBeGreaterThan(100);
  });
});

describe('A folder', () => {
  it('is had by one of twenty processes that start at once, and by the next when that one is killed', { timeout: 60_000 }, async () => {
    const twenty = Array.from({ length: 20 }, () => start('hold'));
    const answers = await Promise.all(twenty.map(async ({ firstLine }) => firstLine()));
    expect(answers.filter((answer) => answer !== 'data.in_use')).toEqual(['mine']);
    await twenty[answers.indexOf('mine')]?.kill();
    const more = Array.from({ length: 5 }, () => start('hold'));
    const moreAnswers = await Promise.all(more.map(async ({ firstLine }) => firstLine()));
    expect(moreAnswers.filter((answer) => answer !== 'data.in_use')).toEqual(['mine']);
  });

  it('is had by one of twenty that open it at once in one process, and is free after a close', async () => {
    for (let round = 0; round < 20; round++) {
      const opened = await Promise.allSettled(Array.from({ length: 20 }, async () => openJournal(root.folder)));
      const won = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(won).toHaveLength(1);
      await won[0]?.close();
    }
    expect((await readdir(root.folder)).filter((name) => name.startsWith('lock')).length).toBeLessThanOrEqual(2);
  });

  it('is not kept by a dead process whose number another one has now', async () => {
    const boot = '00000000-0000-4000-8000-000000000000';
    for (const [n, owner] of [{ pid: process.pid, startedAt: '1' }, { pid: 1, boot }, { pid: 2 ** 22 + 1 }, 'rubbish'].entries()) {
      await writeFile(join(root.folder, `lock.${String(100 * n + 50)}`), `${JSON.stringify(owner)}\n`);
      const journal = await openJournal(root.folder);
      await expect(openJournal(root.folder)).rejects.toMatchObject({ code: 'data.in_use' });
      await journal.close();
    }
  });
});
