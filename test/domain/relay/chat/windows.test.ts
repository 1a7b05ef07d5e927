import { describe, expect, it } from 'vitest';
import { createTableInMemory } from '../../../../adapters/dynamodb/table-in-memory.ts';
import { later } from '../../../../domain/kernel/instant.ts';
import { connectionMs, connectionsMax, openingMs, ticketMs } from '../../../../domain/relay/chat/limits.ts';
import { chatOver, heardBy, openWindow, say } from '../../../support/chat-world.ts';
import { aliasOfBen, ana, ben, introduce, noon, theConversation } from '../../../support/relay-world.ts';

const introduced = async () => {
  const table = await createTableInMemory();
  await introduce(table);
  return chatOver(table);
};

const refused = { ok: false, error: { code: 'chat.ticket_refused' } };
const over = { ok: false, error: { code: 'chat.session_over' } };
const onPhone = { member: ana, session: 'phone' };

describe('a window opens', () => {
  it('by a ticket, once, and belongs to whoever asked for it', async () => {
    const world = await introduced();
    const { ticket, expiresAt } = await world.issueTicket(onPhone);
    expect(expiresAt).toBe(later(noon, ticketMs));
    expect(await world.connect({ connection: 'one', ticket })).toEqual({ ok: true, value: 'connected' });
    expect(await world.connect({ connection: 'two', ticket })).toEqual(refused);
    expect(await world.whoIsThere({ connection: 'one' })).toEqual({ ok: true, value: { member: ana } });
    expect(await world.connections.find('one')).toEqual({ id: 'one', ...onPhone, openedAt: noon, expiresAt: later(noon, connectionMs) });
    expect(await world.whoIsThere({ connection: 'two' })).toEqual(over);
  });

  it('by no ticket that was never issued, is too old, or is of a session that ended meanwhile', async () => {
    const world = await introduced();
    expect(await world.connect({ connection: 'one', ticket: 'guessed' })).toEqual(refused);
    const [old, ended] = [await world.issueTicket(onPhone), await world.issueTicket({ member: ana, session: 'laptop' })];
    world.around.sessions.delete(`${ana} laptop`);
    expect(await world.connect({ connection: 'one', ticket: ended.ticket })).toEqual(refused);
    world.clock.moveBy(ticketMs);
    expect(await world.connect({ connection: 'one', ticket: old.ticket })).toEqual(refused);
    expect(await world.connections.ofMember(ana)).toEqual([]);
  });

  it('and is closed again where its session ends in that very moment', async () => {
    const world = await introduced();
    const { ticket } = await world.issueTicket(onPhone);
    const { has } = world.around.openSessions;
    Object.assign(world.around.openSessions, {
      has: async (...asked: Parameters<typeof has>) => {
        const answer = await has(...asked);
        // Whoever signs out does so behind the answer, and closes what is open by then.
        if (world.around.sessions.delete(`${ana} phone`)) await world.closeWindows({ member: ana });
        return answer;
      },
    });
    await world.connect({ connection: 'one', ticket });
    expect([[...world.around.closed], await world.connections.ofMember(ana)]).toEqual([['one'], []]);
  });

  it(`beside ${String(connectionsMax - 1)} others, and closes the oldest of more`, async () => {
    const world = await introduced();
    for (let n = 0; n < connectionsMax; n++) {
      await openWindow(world, ana, `window-${String(n)}`);
      world.clock.moveBy(1);
    }
    expect([...world.around.closed]).toEqual([]);
    await openWindow(world, ana, 'one more');
    expect([...world.around.closed]).toEqual(['window-0']);
    const open = (await world.connections.ofMember(ana)).map(({ id }) => id);
    expect([open.length, open[0], open.at(-1)]).toEqual([connectionsMax, 'window-1', 'one more']);
  });

  it('also where the oldest cannot be closed at present', async () => {
    const world = await introduced();
    for (let n = 0; n < connectionsMax; n++) await openWindow(world, ana, `window-${String(n)}`);
    Object.assign(world.around.sockets, { close: async () => Promise.reject(new Error('not reached')) });
    await openWindow(world, ana, 'one more');
    expect(await world.whoIsThere({ connection: 'one more' })).toEqual({ ok: true, value: { member: ana } });
  });
});

describe('a window ends', () => {
  it('when it says so, as often as it is said', async () => {
    const world = await introduced();
    await openWindow(world, ana, 'one');
    for (let time = 0; time < 2; time++) await world.disconnect({ connection: 'one' });
    expect([await world.connections.ofMember(ana), await world.whoIsThere({ connection: 'one' })]).toEqual([[], over]);
  });

  it('when nobody is at its other end any more, and others go on being told', async () => {
    const world = await introduced();
    for (const window of ['gone', 'there']) await openWindow(world, ben, window);
    world.around.gone.add('gone');
    world.clock.moveBy(openingMs);
    await say(world, ana, 'Hello');
    expect((await world.connections.ofMember(ben)).map(({ id }) => id)).toEqual(['there']);
    expect(heardBy(world, 'there')).toEqual(['1 theirs: Hello']);
  });

  it('but not where it was let in a moment ago and cannot be reached yet', async () => {
    const world = await introduced();
    await openWindow(world, ben, 'his');
    world.around.gone.add('his');
    world.clock.moveBy(openingMs - 1);
    await say(world, ana, 'Hello');
    world.around.gone.delete('his');
    await say(world, ana, 'Are you there?');
    expect(heardBy(world, 'his')).toEqual(['2 theirs: Are you there?']);
    expect(await world.whoIsThere({ connection: 'his' })).toEqual({ ok: true, value: { member: ben } });
  });

  it('with its session: it is told nothing more, says nothing more and is closed', async () => {
    const world = await introduced();
    await openWindow(world, ben, 'phone');
    await openWindow(world, ben, { id: 'laptop', session: 'laptop' });
    world.around.sessions.delete(`${ben} phone`);
    await say(world, ana, 'Hello');
    expect([heardBy(world, 'phone'), heardBy(world, 'laptop'), [...world.around.closed]]).toEqual([[], ['1 theirs: Hello'], ['phone']]);
    world.around.sessions.delete(`${ben} laptop`);
    expect(await world.whoIsThere({ connection: 'laptop' })).toEqual(over);
    expect([[...world.around.closed], await world.connections.ofMember(ben)]).toEqual([['phone', 'laptop'], []]);
  });

  it('when its member signs out there, and not elsewhere', async () => {
    const world = await introduced();
    await openWindow(world, ben, 'phone');
    await openWindow(world, ben, { id: 'laptop', session: 'laptop' });
    await openWindow(world, ana, 'hers');
    world.around.sessions.delete(`${ben} phone`);
    for (let time = 0; time < 2; time++) await world.closeWindows({ member: ben });
    expect([...world.around.closed]).toEqual(['phone']);
    expect((await world.connections.ofMember(ben)).map(({ id }) => id)).toEqual(['laptop']);
  });
});

describe('windows are told', () => {
  it('that the other one is writing, and not their own', async () => {
    const world = await introduced();
    await openWindow(world, ana, 'hers');
    await openWindow(world, ben, 'his');
    expect(await world.typing({ member: ana, thread: theConversation })).toEqual({ ok: true, value: 'told' });
    expect([heardBy(world, 'hers'), heardBy(world, 'his')]).toEqual([[], ['typing']]);
    await world.act({ alias: aliasOfBen, act: 'mute' });
    expect(await world.typing({ member: ana, thread: theConversation })).toMatchObject({ error: { code: 'chat.closed' } });
    expect(heardBy(world, 'his')).toEqual(['typing']);
  });

  it('not that somebody is writing of whom nothing is passed on', async () => {
    const world = await introduced();
    await openWindow(world, ben, 'his');
    const typed = async () => world.typing({ member: ana, thread: theConversation });
    world.apart.are = true;
    expect(await typed()).toMatchObject({ error: { code: 'chat.closed' } });
    world.apart.are = false;
    world.members.set(ana, { ...world.members.get(ana)!, state: 'closed' });
    expect(await typed()).toMatchObject({ error: { code: 'chat.closed' } });
    world.members.delete(ana);
    expect(await typed()).toMatchObject({ error: { code: 'chat.closed' } });
    expect(heardBy(world, 'his')).toEqual([]);
  });

  it('of a mail that was passed on, and of whatever came behind it', async () => {
    const world = await introduced();
    await openWindow(world, ben, 'his');
    for (const text of ['one', 'two', 'three']) await say(world, ana, text);
    world.around.told.clear();
    await world.showInChat({ conversationId: theConversation, seq: 2 });
    expect(heardBy(world, 'his')).toEqual(['2 theirs: two', '3 theirs: three']);
    await world.showInChat({ conversationId: 'unknown', seq: 1 });
  });

  it('that something about a thread changed', async () => {
    const world = await introduced();
    for (const [member, window] of [
      [ana, 'hers'],
      [ben, 'his'],
    ] as const)
      await openWindow(world, member, window);
    await world.tellChanged({ conversationId: theConversation });
    await say(world, ana, 'Hello');
    world.around.told.clear();
    await world.tellChanged({ conversationId: theConversation });
    expect([heardBy(world, 'hers'), heardBy(world, 'his')]).toEqual([['changed'], ['changed']]);
    world.around.told.clear();
    await world.tellChanged({ conversationId: theConversation, only: ben });
    expect([heardBy(world, 'hers'), heardBy(world, 'his')]).toEqual([[], ['changed']]);
  });
});
