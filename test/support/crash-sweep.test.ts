import { describe, expect, it } from 'vitest';
import { createChange } from '../../adapters/dynamodb/change-in-table.ts';
import { createTableOutbox } from '../../adapters/dynamodb/outbox.ts';
import { createTableInMemory } from '../../adapters/dynamodb/table-in-memory.ts';
import type { Table } from '../../adapters/dynamodb/table.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import { ok } from '../../domain/kernel/result.ts';
import { crashSweep, type CrashSweep } from './crash-sweep.ts';
import { Crash, createFaults } from './faults.ts';

interface Accounts {
  readonly pay: () => Promise<'paid'>;
  readonly snapshot: () => { readonly state: unknown; readonly sent: readonly string[] };
}

const key = (sk: string) => ({ pk: 'account', sk });
const sum = (body: unknown): number => (typeof body === 'number' ? body : 0);
const now = 5 as Instant;

type Pay = (table: Table, send: (key: string) => Promise<void>) => Promise<'paid'>;

/** One payment from one account to another, told by one mail. */
const sweepOf = (pay: Pay): CrashSweep<Accounts, 'paid'> => ({
  world: async (faults) => {
    const bare = await createTableInMemory();
    const sent: string[] = [];
    const mailer = { send: async (mail: string) => Promise.resolve(void (sent.includes(mail) ? undefined : sent.push(mail))) };
    const { table, guarded } = faults.guardAll({ table: bare, guarded: mailer });
    const snapshot = () => ({
      state: bare
        .items()
        .filter(({ pk }) => pk === 'account')
        .map(({ sk, body }) => [sk, body]),
      sent,
    });
    return { pay: async () => pay(table, guarded.send), snapshot };
  },
  deliver: async (world) => world.pay(),
  settled: (answer) => answer === 'paid',
  end: (world) => world.snapshot(),
});

const drain: (table: Table, send: (key: string) => Promise<void>) => Promise<void> = async (table, send) => {
  const outbox = createTableOutbox(table);
  for (const due of await outbox.due(now, 10)) {
    if ((await outbox.claim(due, now)) === 'taken') continue;
    await send(due.key);
    await outbox.settle(due.key, now);
  }
};

const inOneCommit: Pay = async (table, send) => {
  await createChange(table)([key('from'), key('to')], ([from, to]) => {
    if (from !== undefined) return ok({ items: ['unchanged', 'unchanged'], outcome: undefined });
    const outgoing = [{ key: 'paid', dueAt: now, message: null }];
    return ok({ items: [{ body: -1 }, { body: sum(to?.body) + 1 }], outgoing, outcome: undefined });
  });
  await drain(table, send);
  return 'paid';
};

describe('A crash sweep', () => {
  it('passes what commits once and sends by the outbox, and has crashed before and after every call', async () => {
    expect(await crashSweep(sweepOf(inOneCommit))).toBe(2 * 8);
  });

  it('finds a use case that commits twice', async () => {
    const twice: Pay = async (table) => {
      const to = await table.get(key('to'));
      await table.commit([{ op: 'put', item: { ...key('to'), body: sum(to?.body) + 1 }, expect: 'anything' }]);
      await table.commit([{ op: 'put', item: { ...key('from'), body: -1 }, expect: 'anything' }]);
      return 'paid';
    };
    await expect(crashSweep(sweepOf(twice))).rejects.toThrow('the state differs after a crash after call 2 (table.commit)');
  });

  it('finds a mail that is sent after the commit and not with it', async () => {
    const forgetful: Pay = async (table, send) => {
      if ((await table.get(key('from'))) !== undefined) return 'paid';
      await table.commit([{ op: 'put', item: { ...key('from'), body: -1 }, expect: 'absent' }]);
      await send('paid');
      return 'paid';
    };
    await expect(crashSweep(sweepOf(forgetful))).rejects.toThrow('other messages left after a crash after call 2 (table.commit)');
  });

  it('finds a mail that is sent under a new key each time', async () => {
    let n = 0;
    const eager: Pay = async (table, send) => {
      await send(`paid ${String(n++)}`);
      await table.commit([{ op: 'put', item: { ...key('from'), body: -1 }, expect: 'anything' }]);
      return 'paid';
    };
    await expect(crashSweep(sweepOf(eager))).rejects.toThrow('other messages left');
  });

  it('finds a mail that is sent twice, a cause that is never settled, and a use case that calls no port', async () => {
    const end = { state: null, sent: ['a', 'a'] };
    const sweep = { ...sweepOf(inOneCommit), end: () => end };
    await expect(crashSweep(sweep)).rejects.toThrow('sent more than once without a crash: a');
    await expect(crashSweep({ ...sweepOf(inOneCommit), settled: () => false })).rejects.toThrow('not settled after 10 deliveries');
    await expect(crashSweep(sweepOf(async () => Promise.resolve('paid')))).rejects.toThrow('calls no port');
  });
});

describe('A process that died at a port call', () => {
  it('does nothing more until it is started again', async () => {
    const done: string[] = [];
    const faults = createFaults();
    const port = faults.guard({ act: async (what: string) => Promise.resolve(void done.push(what)) });
    faults.plan({ call: 2, moment: 'before' });
    await port.act('one');
    await expect((async () => port.act('two'))()).rejects.toThrow(Crash);
    await expect((async () => port.act('three'))()).rejects.toThrow(Crash);
    faults.plan({ call: 1, moment: 'after' });
    await expect(port.act('four')).rejects.toThrow(Crash);
    faults.plan(undefined);
    await port.act('five');
    expect(done).toEqual(['one', 'four', 'five']);
  });
});
