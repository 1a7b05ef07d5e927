import { describe, expect, test } from 'vitest';
import { createApp } from '../../../adapters/http/app.ts';
import type { ObservedRequest } from '../../../adapters/http/needs.ts';
import { hourMs, minuteMs } from '../../../domain/kernel/instant.ts';
import { addressOf, idOf } from '../../support/introductions-world.ts';
import { operatorWorld, signedIn, textOf, visitor } from './operator-world.ts';
import { aPair, everything, formTokenOf, here, recoveryCodesOn, required, settled, setUp } from './second-factor-world.ts';

describe('a code', () => {
  test('opens the page that one was headed for, for half a day', async () => {
    const { world, code } = await settled();
    await world.settleIn('Ana');
    const olga = await signedIn(world, 'Olga');
    const path = '/operator/members?text=ana';
    await olga.get((await olga.get(path)).location ?? '');
    const given = await olga.submit(`${here}/verify`, { code: code() });
    expect([given.status, given.location]).toEqual([303, path]);
    expect(textOf((await olga.get(path)).body)).toContain('Ana');
    world.clock.moveBy(12 * hourMs);
    expect((await olga.get('/operator')).status).toBe(303);
  });

  test('is as good when the button is pressed twice', async () => {
    const { world, code } = await settled();
    const olga = await signedIn(world, 'Olga');
    await olga.get(here);
    const given = code();
    for (let press = 0; press < 2; press++) {
      const { status, location } = await olga.submit(`${here}/verify`, { code: given });
      expect([status, location]).toEqual([303, here]);
    }
  });

  test('opens nothing to a cookie that somebody copied before it was given', async () => {
    const { world, code } = await settled();
    const cookie = (await world.signInAs(idOf('Olga')))?.session;
    const [olga, thief] = [visitor(world, cookie), visitor(world, cookie)];
    await olga.get(here);
    expect((await olga.submit(`${here}/verify`, { code: code() })).headers.get('set-cookie')).toMatch(/HttpOnly/);
    expect([(await olga.get('/operator')).status, (await thief.get('/operator')).status]).toEqual([200, 303]);
  });

  test('leads nowhere but to pages of the operators', async () => {
    const { world, code } = await settled();
    for (const next of ['https://evil.example/', '//evil.example', '/operatorx', '/me', '/operator\\evil', '/operator/\r\nx: y']) {
      world.clock.moveBy(minuteMs);
      const olga = await signedIn(world, 'Olga');
      await olga.get(`${here}?next=${encodeURIComponent(next)}`);
      const { location } = await olga.submit(`${here}/verify`, { code: code(), next });
      expect([next, location]).toEqual([next, '/operator']);
    }
  });

  test('that was used is told apart, and one that is wrong too often has to wait', async () => {
    const { world, code, wrong } = await settled();
    const [one, other] = [await signedIn(world, 'Olga'), await signedIn(world, 'Olga')];
    for (const each of [one, other]) await each.get(here);
    expect((await one.submit(`${here}/verify`, { code: code() })).status).toBe(303);
    const replayed = await other.submit(`${here}/verify`, { code: code() });
    expect([replayed.status, textOf(replayed.body).includes('This code was used, wait for the next one')]).toEqual([409, true]);
    for (let given = 0; given < 5; given++) expect((await other.submit(`${here}/verify`, { code: wrong() })).status).toBe(422);
    world.clock.moveBy(minuteMs);
    const waits = await other.submit(`${here}/verify`, { code: code() });
    expect([waits.status, waits.headers.get('retry-after')]).toEqual([429, String(14 * 60)]);
    expect(textOf(waits.body)).toContain('Too many codes were wrong. Try again after');
    // Whoever gave a code before goes on.
    expect((await one.get('/operator')).status).toBe(200);
  });

  test('of the ten that were kept lets in without the phone, and is told by mail', async () => {
    const { world, done } = await settled();
    const olga = await signedIn(world, 'Olga');
    await olga.get(here);
    expect((await olga.submit(`${here}/verify`, { code: recoveryCodesOn(done.body)[4] ?? '' })).status).toBe(303);
    expect((await olga.get('/operator')).status).toBe(200);
    expect(textOf((await olga.get(here)).body)).toContain('9 recovery codes are left');
    await world.drain();
    const [mail] = await world.mailbox.latest({ limit: 1 });
    expect(mail?.subject).toContain('A recovery code was used');
    expect(mail?.text).toContain('9 are left.');
  });
});

describe('the end of it', () => {
  test('comes by a code where it is offered', async () => {
    const { olga, code } = await settled({});
    await olga.get(here);
    expect((await olga.submit(`${here}/remove`, { code: '000' })).status).toBe(422);
    expect((await olga.submit(`${here}/remove`, { code: code() })).location).toBe('/operator');
    expect(textOf((await olga.get('/operator')).body)).toContain('Set up a second factor');
  });

  test('is not to be had where it is required', async () => {
    const { olga, code } = await settled();
    expect((await olga.get(here)).body).not.toContain(`${here}/remove`);
    expect((await olga.post(`${here}/remove`, { form: await formTokenOf(olga), code: code() })).status).toBe(404);
    expect((await olga.get('/operator')).status).toBe(200);
  });

  test('comes by another operator who gave a code, and signs out whom it is about', async () => {
    const { world, olga } = await settled({ ...required, community: aPair });
    await world.settleIn('Otto');
    const otto = await signedIn(world, 'Otto');
    await setUp(world, otto);
    const page = `/operator/members/${idOf('Otto')}`;
    expect((await olga.get(page)).body).toContain(`href="${page}/second-factor"`);
    expect(textOf((await olga.get(`${page}/second-factor`)).body)).toContain('Speak to them first');
    expect((await olga.submit(`${page}/second-factor`)).location).toBe(`${page}?done=second-factor`);
    expect(textOf((await olga.get(`${page}?done=second-factor`)).body)).toContain('Their second factor is taken away');
    expect((await otto.get('/me')).location).toBe('/sign-in');
    const back = await signedIn(world, 'Otto');
    await back.get((await back.get('/operator')).location ?? '');
    expect((await back.submit(`${here}/begin`)).status).toBe(303);
    await world.drain();
    const mails = (await world.mailbox.latest({ limit: 5 })).map(({ to, subject }) => [to, subject]);
    expect(mails).toContainEqual([addressOf('Otto'), 'Your second factor was reset – The Test Circle']);
  });

  test('is nothing that one does to oneself, or without a code of one’s own', async () => {
    const { world, olga } = await settled({ community: aPair });
    const own = `/operator/members/${idOf('Olga')}/second-factor`;
    expect((await olga.get(own)).status).toBe(404);
    await world.settleIn('Otto');
    const otto = await signedIn(world, 'Otto');
    const before = everything(world);
    const page = await otto.get(own);
    expect([page.status, textOf(page.body).includes('A code of your own first')]).toEqual([403, true]);
    expect((await otto.post(own, { form: await formTokenOf(otto) })).status).toBe(403);
    expect(everything(world)).toBe(before);
  });

  test('does not come by being erased and signing up anew with the mailbox alone', async () => {
    const { world, code } = await settled();
    const thief = await signedIn(world, 'Olga');
    await thief.get('/me/erase');
    const refusal = await thief.submit('/me/erase');
    expect([refusal.status, textOf(refusal.body).includes('A code is needed first')]).toEqual([403, true]);
    expect(await world.members.find(idOf('Olga'))).toBeDefined();
    await thief.get(`${here}?next=/me/erase`);
    expect((await thief.submit(`${here}/verify`, { code: code() })).location).toBe('/me/erase');
    await thief.get('/me/erase');
    expect((await thief.submit('/me/erase')).location).toBe('/erased');
  });
});

test('neither secret nor code is told to whoever observes', async () => {
  const world = await operatorWorld(required);
  const told: ObservedRequest[] = [];
  const watched = { ...world, app: createApp({ ...world.needs, observe: (request) => told.push(request) }) };
  const olga = await signedIn(watched, 'Olga');
  const { secret, done, wrong, code } = await setUp(watched, olga);
  await olga.get('/operator/members?text=x');
  const given = [wrong(), code()];
  const other = await signedIn(watched, 'Olga');
  await other.get(here);
  for (const each of given) await other.submit(`${here}/verify`, { code: each });
  const log = JSON.stringify(told.map((each) => ({ ...each, ms: 0 })));
  expect(told.length).toBeGreaterThan(6);
  for (const word of [secret, ...recoveryCodesOn(done.body), ...given]) expect(log).not.toContain(word);
});
