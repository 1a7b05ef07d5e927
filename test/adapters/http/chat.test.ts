import { describe, expect, it } from 'vitest';
import { recordingsPerMinuteMax, ticketsPerMinuteMax } from '../../../adapters/http/routes/chat-api.ts';
import { chatRefusalCodes } from '../../../domain/relay/chat/use-cases.ts';
import { createFakeChat } from '../../support/fake-chat.ts';
import { idOf } from '../../support/introductions-world.ts';
import { baseUrl, operatorWorld, type OperatorWorld, textOf, type WorldWish } from './operator-world.ts';

const chatWorld = async (wish: WorldWish = {}) => {
  const chat = createFakeChat();
  const world = await operatorWorld({
    ...wish,
    chat: { ...chat.useCases, socketUrl: 'wss://sockets.example.com/live', fileOrigins: ['https://files.example.com'] },
  });
  await world.settleIn('Ana', 'Ben');
  return { ...world, chat };
};
const asOne = async (world: OperatorWorld, name: string) => {
  const cookie = `loop-session=${(await world.signInAs(idOf(name)))?.session ?? ''}`;
  const asked = async (path: string, init: RequestInit & { readonly headers?: Record<string, string> } = {}) => {
    const response = await world.app.request(`${baseUrl}${path}`, { ...init, headers: { cookie, ...init.headers } });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: (): unknown => JSON.parse(text) };
  };
  return {
    get: async (path: string) => asked(path),
    post: async (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
      asked(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', origin: baseUrl, ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
};
const marksPath = '/chat/api/threads/c1/marks';
const messagesPath = '/chat/api/threads/c1/messages';

describe('The page of the chat', () => {
  it('is one of ours, with a script file that may talk to where sockets and files are and nowhere else, and may record', async () => {
    const ana = await asOne(await chatWorld(), 'Ana');
    for (const path of ['/chat', '/chat/c1']) {
      const page = await ana.get(path);
      expect(page.status).toBe(200);
      expect(page.text).toContain('<script type="module" src="/web/chat.js"></script>');
      expect(page.text).toContain(`<div id="chat" data-box="${idOf('Ana')}">`);
      const policy = page.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("script-src 'self'; ");
      expect(policy).toContain("connect-src 'self' wss://sockets.example.com https://files.example.com;");
      expect(policy).toContain("media-src 'self' blob: https://files.example.com;");
      expect(policy).toContain("frame-src 'self' https://files.example.com;");
      expect(policy).not.toContain('unsafe');
      expect(page.headers.get('permissions-policy')).toContain('microphone=(self)');
      expect(page.headers.get('cache-control')).toBe('no-store');
    }
  });

  it('is for members, as is every answer to its script', async () => {
    const { app } = await chatWorld();
    const page = await app.request(`${baseUrl}/chat`);
    expect(page.headers.get('location')).toContain('/sign-in');
    const answer = await app.request(`${baseUrl}/chat/api/threads`);
    expect([answer.status, await answer.json()]).toEqual([401, { code: 'membership.signed_out', message: expect.any(String) as string }]);
  });

  it('stands in the navigation, and is not there where nothing holds a chat', async () => {
    const ana = await asOne(await chatWorld(), 'Ana');
    expect((await ana.get('/me/settings')).text).toContain('<a href="/chat">Chat</a>');
    const without = await operatorWorld();
    await without.settleIn('Ana');
    const there = await asOne(without, 'Ana');
    expect((await there.get('/me/settings')).text).not.toContain('/chat');
    expect((await there.get('/chat')).status).toBe(404);
  });

  it('says how it is built where it is not', async () => {
    const world = await chatWorld({ webFiles: { read: async () => Promise.resolve(undefined) } });
    const page = await (await asOne(world, 'Ana')).get('/chat');
    expect(page.status).toBe(503);
    expect(textOf(page.text)).toContain('node scripts/build-web.ts');
  });
});

describe('What the page of the chat asks for', () => {
  it('is the member’s own threads, and what they are called', async () => {
    const world = await chatWorld();
    const answer = await (await asOne(world, 'Ana')).get('/chat/api/threads');
    expect(answer.json()).toEqual({ threads: [], name: 'Ana' });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(world.chat.asked).toEqual([['listThreads', { member: idOf('Ana') }]]);
  });

  it('is answered to whose page it is, and not where somebody else signed in in the same browser since', async () => {
    const world = await chatWorld();
    const ana = await asOne(world, 'Ana');
    const message = { id: 'message-1', text: 'Hello' };
    expect((await ana.post(`${messagesPath}?member=${idOf('Ana')}`, message)).status).toBe(200);
    expect(world.chat.asked).toHaveLength(1);
    for (const answer of [
      await ana.post(`${messagesPath}?member=${idOf('Ben')}`, message),
      await ana.post(`/chat/api/tickets?member=${idOf('Ben')}`, {}),
      await ana.get(`${messagesPath}?after=0&member=${idOf('Ben')}`),
    ])
      expect([answer.status, answer.json()]).toMatchObject([401, { code: 'membership.signed_out' }]);
    expect(world.chat.asked).toHaveLength(1);
  });

  it.each([
    ['', { after: undefined, before: undefined, limit: 100 }],
    ['?after=12', { after: 12, before: undefined, limit: 100 }],
    ['?before=12&limit=30', { after: undefined, before: 12, limit: 30 }],
    ['?limit=1000', { after: undefined, before: undefined, limit: 100 }],
    ['?limit=0', { after: undefined, before: undefined, limit: 1 }],
  ])('is a page of messages: %s', async (query, asked) => {
    const world = await chatWorld();
    const answer = await (await asOne(world, 'Ana')).get(`${messagesPath}${query}`);
    expect(answer.status).toBe(200);
    expect(world.chat.asked).toEqual([['readMessages', { member: idOf('Ana'), thread: 'c1', ...asked }]]);
  });

  it.each([['?after=1&before=9'], ['?after=-1'], ['?after=one'], ['?limit=1e9']])('is no page of %s', async (query) => {
    const world = await chatWorld();
    const answer = await (await asOne(world, 'Ana')).get(`${messagesPath}${query}`);
    expect([answer.status, answer.json()]).toMatchObject([400, { code: 'chat.malformed' }]);
    expect(world.chat.asked).toEqual([]);
  });

  it('stores a message, of text or of voice', async () => {
    const world = await chatWorld();
    const ana = await asOne(world, 'Ana');
    expect((await ana.post(messagesPath, { id: 'message-1', text: 'Hello' })).json()).toMatchObject({ seq: 1, id: 'message-1' });
    await ana.post(messagesPath, { id: 'message-2', voice: 'voice-token' });
    expect(world.chat.asked.map(([, command]) => command)).toEqual([
      { member: idOf('Ana'), thread: 'c1', id: 'message-1', content: { text: 'Hello' } },
      { member: idOf('Ana'), thread: 'c1', id: 'message-2', content: { voice: 'voice-token' } },
    ]);
  });

  it('is told how far somebody is, where no window of theirs can be connected', async () => {
    const world = await chatWorld();
    const ana = await asOne(world, 'Ana');
    expect((await ana.post(marksPath, { delivered: 2, read: 1 })).json()).toMatchObject({ partner: { delivered: 1 } });
    expect(world.chat.asked).toEqual([['markMessages', { member: idOf('Ana'), thread: 'c1', delivered: 2, read: 1 }]]);
    expect((await ana.post(marksPath, { read: -1 })).json()).toMatchObject({ code: 'chat.malformed' });
  });

  it('takes no message that a form of another page could send', async () => {
    const world = await chatWorld();
    const ana = await asOne(world, 'Ana');
    const message = { id: 'message-1', text: 'Hello' };
    expect((await ana.post(messagesPath, message, { 'content-type': 'text/plain' })).json()).toMatchObject({ code: 'http.not_json' });
    const foreign = await ana.post(messagesPath, message, { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example.com' });
    expect([foreign.status, foreign.json()]).toMatchObject([403, { code: 'http.foreign_origin' }]);
    expect(world.chat.asked).toEqual([]);
  });

  it.each([['{"id":'], [{ id: 'message-1' }], [{ text: 'Hello' }], [{ id: 'message-1', text: 7 }]])(
    'takes no message that is %j',
    async (body) => {
      const world = await chatWorld();
      const answer = await (await asOne(world, 'Ana')).post(messagesPath, body);
      expect([answer.status, answer.json()]).toMatchObject([400, { code: 'chat.malformed' }]);
    },
  );

  it('says each refusal in words, under a status of its own kind', async () => {
    const world = await chatWorld();
    const ana = await asOne(world, 'Ana');
    const statuses: Record<string, number> = {};
    for (const code of chatRefusalCodes) {
      world.chat.refuse({ code, message: 'In words.', ...(code === 'chat.rate_limited' ? { retryAfterMs: 1_500 } : {}) });
      const answer = await ana.post(messagesPath, { id: 'message-1', text: 'Hello' });
      statuses[code] = answer.status;
      expect(answer.json()).toMatchObject({ code, message: 'In words.' });
      expect(answer.headers.get('retry-after')).toBe(code === 'chat.rate_limited' ? '2' : null);
    }
    expect(statuses).toEqual({
      'chat.thread_unknown': 404,
      'chat.closed': 409,
      'chat.malformed': 400,
      'chat.empty': 422,
      'chat.too_long': 413,
      'chat.rate_limited': 429,
      'chat.upload_unknown': 410,
      'chat.upload_missing': 409,
      'chat.voice_too_large': 413,
      'chat.voice_too_long': 422,
      'chat.voice_not_audio': 422,
    });
  });

  it('says in JSON, too, that our side failed', async () => {
    const world = await chatWorld();
    world.chat.fail(new Error('the table is gone'));
    const answer = await (await asOne(world, 'Ana')).post(messagesPath, { id: 'message-1', text: 'Hello' });
    expect([answer.status, answer.json()]).toMatchObject([500, { code: 'http.fault' }]);
    expect(answer.text).not.toContain('table');
  });

  it('is a place to hand a recording over to', async () => {
    const world = await chatWorld();
    const answer = await (await asOne(world, 'Ana')).post('/chat/api/threads/c1/voice', { mediaType: 'audio/webm', bytes: 1_000 });
    expect(answer.json()).toMatchObject({ voice: 'voice-token', form: { url: 'https://files.example.com/' } });
  });

  it.each([
    ['voice', 'voice'],
    ['html', 'html'],
    ['0', 0],
  ])('leads to the file %s of a message', async (named, file) => {
    const world = await chatWorld();
    const answer = await (await asOne(world, 'Ana')).get(`${messagesPath}/3/${named}`);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, 'https://files.example.com/kept/1?signed=yes']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(world.chat.asked).toEqual([['linkToFile', { member: idOf('Ana'), thread: 'c1', seq: 3, file }]]);
  });

  it('is a ticket of this very session, with where to go with it', async () => {
    const world = await chatWorld();
    const ana = await asOne(world, 'Ana');
    expect((await ana.post('/chat/api/tickets', {})).json()).toEqual({
      url: 'wss://sockets.example.com/live?ticket=ticket%2F1',
      expiresAt: 30_000,
    });
    expect(world.chat.asked).toMatchObject([['issueTicket', { member: idOf('Ana'), session: expect.any(String) as string }]]);
  });

  it('is so many tickets a minute, of each member', async () => {
    const world = await chatWorld();
    const [ana, ben] = [await asOne(world, 'Ana'), await asOne(world, 'Ben')];
    for (let each = 0; each < ticketsPerMinuteMax; each++) expect((await ana.post('/chat/api/tickets', {})).status).toBe(200);
    const refused = await ana.post('/chat/api/tickets', {});
    expect([refused.status, refused.json()]).toMatchObject([429, { code: 'chat.too_many_tickets', retryAfterMs: 60_000 }]);
    expect((await ben.post('/chat/api/tickets', {})).status).toBe(200);
    world.clock.moveBy(60_000);
    expect((await ana.post('/chat/api/tickets', {})).status).toBe(200);
  });
});

describe('Recordings', () => {
  it('are so many a minute, of each member, whether or not they are taken; words go on', async () => {
    const world = await chatWorld();
    const [ana, ben] = [await asOne(world, 'Ana'), await asOne(world, 'Ben')];
    const place = { mediaType: 'audio/webm', bytes: 10 };
    world.chat.refuse({ code: 'chat.voice_not_audio', message: 'none' });
    for (let each = 0; each < recordingsPerMinuteMax; each++) {
      expect((await ana.post('/chat/api/threads/c1/voice', place)).status).toBe(422);
      expect((await ana.post(messagesPath, { id: 'message-1', voice: 'token' })).status).toBe(422);
    }
    world.chat.refuse(undefined);
    const refused = [
      await ana.post('/chat/api/threads/c1/voice', place),
      await ana.post(messagesPath, { id: 'message-1', voice: 'token' }),
    ];
    for (const answer of refused)
      expect([answer.status, answer.json()]).toMatchObject([429, { code: 'chat.rate_limited', retryAfterMs: 60_000 }]);
    expect((await ana.post(messagesPath, { id: 'message-2', text: 'Hello' })).status).toBe(200);
    expect((await ben.post('/chat/api/threads/c1/voice', place)).status).toBe(200);
  });
});
