import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type TestBrowser } from '../../support/browser.ts';
import { type LiveRun, startRun } from '../../support/journey-run.ts';
import {
  answer,
  be,
  beTheOperator,
  followSignInLink,
  handIn,
  join,
  liveToTheNextRound,
  partnerOnMyPage,
  putForward,
  question,
  signIn,
} from '../../support/journey-steps.ts';
import { visit, type Visitor } from '../../support/journey-visitor.ts';

const zita = { email: 'Zita.Quill+circle@example.org', name: 'Zita' };
const introduced: string[] = [];

describe('a member, on a phone', () => {
  let run: LiveRun;
  let browser: TestBrowser;
  let visitor: Visitor;
  let operator: Visitor;
  beforeAll(async () => {
    [run, browser] = await Promise.all([startRun(), launchBrowser()]);
    visitor = await visit(run, browser, { width: 360, height: 740 });
    operator = await visit(run, browser, { width: 1280, height: 900 });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    expect([await run.stop(), run.said()]).toEqual([0, '']);
  });

  it('is told what is missing on the form, and joins with a mail that asks for a press of the button', async () => {
    await visitor.press('Send me the questions');
    expect(await visitor.page.getByRole('alert').innerText()).toContain('3 things are missing or wrong');
    await join(visitor, zita);
    expect([await visitor.heading(), visitor.place()]).toEqual(['A few questions', '/survey']);
  });

  it('reaches every control of the survey by keyboard', async () => {
    await visitor.page.evaluate('document.activeElement.blur(); scrollTo(0, 0)');
    const wanted = await visitor.page.evaluate<readonly string[]>(controls);
    const reached = new Set<string>();
    for (let at = 0; at < wanted.length + 5; at++) {
      await visitor.page.keyboard.press('Tab');
      reached.add(await visitor.page.evaluate<string>(nameOfFocused));
    }
    expect(wanted.filter((each) => !reached.has(each))).toEqual([]);
    expect(wanted.length).toBeGreaterThan(80);
  });

  it('answers with keyboard and mouse, and finds everything again after a reload', async () => {
    const { page } = visitor;
    await page.getByLabel('Answer 1, language 1').focus();
    await page.keyboard.type('English');
    await page.getByRole('radio', { name: 'The Old Bakery' }).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await question(page, 'What do you work in?').getByLabel('painting', { exact: true }).check();
    await page.getByText('Saved', { exact: true }).waitFor();
    await visitor.go('/survey');
    expect(await page.getByLabel('Answer 1, language 1').inputValue()).toBe('English');
    expect(await page.getByRole('radio', { name: 'Boathouse Four' }).isChecked()).toBe(true);
    expect(await visitor.text()).toMatch(/ [34] of 16 answered/);
  });

  it('sees the first question that needs an answer when sending too early, and is thanked when all is there', async () => {
    const { page } = visitor;
    await question(page, 'What do you work in?').getByLabel('painting', { exact: true }).uncheck();
    await handIn(visitor);
    expect(await page.getByRole('alert').innerText()).toContain('What do you work in?');
    await answer(visitor, { studio: 'Boathouse Four' });
    await handIn(visitor);
    expect([await visitor.heading(), visitor.place()]).toEqual(['Thank you, Zita', '/survey/thanks']);
    await visitor.openMail(zita.email, /^Welcome to/);
  });

  it('is introduced in the round: by a mail, and the same on the own page', async () => {
    await liveToTheNextRound(visitor);
    const partner = await partnerOnMyPage(visitor);
    await visitor.openMail(zita.email, `Meet ${partner}`);
    const mail = visitor.page.frameLocator('iframe');
    const address = /c_[a-z2-7]{26}[ab]@relay\.example\.com/.exec(await mail.locator('body').innerText())?.[0];
    await visitor.go('/me');
    expect(await visitor.text()).toContain(address);
    introduced.push(partner);
  });

  it('says by the link of a mail whether they met, and changes the answer on the own page', async () => {
    for (let day = 0; day < 5; day++) await putForward(visitor, '1 day on');
    await visitor.openMail(zita.email, `Did you and ${introduced[0] ?? ''} meet?`);
    await visitor.clickInMail('We have a plan');
    await visitor.press('We have a plan');
    expect(await visitor.heading()).toBe('Thank you');
    const pressed = visitor.page.locator('button[aria-pressed=true]');
    await visitor.go('/me');
    expect(await pressed.innerText()).toBe('We have a plan');
    await visitor.press('Yes');
    expect(await pressed.innerText()).toBe('Yes');
  });

  it('skips the next round by the link of the mail and takes it back on the own page', async () => {
    await visitor.openMail(zita.email, `Meet ${introduced[0] ?? ''}`);
    const skip = visitor.page.frameLocator('iframe').getByRole('link', { name: /^Skip / });
    await visitor.clickInMail((await skip.innerText()).trim());
    await visitor.press('Skip it');
    expect(await visitor.heading()).toBe('Skipped');
    await visitor.go('/me');
    expect(await visitor.text()).toContain('You skip this one');
    await visitor.press('Take part after all');
    expect(await visitor.text()).toContain('You take part in the next round.');
  });

  it('pauses until a day, and comes back early', async () => {
    const { page } = visitor;
    await page.getByText('Pause for longer').click();
    await visitor.press('Pause until then');
    expect(await page.getByRole('alert').innerText()).toContain('choose the day');
    await page.getByLabel('Back on').fill('2031-03-01');
    await visitor.press('Pause until then');
    expect(await visitor.text()).toContain('1 March 2031');
    await visitor.press('Take part again');
    expect(await visitor.text()).toContain('You take part from the next round on');
  });

  it('blocks and reports somebody: the operator reads it, and the two never meet again', async () => {
    const { page } = visitor;
    await page
      .getByRole('link', { name: /^Block or report/ })
      .first()
      .click();
    await page.getByLabel('What happened?').fill('Asked me for money.\nTwice.');
    await visitor.press('Send the report');
    expect(await visitor.text()).toContain('The people who run this community will look at it.');
    await beTheOperator(operator);
    await operator.go('/operator/reports');
    expect(await operator.text()).toContain('Asked me for money. Twice.');
    await operator.press('Mark as handled');
    await visitor.go('/me/settings');
    expect(await visitor.text()).toContain(introduced[0]);
    for (let round = 0; round < 2; round++) {
      await liveToTheNextRound(visitor);
      introduced.push(await partnerOnMyPage(visitor));
    }
    expect(new Set(introduced).size).toBe(3);
  });

  it('takes everything along after signing in once more', async () => {
    await visitor.go('/me/export');
    await visitor.press('Mail me a sign-in link');
    await followSignInLink(visitor, zita.email);
    expect(visitor.place()).toBe('/me/export');
    const [download] = await Promise.all([
      visitor.page.waitForEvent('download'),
      visitor.page.getByRole('button', { name: 'Download the file' }).click(),
    ]);
    const file = readFileSync(await download.path(), 'utf8');
    for (const expected of [zita.email, 'painting', 'Asked me for money.', ...introduced]) expect(file).toContain(expected);
    expect(JSON.parse(file)).toBeTypeOf('object');
  });

  it('unsubscribes by page, and by the one click of a mail program, which has no cookie', async () => {
    await visitor.openMail(zita.email, /^Meet /);
    await visitor.clickInMail('Unsubscribe');
    await visitor.press('Unsubscribe');
    expect(await visitor.heading()).toBe('You are unsubscribed');
    await visitor.go('/me');
    expect(await visitor.text()).toContain('pausing');
    await visitor.press('Take part again');
    await visitor.openMail(zita.email, /^Meet /);
    await visitor.follow('Source');
    const source = (await visitor.page.locator('pre').innerText()).replaceAll(/\r?\n[ \t]+/g, ' ');
    const address = /^List-Unsubscribe: <(http[^>]+)>/m.exec(source)?.[1] ?? '';
    expect(source).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    const answered = await fetch(address, {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
      redirect: 'error',
    });
    expect(answered.status).toBe(200);
    await visitor.go('/me');
    expect(await visitor.text()).toContain('pausing');
  });

  it('is erased: gone from the pages of operators and of those they met, and from their exports', async () => {
    await signIn(visitor, zita.email);
    await visitor.go('/me/erase');
    await visitor.press('Erase everything');
    expect(await visitor.heading()).toBe('Everything is erased');
    await visitor.go('/me');
    expect(visitor.place()).toBe('/sign-in');
    await operator.go('/operator/members?text=zita.quill');
    expect(await operator.page.locator('main').innerText()).not.toContain(zita.name);
    await be(visitor, introduced[1] ?? '');
    expect(await visitor.text()).toContain('somebody who has left');
    await visitor.go('/me/export');
    const [download] = await Promise.all([
      visitor.page.waitForEvent('download'),
      visitor.page.getByRole('button', { name: 'Download the file' }).click(),
    ]);
    const others = readFileSync(await download.path(), 'utf8').toLowerCase();
    expect([others.includes('zita'), others.includes('quill')]).toEqual([false, false]);
  });

  it('is welcome again after being erased, as a stranger', async () => {
    await visitor.press('Sign out');
    await join(visitor, zita);
    expect(await visitor.page.getByLabel('Answer 1, language 1').inputValue()).toBe('');
    expect(
      await visitor.page.evaluate("[...document.querySelectorAll('main input:checked')].filter(({ value }) => value !== '').length"),
    ).toBe(0);
  });

  it('came to no page that was too wide for a phone, reached outside, or threw', () => {
    expect([visitor.faults, operator.faults]).toEqual([[], []]);
  });
});

/** What one can act on, a group of radio buttons being one. */
const named = `(each) => each.type === 'radio' ? 'radio ' + each.name : each.id || each.getAttribute('aria-label') || (each.name ? each.name + ' ' + each.value : each.textContent.trim())`;
const controls = `[...new Set([...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')].filter((each) => each.tabIndex >= 0 && each.checkVisibility()).map(${named}))]`;
const nameOfFocused = `(${named})(document.activeElement)`;
