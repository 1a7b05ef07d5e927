import { describe, expect, it } from 'vitest';
import { chatMessageKey } from '../../../../adapters/dynamodb/chat-keys.ts';
import { createTableInMemory } from '../../../../adapters/dynamodb/table-in-memory.ts';
import { dayMs, minuteMs } from '../../../../domain/kernel/instant.ts';
import { messagesPageMax, unreadCountedMax } from '../../../../domain/relay/chat/limits.ts';
import { chatOver, say } from '../../../support/chat-world.ts';
import { aliasOfAna, aliasOfBen, ana, ben, inChat, introduce, noon, theConversation } from '../../../support/relay-world.ts';

const introduced = async () => {
  const table = await createTableInMemory();
  await introduce(table);
  return { table, ...chatOver(table) };
};
type World = Awaited<ReturnType<typeof introduced>>;
const ofBen = { member: ben, thread: theConversation };

describe('a member’s threads', () => {
  const seen = async (world: World, member = ben) => {
    const [thread] = await world.list({ member });
    return { ...thread, messages: thread?.messages.map(({ seq }) => seq) };
  };

  it('say who and since when, before a word is written', async () => {
    const world = await introduced();
    expect(await world.list({ member: ana })).toEqual([
      {
        thread: theConversation,
        week: '2026-W47',
        partnerName: 'Ben',
        introducedAt: noon,
        state: 'open',
        isShared: false,
        unread: 0,
        messages: [],
        lastSeq: 0,
        marks: { mine: { read: 0 }, partner: { delivered: 0, read: 0, mailed: 0 } },
      },
    ]);
  });

  it('count what is unread, without what they wrote themselves', async () => {
    const world = await introduced();
    for (const [member, text] of [
      [ana, 'one'],
      [ana, 'two'],
      [ben, 'three'],
      [ana, 'four'],
    ] as const)
      await say(world, member, text);
    await world.mark({ ...ofBen, read: 1 });
    expect(await seen(world)).toMatchObject({ unread: 2, messages: [4], lastSeq: 4 });
    await world.mark({ ...ofBen, read: 4 });
    expect(await seen(world)).toMatchObject({ unread: 0, messages: [4] });
  });

  it('count what is unread far behind what they wrote themselves since', async () => {
    const world = await introduced();
    for (const text of ['one', 'two', 'three']) await say(world, ana, text);
    await world.mark({ ...ofBen, read: 1 });
    for (let n = 0; n < 2 * messagesPageMax; n++) await inChat(world, ben, `by mail ${String(n)}`);
    expect(await seen(world)).toMatchObject({ unread: 2, messages: [2 * messagesPageMax + 3] });
  });

  it(`count no more than ${String(unreadCountedMax)}`, async () => {
    const world = await introduced();
    for (let n = 0; n < unreadCountedMax + 5; n++) {
      world.clock.moveBy(minuteMs);
      await say(world, ana, String(n));
    }
    expect(await seen(world)).toMatchObject({ unread: unreadCountedMax, messages: [unreadCountedMax + 5] });
  });

  it('say what became of them, and are left out once they are forgotten', async () => {
    const world = await introduced();
    await world.share({ alias: aliasOfBen });
    expect([(await seen(world)).isShared, (await seen(world, ana)).isShared]).toEqual([true, false]);
    await world.act({ alias: aliasOfBen, act: 'mute' });
    expect([(await seen(world)).state, (await seen(world, ana)).state]).toEqual(['muted', 'open']);
    world.clock.moveBy(181 * dayMs);
    expect([(await seen(world)).state, (await seen(world, ana)).state]).toEqual(['expired', 'expired']);
    await world.act({ alias: aliasOfBen, act: 'end' });
    expect([(await seen(world)).state, (await seen(world, ana)).state]).toEqual(['ended', 'ended']);
    for (const alias of [aliasOfAna, aliasOfBen])
      await world.table.commit([{ op: 'delete', key: { pk: `alias#${alias}`, sk: 'alias' }, expect: 'present' }]);
    expect(await world.list({ member: ben })).toEqual([]);
  });

  it('are still there where their words are, also without their addresses', async () => {
    const world = await introduced();
    await say(world, ana, 'one');
    for (const alias of [aliasOfAna, aliasOfBen])
      await world.table.commit([{ op: 'delete', key: { pk: `alias#${alias}`, sk: 'alias' }, expect: 'present' }]);
    expect(await seen(world)).toMatchObject({ state: 'ended', messages: [1], unread: 1 });
    expect(await world.send({ ...ofBen, id: 'message-1', content: { text: 'two' } })).toMatchObject({ error: { code: 'chat.closed' } });
    // How far the order had come outlives the words.
    await world.table.commit([{ op: 'delete', key: chatMessageKey(theConversation, 1), expect: 'present' }]);
    expect(await world.list({ member: ben })).toEqual([]);
  });
});
