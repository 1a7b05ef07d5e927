import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type TestBrowser } from '../../support/browser.ts';
import { type LiveRun, startRun } from '../../support/journey-run.ts';
import { answer, be, handIn, join, liveToTheNextRound, partnerOnMyPage, putForward, signIn } from '../../support/journey-steps.ts';
import { visit, type Visitor } from '../../support/journey-visitor.ts';

const everybody = [
  { name: 'Ana', email: 'ana@example.org', studio: 'The Old Bakery' },
  { name: 'Bea', email: 'bea@example.org', studio: 'Boathouse Four' },
  { name: 'Cid', email: 'cid@example.org', studio: 'Cannery Loft' },
  { name: 'Dov', email: 'dov@example.org', studio: 'Tram Depot' },
] as const;
const [ana] = everybody;
const met: string[] = [];

describe('four people who found a community, in browsers without JavaScript', () => {
  let run: LiveRun;
  let browser: TestBrowser;
  const visitors: Visitor[] = [];
  const visitor = (at: number): Visitor => {
    const found = visitors[at];
    if (found === undefined) throw new Error('nobody is there');
    return found;
  };
  beforeAll(async () => {
    [run, browser] = await Promise.all([startRun('--empty'), launchBrowser()]);
    for (let at = 0; at < everybody.length; at++) visitors.push(await visit(run, browser, { width: 360, height: 740, script: false }));
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    expect([await run.stop(), run.said()]).toEqual([0, '']);
  });

  it('join one by one, and save the questions part by part', async () => {
    for (const [at, { studio, ...newcomer }] of everybody.entries()) {
      await join(visitor(at), newcomer);
      await answer(visitor(at), { studio });
      await visitor(at).press('Save and go on');
      expect(visitor(at).place()).toBe('/survey#part-2');
      expect(await visitor(at).page.getByRole('radio', { name: studio }).isChecked()).toBe(true);
      await handIn(visitor(at));
      expect(await visitor(at).heading()).toBe(`Thank you, ${newcomer.name}`);
    }
  });

  it('are introduced, all four, and say that they met', async () => {
    await liveToTheNextRound(visitor(0));
    met.push(await partnerOnMyPage(visitor(0)));
    for (const at of everybody.keys()) {
      const partner = await partnerOnMyPage(visitor(at));
      expect(everybody.map(({ name }) => String(name))).toContain(partner);
      await visitor(at).openMail(everybody[at]?.email ?? '', `Meet ${partner}`);
    }
    for (let day = 0; day < 5; day++) await putForward(visitor(0), '1 day on');
    await visitor(0).openMail(ana.email, /^Did you and/);
    await visitor(0).clickInMail('Yes, we met');
    await visitor(0).press('Yes');
    expect(await visitor(0).heading()).toBe('Thank you');
  });

  it('never lead somebody to whom they blocked, though every other week would', async () => {
    const blocked = met[0] ?? '';
    await visitor(0).go('/me');
    await visitor(0).follow(`Block or report ${blocked}`);
    await visitor(0).press(`Block ${blocked}`);
    expect(await visitor(0).text()).toContain('You two are never introduced again.');
    for (let round = 0; round < 3; round++) {
      await liveToTheNextRound(visitor(0));
      met.push(await partnerOnMyPage(visitor(0)));
    }
    expect([met.slice(1).includes(blocked), new Set(met).size]).toEqual([false, 3]);
  });

  it('tell somebody who is left over kindly, and introduce them first the week after', async () => {
    // A session lasts for thirty days, and so many have gone by.
    for (const [at, { name }] of everybody.entries()) await be(visitor(at), name);
    await visitor(3).press('Skip this round');
    await liveToTheNextRound(visitor(0));
    const mails = await mailsOf(visitor(0), 'No introduction this week');
    expect(mails).toHaveLength(1);
    await liveToTheNextRound(visitor(0));
    expect(await mailsOf(visitor(0), 'No introduction this week')).toEqual(mails);
  });

  it('are still one person each in two tabs, with one button pressed in both', async () => {
    const [one, other] = [visitor(1), await visitor(1).tab()];
    await Promise.all([one.go('/me'), other.go('/me')]);
    await one.press('Skip this round');
    await other.press('Skip this round');
    expect(await other.text()).toContain('You skip the next round.');
    await one.go('/me');
    await one.press('Take part after all');
    await other.press('Sign out');
    await one.press('Skip this round');
    expect(await one.heading()).toBe('Please sign in');
    await signIn(one, everybody[1].email);
    expect(await one.text()).toContain('you are in');
  });

  it('leave, come back with the same address, and find their answers; or have them erased', async () => {
    const [leaving, erasing] = [visitor(2), visitor(3)];
    await be(leaving, 'Cid');
    await be(erasing, 'Dov');
    await putForward(erasing, '1 hour on');
    await leaving.go('/me/leave');
    await leaving.press('Leave');
    expect(await leaving.heading()).toContain('You have left');
    await leaving.openMail(everybody[2].email, /^You have left/);
    await join(leaving, everybody[2]);
    expect(await leaving.page.getByRole('radio', { name: everybody[2].studio }).isChecked()).toBe(true);
    await handIn(leaving);
    expect(await leaving.heading()).toBe('Thank you, Cid');
    await erasing.go('/me/erase');
    await erasing.press('Mail me a sign-in link');
    await erasing.openMail(everybody[3].email, /^Sign in to/);
    await erasing.clickInMail('Sign in');
    await erasing.press('Sign in');
    await erasing.press('Erase everything');
    await erasing.openMail(everybody[3].email, /is erased$/);
    await visitor(0).go('/people');
    expect(await visitor(0).text()).not.toContain('Dov');
  });

  it('came to no page that was too wide for a phone, reached outside, or threw', () => {
    expect(visitors.flatMap(({ faults }) => faults)).toEqual([]);
  });
});

/** The addresses of all mails with these words in the subject, newest first. */
const mailsOf = async (visitor: Visitor, subject: string): Promise<readonly string[]> => {
  await visitor.go('/mailbox');
  return visitor.page.locator('.mails li').filter({ hasText: subject }).allInnerTexts();
};
