import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { formatWeek, type Week } from '../../../domain/kernel/iso-week.ts';
import { idOf } from '../../support/introductions-world.ts';
import { operatorWorld, signedIn, textOf, visitor } from './operator-world.ts';

const pages = [
  '/operator',
  '/operator/round',
  '/operator/round/progress',
  '/operator/results',
  '/operator/members',
  '/operator/reports',
  '/operator/mails',
  '/operator/relay',
  '/operator/second-factor',
  '/operator/nothing',
];
const actions = [
  '/operator/round/run',
  '/operator/round/discard',
  '/operator/round/send',
  '/operator/reports/handle',
  '/operator/mails/resend',
  '/operator/relay/alias',
  ...['begin', 'confirm', 'verify', 'remove', 'sign-in'].map((deed) => `/operator/second-factor/${deed}`),
];

describe('who runs the community', () => {
  test('every operator’s page is one that does not exist for members and strangers, whatever they ask or send', async () => {
    const world = await operatorWorld();
    await world.settleIn('Ana');
    const member = `/operator/members/${idOf('Ana')}`;
    for (const somebody of [visitor(world), await signedIn(world, 'Ana')]) {
      const nowhere = await somebody.get('/there-is-no-such-page');
      expect(nowhere.status).toBe(404);
      for (const path of [...pages, member, `${member}/standing?to=banned`, `${member}/second-factor`])
        expect([path, (await somebody.get(path)).body]).toEqual([path, nowhere.body]);
      for (const path of [...actions, `${member}/standing`, `${member}/second-factor`]) {
        const answer = await somebody.post(path, { week: '2026-W47', because: 'mischief', plan: '', to: 'banned' });
        expect([path, answer.status, answer.body]).toEqual([path, 404, nowhere.body]);
      }
    }
    expect((await world.members.find(idOf('Ana')))?.standing).toBe('good');
  });

  test('every route under /operator was in that sweep', async () => {
    const { app } = await operatorWorld();
    const ofMember = ['', '/standing', '/second-factor'].map((deed) => `/operator/members/:member${deed}`);
    const known = new Set([...pages, ...actions, ...ofMember, '/operator/*']);
    expect(app.routes.map(({ path }) => path).filter((path) => path.startsWith('/operator') && !known.has(path))).toEqual([]);
  });

  test('an operator sees each page', async () => {
    const world = await operatorWorld();
    const olga = await signedIn(world, 'Olga');
    for (const path of pages.filter((each) => !/progress|nothing/.test(each))) {
      const answer = await olga.get(path);
      expect([path, answer.status]).toEqual([path, 200]);
      expect(answer.body.match(/<h1[ >]/g)).toHaveLength(1);
    }
  });

  test('an operator who is signed out, or no longer listed, sees none', async () => {
    const world = await operatorWorld();
    const olga = await signedIn(world, 'Olga');
    await world.members.change(idOf('Olga'), (member) => ({
      ok: true,
      value: { next: member && { ...member, sessions: [] }, outgoing: [], outcome: undefined },
    }));
    expect((await olga.get('/operator')).status).toBe(404);
  });

  test('a form that was not ours changes nothing', async () => {
    const world = await operatorWorld();
    await world.settleIn('Ana', 'Ben');
    const olga = await signedIn(world, 'Olga');
    const answer = await olga.post('/operator/round/run', { week: '2026-W47', form: 'forged' });
    expect(answer.status).toBe(403);
    expect(await world.introductions.rounds.find(weekOf('2026-W47'))).toBeUndefined();
  });
});

const weekOf = (text: string): Week => (text === '2026-W47' ? (2968 as Week) : (2969 as Week));

describe('the overview', () => {
  test('says when the round of the week is due, and counts members by stage and standing', async () => {
    const world = await operatorWorld();
    expect(formatWeek(weekOf('2026-W47'))).toBe('2026-W47');
    await world.settleIn('Ana', 'Ben', 'Cleo');
    await world.membership.suspend({ member: idOf('Cleo') });
    const text = textOf((await (await signedIn(world, 'Olga')).get('/operator')).body);
    expect(text).toContain('The round is run on Mon, 16 Nov 2026, 08:00');
    expect(text).toMatch(/All 4 .* Active 2 .* Paused 1 .* Suspended 1/);
  });

  test('points to what needs an operator: reports that wait and mails that were given up', async () => {
    const world = await operatorWorld({
      mailer: (box) => ({ ...box, send: async () => Promise.resolve({ kind: 'refused', code: 'provider.no_such_box' }) }),
    });
    await world.settleIn('Ana', 'Ben');
    await world.membership.report({ member: idOf('Ana'), about: idOf('Ben'), context: 'introduction', text: 'He was rude.' });
    await world.membership.requestSignIn({ email: 'ana@example.com', ip: '192.0.2.1' });
    await world.drain();
    const text = textOf((await (await signedIn(world, 'Olga')).get('/operator')).body);
    expect(text).toContain('1 mail could not be delivered');
    expect(text).toContain('1 report to look at');
  });
});

describe('members', () => {
  test('are found by a part of the name or address, page by page', async () => {
    const world = await operatorWorld();
    await world.settleIn(...Array.from({ length: 30 }, (_, at) => `Ana${String(at)}`), 'Ben');
    const olga = await signedIn(world, 'Olga');
    expect(textOf((await olga.get('/operator/members?text=BEN@')).body)).toContain('ben@example.com');
    const first = (await olga.get('/operator/members?text=ana')).body;
    const next = /<a rel="next" href="([^"]+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const second = (await olga.get(next)).body;
    const found = [...(first + second).matchAll(/ana\d+@example\.com/g)].map(([address]) => address);
    expect(new Set(found).size).toBe(30);
    expect(second).not.toContain('rel="next"');
  });

  test('a member’s page shows whom they met, and what became of it', async () => {
    const world = await operatorWorld();
    await world.settleIn('Ana', 'Ben');
    await world.moveClock(Date.UTC(2026, 10, 16, 10) as never);
    await world.introductions.answer({ week: weekOf('2026-W47'), member: idOf('Ben'), answer: 'yes' } as never);
    const text = textOf((await (await signedIn(world, 'Olga')).get(`/operator/members/${idOf('Ana')}`)).body);
    expect(text).toContain('2026-W47 with Ben');
    expect(text).toContain('Last introduction 2026-W47');
  });

  test('names with markup and reordering characters stay names', async () => {
    const world = await operatorWorld();
    await world.settleIn('Ana');
    await world.members.change(idOf('Ana'), (member) => ({
      ok: true,
      value: { next: member && { ...member, name: '<img src=x onerror=alert(1)>\u202egnp' }, outgoing: [], outcome: undefined },
    }));
    const olga = await signedIn(world, 'Olga');
    for (const path of [
      '/operator/members',
      `/operator/members/${idOf('Ana')}`,
      `/operator/members/${idOf('Ana')}/standing?to=banned`,
      '/operator/members?text=%3Cimg',
    ]) {
      const { body } = await olga.get(path);
      expect(body).toContain('&lt;img');
      expect(body).not.toMatch(/<img|\u202e/);
    }
  });

  test('suspending asks once more, then takes effect, and reinstating takes it back', async () => {
    const world = await operatorWorld();
    await world.settleIn('Ana');
    const olga = await signedIn(world, 'Olga');
    const path = `/operator/members/${idOf('Ana')}`;
    expect((await olga.get(`${path}/standing?to=suspended`)).body).toContain('Suspend');
    expect((await world.members.find(idOf('Ana')))?.standing).toBe('good');
    expect((await olga.submit(`${path}/standing`)).location).toBe(`${path}?done=suspended`);
    expect((await world.members.find(idOf('Ana')))?.standing).toBe('suspended');
    await olga.get(`${path}/standing?to=good`);
    await olga.submit(`${path}/standing`);
    expect((await world.members.find(idOf('Ana')))?.standing).toBe('good');
  });

  test('a banned member is signed out at once', async () => {
    const world = await operatorWorld();
    await world.settleIn('Ana');
    const ana = await signedIn(world, 'Ana');
    const olga = await signedIn(world, 'Olga');
    await olga.get(`/operator/members/${idOf('Ana')}/standing?to=banned`);
    await olga.submit(`/operator/members/${idOf('Ana')}/standing`);
    expect((await ana.get('/me')).status).not.toBe(200);
    expect(textOf((await olga.get(`/operator/members/${idOf('Ana')}`)).body)).toContain('Banned');
  });

  test('an operator cannot be banned, and is told what to do first', async () => {
    const world = await operatorWorld();
    const olga = await signedIn(world, 'Olga');
    await olga.get(`/operator/members/${idOf('Olga')}/standing?to=banned`);
    const answer = await olga.submit(`/operator/members/${idOf('Olga')}/standing`);
    expect(answer.status).toBe(409);
    expect(textOf(answer.body)).toContain('Take the address out of operators');
  });
});

describe('reports', () => {
  test('show who said what of whom, and are marked as handled', async () => {
    const world = await operatorWorld();
    await world.settleIn('Ana', 'Ben');
    await world.membership.report({ member: idOf('Ana'), about: idOf('Ben'), context: 'introduction', text: 'He wrote <b>things</b>.' });
    const olga = await signedIn(world, 'Olga');
    const { body } = await olga.get('/operator/reports');
    expect(textOf(body)).toMatch(/Ana about Ben .* He wrote &lt;b&gt;things/);
    await olga.submit('/operator/reports/handle');
    const after = textOf((await olga.get('/operator/reports?done=handled')).body);
    expect(after).toContain('Handled Mon, 16 Nov 2026');
    expect(after).toContain('No report waits for you');
  });

  test('a long list comes in pages of less than 100 KB', async () => {
    const world = await operatorWorld();
    for (let at = 0; at < 60; at++) {
      const [by, about] = [`Ana${String(at)}`, `Ben${String(at)}`];
      await world.settleIn(by, about);
      await world.membership.report({
        member: idOf(by),
        about: idOf(about),
        context: 'mail',
        text: `${String(Math.sin(at))} `.repeat(90).slice(0, 2_000),
      });
    }
    const { body } = await (await signedIn(world, 'Olga')).get('/operator/reports');
    expect(gzipSync(body).length).toBeLessThan(100_000);
    expect(textOf(body)).toContain('Page 1 of 3');
  });
});
