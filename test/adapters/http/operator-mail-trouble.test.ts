import { describe, expect, test } from 'vitest';
import { later, minuteMs } from '../../../domain/kernel/instant.ts';
import { addressOf, idOf } from '../../support/introductions-world.ts';
import { operatorWorld, signedIn, textOf } from './operator-world.ts';

/** Mails to Ana came back and Ben complained of one; Cleo's arrive. */
const troubledWorld = async () => {
  const world = await operatorWorld();
  await world.settleIn('Ana', 'Ben', 'Cleo');
  const at = world.clock.now();
  await world.membership.recordMailTrouble({ address: addressOf('Ana'), kind: 'bounced', at, eventId: 'feedback-<1>' });
  await world.membership.recordMailTrouble({ address: addressOf('Ben'), kind: 'complained', at, eventId: 'feedback-2' });
  return { world, at, olga: await signedIn(world, 'Olga') };
};

describe('members whose mails came back', () => {
  test('are counted on the overview, which leads to them', async () => {
    const { olga } = await troubledWorld();
    const { body } = await olga.get('/operator');
    expect(textOf(body)).toMatch(/Mails came back\s+2/);
    expect(body).toContain('href="/operator/members?mails=trouble"');
  });

  test('are found among all, and marked as what they are', async () => {
    const { olga } = await troubledWorld();
    const found = textOf((await olga.get('/operator/members?mails=trouble')).body);
    expect(found).toMatch(/Ana .*Mails came back/);
    expect(found).toMatch(/Ben .*Complained/);
    expect(found).not.toContain('Cleo');
    const narrowed = textOf((await olga.get('/operator/members?mails=trouble&text=ben')).body);
    expect(narrowed).not.toContain('Ana ');
    expect(textOf((await olga.get('/operator/members?mails=trouble&text=cleo')).body)).toContain('Nobody’s mails came back');
  });

  test('stay the ones that are looked for on the next page of a long list', async () => {
    const { world, olga } = await troubledWorld();
    const names = Array.from({ length: 40 }, (_, at) => `Dan${String(at)}`);
    await world.settleIn(...names);
    for (const name of names)
      await world.membership.recordMailTrouble({ address: addressOf(name), kind: 'bounced', at: world.clock.now(), eventId: name });
    const { body } = await olga.get('/operator/members?mails=trouble');
    const next = /<a rel="next" href="([^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(next).toMatch(/^\/operator\/members\?mails=trouble&after=m_/);
    const second = (await olga.get(next)).body;
    expect(textOf(second)).not.toContain('Cleo');
    expect(second).toContain('href="/operator/members?mails=trouble"');
  });

  test('have a page that says when, and under which name the provider knows it', async () => {
    const { world, at, olga } = await troubledWorld();
    const page = textOf((await olga.get(`/operator/members/${idOf('Ana')}`)).body);
    expect(page).toContain('A mail to them came back for good on Mon, 16 Nov 2026');
    expect(page).toContain('feedback-&lt;1&gt;');
    world.clock.moveTo(later(at, minuteMs));
    await world.membership.resume({ member: idOf('Ana') });
    expect(textOf((await olga.get(`/operator/members/${idOf('Ana')}`)).body)).not.toContain('Mails came back');
  });
});
