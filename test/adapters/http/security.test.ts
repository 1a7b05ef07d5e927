import { describe, expect, it } from 'vitest';
import { conversationPath, metPath, signInPath, skipPath, surveyPath, unsubscribePath } from '../../../adapters/http/links.ts';
import { bodyBytesMax, createApp } from '../../../adapters/http/app.ts';
import { callerKey } from '../../../adapters/http/caller.ts';
import { stylesheetPath } from '../../../adapters/http/pages/layout.ts';
import { contentSecurityPolicy } from '../../../adapters/http/pages/content-policy.ts';
import { Unavailable } from '../../../adapters/dynamodb/table.ts';
import { aliasName } from '../../../domain/kernel/alias-name.ts';
import { formatWeek } from '../../../domain/kernel/iso-week.ts';
import { aBrowser, introducedPair, member, newestToken, signUp } from '../../support/web-people.ts';
import { createWebWorld, type WebWorld } from '../../support/web-world.ts';

const ana = 'ana@example.com';
const conversation = ['mute', 'unmute', 'end', 'report'] as const;
/** What strangers may send. */
const open = [
  '/sign-up',
  '/sign-in',
  '/sign-in/open',
  '/survey/open',
  '/unsubscribe',
  '/skip',
  '/met',
  '/confirm-address',
  ...conversation.map((deed) => `/conversation/${deed}`),
];

const routesOf = ({ app }: WebWorld, method: string): readonly string[] =>
  app.routes.filter((route) => route.method === method).map(({ path }) => path);

/** Every address of a route that there is, with parameters and tokens that mean something. */
const addressesOf = async (world: WebWorld, path: string, week: string): Promise<readonly string[]> => {
  const { secrets, calendar } = world.needs;
  const about = { member: world.idOf(ana), week: calendar.nextRound(world.clock.now()).week };
  const concrete = path.replace(':week', week);
  const token = await newestToken(world, 'new@example.com');
  const alias = aliasName('x'.repeat(26), 'a');
  const more = {
    '/survey': surveyPath(token),
    '/sign-in': signInPath(token),
    '/unsubscribe': unsubscribePath(secrets, about.member),
    '/skip': skipPath(secrets, about),
    '/met': metPath(secrets, about, 'yes'),
    '/conversation': conversationPath(secrets, alias),
    ...Object.fromEntries(conversation.map((deed) => [`/conversation/${deed}`, conversationPath(secrets, alias, deed)])),
  };
  return [
    concrete,
    `${concrete}?done=answers&token=x`,
    ...Object.entries(more).flatMap(([each, address]) => (each === path ? [address] : [])),
  ];
};

describe('reading', () => {
  it('changes nothing, whatever is read', async () => {
    const world = await createWebWorld();
    const { ana: browser, match } = await introducedPair(world);
    await signUp(world, { email: 'new@example.com' });
    const before = world.stored();
    const paths = routesOf(world, 'GET');
    expect(paths.length).toBeGreaterThan(15);
    for (const path of paths)
      for (const address of await addressesOf(world, path, formatWeek(match.week)))
        for (const method of ['GET', 'HEAD'])
          for (const each of [browser, aBrowser(world)]) expect((await each.send(address, { method })).status).toBeLessThan(500);
    expect(world.stored()).toBe(before);
    expect(world.relay.acts).toEqual([]);
  });

  it('leaves every answer with a policy that runs no foreign script, tells no referrer and lets nobody frame or keep it', async () => {
    const world = await createWebWorld();
    const { ana: browser } = await introducedPair(world);
    for (const path of [...routesOf(world, 'GET'), '/nowhere']) {
      const { headers } = await browser.send(path, {});
      expect(headers.get('content-security-policy')).toBe(contentSecurityPolicy);
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('strict-transport-security')).toContain('max-age=');
      expect(headers.get('cache-control')).toMatch(path === '/icon.svg' ? /^public/ : /^no-store$/);
    }
    expect(contentSecurityPolicy).toContain("default-src 'none'");
    expect(contentSecurityPolicy).not.toContain('unsafe');
  });

  it('lets a browser keep a stylesheet under its own name alone, as two versions of Loop may answer during a deployment', async () => {
    const browser = aBrowser(await createWebWorld());
    const cached = async (path: string) => (await browser.send(path, {})).headers.get('cache-control');
    expect([await cached(stylesheetPath), await cached('/style.css?v=another'), await cached('/style.css')]).toEqual([
      'public, max-age=31536000, immutable',
      'no-store',
      'no-store',
    ]);
  });
});

describe('a form', () => {
  it.each([
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    { origin: 'null', 'sec-fetch-site': 'cross-site' },
    { origin: 'https://other.circle.example.com', 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
    { origin: 'http://circle.example.com' },
    { origin: 'null' },
    {},
  ])('from elsewhere changes nothing: %j', async (headers) => {
    const world = await createWebWorld();
    const { ana: browser, match } = await introducedPair(world);
    const token = (await browser.open('/me')).forms[0]?.fields.find(({ name }) => name === 'form')?.value ?? '';
    const before = world.stored();
    const paths = routesOf(world, 'POST').filter((path) => !['/unsubscribe', '/conversation/mute'].includes(path));
    expect(paths.length).toBeGreaterThan(20);
    for (const path of paths) {
      const response = await browser.send(path.replace(':week', formatWeek(match.week)), {
        method: 'POST',
        body: new URLSearchParams({ form: token }),
        headers,
      });
      expect([path, response.status]).toEqual([path, 403]);
    }
    expect(world.stored()).toBe(before);
  });

  it('of somebody who is signed in changes nothing without the token of their session', async () => {
    const world = await createWebWorld();
    const { ana: browser, ben, match } = await introducedPair(world);
    const foreign = (await ben.open('/me')).forms[0]?.fields.find(({ name }) => name === 'form')?.value ?? '';
    const before = world.stored();
    for (const path of routesOf(world, 'POST').filter((each) => !open.includes(each)))
      for (const form of [foreign, '', 'x'.repeat(43)]) {
        const body = new URLSearchParams({ form, answer: 'yes', text: 'x', name: 'x', open: 'yes', week: formatWeek(match.week) });
        const response = await browser.send(path.replace(':week', formatWeek(match.week)), {
          method: 'POST',
          body,
          headers: { 'sec-fetch-site': 'same-origin' },
        });
        expect([path, response.status]).toEqual([path, path === '/survey' ? 409 : 403]);
      }
    expect(world.stored()).toBe(before);
  });

  it('of somebody who is not signed in changes nothing of a member', async () => {
    const world = await createWebWorld();
    const { match } = await introducedPair(world);
    const before = world.stored();
    for (const path of routesOf(world, 'POST').filter((each) => !open.includes(each))) {
      const response = await aBrowser(world).send(path.replace(':week', formatWeek(match.week)), {
        method: 'POST',
        body: new URLSearchParams(),
        headers: { 'sec-fetch-site': 'same-origin' },
      });
      expect([path, response.status]).toEqual([path, path === '/sign-out' ? 303 : 401]);
    }
    expect(world.stored()).toBe(before);
  });

  it('is taken with our own origin where a browser says nothing else', async () => {
    const world = await createWebWorld();
    const body = new URLSearchParams({ email: ana, name: 'Ana', consent: 'yes' });
    expect((await aBrowser(world).send('/sign-up', { method: 'POST', body, headers: { origin: world.needs.baseUrl } })).status).toBe(303);
  });

  it.each(['application/json', 'text/plain', 'multipart/form-data; boundary=x', ''])('that is none is refused: %j', async (type) => {
    const world = await createWebWorld();
    const headers = { 'sec-fetch-site': 'same-origin', 'content-type': type };
    expect((await aBrowser(world).send('/sign-up', { method: 'POST', body: '{}', headers })).status).toBe(415);
  });

  it('that is too large is refused before it is read', async () => {
    const world = await createWebWorld();
    const body = new URLSearchParams({ email: 'x'.repeat(bodyBytesMax) });
    const response = await aBrowser(world).send('/sign-up', { method: 'POST', body, headers: { 'sec-fetch-site': 'same-origin' } });
    expect(response.status).toBe(413);
  });
});

describe('an address', () => {
  it('that is none of ours answers 404, and a wrong method 405 with the right ones', async () => {
    const world = await createWebWorld();
    expect((await aBrowser(world).open('/nowhere')).heading).toBe('There is nothing here');
    const response = await aBrowser(world).send('/me/skip', { method: 'GET' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await aBrowser(world).send('/sign-up', { method: 'DELETE', headers: { 'sec-fetch-site': 'same-origin' } })).status).toBe(405);
  });

  it('on a laptop is its own name alone: no name that leads to this machine reaches it', async () => {
    const world = await createWebWorld({ baseUrl: 'http://localhost:3000', embedded: {} as never });
    const at = async (host: string): Promise<Response> => aBrowser(world).send('/sign-in?x=1', { headers: { host } });
    expect((await at('localhost:3000')).status).toBe(200);
    for (const host of ['evil.example', 'evil.example:3000', 'localhost:3001', 'localhost', 'localhost.evil.example:3000'])
      expect((await at(host)).status).toBe(421);
    const moved = await at('127.0.0.1:3000');
    expect([moved.status, moved.headers.get('location')]).toEqual([307, 'http://localhost:3000/sign-in?x=1']);
  });
});

describe('what goes wrong', () => {
  it('on our side shows no word of it, and is told to the log', async () => {
    const world = await createWebWorld();
    const failing = (error: Error) =>
      createApp({ ...world.needs, membership: { ...world.needs.membership, requestSignIn: async () => Promise.reject(error) } });
    const body = new URLSearchParams({ email: ana });
    const ask = async (error: Error) =>
      failing(error).request('https://circle.example.com/sign-in', { method: 'POST', body, headers: { 'sec-fetch-site': 'same-origin' } });
    const fault = new Error(`secret of ${ana}`);
    const broken = await ask(fault);
    expect(broken.status).toBe(500);
    expect(await broken.text()).not.toMatch(/secret|ana@|at .*\.ts/);
    expect(world.observed.at(-1)).toMatchObject({ method: 'POST', route: '/sign-in', status: 500, fault });
    expect((await ask(new Unavailable('full'))).status).toBe(503);
  });

  it('is written down with the route and never with the query', async () => {
    const world = await createWebWorld();
    await signUp(world, { email: ana });
    const token = await newestToken(world, ana);
    const browser = aBrowser(world);
    await (await browser.open(surveyPath(token))).press('Begin');
    await browser.open('/me/introductions/2026-W47');
    await browser.open(`/nowhere/${token}`);
    expect(world.observed.map(({ method, route, status }) => `${method} ${route} ${String(status)}`).slice(-5)).toEqual([
      'GET /survey 200',
      'POST /survey/open 303',
      'GET /survey 200',
      'GET /me/introductions/:week 404',
      'GET * 404',
    ]);
    // A token begins with the id of its member, which is written down; what follows is the secret.
    expect(JSON.stringify(world.observed)).not.toContain(token.slice(-20));
  });
});

it('callers are told apart by their address, of IPv6 by the network that one household has', () => {
  expect(callerKey('192.0.2.1')).toBe('192.0.2.1');
  expect(callerKey('::ffff:192.0.2.1')).toBe('192.0.2.1');
  expect(callerKey('2001:DB8:0:0042:1:2:3:4')).toBe('2001:db8:0:42::/64');
  expect(callerKey('2001:db8:0:42::1')).toBe(callerKey('2001:db8::42:ffff:0:0:9'));
  expect(callerKey('2001:db8:0:43::1')).not.toBe(callerKey('2001:db8:0:42::1'));
  expect(callerKey('::1')).toBe('0:0:0:0::/64');
  expect([undefined, '', 'unix', 'x:y'].map(callerKey)).toEqual(Array.from({ length: 4 }, () => 'unknown'));
});

it('a member who is gone is signed out, not an error', async () => {
  const world = await createWebWorld();
  const browser = await member(world, { email: ana });
  await world.membership.ban({ member: world.idOf(ana) });
  expect((await browser.open('/me/settings')).path).toBe('/sign-in');
});
