import { describe, expect, it } from 'vitest';
import { conversationPath } from '../../../adapters/http/links.ts';
import { aliasName } from '../../../domain/kernel/alias-name.ts';
import { later, type Instant } from '../../../domain/kernel/instant.ts';
import { createApp } from '../../../adapters/http/app.ts';
import { aBrowser } from '../../support/web-people.ts';
import { baseUrl, createWebWorld, type WebWorld } from '../../support/web-world.ts';

const own = aliasName('o'.repeat(26), 'a');
const deeds = ['mute', 'unmute', 'end', 'report'] as const;
const pathOf = ({ needs }: WebWorld, deed?: (typeof deeds)[number]): string => conversationPath(needs.secrets, own, deed);
const openPage = async (world: WebWorld, deed?: (typeof deeds)[number]) => aBrowser(world).open(pathOf(world, deed));

describe('the page of a conversation', () => {
  it('says how it stands to somebody who is signed in nowhere, and names nobody', async () => {
    const world = await createWebWorld();
    world.relay.stand(own, { messages: 3, lastMessageAt: Date.UTC(2026, 10, 20) as Instant, expiresAt: Date.UTC(2027, 4, 20) as Instant });
    const page = await openPage(world);
    expect(page.text).toContain('Open until 20 May 2027');
    expect(page.text).toContain('3 messages so far, the last on 20 November 2026.');
    expect(page.html).not.toMatch(/c_[a-z2-7]{26}[ab]@|@example/);
  });

  it('and everything else that a link leads to does nothing by being opened', async () => {
    const world = await createWebWorld();
    for (const deed of [undefined, ...deeds])
      for (const method of ['GET', 'HEAD']) {
        const { status } = await aBrowser(world).send(pathOf(world, deed), { method });
        expect([deed, status]).toEqual([deed, 200]);
      }
    expect(world.relay.acts).toEqual([]);
  });

  it('mutes and unmutes, by one press each', async () => {
    const world = await createWebWorld();
    const muted = await (await openPage(world)).press('Mute');
    expect(muted.heading).toBe('Muted');
    expect((await openPage(world)).text).toContain('Muted: nothing is passed on to you until you write yourself.');
    expect((await muted.press('Unmute')).heading).toBe('Not muted any more');
    expect(world.relay.acts).toEqual([
      { alias: own, act: 'mute' },
      { alias: own, act: 'unmute' },
    ]);
  });

  it('ends it after asking once more', async () => {
    const world = await createWebWorld();
    const asked = await (await openPage(world)).follow('End the conversation');
    expect(world.relay.acts).toEqual([]);
    expect((await asked.press('End it')).heading).toBe('Ended');
    expect(world.relay.acts).toEqual([{ alias: own, act: 'end' }]);
    const after = await openPage(world, 'end');
    expect(after.text).toContain('It is over: nothing is passed on any more');
    expect(after.text).not.toMatch(/Mute|End the/);
  });

  it('reports it, with words or without, also when it is over', async () => {
    const world = await createWebWorld();
    const report = await (await openPage(world)).follow('Report it');
    expect((await report.press('Report and end it', { words: ' First line\r\nSecond line ' })).heading).toBe('Thank you');
    expect((await (await openPage(world)).follow('Report it').then(async (page) => page.press('Report and end it'))).heading).toBe(
      'Thank you',
    );
    expect(world.relay.acts).toEqual([
      { alias: own, act: 'report', words: 'First line\nSecond line' },
      { alias: own, act: 'report' },
    ]);
  });

  it('keeps the words of a report that is too long, and says so beside them', async () => {
    const world = await createWebWorld();
    const page = await (await openPage(world, 'report')).press('Report and end it', { words: 'x'.repeat(1_001) });
    expect([page.status, page.title.startsWith('The report is too long')]).toEqual([422, true]);
    expect(page.html).toContain('x'.repeat(1_001));
    expect(world.relay.acts).toEqual([]);
  });

  it('says what is no longer known, and what was changed meanwhile', async () => {
    const world = await createWebWorld();
    world.relay.stand(own, { state: 'muted' });
    const page = await openPage(world);
    world.relay.stand(own, { state: 'ended' });
    expect([(await page.press('Unmute')).status, (await openPage(world)).status]).toEqual([409, 200]);
    world.relay.stand(own, undefined);
    expect((await openPage(world)).status).toBe(404);
    expect((await page.press('Unmute')).status).toBe(404);
  });

  it('of one that closed by itself says when, and offers nothing that has no use', async () => {
    const world = await createWebWorld();
    world.relay.stand(own, { state: 'expired', expiresAt: later(world.clock.now(), 0) });
    expect((await openPage(world)).text).toContain('Closed on 21 November 2026, as nobody had written for a long time.');
  });
});

describe('the one-click button of a mail program', () => {
  it('mutes at once: no cookie, no origin, no form, no redirect', async () => {
    const world = await createWebWorld();
    for (const headers of [{}, { origin: 'https://mail.example' }, { 'content-type': 'multipart/form-data; boundary=x' }]) {
      const body = 'List-Unsubscribe=One-Click';
      expect((await world.app.request(`${baseUrl}${pathOf(world, 'mute')}`, { method: 'POST', body, headers })).status).toBe(200);
    }
    expect(world.relay.acts.map(({ act }) => act)).toEqual(['mute', 'mute', 'mute']);
  });

  it('has done its work where all is over or forgotten', async () => {
    const world = await createWebWorld();
    world.relay.stand(own, undefined);
    const answer = await world.app.request(`${baseUrl}${pathOf(world, 'mute')}`, { method: 'POST' });
    expect([answer.status, (await answer.text()).includes('Nothing more comes')]).toEqual([200, true]);
  });

  it('is the only thing that another site may send', async () => {
    const world = await createWebWorld();
    for (const deed of ['unmute', 'end', 'report'] as const) {
      const answer = await world.app.request(`${baseUrl}${pathOf(world, deed)}`, {
        method: 'POST',
        body: new URLSearchParams(),
        headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      });
      expect(answer.status).toBe(403);
    }
    expect(world.relay.acts).toEqual([]);
  });
});

it('a link is good for its own alias alone, and a forged one reaches no conversation', async () => {
  const world = await createWebWorld();
  const token = new URL(pathOf(world), baseUrl).searchParams.get('token') ?? '';
  const other = aliasName('o'.repeat(26), 'b');
  for (const forged of ['', 'x', token.replace(own, other), `${token}x`, own, token.toUpperCase()])
    for (const deed of ['', '/mute', '/unmute', '/end', '/report']) {
      const url = `/conversation${deed}?token=${encodeURIComponent(forged)}`;
      const body = new URLSearchParams({ words: 'x' });
      const posted = await aBrowser(world).send(url, { method: 'POST', body, headers: { 'sec-fetch-site': 'same-origin' } });
      expect([forged, deed, posted.status]).toEqual([forged, deed, deed === '' ? 405 : 404]);
      expect((await aBrowser(world).send(url, {})).status).toBe(404);
    }
  expect(world.relay.acts).toEqual([]);
});

it('where nothing is passed on there are no such pages', async () => {
  const world = await createWebWorld();
  const app = createApp({ ...world.needs, relay: undefined });
  expect((await app.request(`${baseUrl}${pathOf(world)}`)).status).toBe(404);
});
