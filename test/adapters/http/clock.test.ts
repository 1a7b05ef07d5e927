import { describe, expect, test } from 'vitest';
import type { Instant } from '../../../domain/kernel/instant.ts';
import { idOf } from '../../support/introductions-world.ts';
import { baseUrl, operatorWorld, signedIn, textOf, visitor } from './operator-world.ts';

const at = (day: number, hour: number): Instant => Date.UTC(2026, 10, day, hour) as Instant;

describe('the clock of the embedded run', () => {
  test('tells the pretended time', async () => {
    const world = await operatorWorld();
    expect(textOf((await visitor(world).get('/clock')).body)).toContain('Mon, 16 Nov 2026, 07:00');
  });

  test.each([
    ['hour', at(16, 8)],
    ['day', at(17, 7)],
    ['week', at(23, 7)],
    ['round', at(16, 8)],
    ['sending', at(16, 9)],
  ])('is put forward: %s', async (move, to) => {
    const world = await operatorWorld();
    const answer = await visitor(world).post('/clock', { move });
    expect(answer.location).toBe(`/clock?from=${String(at(16, 7))}`);
    expect(world.clock.now()).toBe(to);
  });

  test('looking at it moves nothing, and words that are no move neither', async () => {
    const world = await operatorWorld();
    const somebody = visitor(world);
    for (const path of ['/clock', '/clock?move=day', '/clock?from=-1', '/clock?from=99999999999999', '/clock?from=x'])
      expect((await somebody.get(path)).status).toBe(200);
    for (const move of ['', 'year', 'constructor']) expect((await somebody.post('/clock', { move })).status).toBe(400);
    expect(world.clock.now()).toBe(at(16, 7));
  });

  test('says afterwards what happened on the way', async () => {
    const world = await operatorWorld();
    await world.settleIn('Ana', 'Ben', 'Cleo', 'Dora');
    const somebody = visitor(world);
    const idle = await somebody.post('/clock', { move: 'hour' });
    expect(textOf((await somebody.get(idle.location ?? '')).body)).toContain('the round of 2026-W47 was run, with 2 pairs and 0 left out');
    const moved = await somebody.post('/clock', { move: 'day' });
    const text = textOf((await somebody.get(moved.location ?? '')).body);
    expect(text).toContain('The clock was put forward from Mon, 16 Nov 2026, 08:00');
    expect(text).toContain('the introductions of 2026-W47 were sent');
    expect(text).toContain('4 mails left');
    expect(text).toMatch(/Meet (Ana|Ben|Cleo|Dora)/);
    const quiet = await somebody.post('/clock', { move: 'hour' });
    expect(textOf((await somebody.get(quiet.location ?? '')).body)).toContain('Nothing was due.');
  });

  test('a form from another site moves nothing', async () => {
    const { app, clock } = await operatorWorld();
    const answer = await app.request(`${baseUrl}/clock`, {
      method: 'POST',
      headers: { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'move=day',
    });
    expect([answer.status, clock.now()]).toEqual([403, at(16, 7)]);
  });
});

describe('being somebody of the sample community', () => {
  test('as the operator, with one button', async () => {
    const world = await operatorWorld();
    const somebody = visitor(world);
    await somebody.get('/people');
    expect((await somebody.submit('/people/operator')).location).toBe('/operator');
    expect((await somebody.get('/operator')).status).toBe(200);
  });

  test('as a member who is looked for', async () => {
    const world = await operatorWorld();
    await world.settleIn('Ana', 'Ben');
    const somebody = visitor(world);
    const { body } = await somebody.get('/people?text=ben');
    expect(textOf(body)).toContain('ben@example.com');
    expect(body).not.toContain('ana@example.com');
    expect((await somebody.submit('/people/member')).location).toBe('/me');
    expect((await somebody.get('/operator')).status).toBe(404);
  });

  test('nobody who is not there', async () => {
    const world = await operatorWorld();
    expect((await visitor(world).post('/people/member', { member: idOf('Nobody') })).status).toBe(404);
    expect((await visitor(world).post('/people/member', { member: '../..' })).status).toBe(404);
  });

  test('the pages of the operators say nothing to a member who was chosen there', async () => {
    const world = await operatorWorld();
    await world.settleIn('Ana');
    expect((await (await signedIn(world, 'Ana')).get('/operator/members')).status).toBe(404);
  });
});
