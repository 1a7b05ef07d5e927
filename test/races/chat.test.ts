import fc, { type Scheduler } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTableInMemory, type TableInMemory } from '../../adapters/dynamodb/table-in-memory.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import { chatOver, type ChatWorld, createChatAround, idOf, openWindow } from '../support/chat-world.ts';
import { aliasOfBen, ana, ben, introduce, theConversation } from '../support/relay-world.ts';
import { scheduled } from '../support/scheduled.ts';

interface Race {
  readonly table: TableInMemory;
  readonly after: ChatWorld;
  /** Another process over the same table, whose calls arrive in any order. */
  readonly process: () => ChatWorld;
  readonly all: <T>(tasks: readonly Promise<T>[]) => Promise<T[]>;
}

const race = async (body: (race: Race) => Promise<void>): Promise<void> =>
  fc.assert(
    fc.asyncProperty(fc.scheduler(), async (s: Scheduler) => {
      const table = await createTableInMemory();
      await introduce(table);
      const around = createChatAround();
      const guard = <T extends object>(port: T, name: string): T => scheduled(s, port, name);
      const process = (): ChatWorld => chatOver(scheduled(s, table, 'table'), { around, guard });
      await body({ table, after: chatOver(table, { around }), process, all: async (tasks) => s.waitFor(Promise.all(tasks)) });
    }),
    { numRuns: 40 },
  );

/** A page: it shows what it is told and what it asks for, each message once, and asks for what is missing when it is connected again. */
const aPage = (world: ChatWorld, { member, window }: { readonly member: MemberId; readonly window: string }) => {
  const shown = new Map<number, string>();
  const heard = (): void => {
    for (const frame of world.around.told.get(window) ?? []) if (frame.type === 'message') shown.set(frame.message.seq, frame.message.id);
  };
  /** Without a gap so far; what stands behind one was told and is asked for again. */
  const seenUpTo = (): number => {
    let seq = 0;
    while (shown.has(seq + 1)) seq++;
    return seq;
  };
  return {
    window,
    catchUp: async (): Promise<void> => {
      heard();
      const page = await world.read({ member, thread: theConversation, after: seenUpTo(), limit: 100 });
      if (page.ok) for (const { seq, id } of page.value.messages) shown.set(seq, id);
      await world.mark({ member, thread: theConversation, delivered: seenUpTo(), connection: window });
    },
    /** Sent again until it is stored, as after a connection that was lost between store and answer. */
    send: async (text: string, times: number): Promise<void> => {
      for (let time = 0; time < times; time++) {
        const sent = await world.send({ member, thread: theConversation, id: idOf(text), content: { text }, connection: window });
        if (sent.ok) shown.set(sent.value.seq, sent.value.id);
      }
    },
    order: (): readonly string[] => {
      heard();
      return [...shown].toSorted(([one], [other]) => one - other).map(([, id]) => id);
    },
  };
};

describe('whatever the order of events,', () => {
  it('two members with two windows each, who send, send again and come back, end with the same order and each message once', async () => {
    await race(async ({ after, process, all }) => {
      const pages = (['a-1', 'a-2', 'b-1', 'b-2'] as const).map((window) =>
        aPage(process(), { member: window.startsWith('a') ? ana : ben, window }),
      );
      for (const { window } of pages) await openWindow(after, window.startsWith('a') ? ana : ben, window);
      // One of each is cut off, and does not know.
      for (const window of ['a-2', 'b-2']) after.around.gone.add(window);
      const [a1, a2, b1, b2] = pages as [Page, Page, Page, Page];
      await all([
        a1.send('from Ana', 2),
        a1.send('from Ana', 1),
        a2.send('from Ana too', 1),
        b1.send('from Ben', 2),
        b2.send('from Ben too', 1),
        a2.catchUp(),
        b2.catchUp(),
        b1.catchUp(),
      ]);
      const stored = (await after.chats.messages(theConversation, { after: 0, limit: 100 })).map(({ seq, id }) => `${String(seq)} ${id}`);
      expect(stored.map((line) => line[0])).toEqual(['1', '2', '3', '4']);
      expect(stored.map((line) => line.slice(2)).toSorted()).toEqual(
        ['from Ana', 'from Ana too', 'from Ben', 'from Ben too'].map(idOf).toSorted(),
      );
      await all(pages.map(async (page) => page.catchUp()));
      const order = stored.map((line) => line.slice(2));
      for (const page of pages) expect(page.order()).toEqual(order);
      expect(await after.chats.find(theConversation)).toMatchObject({ lastSeq: 4, a: { deliveredUpTo: 4 }, b: { deliveredUpTo: 4 } });
      expect(await after.chats.missed(after.clock.now(), 10)).toEqual([]);
    });
  });

  it('a message while the conversation ends is stored and stays, or its writer hears that it was not', async () => {
    await race(async ({ after, process, all }) => {
      const [sent] = await all<unknown>([
        process().send({ member: ana, thread: theConversation, id: 'message-1', content: { text: 'Hello' } }),
        process().act({ alias: aliasOfBen, act: 'end' }),
      ]);
      const stored = await after.chats.messages(theConversation, { after: 0, limit: 9 });
      expect((sent as { readonly ok: boolean }).ok).toBe(stored.length === 1);
      expect(await after.send({ member: ana, thread: theConversation, id: 'message-2', content: { text: 'Hello?' } })).toMatchObject({
        ok: false,
      });
    });
  });

  it('a ticket that two windows show at once opens one of them', async () => {
    await race(async ({ after, process, all }) => {
      const { ticket } = await after.issueTicket({ member: ana, session: 'phone' });
      const opened = await all(['one', 'two', 'three'].map(async (connection) => process().connect({ connection, ticket })));
      expect(opened.filter(({ ok }) => ok)).toHaveLength(1);
      expect(await after.connections.ofMember(ana)).toHaveLength(1);
    });
  });

  it('a window that opens while its session ends is not open afterwards', async () => {
    await race(async ({ after, process, all }) => {
      const { ticket } = await after.issueTicket({ member: ana, session: 'phone' });
      const signOut = async (): Promise<void> => {
        const elsewhere = process();
        await elsewhere.connections.find('hers');
        after.around.sessions.delete(`${ana} phone`);
        await elsewhere.closeWindows({ member: ana });
      };
      const [opened] = await all<unknown>([process().connect({ connection: 'hers', ticket }), signOut()]);
      const { ok: isOpened } = opened as { readonly ok: boolean };
      expect([await after.connections.ofMember(ana), isOpened && !after.around.closed.has('hers')]).toEqual([[], false]);
    });
  });

  it('marks of two windows end at the higher one', async () => {
    await race(async ({ after, process, all }) => {
      for (const text of ['one', 'two', 'three'])
        await after.send({ member: ana, thread: theConversation, id: idOf(text), content: { text } });
      const mark = async (read: number) => process().mark({ member: ben, thread: theConversation, read });
      await all([mark(1), mark(3), mark(2)]);
      expect((await after.chats.find(theConversation))?.b).toMatchObject({ readUpTo: 3, deliveredUpTo: 3 });
    });
  });
});

type Page = ReturnType<typeof aPage>;
