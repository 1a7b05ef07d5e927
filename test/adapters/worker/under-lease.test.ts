import { describe, expect, it } from 'vitest';
import { underLease } from '../../../adapters/worker/under-lease.ts';
import { createTableLeases, type Leases } from '../../../adapters/dynamodb/leases.ts';
import { createTableInMemory } from '../../../adapters/dynamodb/table-in-memory.ts';
import { Unavailable } from '../../../adapters/dynamodb/table.ts';
import { createRunningClock } from '../../../adapters/memory/movable-clock.ts';
import { hourMs } from '../../../domain/kernel/instant.ts';

const world = async () => {
  const leases = createTableLeases(await createTableInMemory());
  const clock = createRunningClock();
  const stopping = new AbortController();
  const as = (owner: string, more: Partial<Parameters<typeof underLease>[0]> = {}) => ({ leases, clock, owner, leaseMs: 60, ...more });
  return { leases, clock, stopping, as, wanted: { name: 'round', stopped: stopping.signal } };
};

describe('what is done by one at a time', () => {
  it('is done, and lets go of its lease', async () => {
    const { as, wanted, leases, clock } = await world();
    expect(await underLease(as('one'), wanted, async () => Promise.resolve('done'))).toBe('done');
    expect(await leases.acquire('round', 'two', { now: clock.now(), ms: 1 })).not.toBe('held');
  });

  it('is not begun by whoever is told to end while another does it', async () => {
    const { as, wanted, stopping } = await world();
    const end = Promise.withResolvers<string>();
    const first = underLease(as('one'), wanted, async () => end.promise);
    const begun: string[] = [];
    const second = underLease(as('two'), wanted, async () => Promise.resolve(begun.push('two')));
    stopping.abort();
    expect(await second).toBe('held');
    end.resolve('done');
    expect(await first).toBe('done');
    expect(begun).toEqual([]);
  });

  it('waits for as long as a dead one may still count as alive, and then begins', async () => {
    const { as, wanted, leases, clock } = await world();
    await leases.acquire('round', 'dead', { now: clock.now(), ms: 60 });
    const second = underLease(as('two'), wanted, async () => Promise.resolve('begun'));
    clock.moveBy(hourMs);
    expect(await second).toBe('begun');
  });

  it('stops where somebody else has it now', async () => {
    const { as, wanted, leases, clock } = await world();
    let wasTold = false;
    const outcome = await underLease(as('one'), wanted, async (signal) => {
      // Somebody whose clock is an hour ahead.
      await leases.acquire('round', 'two', { now: (clock.now() + hourMs) as never, ms: hourMs });
      return new Promise<string>(() => {
        signal.addEventListener('abort', () => (wasTold = true));
      });
    });
    expect([outcome, wasTold]).toEqual(['lost', true]);
    expect(await leases.acquire('round', 'three', { now: clock.now(), ms: 1 })).toBe('held');
  });

  it('stops where it could not be renewed for as long as it holds', async () => {
    const { as, wanted, leases } = await world();
    const gone: Leases = { ...leases, renew: async () => Promise.reject(new Unavailable('gone')) };
    expect(await underLease(as('one', { leases: gone }), wanted, async () => new Promise<string>(() => undefined))).toBe('lost');
  });

  it('lets go of its lease where the work throws', async () => {
    const { as, wanted } = await world();
    await expect(underLease(as('one'), wanted, async () => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug');
    expect(await underLease(as('two'), wanted, async () => Promise.resolve('begun'))).toBe('begun');
  });
});
