import { describe, expect, it } from 'vitest';
import { createStillClock } from '../../../adapters/memory/movable-clock.ts';
import { createChatSocket, frameBytesMax } from '../../../adapters/websocket/chat-socket.ts';
import { saturday } from '../../support/embedded-parts.ts';
import { createFakeChat } from '../../support/fake-chat.ts';

const baseUrl = 'https://circle.example.com';

const world = () => {
  const clock = createStillClock(saturday);
  const chat = createFakeChat();
  const faults: unknown[] = [];
  const socket = createChatSocket({
    ...chat.socketUseCases,
    sockets: chat.sockets,
    clock,
    baseUrl,
    onFault: (fault) => faults.push(fault),
  });
  const opened = async (ticket: string, connection = 'w1') => socket.connect({ connection, origin: baseUrl, ticket });
  const said = async (frame: unknown, connection = 'w1') =>
    socket.frame(connection, typeof frame === 'string' ? frame : JSON.stringify(frame));
  return { clock, chat, faults, socket, opened, said };
};

describe('a window that connects', () => {
  it('is let in by its ticket, once', async () => {
    const { chat, opened } = world();
    chat.tickets.set('ticket-1', 'Ana');
    expect(await opened('ticket-1')).toBe('connected');
    expect(await opened('ticket-1', 'w2')).toBe('refused');
  });

  it.each([
    ['another page', 'https://evil.example.com'],
    ['one with a name that begins as ours', 'https://circle.example.com.evil.example'],
    ['the same place without encryption', 'http://circle.example.com'],
    ['no page at all', undefined],
  ])('is refused where it is of %s, and its ticket is still good', async (_, origin) => {
    const { chat, socket, opened } = world();
    chat.tickets.set('ticket-1', 'Ana');
    expect(await socket.connect({ connection: 'w1', origin, ticket: 'ticket-1' })).toBe('refused');
    expect(await opened('ticket-1')).toBe('connected');
  });

  it('is refused without a ticket, or with more than any ticket is', async () => {
    const { chat, socket } = world();
    expect(await socket.connect({ connection: 'w1', origin: baseUrl, ticket: undefined })).toBe('refused');
    expect(await socket.connect({ connection: 'w1', origin: baseUrl, ticket: 't'.repeat(201) })).toBe('refused');
    expect(chat.asked).toEqual([]);
  });
});

describe('what a window says', () => {
  const connected = async () => {
    const made = world();
    made.chat.tickets.set('ticket-1', 'Ana');
    await made.opened('ticket-1');
    return made;
  };

  it('is answered once it is stored', async () => {
    const { chat, said } = await connected();
    expect(await said({ type: 'send', thread: 'c1', id: 'message-1', text: 'Hello' })).toBe('open');
    expect(chat.toldTo('w1')).toMatchObject([{ type: 'stored', thread: 'c1', message: { id: 'message-1', content: { text: 'Hello' } } }]);
    expect(chat.asked.at(-1)).toMatchObject(['sendMessage', { member: 'Ana', connection: 'w1' }]);
  });

  it('is answered with the reason where it is not stored, and with when to try again', async () => {
    const { chat, said } = await connected();
    chat.refuse({ code: 'chat.rate_limited', message: 'Slower, please.', retryAfterMs: 20_000 });
    await said({ type: 'send', thread: 'c1', id: 'message-1', text: 'Hello' });
    expect(chat.toldTo('w1')).toEqual([
      { type: 'refused', id: 'message-1', code: 'chat.rate_limited', message: 'Slower, please.', retryAfterMs: 20_000 },
    ]);
  });

  it('is answered also where our side fails, so that it is tried again', async () => {
    const { chat, said, faults } = await connected();
    chat.fail(new Error('the table is gone'));
    expect(await said({ type: 'send', thread: 'c1', id: 'message-1', text: 'Hello' })).toBe('open');
    expect(chat.toldTo('w1')).toMatchObject([{ type: 'refused', id: 'message-1', code: 'chat.unavailable', retryAfterMs: 3_000 }]);
    expect(faults).toHaveLength(1);
  });

  it('says how far somebody is, and hears how far both are', async () => {
    const { chat, said } = await connected();
    await said({ type: 'mark', thread: 'c1', delivered: 3, read: 2 });
    expect(chat.asked.at(-1)).toMatchObject(['markMessages', { member: 'Ana', thread: 'c1', delivered: 3, read: 2, connection: 'w1' }]);
    expect(chat.toldTo('w1')).toMatchObject([{ type: 'marks', thread: 'c1', mine: { read: 2 } }]);
  });

  it('tells of typing once a second at most, each window for itself', async () => {
    const { chat, opened, said, clock } = await connected();
    chat.tickets.set('ticket-2', 'Ana');
    await opened('ticket-2', 'w2');
    const typing = { type: 'typing', thread: 'c1' };
    for (let each = 0; each < 5; each++) await said(typing);
    await said(typing, 'w2');
    clock.moveBy(1_000);
    await said(typing);
    expect(chat.asked.filter(([what]) => what === 'tellTyping')).toHaveLength(3);
    expect(chat.toldTo('w1')).toEqual([]);
  });

  it('is alive', async () => {
    const { chat, said, clock } = await connected();
    await said({ type: 'ping' });
    expect(chat.toldTo('w1')).toEqual([{ type: 'pong', at: clock.now() }]);
  });

  it.each([
    ['no JSON', '{"type":', undefined],
    ['nothing that we know', { type: 'shout', id: 'message-1' }, 'message-1'],
    ['a message without a word', { type: 'send', thread: 'c1', id: 'message-1' }, 'message-1'],
    ['a list', [], undefined],
    ['a list of lists of lists, and no end of it', '['.repeat(frameBytesMax), undefined],
    ['a kind that only what it is made from has', '{"__proto__":{"type":"ping"}}', undefined],
    ['less than nothing that is marked', { type: 'mark', thread: 'c1', read: -1 }, undefined],
    ['a half that is marked', { type: 'mark', thread: 'c1', delivered: 0.5 }, undefined],
    ['nothing that is marked', { type: 'mark', thread: 'c1', read: null }, undefined],
    ['too much', { type: 'ping', more: 'x'.repeat(frameBytesMax) }, undefined],
  ])('is refused where it is %s, and the window stays open', async (_, frame, id) => {
    const { chat, said } = await connected();
    expect(await said(frame)).toBe('open');
    expect(chat.toldTo('w1')).toMatchObject([{ type: 'refused', id, code: 'chat.malformed' }]);
  });

  it('is not heard any more after the session is over, not even that it is alive', async () => {
    const { chat, said } = await connected();
    chat.endSessions('Ana');
    expect(await said({ type: 'ping' })).toBe('over');
    expect(await said({ type: 'send', thread: 'c1', id: 'message-1', text: 'Hello' })).toBe('over');
    expect(chat.toldTo('w1')).toEqual([]);
    expect(chat.asked.filter(([what]) => what === 'sendMessage')).toEqual([]);
  });

  it('is of nobody after the window is gone', async () => {
    const { socket, said } = await connected();
    await socket.gone('w1');
    await socket.gone('w1');
    expect(await said({ type: 'ping' })).toBe('over');
  });
});
