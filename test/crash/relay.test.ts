import { describe, expect, it } from 'vitest';
import { createTableInMemory, type TableInMemory } from '../../adapters/dynamodb/table-in-memory.ts';
import type { ArrivedMail } from '../../domain/relay/conversations/use-cases.ts';
import { crashSweep, type End } from '../support/crash-sweep.ts';
import type { Faults } from '../support/faults.ts';
import {
  aliasOfAna,
  aliasOfBen,
  addressOfBen,
  type Around,
  arriving,
  createAround,
  introduce,
  noon,
  relayOver,
  type RelayWorld,
  written,
  type Written,
} from '../support/relay-world.ts';

interface Service {
  readonly table: TableInMemory;
  readonly around: Around;
  readonly process: RelayWorld;
  readonly mail: ArrivedMail;
}

/** Each call to the table, to the raw mails and to the figures is one where the process may die. */
const service = (mail: Written, prepare: (world: RelayWorld) => Promise<void> = async () => Promise.resolve()) => {
  const over = (table: TableInMemory, around: Around, faults: Faults): RelayWorld =>
    relayOver(faults.guard(table, 'table'), { around, guard: (port, name) => faults.guard(port, name) });
  return {
    world: async (faults: Faults): Promise<Service> => {
      const table = await createTableInMemory();
      await introduce(table);
      const around = createAround();
      const before = relayOver(table, { around });
      await prepare(before);
      return { table, around, process: over(table, around, faults), mail: arriving(before, written(mail)) };
    },
    restarted: (world: Service, faults: Faults): Service => ({ ...world, process: over(world.table, world.around, faults) }),
  };
};

/** Counts may be off by what a crash repeats, so they are left out. */
const endOf = ({ table, around }: Service): End => ({
  state: {
    rows: table
      .items()
      .filter(({ pk }) => !pk.includes('outbox#'))
      .map(({ pk, sk, body }) => ({ pk, sk, body: withoutCounts(body) })),
    mails: [...around.mails.keys()],
    reports: new Set(around.reports.map((report) => JSON.stringify(report))),
  },
  sent: table.items().flatMap(({ pk }) => (pk.includes('outbox#') ? [decodeURIComponent(pk)] : [])),
});

const withoutCounts = (body: unknown): unknown => {
  const { tally: _tally, ...rest } = body as Readonly<Record<string, unknown>>;
  return rest;
};

const settled = ({ ok }: { readonly ok: boolean }): boolean => ok;
const forward = async ({ process, mail }: Service) => process.forward(mail);

describe('killed at any call while a mail is taken, and told of it again,', () => {
  it.each([
    ['it is passed on once', {}],
    ['it is refused once, and told of once', { text: ' ' }],
    ['its writer hears once that others saw their address', { headers: { Cc: 'carol@example.com' } }],
    ['a stranger is counted, and its member told once', { from: 'eve@example.com' }],
    ['END ends the conversation once', { text: 'END' }],
    ['REPORT tells the operators, and ends it', { text: 'REPORT' }],
  ] as const)('%s', async (_what, mail) => {
    const deaths = await crashSweep({ ...service(mail), deliver: forward, settled, end: endOf });
    expect(deaths).toBeGreaterThan(8);
  });

  it('an answer that is known to have been sent twice by its mail program is passed on once', async () => {
    const headers = { 'Message-ID': '<1@mail.example.com>' };
    const deaths = await crashSweep({
      ...service({ headers: { ...headers, Received: 'again' } }, async (world) => {
        await world.forward(arriving(world, written({ headers })));
      }),
      deliver: forward,
      settled,
      end: endOf,
    });
    expect(deaths).toBeGreaterThan(4);
  });
});

describe('killed at any call and asked again,', () => {
  it.each(['mute', 'end', 'report'] as const)('%s ends the same', async (act) => {
    const deaths = await crashSweep({
      ...service({}),
      deliver: async ({ process }: Service) => process.act({ alias: aliasOfAna, act, isByMail: true }),
      settled,
      end: endOf,
    });
    expect(deaths).toBeGreaterThan(4);
  });

  it('an address is shared once', async () => {
    const deaths = await crashSweep({
      ...service({}),
      deliver: async ({ process }: Service) => process.share({ alias: aliasOfAna }),
      settled,
      end: endOf,
    });
    expect(deaths).toBeGreaterThan(4);
  });

  it.each(['bounced', 'bounced_softly', 'complained'] as const)('a mail that was %s is noted once', async (kind) => {
    const deaths = await crashSweep({
      ...service({}),
      deliver: async ({ process }: Service) => process.trouble({ kind, alias: aliasOfBen, address: addressOfBen, at: noon }),
      settled,
      end: endOf,
    });
    expect(deaths).toBeGreaterThan(4);
  });
});
