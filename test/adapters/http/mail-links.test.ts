import { describe, expect, it } from 'vitest';
import { endRemindersPath, metPath, skipPath, unsubscribePath } from '../../../adapters/http/links.ts';
import { dayMs } from '../../../domain/kernel/instant.ts';
import { weeksAfter } from '../../../domain/kernel/iso-week.ts';
import { aBrowser, introducedPair, invited, member } from '../../support/web-people.ts';
import { createWebWorld, type WebWorld } from '../../support/web-world.ts';

const ana = 'ana@example.com';
const recordOf = async ({ introductions, idOf }: WebWorld) => introductions.members.find(idOf(ana));
const nextWeek = ({ needs, clock }: WebWorld) => needs.calendar.nextRound(clock.now()).week;

describe('unsubscribing', () => {
  it('is one press in a browser that is signed in nowhere, any number of times', async () => {
    const world = await createWebWorld();
    await member(world, { email: ana });
    const page = await aBrowser(world).open(unsubscribePath(world.needs.secrets, world.idOf(ana)));
    expect((await recordOf(world))?.stage.name).toBe('active');
    for (let at = 0; at < 3; at++) expect((await page.press('Unsubscribe')).heading).toBe('You are unsubscribed');
    expect((await recordOf(world))?.stage).toEqual({ name: 'paused', until: undefined });
  });

  it('works by the bare POST of a mail program, without cookie, origin or form, and answers without a redirect', async () => {
    const world = await createWebWorld();
    await member(world, { email: ana });
    const path = unsubscribePath(world.needs.secrets, world.idOf(ana));
    for (const headers of [{}, { origin: 'https://mail.example' }, { 'content-type': 'multipart/form-data; boundary=x' }]) {
      const response = await world.app.request(`https://circle.example.com${path}`, {
        method: 'POST',
        body: 'List-Unsubscribe=One-Click',
        headers,
      });
      expect(response.status).toBe(200);
    }
    expect((await recordOf(world))?.unsubscribed).toContain('did-you-meet');
  });

  it('is the same for somebody who is gone', async () => {
    const world = await createWebWorld();
    await member(world, { email: ana });
    const [known, gone] = [world.idOf(ana), world.idOf('gone@example.com')];
    const answers = [known, gone].map(async (id) =>
      (await aBrowser(world).open(unsubscribePath(world.needs.secrets, id))).press('Unsubscribe'),
    );
    const [one, other] = await Promise.all(answers);
    expect(one?.html).toBe(other?.html);
  });
});

describe('ending reminders of the questions', () => {
  it('is one press or one bare POST, and ends nothing else', async () => {
    const world = await createWebWorld();
    await invited(world, { email: ana });
    const path = endRemindersPath(world.needs.secrets, world.idOf(ana));
    const page = await aBrowser(world).open(path);
    expect((await recordOf(world))?.unsubscribed).toEqual([]);
    expect((await page.press('Do not remind me')).heading).toBe('You are not reminded again');
    const bare = { method: 'POST', body: 'List-Unsubscribe=One-Click', headers: { origin: 'https://mail.example' } };
    expect((await world.app.request(`https://circle.example.com${path}`, bare)).status).toBe(200);
    expect(await recordOf(world)).toMatchObject({ unsubscribed: ['survey-reminder'], stage: { name: 'invited' } });
  });
});

describe('skipping by a link', () => {
  it('is one press, and one more takes it back', async () => {
    const world = await createWebWorld();
    await member(world, { email: ana });
    const path = skipPath(world.needs.secrets, { member: world.idOf(ana), week: nextWeek(world) });
    const page = await aBrowser(world).open(path);
    expect(page.heading).toBe('Skip the round of Monday 23 November?');
    expect((await recordOf(world))?.skips).toEqual([]);
    const skipped = await page.press('Skip it');
    expect(skipped.heading).toBe('Skipped');
    expect((await recordOf(world))?.skips).toEqual([nextWeek(world)]);
    expect((await skipped.press('Take part after all')).heading).toBe('You take part');
    expect((await recordOf(world))?.skips).toEqual([]);
  });

  it('says where it comes too late', async () => {
    const world = await createWebWorld();
    await member(world, { email: ana });
    const path = skipPath(world.needs.secrets, { member: world.idOf(ana), week: nextWeek(world) });
    world.clock.moveBy(7 * dayMs);
    expect((await (await aBrowser(world).open(path)).press('Skip it')).heading).toBe('That round has begun');
  });
});

describe('“did you meet?” by a link', () => {
  it('proposes the answer that was clicked, and keeps the one that is pressed', async () => {
    const world = await createWebWorld();
    const { match } = await introducedPair(world);
    const about = { member: world.idOf(ana), week: match.week };
    const page = await aBrowser(world).open(metPath(world.needs.secrets, about, 'yes'));
    const answer = async () => (await world.needs.introductions.myMatches({ member: about.member }))[0]?.met;
    expect(await answer()).toBeUndefined();
    expect((await page.press('No')).heading).toBe('Thank you');
    expect(await answer()).toBe('no');
    await page.press('Yes');
    expect(await answer()).toBe('yes');
  });

  it('about a week without an introduction says so', async () => {
    const world = await createWebWorld();
    await member(world, { email: ana });
    const page = await aBrowser(world).open(metPath(world.needs.secrets, { member: world.idOf(ana), week: nextWeek(world) }, 'yes'));
    expect((await page.press('Yes')).status).toBe(404);
  });
});

it('a signed link is good for its own purpose, member and week only', async () => {
  const world = await createWebWorld();
  const { match } = await introducedPair(world);
  const { secrets } = world.needs;
  const [a, b] = [world.idOf(ana), match.partner];
  const token = (path: string): string => new URL(path, 'https://x.example').searchParams.get('token') ?? '';
  const unsubscribe = token(unsubscribePath(secrets, a));
  const skip = token(skipPath(secrets, { member: a, week: match.week }));
  const met = token(metPath(secrets, { member: a, week: match.week }, 'yes'));
  const later = token(skipPath(secrets, { member: a, week: weeksAfter(match.week, 1) }));
  const foreign = [
    ['/unsubscribe', skip],
    ['/unsubscribe', unsubscribe.replace(a, b)],
    ['/skip', met],
    ['/skip', skip.slice(0, skip.lastIndexOf('.')) + later.slice(later.lastIndexOf('.'))],
    ['/met', skip],
    ['/met', met.replace(a, b)],
    ['/met', `${met}x`],
    ['/skip', ''],
  ];
  const before = world.stored();
  for (const [path = '', forged = ''] of foreign) {
    const url = `${path}?token=${encodeURIComponent(forged)}&answer=yes`;
    expect((await aBrowser(world).open(url)).status).toBe(404);
    const body = new URLSearchParams({ answer: 'yes', skip: 'yes' });
    expect((await aBrowser(world).send(url, { method: 'POST', body, headers: { 'sec-fetch-site': 'same-origin' } })).status).toBe(404);
  }
  expect(world.stored()).toBe(before);
});
