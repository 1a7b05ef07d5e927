import { describe, expect, it } from 'vitest';
import { createTableInMemory } from '../../../../adapters/dynamodb/table-in-memory.ts';
import { dayMs, later, secondMs } from '../../../../domain/kernel/instant.ts';
import type { ChatContent } from '../../../../domain/relay/chat/chat.ts';
import { awayMs, mailTextMax, messagesPageMax } from '../../../../domain/relay/chat/limits.ts';
import { chatOver, heardBy, openWindow, say, textsFor } from '../../../support/chat-world.ts';
import { aliasOfAna, aliasOfBen, ana, ben, inChat, introduce, noon, theConversation } from '../../../support/relay-world.ts';

const introduced = async () => {
  const table = await createTableInMemory();
  await introduce(table);
  return { table, ...chatOver(table) };
};
type World = Awaited<ReturnType<typeof introduced>>;
const ofAna = { member: ana, thread: theConversation };
const ofBen = { member: ben, thread: theConversation };

const aFile = (name: string) => ({ key: `kept/${theConversation}/mail/${name}`, mediaType: 'image/png', bytes: 10, name });
const aMail: ChatContent = {
  kind: 'mail',
  subject: 'Coffee',
  text: 'Shall we?',
  isCut: false,
  html: aFile('mail.html'),
  files: [aFile('a.png')],
};

describe('messages are read', () => {
  const pageOf = async (world: World, page: { after?: number; before?: number; limit: number }) => {
    const read = await world.read({ ...ofBen, ...page });
    return read.ok ? [read.value.messages.map(({ seq }) => seq), read.value.lastSeq] : read.error.code;
  };

  it('both ways, a page at a time', async () => {
    const world = await introduced();
    expect(await world.read({ ...ofBen, limit: 3 })).toEqual({
      ok: true,
      value: { messages: [], lastSeq: 0, marks: { mine: { read: 0 }, partner: { delivered: 0, read: 0, mailed: 0 } } },
    });
    for (let n = 1; n <= 7; n++) await say(world, ana, String(n));
    expect(await pageOf(world, { limit: 3 })).toEqual([[5, 6, 7], 7]);
    expect(await pageOf(world, { before: 5, limit: 3 })).toEqual([[2, 3, 4], 7]);
    expect(await pageOf(world, { after: 5, limit: 3 })).toEqual([[6, 7], 7]);
    expect(await pageOf(world, { after: 7, limit: 3 })).toEqual([[], 7]);
    expect(await pageOf(world, { limit: 0 })).toEqual([[7], 7]);
    expect(await pageOf(world, { limit: messagesPageMax + 1 })).toEqual([[1, 2, 3, 4, 5, 6, 7], 7]);
  });

  it('with how far both are, also after the end', async () => {
    const world = await introduced();
    await say(world, ana, 'one');
    await say(world, ben, 'two');
    await world.mark({ ...ofBen, delivered: 2, read: 1 });
    await world.act({ alias: aliasOfBen, act: 'end' });
    expect(await world.read({ ...ofAna, limit: 9 })).toMatchObject({
      value: { marks: { mine: { read: 0 }, partner: { delivered: 2, read: 1, mailed: 0 } } },
    });
    expect(await textsFor(world, ana)).toEqual(['1 mine: one', '2 theirs: two']);
  });

  it('of mails that say much, no more at a time than one answer takes', async () => {
    const world = await introduced();
    const long = { ...aMail, text: '字'.repeat(mailTextMax), files: [] };
    for (let n = 1; n <= 30; n++) await inChat(world, ana, { ...long, subject: String(n) });
    const seqs = async (page: { after?: number; before?: number }) => {
      const read = await world.read({ ...ofBen, ...page, limit: messagesPageMax });
      if (!read.ok) return expect.fail(read.error.code);
      expect(Buffer.byteLength(JSON.stringify(JSON.stringify(read.value)))).toBeLessThan(5 * 1024 * 1024);
      return read.value.messages.map(({ seq }) => seq);
    };
    const [newest, first] = [await seqs({}), await seqs({ after: 0 })];
    expect([newest.length, newest.at(-1), first[0], first.length]).toEqual([12, 30, 1, 12]);
    expect(await seqs({ before: newest[0]! })).toEqual(newest.map((seq) => seq - 12));
    expect(await seqs({ after: first.at(-1)! })).toEqual(first.map((seq) => seq + 12));
  });

  it('only of a thread that may be one', async () => {
    const world = await introduced();
    for (const thread of ['a'.repeat(5_000), '\ud800', 'c#1', ''])
      expect([await world.read({ member: ben, thread, limit: 1 }), await world.mark({ member: ben, thread, read: 1 })]).toMatchObject([
        { error: { code: 'chat.thread_unknown' } },
        { error: { code: 'chat.thread_unknown' } },
      ]);
  });

  it('mails with the words and the names of their files, and no key of any', async () => {
    const world = await introduced();
    await inChat(world, ana, aMail);
    const read = await world.read({ ...ofBen, limit: 1 });
    expect(read).toMatchObject({
      value: {
        messages: [
          {
            content: {
              kind: 'mail',
              subject: 'Coffee',
              text: 'Shall we?',
              isCut: false,
              hasHtml: true,
              files: [{ name: 'a.png', mediaType: 'image/png', bytes: 10 }],
            },
          },
        ],
      },
    });
    expect(JSON.stringify(read)).not.toContain('kept/');
  });

  it('and their files by links, of which a browser shows none that somebody attached', async () => {
    const world = await introduced();
    await inChat(world, ana, aMail);
    await say(world, ana, 'words');
    const dispositionOf = async (seq: number, file: 'voice' | 'html' | number) => {
      const link = await world.link({ ...ofBen, seq, file });
      return link.ok ? new URL(link.value).searchParams.get('disposition') : link.error.code;
    };
    expect([await dispositionOf(1, 'html'), await dispositionOf(1, 0)]).toEqual(['inline', 'attachment']);
    for (const [seq, file] of [
      [1, 1],
      [1, -1],
      [1, 0.5],
      [1, 'voice'],
      [2, 'voice'],
      [2, 0],
      [3, 'html'],
      [0, 'html'],
    ] as const)
      expect(await dispositionOf(seq, file)).toBe('chat.thread_unknown');
  });
});

describe('a mark', () => {
  const marksOf = async (world: World) => {
    const { a, b } = (await world.chats.find(theConversation))!;
    return [a.deliveredUpTo, a.readUpTo, b.deliveredUpTo, b.readUpTo];
  };

  it('only goes up, and never beyond what there is; what was read was delivered', async () => {
    const world = await introduced();
    for (const text of ['one', 'two', 'three']) await say(world, ana, text);
    await world.mark({ ...ofBen, delivered: 2 });
    expect(await marksOf(world)).toEqual([0, 0, 2, 0]);
    await world.mark({ ...ofBen, delivered: 1, read: 1 });
    expect(await marksOf(world)).toEqual([0, 0, 2, 1]);
    await world.mark({ ...ofBen, read: 3, delivered: 1 });
    expect(await marksOf(world)).toEqual([0, 0, 3, 3]);
    await world.mark({ ...ofBen, read: 1, delivered: 99 });
    expect(await marksOf(world)).toEqual([0, 0, 3, 3]);
    await world.mark({ ...ofBen });
    expect(await world.mark({ ...ofBen, read: 2 })).toMatchObject({ value: { mine: { read: 3 } } });
  });

  it('before the first message changes nothing', async () => {
    const world = await introduced();
    expect(await world.mark({ ...ofBen, read: 5 })).toMatchObject({ value: { mine: { read: 0 } } });
    expect(await world.chats.find(theConversation)).toBeUndefined();
  });

  it('is told to the other one and to the other windows of its member, once', async () => {
    const world = await introduced();
    await say(world, ana, 'one');
    for (const [member, window] of [
      [ana, 'hers'],
      [ben, 'his'],
      [ben, 'his other'],
    ] as const)
      await openWindow(world, member, window);
    for (let time = 0; time < 2; time++) await world.mark({ ...ofBen, read: 1, connection: 'his' });
    expect(['hers', 'his', 'his other'].map((window) => world.around.told.get(window))).toEqual([
      [{ type: 'marks', thread: theConversation, mine: { read: 0 }, partner: { delivered: 1, read: 1, mailed: 0 } }],
      undefined,
      [{ type: 'marks', thread: theConversation, mine: { read: 1 }, partner: { delivered: 0, read: 0, mailed: 0 } }],
    ]);
  });

  it('is not told to the other one once it is over', async () => {
    const world = await introduced();
    await say(world, ana, 'one');
    await openWindow(world, ana, 'hers');
    await world.act({ alias: aliasOfAna, act: 'end' });
    await world.mark({ ...ofBen, read: 1 });
    expect(heardBy(world, 'hers')).toEqual([]);
    expect((await world.list({ member: ben }))[0]?.unread).toBe(0);
  });

  it('is not found by the other one once it is over either, and stays for who made it', async () => {
    const world = await introduced();
    for (const text of ['one', 'two', 'three']) await say(world, ana, text);
    await world.mark({ ...ofBen, delivered: 2, read: 1 });
    await world.act({ alias: aliasOfBen, act: 'end' });
    for (const read of [2, 3, 1]) await world.mark({ ...ofBen, delivered: 3, read });
    const asBefore = { partner: { delivered: 2, read: 1, mailed: 0 } };
    expect(await world.read({ ...ofAna, limit: 9 })).toMatchObject({ value: { marks: asBefore } });
    expect(await world.list({ member: ana })).toMatchObject([{ marks: asBefore }]);
    expect(await world.list({ member: ben })).toMatchObject([{ unread: 0, marks: { mine: { read: 3 } } }]);
  });

  it('shows that nothing was missed', async () => {
    const world = await introduced();
    await say(world, ana, 'one');
    await say(world, ana, 'two');
    await world.mark({ ...ofBen, delivered: 2 });
    expect((await world.chats.find(theConversation))?.b.missed).toBeUndefined();
    expect(await world.chats.missed(later(noon, dayMs), 10)).toEqual([]);
  });

  it('that leaves something behind gives as long again for that, and somebody is to look then', async () => {
    const world = await introduced();
    await say(world, ana, 'one');
    await say(world, ana, 'two');
    world.clock.moveBy(30 * secondMs);
    await world.mark({ ...ofBen, delivered: 1 });
    const dueAt = later(noon, 30 * secondMs + awayMs);
    expect((await world.chats.find(theConversation))?.b.missed).toEqual({ fromSeq: 2, dueAt });
    expect(world.around.looks.at(-1)).toEqual({ conversationId: theConversation, at: dueAt });
  });

  it('of what they wrote themselves shows nothing of what they missed before', async () => {
    const world = await introduced();
    await say(world, ana, 'one');
    await say(world, ben, 'two');
    const chat = await world.chats.find(theConversation);
    expect([chat?.b.deliveredUpTo, chat?.b.missed?.fromSeq, chat?.a.missed?.fromSeq]).toEqual([0, 1, 2]);
  });
});
