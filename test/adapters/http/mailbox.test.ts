import { describe, expect, test } from 'vitest';
import type { EmailAddress } from '../../../domain/kernel/email-address.ts';
import type { RenderedMail } from '../../../domain/kernel/mailer.ts';
import { addressOf } from '../../support/introductions-world.ts';
import { baseUrl, operatorWorld, type OperatorWorld, signedIn, textOf, visitor } from './operator-world.ts';

const aMail = (overrides: Partial<RenderedMail> = {}): RenderedMail => ({
  to: 'ana@example.com' as EmailAddress,
  from: '"Circle" <circle@example.com>',
  subject: 'Hello',
  html: '<!doctype html><html><head><title>x</title></head><body><p>Hello</p></body></html>',
  text: 'Hello in text',
  headers: {},
  ...overrides,
});

const idOfLatest = async ({ mailbox }: OperatorWorld): Promise<string> => (await mailbox.latest({ limit: 1 }))[0]?.id ?? '';

describe('the mailbox of the embedded run', () => {
  test('is not there anywhere else', async () => {
    const world = await operatorWorld({ embedded: false });
    await world.mailbox.send(aMail(), 'one');
    const somebody = visitor(world);
    for (const path of ['/mailbox', `/mailbox/${await idOfLatest(world)}`, `/mailbox/${await idOfLatest(world)}/html`, '/clock', '/people'])
      expect([path, (await somebody.get(path)).status]).toEqual([path, 404]);
    for (const path of ['/clock', '/people/operator', '/people/member', `/mailbox/${await idOfLatest(world)}/trouble`])
      expect([path, (await somebody.post(path, { move: 'day' })).status]).toEqual([path, 404]);
  });

  test('lets a mail come back, and its reader sees that it did', async () => {
    const world = await operatorWorld();
    await world.settleIn('Ana');
    await world.mailbox.send(aMail({ to: addressOf('Ana') }), 'one');
    const somebody = visitor(world);
    const path = `/mailbox/${await idOfLatest(world)}`;
    await somebody.get(path);
    const done = await somebody.submit(`${path}/trouble`, { kind: 'bounced' });
    expect(done.location).toBe(`${path}?done=recorded`);
    expect(textOf((await somebody.get(done.location ?? '')).body)).toContain('Their page says what happened');
    expect((await somebody.submit(`${path}/trouble`, { kind: 'bounced' })).location).toBe(`${path}?done=known_already`);
    expect((await somebody.submit(`${path}/trouble`, { kind: 'lost' })).status).toBe(400);
    expect(textOf((await (await signedIn(world, 'Ana')).get('/me')).body)).toContain('My mailbox works again');
  });

  test('shows the newest mail first, and finds mails by a part of the address', async () => {
    const world = await operatorWorld();
    const somebody = visitor(world);
    expect(textOf((await somebody.get('/mailbox')).body)).toContain('No mail yet.');
    await world.mailbox.send(aMail({ subject: 'Older' }), 'one');
    world.clock.moveBy(1_000);
    await world.mailbox.send(aMail({ subject: 'Newer', to: 'ben@example.com' as EmailAddress }), 'two');
    expect(textOf((await somebody.get('/mailbox')).body)).toMatch(/Newer .* Older/);
    const found = textOf((await somebody.get('/mailbox?to=BEN%40')).body);
    expect(found).toContain('Newer');
    expect(found).not.toContain('Older');
    expect(textOf((await somebody.get('/mailbox?to=nobody')).body)).toContain('No mail to such an address.');
  });

  test('a long list comes in pages', async () => {
    const world = await operatorWorld();
    for (let at = 0; at < 90; at++) await world.mailbox.send(aMail({ subject: `Mail ${String(at)}` }), `key ${String(at)}`);
    const last = textOf((await visitor(world).get('/mailbox?page=3')).body);
    expect(last).toContain('Page 3 of 3');
    expect(last.match(/Mail \d+/g)).toHaveLength(10);
  });

  test('shows each mail as its reader sees it, as text, and as it travels', async () => {
    const world = await operatorWorld();
    await world.mailbox.send(aMail(), 'one');
    const somebody = visitor(world);
    const path = `/mailbox/${await idOfLatest(world)}`;
    expect((await somebody.get(path)).body).toContain(`src="${path}/html"`);
    expect((await somebody.get(`${path}?as=text`)).body).toContain('Hello in text');
    expect(textOf((await somebody.get(`${path}?as=source`)).body)).toContain('MIME-Version: 1.0');
    expect((await somebody.get(`${path}?as=other`)).status).toBe(404);
    expect((await somebody.get('/mailbox/0123')).status).toBe(404);
  });

  test('a hostile mail stays in its sandbox', async () => {
    const world = await operatorWorld();
    const hostile =
      '</iframe><script>alert(1)</script><img src="https://elsewhere.example/x"><form action="/clock" method="post"><button>x</button></form>';
    await world.mailbox.send(aMail({ html: hostile, text: hostile, subject: hostile }), 'one');
    const somebody = visitor(world);
    const path = `/mailbox/${await idOfLatest(world)}`;
    for (const page of ['/mailbox', path, `${path}?as=text`, `${path}?as=source`]) {
      const { body } = await somebody.get(page);
      expect([page, /<script>alert|<img src="https:/.test(body)]).toEqual([page, false]);
    }
    const frame = (await somebody.get(path)).body;
    expect(/<iframe[^>]* sandbox="([^"]*)"/.exec(frame)?.[1]).toBe('allow-top-navigation-by-user-activation');
    expect((await somebody.get(path)).headers.get('content-security-policy')).toContain("frame-src 'self'");
    const { headers } = await somebody.get(`${path}/html`);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain('sandbox allow-top-navigation-by-user-activation');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'none'");
    expect(policy).not.toMatch(/script-src|allow-scripts|allow-same-origin|allow-forms/);
  });

  test('links of a mail lead to the page itself, and ours stand beside the frame, too', async () => {
    const world = await operatorWorld();
    await world.mailbox.send(
      aMail({
        html: `<html><head></head><body><a href="${baseUrl}/survey?token=a&amp;b=c">Go</a> <a href="https://elsewhere.example/y">away</a></body></html>`,
        text: `${baseUrl}/me`,
      }),
      'one',
    );
    const somebody = visitor(world);
    const path = `/mailbox/${await idOfLatest(world)}`;
    expect((await somebody.get(`${path}/html`)).body).toContain('<head><base target="_top">');
    const { body } = await somebody.get(path);
    expect(body).toContain('href="/survey?token=a&amp;b=c"');
    expect(body).toContain('href="/me"');
    expect(body).not.toContain('elsewhere.example');
  });
});
