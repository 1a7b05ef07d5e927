import { describe, expect, it } from 'vitest';
import { createTableInMemory } from '../../../../adapters/dynamodb/table-in-memory.ts';
import { dayMs, later, minuteMs, secondMs } from '../../../../domain/kernel/instant.ts';
import { err } from '../../../../domain/kernel/result.ts';
import { awayMs, perDayMax, perMinuteMax, stillAwayMs } from '../../../../domain/relay/chat/limits.ts';
import type { TakeVoice } from '../../../../domain/relay/chat/send-message.ts';
import { chatOver, type ChatWorldOptions, conversationPage, heardBy, openWindow, say, textsFor } from '../../../support/chat-world.ts';
import { aliasOfAna, aliasOfBen, ana, ben, introduce, noon, theConversation } from '../../../support/relay-world.ts';

const introduced = async (options: ChatWorldOptions = {}) => {
  const table = await createTableInMemory();
  await introduce(table);
  return { table, ...chatOver(table, options) };
};

const bySend = { member: ana, thread: theConversation, id: 'message-1' };

describe('what one of the two writes', () => {
  it('stands in one order for both, whoever wrote it', async () => {
    const world = await introduced();
    for (const [member, text] of [
      [ana, 'Hello'],
      [ben, 'Hello yourself'],
      [ana, 'Coffee?'],
    ] as const)
      await say(world, member, text);
    expect(await textsFor(world, ana)).toEqual(['1 mine: Hello', '2 theirs: Hello yourself', '3 mine: Coffee?']);
    expect(await textsFor(world, ben)).toEqual(['1 theirs: Hello', '2 mine: Hello yourself', '3 theirs: Coffee?']);
  });

  it('reaches every open window of both but the one it came by', async () => {
    const world = await introduced();
    const windows = [
      await openWindow(world, ana, 'ana-1'),
      await openWindow(world, ana, { id: 'ana-2', session: 'laptop' }),
      await openWindow(world, ben, 'ben-1'),
      await openWindow(world, ben, { id: 'ben-2', session: 'laptop' }),
    ];
    await say(world, ana, { text: 'Hello', connection: 'ana-1' });
    expect(windows.map((window) => heardBy(world, window))).toEqual([[], ['1 mine: Hello'], ['1 theirs: Hello'], ['1 theirs: Hello']]);
  });

  it('is stored and answered also where no window can be told and nobody can be set to look', async () => {
    const down = async (): Promise<never> => Promise.reject(new Error('down'));
    const world = await introduced({
      guard: (port, name) => (name === 'sockets' ? { ...port, send: down } : name === 'timer' ? { ...port, lookAt: down } : port),
    });
    await openWindow(world, ben, 'ben-1');
    expect(await say(world, ana, 'Hello')).toMatchObject({ seq: 1, mine: true, content: { kind: 'text', text: 'Hello' } });
    expect(await textsFor(world, ben)).toEqual(['1 theirs: Hello']);
  });

  it('is the same message when it is sent again, also with other words, by another window, and after the end', async () => {
    const world = await introduced();
    const first = await world.send({ ...bySend, content: { text: 'Hello' } });
    await say(world, ben, 'Hello yourself');
    expect(await world.send({ ...bySend, content: { text: 'Something else' } })).toEqual(first);
    await world.act({ alias: aliasOfBen, act: 'end' });
    expect(await world.send({ ...bySend, content: { text: 'Hello' } })).toEqual(first);
    expect(await textsFor(world, ana)).toEqual(['1 mine: Hello', '2 theirs: Hello yourself']);
  });

  it('is another message where the other one calls theirs the same', async () => {
    const world = await introduced();
    await say(world, ana, { text: 'Hello', id: 'message-1' });
    await say(world, ben, { text: 'Hello yourself', id: 'message-1' });
    expect(await textsFor(world, ana)).toEqual(['1 mine: Hello', '2 theirs: Hello yourself']);
  });

  it('is shown once more when it is sent again and has not arrived, and not when it has', async () => {
    const world = await introduced();
    await openWindow(world, ben, 'ben-1');
    for (let time = 0; time < 2; time++) await say(world, ana, 'Hello');
    await world.mark({ member: ben, thread: theConversation, delivered: 1 });
    await say(world, ana, 'Hello');
    expect(heardBy(world, 'ben-1').filter((frame) => frame === '1 theirs: Hello')).toHaveLength(2);
  });
});

describe('nothing is stored', () => {
  const refusalOf = async (prepare: (world: Awaited<ReturnType<typeof introduced>>) => unknown, member = ana) => {
    const world = await introduced();
    await prepare(world);
    const sent = await world.send({ ...bySend, member, content: { text: 'Hello' } });
    expect(await textsFor(world, ana)).toEqual([]);
    return sent.ok ? 'sent' : sent.error.code;
  };

  it.each<[string, (world: Awaited<ReturnType<typeof introduced>>) => unknown]>([
    ['the other one ended it', async (world) => world.act({ alias: aliasOfBen, act: 'end' })],
    ['its writer ended it', async (world) => world.act({ alias: aliasOfAna, act: 'end' })],
    ['the other one muted it', async (world) => world.act({ alias: aliasOfBen, act: 'mute' })],
    [
      'it was not used for half a year',
      ({ clock }) => {
        clock.moveBy(181 * dayMs);
      },
    ],
    [
      'one blocked the other',
      ({ apart }) => {
        apart.are = true;
      },
    ],
    ['the other one is gone', ({ members }) => members.delete(ben)],
    ['its writer was suspended', ({ members }) => members.set(ana, { ...members.get(ana)!, state: 'closed' })],
    [
      'its aliases are forgotten',
      async ({ table }) => table.commit([{ op: 'delete', key: { pk: `alias#${aliasOfBen}`, sk: 'alias' }, expect: 'present' }]),
    ],
  ])('where %s, and it is not said why', async (_, prepare) => {
    expect(await refusalOf(prepare)).toBe('chat.closed');
  });

  it('in a thread of others', async () => {
    const carol = 'm_cccccccccccccccccccccccccc' as typeof ana;
    expect(await refusalOf(() => undefined, carol)).toBe('chat.thread_unknown');
    const world = await introduced();
    await say(world, ana, 'Hello');
    expect(await world.send({ ...bySend, member: carol, content: { text: 'Hello' } })).toMatchObject({
      error: { code: 'chat.thread_unknown' },
    });
    expect(await world.read({ member: carol, thread: theConversation, limit: 10 })).toMatchObject({
      error: { code: 'chat.thread_unknown' },
    });
    expect(await world.mark({ member: carol, thread: theConversation, read: 1 })).toMatchObject({ error: { code: 'chat.thread_unknown' } });
    expect(await world.typing({ member: carol, thread: theConversation })).toMatchObject({ error: { code: 'chat.thread_unknown' } });
    expect(await world.link({ member: carol, thread: theConversation, seq: 1, file: 0 })).toMatchObject({
      error: { code: 'chat.thread_unknown' },
    });
    expect(await world.list({ member: carol })).toEqual([]);
  });

  it.each(['', 'short', 'with space', 'ä'.repeat(10), 'x'.repeat(65), '../../etc/passwd'])('under the id %j', async (id) => {
    const world = await introduced();
    expect(await world.send({ ...bySend, id, content: { text: 'Hello' } })).toMatchObject({ error: { code: 'chat.malformed' } });
  });
});

describe('whoever writes', () => {
  it('gets words although mails to them or from them come back', async () => {
    const world = await introduced();
    for (const member of [ana, ben]) world.members.set(member, { ...world.members.get(member)!, state: 'unreachable' });
    await say(world, ana, 'Hello');
    expect(await textsFor(world, ben)).toEqual(['1 theirs: Hello']);
  });

  it('gets answers again if they had muted the other one, and their windows hear of it', async () => {
    const world = await introduced();
    await openWindow(world, ana, 'ana-1');
    await world.act({ alias: aliasOfAna, act: 'mute' });
    expect((await world.list({ member: ana }))[0]?.state).toBe('muted');
    await say(world, ana, { text: 'Hello', connection: 'ana-1' });
    expect((await world.list({ member: ana }))[0]?.state).toBe('open');
    expect(heardBy(world, 'ana-1')).toEqual(['changed']);
  });

  it('keeps the conversation open for its whole time again, and writes its aliases anew once a day', async () => {
    const world = await introduced();
    const versionOf = async () => (await world.table.get({ pk: `alias#${aliasOfBen}`, sk: 'alias' }))?.version;
    await say(world, ana, 'one');
    expect(await versionOf()).toBe(1);
    world.clock.moveBy(2 * dayMs);
    for (const text of ['two', 'three', 'four']) await say(world, ana, text);
    expect(await versionOf()).toBe(2);
    world.clock.moveBy(179 * dayMs);
    await say(world, ben, 'still there');
  });

  it(`writes ${String(perMinuteMax)} messages a minute, and hears how long to wait for the next`, async () => {
    const world = await introduced();
    for (let n = 0; n < perMinuteMax; n++) await say(world, ana, String(n));
    world.clock.moveBy(20 * secondMs);
    expect(await world.send({ ...bySend, content: { text: 'more' } })).toMatchObject({
      error: {
        code: 'chat.rate_limited',
        retryAfterMs: 40 * secondMs,
        message: expect.stringContaining('30 messages within a minute') as string,
      },
    });
    expect((await say(world, ana, '0')).seq).toBe(1);
    await say(world, ben, 'Slow down');
    world.clock.moveBy(40 * secondMs);
    await say(world, ana, 'more');
  });

  it(`writes ${String(perDayMax)} messages a day`, async () => {
    const world = await introduced();
    for (let n = 0; n < perDayMax; n++) {
      if (n % perMinuteMax === 0) world.clock.moveTo(later(noon, (n / perMinuteMax) * minuteMs));
      await say(world, ana, String(n));
    }
    world.clock.moveBy(minuteMs);
    const sent = await world.send({ ...bySend, content: { text: 'more' } });
    expect(sent).toMatchObject({ error: { code: 'chat.rate_limited' } });
    expect(sent.ok ? 0 : sent.error.retryAfterMs).toBe(later(noon, dayMs) - world.clock.now());
    expect(sent.ok ? '' : sent.error.message).toBe('You have written 1000 messages here within a day. You can go on in 24 hours.');
    world.clock.moveBy(later(noon, dayMs) - world.clock.now() - 30 * secondMs);
    expect(await world.send({ ...bySend, content: { text: 'more' } })).toMatchObject({
      error: { message: 'You have written 1000 messages here within a day. You can go on within the hour.' },
    });
  });

  it('has nobody look for addresses in what is one message too many: that takes far longer than to refuse it', async () => {
    let looked = 0;
    const world = await introduced({
      footerOf: (alias) => {
        looked += 1;
        return { listUnsubscribe: '', page: conversationPage, community: alias, closesAfterDays: 180 };
      },
    });
    for (let n = 0; n < perMinuteMax; n++) await say(world, ana, String(n));
    expect(await world.send({ ...bySend, content: { text: 'more' } })).toMatchObject({ error: { code: 'chat.rate_limited' } });
    expect((await say(world, ana, '0')).seq).toBe(1);
    expect(looked).toBe(perMinuteMax);
  });
});

describe('what nobody was there for', () => {
  it('is looked at after a while, counted from the first of it, and a mail of the other way is not missed', async () => {
    const world = await introduced();
    await say(world, ana, 'one');
    world.clock.moveBy(30 * secondMs);
    await say(world, ana, 'two');
    expect(world.around.looks).toEqual([{ conversationId: theConversation, at: later(noon, awayMs) }]);
    expect((await world.chats.missed(later(noon, awayMs), 10)).map(({ b }) => b.missed)).toEqual([
      { fromSeq: 1, dueAt: later(noon, awayMs) },
    ]);
    expect((await world.chats.find(theConversation))?.a.missed).toBeUndefined();
  });

  it('is left for longer where they have not come back for the last mail', async () => {
    const world = await introduced();
    await say(world, ana, 'one');
    await world.chats.change(theConversation, ({ b: { missed: _, ...b }, ...chat }) => ({ ...chat, b: { ...b, mailedUpTo: 1 } }));
    await say(world, ana, 'two');
    expect((await world.chats.find(theConversation))?.b.missed).toEqual({ fromSeq: 2, dueAt: later(noon, stillAwayMs) });
  });
});

describe('a voice note', () => {
  const voice = { ...bySend, content: { voice: 'token' } };

  it('is kept, stored and shown, and what was handed over is removed', async () => {
    const world = await introduced();
    await openWindow(world, ben, 'ben-1');
    expect(await world.send(voice)).toMatchObject({ value: { content: { kind: 'voice', mediaType: 'audio/ogg', durationMs: 2_000 } } });
    expect([heardBy(world, 'ben-1'), world.around.removed]).toEqual([['1 theirs: voice'], ['incoming/token']]);
    expect(await world.link({ member: ben, thread: theConversation, seq: 1, file: 'voice' })).toMatchObject({
      value: `https://files.example.com/kept/${theConversation}/a-message-1/voice.ogg?mediaType=audio%2Fogg&name=voice.ogg&disposition=inline`,
    });
  });

  it('is answered also where what was handed over cannot be removed: that goes by itself', async () => {
    const down = async (): Promise<never> => Promise.reject(new Error('down'));
    const world = await introduced({ guard: (port, name) => (name === 'files' ? { ...port, remove: down } : port) });
    expect(await world.send(voice)).toMatchObject({ value: { seq: 1, content: { kind: 'voice' } } });
  });

  it('that is there already is not taken again, and one that may not be sent is not taken at all', async () => {
    let taken = 0;
    const counting: TakeVoice = async () => {
      taken += 1;
      return Promise.resolve(err({ code: 'chat.voice_not_audio', message: 'This is no recording.' }));
    };
    const world = await introduced();
    const first = await world.send(voice);
    const counted = chatOver(world.table, { around: world.around, takeVoice: counting });
    expect(await counted.send(voice)).toEqual(first);
    expect(await counted.send({ ...voice, id: 'message-2' })).toMatchObject({ error: { code: 'chat.voice_not_audio' } });
    await world.act({ alias: aliasOfBen, act: 'mute' });
    expect(await counted.send({ ...voice, id: 'message-3' })).toMatchObject({ error: { code: 'chat.closed' } });
    expect(taken).toBe(1);
  });
});
