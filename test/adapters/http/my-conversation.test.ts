import { describe, expect, it } from 'vitest';
import { createFakeChat } from '../../support/fake-chat.ts';
import { dayMs, later } from '../../../domain/kernel/instant.ts';
import { formatWeek } from '../../../domain/kernel/iso-week.ts';
import { introducedPair, member } from '../../support/web-people.ts';
import { createWebWorld } from '../../support/web-world.ts';

describe('an introduction on my page', () => {
  it('says until when it is open, and how much was written', async () => {
    const world = await createWebWorld();
    const { ana, match } = await introducedPair(world);
    const at = world.clock.now();
    world.relay.stand(match.alias, { messages: 1, lastMessageAt: at, expiresAt: later(at, 180 * dayMs) });
    const { text, html } = await ana.open('/me');
    expect(text).toContain('Open until 22 May 2027; each message keeps it open for longer.');
    expect(text).toContain('1 message so far, the last on 23 November 2026.');
    expect(html).toContain(match.alias);
  });

  it('is muted and unmuted by one press each, by my own address there', async () => {
    const world = await createWebWorld();
    const { ana, match } = await introducedPair(world);
    const muted = await (await ana.open('/me')).press('Mute');
    expect(muted.text).toContain('Muted. Nothing is passed on to you until you write yourself.');
    expect(muted.path).toContain(`#i-${formatWeek(match.week)}`);
    expect((await muted.press('Unmute')).text).toContain('Not muted any more.');
    expect(world.relay.acts).toEqual([
      { alias: match.alias, act: 'mute' },
      { alias: match.alias, act: 'unmute' },
    ]);
  });

  it('is ended after asking once more, and then has nothing to write to or to press', async () => {
    const world = await createWebWorld();
    const { ana, match } = await introducedPair(world);
    const asked = await (await ana.open('/me')).follow('End the conversation with Ben');
    expect([asked.heading, world.relay.acts]).toEqual(['End the conversation with Ben?', []]);
    const ended = await asked.press('End it');
    expect(world.relay.acts).toEqual([{ alias: match.alias, act: 'end' }]);
    expect(ended.text).toContain('The private address of this introduction is closed.');
    expect(ended.html).not.toMatch(/mailto:c_|\/(mute|renew)"/);
    expect(ended.text).toContain('Block or report');
  });

  it('tells the other one their own address after it was said plainly what that does', async () => {
    const world = await createWebWorld();
    const { ana } = await introducedPair(world);
    const asked = await (await ana.open('/me')).follow('Share my own address with Ben');
    expect(asked.text).toContain('ana@example.com');
    expect(asked.text).toContain('This cannot be taken back.');
    const shared = await asked.press('Share it');
    expect(shared.text).toContain('Ben knows your own address, as you shared it.');
    expect(shared.html).not.toContain('/share"');
  });

  it('leads back to the chat where it was shared from there', async () => {
    const chat = createFakeChat();
    const world = await createWebWorld({ chat: { ...chat.useCases, socketUrl: 'wss://sockets.example.com', fileOrigins: [] } });
    const { ana, match } = await introducedPair(world);
    const asked = await ana.open(`/me/introductions/${formatWeek(match.week)}/share?from=chat`);
    expect((await asked.press('Share it')).path).toBe(`/chat/${match.conversationId}`);
  });

  it('that closed by itself says since when', async () => {
    const world = await createWebWorld();
    const { ana, match } = await introducedPair(world);
    world.relay.stand(match.alias, { state: 'expired', expiresAt: world.clock.now() });
    const { text, html } = await ana.open('/me');
    expect(text).toContain('Closed on 23 November 2026, as nobody had written for a long time.');
    expect(html).not.toContain('mailto:c_');
  });

  it('of which nothing is known any more is closed', async () => {
    const world = await createWebWorld();
    const { ana, match } = await introducedPair(world);
    world.relay.stand(match.alias, undefined);
    expect((await ana.open('/me')).html).not.toContain('mailto:c_');
  });

  it('gets another private address when its member asks for it, and the other one is mailed it', async () => {
    const world = await createWebWorld();
    const { ana, match } = await introducedPair(world);
    world.clock.moveBy(2 * dayMs);
    expect((await (await ana.open('/me')).press('Take a new private address')).text).toContain('You have a new private address here.');
    const [renewed] = await world.needs.introductions.myMatches({ member: world.idOf('ana@example.com') });
    expect(renewed?.alias).not.toBe(match.alias);
    expect(await world.mailsTo('ben@example.com')).toContainEqual(
      expect.objectContaining({ template: 'new-alias', alias: renewed?.alias }),
    );
  });

  it('is nobody else’s to mute, end or renew, and nothing of it is sent by a browser', async () => {
    const world = await createWebWorld();
    const { match } = await introducedPair(world);
    const eve = await member(world, { email: 'eve@example.com', name: 'Eve' });
    const form = (await eve.open('/me')).forms[0]?.fields.find(({ name }) => name === 'form')?.value ?? '';
    for (const deed of ['mute', 'unmute', 'end', 'renew']) {
      const answer = await eve.send(`/me/introductions/${formatWeek(match.week)}/${deed}`, {
        method: 'POST',
        body: new URLSearchParams({ form, alias: match.alias }),
        headers: { 'sec-fetch-site': 'same-origin' },
      });
      expect([deed, answer.status]).toEqual([deed, 404]);
    }
    expect((await eve.open(`/me/introductions/${formatWeek(match.week)}/end`)).status).toBe(404);
    expect(world.relay.acts).toEqual([]);
  });
});
