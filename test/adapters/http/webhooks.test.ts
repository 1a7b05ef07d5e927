import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../../adapters/dynamodb/table.ts';
import { webhookBytesMax } from '../../../adapters/http/routes/webhooks.ts';
import { dayMs, later, minuteMs, secondMs, type Instant } from '../../../domain/kernel/instant.ts';
import { makeRecordMailTrouble, type RecordMailTrouble } from '../../../domain/membership/mail-trouble.ts';
import { aBrowser, member } from '../../support/web-people.ts';
import { baseUrl, createWebWorld, type WebWorld } from '../../support/web-world.ts';

const secretOf = (letter: string): string => `whsec_${Buffer.from(letter.repeat(24)).toString('base64')}`;
const [present, former] = [secretOf('a'), secretOf('b')];
const ana = 'ana@example.com';

/** Ana takes part, and Resend may tell of her mails. */
const withWebhook = async ({ record }: { readonly record?: RecordMailTrouble } = {}) => {
  const rotating = { secrets: [present] };
  const later = { record: record ?? (async () => Promise.resolve({ ok: true, value: 'unknown' } as const)) };
  const world = await createWebWorld({
    resendWebhook: { secrets: async () => Promise.resolve(rotating.secrets), recordMailTrouble: async (event) => later.record(event) },
  });
  if (record === undefined) later.record = makeRecordMailTrouble({ members: world.introductions.members, secrets: world.needs.secrets });
  const browser = await member(world, { email: ana });
  world.clock.moveBy(dayMs);
  const stageOfAna = async () => (await world.introductions.members.find(world.idOf(ana)))?.stage;
  return { world, rotating, browser, stageOfAna };
};

const bounced = (at: Instant, to = ana): string =>
  JSON.stringify({
    type: 'email.bounced',
    created_at: new Date(at).toISOString(),
    data: { email_id: 'x', to: [to], subject: 'Meet Ben', bounce: { type: 'Permanent', subType: 'General', message: 'unknown user' } },
  });

interface Sent {
  readonly body: string;
  readonly secret?: string;
  readonly id?: string;
  readonly at?: Instant;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A delivery as the provider makes it: no cookie, no origin, signed. */
const deliver = async (
  world: WebWorld,
  { body, secret = present, id = 'msg_1', at = world.clock.now(), headers = {} }: Sent,
): Promise<Response> =>
  world.app.request(`${baseUrl}/webhooks/resend`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'svix-id': id,
      'svix-timestamp': String(Math.floor(at / secondMs)),
      'svix-signature': new Webhook(secret).sign(id, new Date(at), body),
      ...headers,
    },
  });

describe('a webhook of Resend', () => {
  it('pauses the member whose mail came back, any number of times, and answers nothing', async () => {
    const { world, stageOfAna } = await withWebhook();
    const body = bounced(world.clock.now());
    for (let time = 0; time < 3; time++) {
      const answer = await deliver(world, { body });
      expect([answer.status, await answer.text()]).toEqual([204, '']);
    }
    expect(await stageOfAna()).toEqual({ name: 'paused', until: undefined });
  });

  it('is answered alike about somebody who is no member', async () => {
    const { world } = await withWebhook();
    const before = world.stored();
    expect((await deliver(world, { body: bounced(world.clock.now(), 'nobody@example.com') })).status).toBe(204);
    expect((await deliver(world, { body: JSON.stringify({ type: 'email.delivered' }) })).status).toBe(204);
    expect(world.stored()).toBe(before);
  });

  it('is taken under either secret while one is replaced by the other, and under none that is gone', async () => {
    const { world, rotating } = await withWebhook();
    const body = bounced(world.clock.now());
    expect((await deliver(world, { body, secret: former })).status).toBe(401);
    rotating.secrets = [former, present];
    for (const secret of [former, present]) expect((await deliver(world, { body, secret })).status).toBe(204);
    rotating.secrets = [];
    expect((await deliver(world, { body })).status).toBe(401);
  });

  it('is taken when one of several signatures is right', async () => {
    const { world } = await withWebhook();
    const [body, id, at] = [bounced(world.clock.now()), 'msg_1', world.clock.now()];
    const signature = new Webhook(present).sign(id, new Date(at), body);
    expect((await deliver(world, { body, headers: { 'svix-signature': `v1,AAAA v2,x ${signature}` } })).status).toBe(204);
  });

  it.each<[string, (body: string, at: Instant) => Sent]>([
    ['another body', (body) => ({ body, headers: { 'svix-signature': new Webhook(present).sign('msg_1', new Date(0), `${body} `) } })],
    ['another id', (body) => ({ body, headers: { 'svix-id': 'msg_2' } })],
    ['no id', (body) => ({ body, headers: { 'svix-id': '' } })],
    ['no signature', (body) => ({ body, headers: { 'svix-signature': '' } })],
    ['another version of signatures', (body) => ({ body, headers: { 'svix-signature': 'v1a,AAAA' } })],
    ['no time', (body) => ({ body, headers: { 'svix-timestamp': '' } })],
    ['a time that is none', (body) => ({ body, headers: { 'svix-timestamp': '1e9' } })],
    ['a time long ago', (body, now) => ({ body, at: later(now, -5 * minuteMs - secondMs) })],
    ['a time ahead', (body, now) => ({ body, at: later(now, 5 * minuteMs + secondMs) })],
  ])('is refused with %s, and changes nothing', async (_, sent) => {
    const { world } = await withWebhook();
    const before = world.stored();
    const answer = await deliver(world, sent(bounced(world.clock.now()), world.clock.now()));
    expect([answer.status, await answer.text()]).toEqual([401, '']);
    expect(world.stored()).toBe(before);
  });

  it.each([5 * minuteMs - secondMs, -5 * minuteMs + secondMs])('is taken when its clock is off by %d ms', async (off) => {
    const { world } = await withWebhook();
    expect((await deliver(world, { body: bounced(world.clock.now()), at: later(world.clock.now(), off) })).status).toBe(204);
  });

  it('that says nothing we understand is refused as such, once it is known to be genuine', async () => {
    const { world } = await withWebhook();
    expect((await deliver(world, { body: '{"type":"email.bounced"}' })).status).toBe(400);
    expect((await deliver(world, { body: 'no json', secret: former })).status).toBe(401);
  });

  it('that is too large is refused unread', async () => {
    const { world } = await withWebhook();
    expect((await deliver(world, { body: 'x'.repeat(webhookBytesMax + 1) })).status).toBe(413);
  });

  it('is asked for again when it cannot be stored now, and what failed is observed without a word of it', async () => {
    const { world } = await withWebhook({ record: async () => Promise.reject(new Unavailable('the disk is full')) });
    expect((await deliver(world, { body: bounced(world.clock.now()) })).status).toBe(503);
    const [last] = world.observed.slice(-1);
    expect(last).toMatchObject({ method: 'POST', route: '/webhooks/resend', status: 503 });
    expect(last?.fault).toBeInstanceOf(Unavailable);
    expect(JSON.stringify(world.observed)).not.toContain('ana@');
  });

  it('opens no other door: forms from elsewhere are still refused, and so are other ways to its address', async () => {
    const { world } = await withWebhook();
    const foreign = { method: 'POST', headers: { origin: 'https://elsewhere.example' } };
    for (const path of ['/sign-up', '/webhooks/resend/', '/webhooks/other', '/webhooks'])
      expect((await world.app.request(`${baseUrl}${path}`, foreign)).status).toBe(403);
    expect((await world.app.request(`${baseUrl}/webhooks/resend`)).status).toBe(405);
  });

  it('does not exist where nothing is set up for it', async () => {
    const world = await createWebWorld();
    expect((await deliver(world, { body: bounced(world.clock.now()) })).status).toBe(403);
    expect((await world.app.request(`${baseUrl}/webhooks/resend`)).status).toBe(404);
  });
});

describe('a member whose mails came back', () => {
  it('reads on their page what happened, and is back with one press', async () => {
    const { world, browser, stageOfAna } = await withWebhook();
    await deliver(world, { body: bounced(world.clock.now()) });
    const page = await browser.open('/me');
    expect(page.text).toContain('mails came back');
    expect(page.text).toContain('Mails to ana@example.com came back on');
    const back = await page.press('My mailbox works again');
    expect(back.text).toContain('Good to have you back');
    expect(await stageOfAna()).toEqual({ name: 'active' });
    await deliver(world, { body: bounced(later(world.clock.now(), -minuteMs)), id: 'msg_2' });
    expect(await stageOfAna()).toEqual({ name: 'active' });
  });

  it('reads that one was marked as unwanted, where that is what happened', async () => {
    const { world, browser, stageOfAna } = await withWebhook();
    const body = JSON.stringify({ type: 'email.complained', created_at: new Date(world.clock.now()).toISOString(), data: { to: [ana] } });
    await deliver(world, { body });
    const page = await browser.open('/me');
    expect(page.text).toContain('marked as unwanted');
    await page.press('Write to me again');
    expect(await stageOfAna()).toEqual({ name: 'active' });
  });

  it('may still sign in from another browser', async () => {
    const { world } = await withWebhook();
    await deliver(world, { body: bounced(world.clock.now()) });
    await (await aBrowser(world).open('/sign-in')).press('Mail me a link', { email: ana });
    expect((await world.mailsTo(ana)).at(-1)?.template).toBe('sign-in');
  });
});
