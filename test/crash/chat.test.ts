import { describe, expect, it } from 'vitest';
import { createTableInMemory, type TableInMemory } from '../../adapters/dynamodb/table-in-memory.ts';
import { type ChatAround, chatOver, type ChatWorld, createChatAround, openWindow, say, textsFor } from '../support/chat-world.ts';
import { crashSweep, type End } from '../support/crash-sweep.ts';
import type { Faults } from '../support/faults.ts';
import { ana, ben, introduce, theConversation } from '../support/relay-world.ts';

interface Service {
  readonly table: TableInMemory;
  readonly around: ChatAround;
  /** The one that dies. */
  readonly process: ChatWorld;
  /** Another one, which goes on. */
  readonly after: ChatWorld;
}

/** Each call to the table, to windows, to files and to the timer is one where the process may die. */
const service = (prepare: (world: ChatWorld) => Promise<unknown> = async () => Promise.resolve()) => {
  const over = (table: TableInMemory, around: ChatAround, faults: Faults): ChatWorld =>
    chatOver(faults.guard(table, 'table'), { around, guard: (port, name) => faults.guard(port, name) });
  return {
    world: async (faults: Faults): Promise<Service> => {
      const table = await createTableInMemory();
      await introduce(table);
      const around = createChatAround();
      const after = chatOver(table, { around });
      await prepare(after);
      return { table, around, after, process: over(table, around, faults) };
    },
    restarted: (world: Service, faults: Faults): Service => ({ ...world, process: over(world.table, world.around, faults) }),
  };
};

const rowsOf = ({ table }: Service) => table.items().map(({ pk, sk, body, index }) => ({ pk, sk, body, index }));
const settled = ({ ok }: { readonly ok: boolean }): boolean => ok;

/** What Ben's window has shown, each message once, as a page shows it. */
const shownTo = ({ around }: Service, window: string): readonly number[] => [
  ...new Set((around.told.get(window) ?? []).flatMap((frame) => (frame.type === 'message' ? frame.message.seq : []))),
];

const endOf = async (world: Service): Promise<End> => ({
  state: {
    rows: rowsOf(world),
    texts: [await textsFor(world.after, ana), await textsFor(world.after, ben)],
    shown: shownTo(world, 'his'),
    looked: [...new Set(world.around.looks.map((look) => JSON.stringify(look)))],
  },
  sent: [],
});

const words = { member: ana, thread: theConversation, id: 'message-1', connection: 'hers' };

describe('killed at any call while a message is sent, and handed over again by its page,', () => {
  it.each([
    ['the first one', async () => Promise.resolve()],
    ['one behind others', async (world: ChatWorld) => say(world, ben, 'Hello')],
  ])('%s is there once, at its place, before both and in open windows', async (_, before) => {
    const deaths = await crashSweep({
      ...service(async (world) => {
        await openWindow(world, ana, 'hers');
        await openWindow(world, ben, 'his');
        await before(world);
      }),
      deliver: async ({ process }) => process.send({ ...words, content: { text: 'Shall we?' } }),
      settled,
      end: endOf,
    });
    expect(deaths).toBeGreaterThan(10);
  });

  it('it stands before what the other one wrote afterwards, and behind it where it was not stored', async () => {
    const orders = new Set<string>();
    await crashSweep({
      ...service(),
      deliver: async ({ process, after }) => {
        const sent = await process.send({ ...words, content: { text: 'Shall we?' } });
        await say(after, ben, 'Meanwhile');
        return sent;
      },
      settled,
      end: async (world) => {
        const [hers, his] = [await textsFor(world.after, ana), await textsFor(world.after, ben)];
        const order = hers.join();
        orders.add(order);
        const isSame =
          his.join() ===
          hers.map((text) => (text.includes('mine') ? text.replace('mine', 'theirs') : text.replace('theirs', 'mine'))).join();
        return { state: [hers.length, isSame], sent: [] };
      },
    });
    expect([...orders]).toEqual(['1 mine: Shall we?,2 theirs: Meanwhile']);
  });

  it('a voice note is there once, and nothing of it is left where it was handed over', async () => {
    const deaths = await crashSweep({
      ...service(),
      deliver: async ({ process }) => process.send({ ...words, content: { voice: 'token' } }),
      settled,
      end: async (world) => ({ state: { rows: rowsOf(world), texts: await textsFor(world.after, ben) }, sent: [] }),
    });
    expect(deaths).toBeGreaterThan(10);
  });
});

describe('killed at any call and asked again,', () => {
  it('a mark is the same, and nothing is missed any more', async () => {
    const deaths = await crashSweep({
      ...service(async (world) => say(world, ana, 'one')),
      deliver: async ({ process }) => process.mark({ member: ben, thread: theConversation, read: 1 }),
      settled,
      end: (world) => ({ state: rowsOf(world), sent: [] }),
    });
    expect(deaths).toBeGreaterThan(4);
  });

  it('a window that could not open by its ticket opens by the next one', async () => {
    const deaths = await crashSweep({
      ...service(),
      deliver: async ({ process }) => {
        const { ticket } = await process.issueTicket({ member: ana, session: 'phone' });
        return process.connect({ connection: 'hers', ticket });
      },
      settled,
      end: async ({ after }) => ({ state: await after.connections.ofMember(ana), sent: [] }),
    });
    expect(deaths).toBeGreaterThan(4);
  });

  it('windows of a session that is over are all closed', async () => {
    const deaths = await crashSweep({
      ...service(async (world) => {
        for (const window of ['one', 'two']) await openWindow(world, ana, window);
        world.around.sessions.clear();
      }),
      deliver: async ({ process }) => process.closeWindows({ member: ana }).then(() => ({ ok: true })),
      settled,
      end: (world) => ({ state: [rowsOf(world), [...world.around.closed]], sent: [] }),
    });
    expect(deaths).toBeGreaterThan(4);
  });
});
