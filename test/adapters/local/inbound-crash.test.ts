import { expect, it } from 'vitest';
import { createTableInMemory } from '../../../adapters/dynamodb/table-in-memory.ts';
import { createInboundMails, rawKeptDays } from '../../../adapters/local/inbound-mails.ts';
import { createInboundWorker } from '../../../adapters/local/inbound-worker.ts';
import { takenAtTheirWord } from '../../../adapters/memory/handed-mail.ts';
import { createStillClock } from '../../../adapters/memory/movable-clock.ts';
import { dayMs, type Instant, minuteMs } from '../../../domain/kernel/instant.ts';
import { seededRandom } from '../../../domain/kernel/random.ts';
import { ok } from '../../../domain/kernel/result.ts';
import type { ForwardMail, ForwardOutcome } from '../../../domain/relay/conversations/use-cases.ts';
import { crashSweep } from '../../support/crash-sweep.ts';
import type { Faults } from '../../support/faults.ts';
import { createRawStoreOfTests } from '../../support/raw-store.ts';

const start = Date.UTC(2026, 10, 23, 9) as Instant;

/** Two mails were taken; the process dies anywhere while they are forwarded. */
const worldOf = async (faults: Faults, first: ForwardOutcome) => {
  const table = await createTableInMemory();
  const clock = createStillClock(start);
  const rawMails = createRawStoreOfTests();
  const forwarded = new Map<string, ForwardOutcome>();
  const ids: string[] = [];
  const { forwardMail } = faults.guard(
    {
      // As the real one: a mail that it is told of again stays as it was.
      forwardMail: (async ({ rawKey }) => {
        const outcome = forwarded.get(rawKey) ?? (rawKey === ids[0] ? first : 'relayed');
        const isKnown = forwarded.has(rawKey) && outcome === 'relayed';
        forwarded.set(rawKey, outcome);
        return Promise.resolve(ok([isKnown ? 'there_already' : outcome]));
      }) satisfies ForwardMail,
    },
    'relay',
  );
  const quiet = createInboundMails({ table, rawMails, clock });
  for (const recipient of ['one', 'two'])
    await quiet.take({
      raw: new TextEncoder().encode(recipient),
      mailFrom: 'ana@example.com',
      recipients: [`${recipient}@relay.example.com`],
      verdicts: takenAtTheirWord,
    });
  ids.push(...(await quiet.waiting()).map(({ id }) => id));
  const anew = () => {
    const inbound = createInboundMails({ table: faults.guard(table, 'table'), rawMails: faults.guard(rawMails, 'raw'), clock });
    return createInboundWorker({ inbound, forwardMail, clock, random: seededRandom(1), log: () => undefined });
  };
  return { quiet, rawMails, clock, forwarded, ids, anew, worker: anew() };
};

it.each<ForwardOutcome>(['relayed', 'relay.spam'])('a mail is forwarded wherever the process is killed (%s)', async (first) => {
  const deaths = await crashSweep({
    world: async (faults) => worldOf(faults, first),
    deliver: async ({ worker, quiet, clock }) => {
      await worker.forwardArrived();
      clock.moveBy(minuteMs);
      return quiet.waiting();
    },
    settled: (waiting) => waiting.length === 0,
    end: async ({ rawMails, forwarded, ids, quiet, clock }) => {
      const kept = ids.map((id) => rawMails.keys().includes(id));
      await quiet.sweep((clock.now() + rawKeptDays * dayMs) as Instant);
      const swept = rawMails.keys().length;
      return { state: { kept: first === 'relayed' ? kept : kept.slice(1), swept, outcomes: [...forwarded.values()] }, sent: [] };
    },
    restarted: (world) => ({ ...world, worker: world.anew() }),
  });
  expect(deaths).toBeGreaterThan(10);
});
