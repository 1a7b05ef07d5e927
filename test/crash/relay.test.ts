import { describe, expect, it } from 'vitest';
import { createTableInMemory, type TableInMemory } from '../../adapters/dynamodb/table-in-memory.ts';
import { dayMs, later } from '../../domain/kernel/instant.ts';
import { awayMs } from '../../domain/relay/chat/limits.ts';
import type { ArrivedMail } from '../../domain/relay/conversations/use-cases.ts';
import { crashSweep, type End } from '../support/crash-sweep.ts';
import type { Faults } from '../support/faults.ts';
import {
  aliasOfAna,
  aliasOfBen,
  addressOfBen,
  ana,
  type Around,
  arriving,
  ben,
  createAround,
  inChat,
  introduce,
  noon,
  relayOver,
  type RelayWorld,
  theConversation,
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
    files: [...around.files.keys()],
    reports: new Set(around.reports.map((report) => JSON.stringify(report))),
  },
  sent: table.items().flatMap(({ pk }) => (pk.includes('outbox#') ? [decodeURIComponent(pk)] : [])),
});

const withoutCounts = (body: unknown): unknown => {
  const { tally: _tally, ...rest } = body as Readonly<Record<string, unknown>>;
  return rest;
};

/** A conversation of nobody who writes closes after 180. */
const daysBeforeItCloses = 173;
const settled = ({ ok }: { readonly ok: boolean }): boolean => ok;
const forward = async ({ process, mail }: Service) => process.forward(mail);

describe('killed at any call while a mail is taken, and told of it again,', () => {
  it.each([
    ['it is passed on once', {}],
    ['it is passed on once with its layout, and shows in the chat once', { html: '<p>Shall <b>we</b>?</p>' }],
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

describe('killed at any call while members are told that their conversation closes, and begun again the next day,', () => {
  it('each of the two hears of it once', async () => {
    const soon = later(noon, daysBeforeItCloses * dayMs);
    const deaths = await crashSweep({
      ...service({}),
      deliver: async ({ process }: Service) => {
        process.clock.moveTo(soon);
        return process.warn({ now: soon });
      },
      settled: ({ isComplete }) => isComplete,
      end: (world) => {
        const end = endOf(world);
        expect(end.sent.filter((key) => key.includes('relay-expiring')).length).toBe(2);
        return end;
      },
    });
    expect(deaths).toBeGreaterThan(8);
  });
});

describe('killed at any call while it is decided whether somebody gets by mail what they missed,', () => {
  const missed = async (world: RelayWorld, texts: readonly string[]): Promise<void> => {
    await world.forward(arriving(world, written({ text: 'First by mail' })));
    for (const text of texts) await inChat(world, ana, text);
    await inChat(world, ben, 'Are you there, Ana?');
    world.clock.moveTo(later(world.clock.now(), awayMs));
  };
  const decide = async ({ process }: Service) => {
    process.clock.moveTo(later(noon, awayMs));
    return process.mailMissed({ conversationId: theConversation });
  };

  it('each of the two gets one mail, and nothing is left to decide', async () => {
    const deaths = await crashSweep({
      ...service({}, async (world) => missed(world, ['one', 'two'])),
      deliver: decide,
      settled: () => true,
      end: async (world) => {
        const { a, b } = (await relayOver(world.table, { around: world.around }).chats.find(theConversation))!;
        expect([a.mailedUpTo, b.mailedUpTo, a.missed, b.missed]).toEqual([4, 3, undefined, undefined]);
        return endOf(world);
      },
    });
    expect(deaths).toBeGreaterThan(12);
  });

  it('and while the mail is made, it is the same mail', async () => {
    const raws = new Set<string>();
    const deaths = await crashSweep({
      ...service({}, async (world) => {
        await missed(world, ['one', 'two']);
        await world.mailMissed({ conversationId: theConversation });
      }),
      deliver: async ({ process }: Service) => {
        const made = await Promise.all((await process.departures()).map(async (departure) => process.prepare(departure)));
        return made.map((each) => (each.ok ? Buffer.from(each.value.raw).toString() : each.error.code));
      },
      settled: (made) => made.every((raw) => raws.add(raw).size <= 3),
      end: endOf,
    });
    expect([deaths > 4, raws.size]).toEqual([true, 3]);
  });
});
