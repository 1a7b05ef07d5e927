import { describe, expect, test } from 'vitest';
import { minuteMs } from '../../../domain/kernel/instant.ts';
import type { MemberId } from '../../../domain/kernel/member-id.ts';
import { codeAt, wrongCodeAt } from '../../support/authenticator.ts';
import { addressOf, idOf } from '../../support/introductions-world.ts';
import { decoded } from '../../support/page-parts.ts';
import { aCommunity, type Answer, type BrowsingVisitor, operatorWorld, type OperatorWorld, signedIn, textOf } from './operator-world.ts';
import { everything, formTokenOf, here, recoveryCodesOn, required, secretOn, settled, setUp } from './second-factor-world.ts';

/** Every address under `/operator` that the app has, with a member and words that mean something; a new one is among them by itself. */
const operatorRoutes = ({ app }: OperatorWorld, member: MemberId): readonly { readonly method: string; readonly path: string }[] =>
  app.routes
    .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/operator'))
    .map(({ method, path }) => ({ method, path: path.replace(':member', member).replaceAll(/:[a-z]+/g, 'x') }));

const isOfFactor = (path: string): boolean => path === here || path.startsWith(`${here}/`);

const asked = async (browser: BrowsingVisitor, { method, path }: { readonly method: string; readonly path: string }): Promise<Answer> => {
  if (method === 'GET') return browser.get(path);
  return browser.post(path, { form: await formTokenOf(browser), to: 'suspended', week: '2026-W47', because: 'x', report: 'x', key: 'x' });
};

describe('without the second factor', () => {
  test('no page of the operators opens and none of their forms does anything, of all that there are', async () => {
    const { world } = await settled();
    await world.settleIn('Ana', 'Ben');
    const routes = operatorRoutes(world, idOf('Ana')).filter(({ path }) => !isOfFactor(path));
    expect(routes.length).toBeGreaterThan(15);
    const thief = await signedIn(world, 'Olga');
    const before = everything(world);
    for (const route of routes) {
      const answer = await asked(thief, route);
      const refusal = route.method === 'GET' ? [303, `${here}?next=${encodeURIComponent(route.path)}`] : [403, undefined];
      expect([route, answer.status, answer.location]).toEqual([route, ...refusal]);
      expect(answer.body).not.toContain('Ana');
    }
    expect(everything(world)).toBe(before);
  });

  test('nor for an operator who has none yet, where it is required: every page leads to setting it up', async () => {
    const world = await operatorWorld(required);
    await world.settleIn('Ana');
    const olga = await signedIn(world, 'Olga');
    const before = everything(world);
    for (const route of operatorRoutes(world, idOf('Ana')).filter(({ path }) => !isOfFactor(path)))
      expect([route, (await asked(olga, route)).status]).toEqual([route, route.method === 'GET' ? 303 : 403]);
    expect(everything(world)).toBe(before);
    const page = await olga.get((await olga.get('/operator')).location ?? '');
    expect([page.status, textOf(page.body).includes('Set up a second factor')]).toEqual([200, true]);
  });

  test('to members and strangers all of it stays a page that does not exist', async () => {
    const { world } = await settled();
    await world.settleIn('Ana');
    const ana = await signedIn(world, 'Ana');
    for (const route of operatorRoutes(world, idOf('Ana'))) expect([route, (await asked(ana, route)).status]).toEqual([route, 404]);
    expect((await ana.get(`${here}/nowhere`)).status).toBe(404);
  });

  test('where it is offered, whoever has none sees the pages and a way to it, and whoever has one is asked', async () => {
    const world = await operatorWorld();
    const olga = await signedIn(world, 'Olga');
    expect((await olga.get('/operator')).body).toContain(`href="${here}"`);
    await setUp(world, olga);
    expect((await olga.get('/operator')).status).toBe(200);
    expect((await (await signedIn(world, 'Olga')).get('/operator')).status).toBe(303);
    // The people page of a run on one laptop signs in as the operator, and asks no less.
    const people = await signedIn(world, 'Olga');
    await people.get('/people');
    expect((await people.submit('/people/operator')).location).toBe('/operator');
    expect((await people.get('/operator')).location).toBe(`${here}?next=%2Foperator`);
  });
});

describe('setting it up', () => {
  test('shows the secret as a picture, as a link and in groups of four, to be confirmed by a code; then ten codes to keep, once', async () => {
    const world = await operatorWorld(required);
    const olga = await signedIn(world, 'Olga');
    await olga.get((await olga.get('/operator')).location ?? '');
    expect((await olga.submit(`${here}/begin`)).location).toBe(here);
    const page = await olga.get(here);
    const secret = secretOn(page.body);
    expect(page.body).toMatch(/<p class="secret">[A-Z2-7]{4}(?: [A-Z2-7]{4}){7}</);
    expect(page.body).toMatch(/<svg class="qr" viewBox="0 0 \d+ \d+"[^>]* role="img" aria-label="[^"]+"/);
    expect(page.body).not.toContain('data:');
    const link = decoded(/href="(otpauth:[^"]*)"/.exec(page.body)?.[1] ?? '');
    expect(new URL(link).searchParams.get('secret')).toBe(secret);
    expect(link).toContain(`${encodeURIComponent(aCommunity.name)}:${encodeURIComponent(addressOf('Olga'))}`);
    expect(page.body).toMatch(/<input [^>]*autocomplete="one-time-code" inputmode="numeric"/);

    const wrong = await olga.submit(`${here}/confirm`, { code: wrongCodeAt(secret, world.clock.now()) });
    expect([wrong.status, textOf(wrong.body).includes('This code is not right')]).toEqual([422, true]);
    const done = await olga.submit(`${here}/confirm`, { code: codeAt(secret, world.clock.now()) });
    expect([done.status, done.headers.get('cache-control'), recoveryCodesOn(done.body).length]).toEqual([200, 'no-store', 10]);
    for (const path of [here, '/operator', '/me', '/me/settings']) {
      const { status, body } = await olga.get(path);
      expect([path, status]).toEqual([path, 200]);
      for (const word of [secret, ...recoveryCodesOn(done.body)]) expect(body).not.toContain(word);
    }
    await world.drain();
    const [mail] = await world.mailbox.latest({ limit: 1 });
    expect(mail).toMatchObject({ to: addressOf('Olga'), subject: 'Your second factor is set up – The Test Circle' });
  });

  test('changes nothing by looking, however often', async () => {
    const { world, olga } = await settled();
    await olga.get(here);
    await olga.submit(`${here}/begin`);
    const before = everything(world);
    const first = secretOn((await olga.get(here)).body);
    for (let look = 0; look < 3; look++) expect(secretOn((await olga.get(here)).body)).toBe(first);
    expect(everything(world)).toBe(before);
  });

  test('needs a fresh sign-in, and comes back to it by the mailed link', async () => {
    const world = await operatorWorld(required);
    const olga = await signedIn(world, 'Olga');
    await olga.get(here);
    world.clock.moveBy(16 * minuteMs);
    expect((await olga.submit(`${here}/begin`)).status).toBe(403);
    const page = await olga.get(here);
    expect(textOf(page.body)).toContain('This needs a sign-in from the last 15 minutes');
    expect((await olga.submit(`${here}/sign-in`)).location).toBe('/check-your-mail');
    await world.drain();
    const text = (await world.mailbox.latest({ limit: 1 }))[0]?.text ?? '';
    const token = decodeURIComponent(/token=(\S+)/.exec(text)?.[1] ?? '');
    expect((await olga.post('/sign-in/open', { token })).location).toBe(here);
  });

  test('another phone later takes a code of the old one first, and gives new recovery codes', async () => {
    const { world, olga, done, secret } = await settled();
    const again = await setUp(world, olga);
    expect(again.secret).not.toBe(secret);
    const [old, fresh] = [recoveryCodesOn(done.body), recoveryCodesOn(again.done.body)];
    expect(fresh.filter((code) => old.includes(code))).toEqual([]);
    const thief = await signedIn(world, 'Olga');
    const form = await formTokenOf(thief);
    expect((await thief.post(`${here}/begin`, { form })).status).toBe(403);
    expect((await thief.post(`${here}/confirm`, { form, code: '123456' })).status).toBe(409);
  });

  test('does nothing for a form that is not ours', async () => {
    const { world, olga, code } = await settled({});
    const before = everything(world);
    for (const what of ['begin', 'confirm', 'verify', 'remove', 'sign-in'])
      expect((await olga.post(`${here}/${what}`, { form: 'x', code: code() })).status).toBe(403);
    expect(everything(world)).toBe(before);
  });
});

test('its pages can be used by ear and by keyboard', async () => {
  const world = await operatorWorld(required);
  const olga = await signedIn(world, 'Olga');
  const pages = [await olga.get(here)];
  await olga.submit(`${here}/begin`);
  pages.push(await olga.get(here), await olga.submit(`${here}/confirm`, { code: '1' }));
  const { done } = await setUp(world, await signedIn(world, 'Olga'));
  const asking = await signedIn(world, 'Olga');
  pages.push(done, await asking.get(here), await asking.submit(`${here}/verify`, { code: '1' }));
  for (const { body } of pages) {
    const ids = [...body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    const labelled = [...body.matchAll(/<label for="([^"]+)"/g)].map(([, id]) => id);
    const fields = [...body.matchAll(/<input(?![^>]*type="hidden")[^>]* id="([^"]+)"/g)].map(([, id]) => id);
    expect([body.match(/<h1[ >]/g)?.length, ids.filter((id, at) => ids.indexOf(id) !== at)]).toEqual([1, []]);
    expect(fields.filter((id) => !labelled.includes(id))).toEqual([]);
    expect(body).not.toMatch(/ (?:style|on[a-z]+)="/);
  }
});
