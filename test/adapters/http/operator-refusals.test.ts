import { describe, expect, test } from 'vitest';
import { grouped } from '../../../adapters/files/round-figures.ts';
import { createApp } from '../../../adapters/http/app.ts';
import { roundMembersMax } from '../../../domain/introductions/prepare-round.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';
import type { Mailer } from '../../../domain/kernel/mailer.ts';
import type { Week } from '../../../domain/kernel/iso-week.ts';
import { idOf, withCalendar } from '../../support/introductions-world.ts';
import { operatorWorld, signedIn, textOf } from './operator-world.ts';

const w47 = 2968 as Week;
const at = (day: number, hour: number): Instant => Date.UTC(2026, 10, day, hour) as Instant;

describe('what stands in the way is said plainly', () => {
  test('a holiday week', async () => {
    const world = await operatorWorld({ rules: withCalendar({ holidays: [w47] }) });
    const answer = await (await signedIn(world, 'Olga')).get('/operator/round?week=2026-W47');
    expect(textOf(answer.body)).toContain('That week is a holiday.');
    expect(answer.body).not.toContain('action="/operator/round/run"');
  });

  test('weeks that are over or far ahead, and words that are no week', async () => {
    const olga = await signedIn(await operatorWorld(), 'Olga');
    expect(textOf((await olga.get('/operator/round?week=2026-W46')).body)).toContain('That week is over.');
    expect(textOf((await olga.get('/operator/round?week=2027-W10')).body)).toContain('too far ahead');
    for (const text of ['2026-W54', 'x', '']) expect((await olga.get(`/operator/round?week=${text}`)).status).toBe(404);
  });

  test('a round before that is not sent', async () => {
    const world = await operatorWorld();
    await world.settleIn('Ana', 'Ben');
    await world.introductions.run({ week: w47 });
    world.clock.moveTo(at(24, 7));
    const olga = await signedIn(world, 'Olga');
    const { body } = await olga.get('/operator/round?week=2026-W48');
    expect(textOf(body)).toContain('The round of 2026-W47 is not finished.');
    expect(body).toContain('href="/operator/round?week=2026-W47"');
    // Without a week, the page opens on what has to be finished.
    expect((await olga.get('/operator/round')).body).toContain('action="/operator/round/send"');
  });

  test('nobody takes part, or nobody may meet', async () => {
    const world = await operatorWorld();
    const olga = await signedIn(world, 'Olga');
    const empty = (await olga.get('/operator/round')).body;
    expect(textOf(empty)).toContain('There is nobody to introduce');
    expect(empty).not.toContain('action="/operator/round/run"');
    await world.settleIn('Ana');
    expect(textOf((await olga.get('/operator/round')).body)).toContain('Only one member takes part');
    await world.settleIn('Ben');
    await world.membership.block({ member: idOf('Ana'), whom: idOf('Ben') });
    expect(textOf((await olga.get('/operator/round')).body)).toContain('It would introduce nobody.');
  });

  test('too many members', async () => {
    const world = await operatorWorld();
    const { needs } = world;
    const saidOf = async (most: number): Promise<string> => {
      const previewRound = async () => Promise.resolve({ ok: false, error: { code: 'round.too_many_members', most } } as const);
      const tight = {
        ...world,
        app: createApp({
          ...needs,
          operator: needs.operator && { ...needs.operator, previewRound },
        }),
      };
      return textOf((await (await signedIn(tight, 'Olga')).get('/operator/round')).body);
    };
    expect(await saidOf(roundMembersMax)).toContain(
      `More than ${grouped(roundMembersMax)} members take part, and one round takes no more.`,
    );
    expect(await saidOf(800)).toContain('More than 800 members take part, which takes longer to plan than a page can wait.');
  });

  test('the progress of a round that is not there', async () => {
    const answer = await (await signedIn(await operatorWorld(), 'Olga')).get('/operator/round/progress?week=2026-W47');
    expect([answer.status, textOf(answer.body).includes('There is no such round any more.')]).toEqual([409, true]);
  });
});

describe('sending', () => {
  test('what failed is listed with its code, and resent', async () => {
    let broken = true;
    const mailer = (box: Mailer): Mailer => ({
      ...box,
      send: async (mail, key) =>
        broken && mail.to.startsWith('ana') ? { kind: 'refused', code: 'provider.no_such_box' } : box.send(mail, key),
    });
    const world = await operatorWorld({ mailer });
    await world.settleIn('Ana', 'Ben');
    const olga = await signedIn(world, 'Olga');
    await olga.get('/operator/round');
    await olga.submit('/operator/round/run');
    await olga.get('/operator/round');
    await olga.submit('/operator/round/send');
    await world.drain();
    const { body } = await olga.get('/operator/round/progress?week=2026-W47');
    expect(textOf(body)).toMatch(/What failed .*Introduction to Ana .*provider\.no_such_box/);
    expect(textOf((await olga.get('/operator/mails')).body)).toContain('1 mail could not be delivered');

    broken = false;
    await olga.get('/operator/round/progress?week=2026-W47');
    const resent = await olga.submit('/operator/mails/resend');
    expect(resent.location).toBe('/operator/round/progress?week=2026-W47&resent=1');
    await world.drain();
    expect(textOf((await olga.get(resent.location ?? '')).body)).toContain('Everybody has their introduction.');
    expect((await olga.post('/operator/mails/resend', { key: 'x' })).status).toBe(403);
  });

  test('who left between plan and send is not introduced, and the page says so', async () => {
    const world = await operatorWorld();
    await world.settleIn('Ana', 'Ben');
    const olga = await signedIn(world, 'Olga');
    await olga.get('/operator/round');
    await olga.submit('/operator/round/run');
    await world.membership.suspend({ member: idOf('Ben') });
    await olga.get('/operator/round');
    await olga.submit('/operator/round/send');
    await world.drain();
    const text = textOf((await olga.get('/operator/round/progress?week=2026-W47')).body);
    expect(text).toContain('Pairs cancelled 1');
    expect(text).toContain('This round introduced nobody.');
    expect(textOf((await olga.get('/operator/round')).body)).toContain('Cancelled: one of them took no part any more');
  });
});
