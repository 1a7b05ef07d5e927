import { describe, expect, it } from 'vitest';
import { dayMs, minuteMs } from '../../../domain/kernel/instant.ts';
import { formatWeek } from '../../../domain/kernel/iso-week.ts';
import { takesPart } from '../../../domain/membership/taking-part.ts';
import { createFakeChat } from '../../support/fake-chat.ts';
import { aBrowser, holdRound, introducedPair, member, newestToken, signIn, signUp } from '../../support/web-people.ts';
import { createWebWorld, type WebWorld } from '../../support/web-world.ts';

const ana = 'ana@example.com';
const recordOf = async ({ introductions, idOf }: WebWorld, email = ana) => introductions.members.find(idOf(email));

describe('the next round', () => {
  it('can be skipped and taken part in again, by one press each', async () => {
    const world = await createWebWorld();
    const browser = await member(world, { email: ana });
    const skipped = await (await browser.open('/me')).press('Skip this round');
    expect(skipped.text).toContain('You skip this one');
    const record = await recordOf(world);
    const { week } = world.needs.calendar.nextRound(world.clock.now());
    expect(record === undefined ? undefined : takesPart(record, week, world.clock.now())).toBe(false);
    expect((await skipped.press('Take part after all')).text).toContain('Next round you are in');
  });

  it('once it has begun is told to be over, to whoever left the page open', async () => {
    const world = await createWebWorld();
    const browser = await member(world, { email: ana });
    const page = await browser.open('/me');
    world.clock.moveBy(7 * dayMs);
    const late = await page.press('Skip this round');
    expect([late.status, late.heading]).toEqual([409, 'That round has begun']);
  });

  it('can be paused until a day of the community’s calendar, and the pause ended', async () => {
    const world = await createWebWorld();
    const browser = await member(world, { email: ana });
    const paused = await (await browser.open('/me')).press('Pause until then', { until: '2027-06-01' });
    expect(paused.text).toContain('You are pausing until 1 June 2027');
    // In summer Lisbon is an hour ahead of UTC.
    expect((await recordOf(world))?.stage).toEqual({ name: 'paused', until: Date.UTC(2027, 4, 31, 23) });
    expect((await paused.press('Take part again')).text).toContain('Next round you are in');
    expect((await (await browser.open('/me')).press('Pause until I come back')).text).toContain('You are pausing until you come back');
  });

  it.each(['', '2026-11-20', '2026-02-30', 'soon', '99999-01-01'])('is not paused until %j', async (until) => {
    const world = await createWebWorld();
    const browser = await member(world, { email: ana });
    const page = await (await browser.open('/me')).press('Pause until then', { until });
    expect(page.status).toBe(422);
    expect(page.html).toContain('<details class="more" open>');
    expect((await recordOf(world))?.stage.name).toBe('active');
  });

  it('is not a suspended member’s, who is told whom to write to', async () => {
    const world = await createWebWorld();
    const browser = await member(world, { email: ana });
    await world.membership.suspend({ member: world.idOf(ana) });
    const page = await browser.open('/me');
    expect(page.text).toContain('Your membership is on hold');
    expect(page.html).toContain('mailto:circle@example.com');
  });
});

describe('my introductions', () => {
  it('show who, why, and where to write to, and take the answer whether we met', async () => {
    const world = await createWebWorld();
    const { ana: browser, match } = await introducedPair(world);
    const page = await browser.open('/me');
    expect(page.text).toContain('Ben');
    expect(page.text).toContain('You both work in film and painting');
    expect(page.html).toContain(`href="mailto:${match.writeTo ?? '?'}@relay.example.com?subject=`);
    expect(page.html).not.toContain('ben@example.com');
    const answered = await page.press('We have a plan');
    expect(answered.html).toMatch(/value="planned" aria-pressed="true"/);
    expect((await answered.press('Yes')).html).toMatch(/value="yes" aria-pressed="true"/);
  });

  it('end by a block: both addresses close, nothing is said to the other, and the block can be taken back', async () => {
    const world = await createWebWorld();
    const { ana: browser, ben, match } = await introducedPair(world);
    const blocked = await (await (await browser.open('/me')).follow('Block or report Ben')).press('Block Ben');
    expect(blocked.text).toContain('Blocked. You two are never introduced again.');
    expect(blocked.text).toContain('The private address of this introduction is closed.');
    const [seenByBen] = await world.needs.introductions.myMatches({ member: match.partner });
    expect(seenByBen?.writeTo).toBeUndefined();
    expect((await ben.open('/me')).text).not.toMatch(/block(ed|s)/i);
    await holdRound(world);
    expect(await world.needs.introductions.myMatches({ member: match.partner })).toHaveLength(1);
    const settings = await browser.open('/me/settings');
    expect((await settings.press('Unblock')).text).toContain('Unblocked.');
    expect(await world.introductions.blocks.by(world.idOf(ana))).toEqual([]);
  });

  it('can be reported in one’s own words, with a block unless one does not want it', async () => {
    const world = await createWebWorld();
    const { ana: browser, match } = await introducedPair(world);
    const page = await browser.open(`/me/introductions/${formatWeek(match.week)}`);
    const empty = await page.press('Send the report', { text: '  ' });
    expect(empty.status).toBe(422);
    expect((await page.press('Send the report', { text: 'Line <b>one</b>\nLine two' })).text).toContain('Thank you.');
    const reports = await world.membership.listReports({ limit: 10 });
    expect(reports.ok ? reports.value.map(({ text, aboutName }) => [text, aboutName]) : []).toEqual([['Line <b>one</b>\nLine two', 'Ben']]);
    expect(await world.introductions.blocks.between(world.idOf(ana), match.partner)).toBe(true);
  });

  it('of somebody else are nobody’s to look at, answer, block or report', async () => {
    const world = await createWebWorld();
    const { match } = await introducedPair(world);
    const stranger = await member(world, { email: 'eve@example.com', name: 'Eve' });
    expect((await stranger.open(`/me/introductions/${formatWeek(match.week)}`)).status).toBe(404);
    expect((await stranger.open('/me/introductions/2026-W99')).status).toBe(404);
  });

  it('with somebody who was erased show no name and offer nothing to press against them', async () => {
    const world = await createWebWorld();
    const { ana: browser, ben, match } = await introducedPair(world);
    await signIn(world, ben, 'ben@example.com');
    await (await ben.open('/me/erase')).press('Erase everything');
    const page = await browser.open('/me');
    expect(page.text).toContain('somebody who has left');
    expect(page.text).not.toContain('Ben');
    expect((await browser.open(`/me/introductions/${formatWeek(match.week)}`)).status).toBe(404);
  });
});

describe('settings', () => {
  it('change the name, and say what is wrong with one', async () => {
    const world = await createWebWorld();
    const browser = await member(world, { email: ana });
    const page = await browser.open('/me/settings');
    expect((await page.press('Change', { name: 'Ana Luísa' })).text).toContain('Your name is changed.');
    const refused = await page.press('Change', { name: 'evil.example/"><b>' });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('value="evil.example/&quot;&gt;&lt;b&gt;"');
    expect((await recordOf(world))?.name).toBe('Ana Luísa');
  });

  it('end kinds of mail and bring them back', async () => {
    const world = await createWebWorld();
    const browser = await member(world, { email: ana });
    const page = await (await browser.open('/me/settings')).press('Save', { kind: ['did-you-meet'] });
    expect(page.text).toContain('Saved.');
    expect((await recordOf(world))?.unsubscribed).toEqual(['left-over', 'cancelled']);
    await page.press('Save', { kind: ['left-over', 'cancelled', 'did-you-meet'] });
    expect((await recordOf(world))?.unsubscribed).toEqual([]);
  });

  it('list the browsers, and end one or all others', async () => {
    const world = await createWebWorld();
    const browser = await member(world, { email: ana });
    const [second, third] = [aBrowser(world), aBrowser(world)];
    await signIn(world, second, ana);
    await signIn(world, third, ana);
    await (await browser.open('/me/settings')).press('Sign it out');
    const isIn = async (each: typeof second): Promise<boolean> => (await each.open('/me')).path === '/me';
    expect([await isIn(browser), await isIn(second), await isIn(third)].filter((is) => is)).toHaveLength(2);
    await (await browser.open('/me/settings')).press('Sign out everywhere else');
    expect([await isIn(browser), await isIn(second), await isIn(third)]).toEqual([true, false, false]);
  });
});

describe('taking leave', () => {
  it('leaves after a look at what happens, signs out everywhere, and a new sign-up leads back', async () => {
    const world = await createWebWorld();
    const browser = await member(world, { email: ana });
    const left = await (await browser.open('/me/leave')).press('Leave');
    expect([left.path, browser.cookies.size]).toEqual(['/left', 0]);
    expect((await recordOf(world))?.stage.name).toBe('left');
    await signUp(world, { email: ana, browser });
    const survey = await (await browser.open(`/survey?token=${await newestToken(world, ana)}`)).press('Begin');
    expect((await survey.press('Send my answers')).path).toBe('/survey/thanks');
  });

  it('exports everything as a file, with a sign-in of the last quarter of an hour', async () => {
    const world = await createWebWorld();
    const browser = await member(world, { email: ana });
    const page = await browser.open('/me/export');
    const file = await page.press('Download the file');
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="loop-export.json"');
    expect(JSON.parse(file.html)).toMatchObject({ membership: { email: ana, name: 'Ana' }, sections: { introductions: {} } });
    world.clock.moveBy(16 * minuteMs);
    expect((await page.press('Download the file')).heading).toBe('Take everything along');
    expect((await browser.open('/me/export')).status).toBe(403);
  });

  it('leads whoever had to sign in first to the thread that a mail named', async () => {
    const chat = createFakeChat();
    const world = await createWebWorld({ chat: { ...chat.useCases, socketUrl: 'wss://sockets.example.com', fileOrigins: [] } });
    await member(world, { email: ana });
    const browser = aBrowser(world, ana);
    expect((await browser.open('/chat/c1')).path).toBe('/sign-in');
    await (await browser.open('/sign-in')).press('Mail me a link', { email: 'ana@example.com' });
    const there = await (await browser.open(`/sign-in?token=${await newestToken(world, ana)}`)).press('Sign in');
    expect(there.path).toBe('/chat/c1');
  });

  it('asks for a fresh sign-in before erasing, leads back by its mail, and then erases at one press', async () => {
    const world = await createWebWorld();
    const browser = await member(world, { email: ana });
    const early = await browser.open('/me/erase');
    world.clock.moveBy(16 * minuteMs);
    expect((await early.press('Erase everything')).status).toBe(403);
    expect(await recordOf(world)).toBeDefined();
    await (await browser.open('/me/erase')).press('Mail me a sign-in link');
    const back = await (await browser.open(`/sign-in?token=${await newestToken(world, ana)}`)).press('Sign in');
    expect(back.path).toBe('/me/erase');
    expect(back.text).toContain('This cannot be undone.');
    const erased = await back.press('Erase everything');
    expect([erased.path, browser.cookies.size]).toEqual(['/erased', 0]);
    expect(await recordOf(world)).toBeUndefined();
    expect((await browser.open('/me')).path).toBe('/sign-in');
  });
});
