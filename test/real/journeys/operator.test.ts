import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type TestBrowser } from '../../support/browser.ts';
import { type LiveRun, startRun } from '../../support/journey-run.ts';
import { answer, be, beTheOperator, handIn, join, putForward } from '../../support/journey-steps.ts';
import { visit, type Visitor } from '../../support/journey-visitor.ts';

const because = 'Two members asked to wait a week.\nWe run it again tomorrow.';

describe('an operator', () => {
  let run: LiveRun;
  let browser: TestBrowser;
  let operator: Visitor;
  let member: Visitor;
  let week = '';
  beforeAll(async () => {
    [run, browser] = await Promise.all([startRun(), launchBrowser()]);
    operator = await visit(run, browser, { width: 360, height: 740 });
    member = await visit(run, browser, { width: 1280, height: 900 });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    expect([await run.stop(), run.said()]).toEqual([0, '']);
  });
  const figure = async (name: string): Promise<string> => {
    const found = operator.page.locator('dl.key > div').filter({ has: operator.page.getByText(name, { exact: true }) });
    return (await found.locator('dd').innerText()).split('\n')[0]?.trim() ?? '';
  };

  it('has pages that do not exist for anybody else', async () => {
    await member.go('/operator');
    expect(await member.heading()).toBe('There is nothing here');
    await be(member, 'Sample Mironix 021');
    await member.go('/operator/round');
    expect(await member.heading()).toBe('There is nothing here');
    expect(await member.page.getByRole('link', { name: 'Operators' }).count()).toBe(0);
  });

  it('looks at the round before it runs, and sees everybody who would take part', async () => {
    await member.press('Sign out');
    await join(member, { email: 'zita@example.org', name: 'Zita' });
    await answer(member, { studio: 'The Old Bakery' });
    await handIn(member);
    await beTheOperator(operator);
    expect([await operator.heading(), await figure('Active')]).toEqual(['This week', '196']);
    await operator.page.getByRole('link', { name: 'Preview the round' }).last().click();
    await operator.page.getByText('Preview – nothing is stored').waitFor();
    week = /week=(\d{4}-W\d{2})/.exec(operator.place())?.[1] ?? '';
    expect(await figure('Members')).toBe('195');
    expect(await operator.text()).toContain('How well they fit');
  });

  it('runs it, sees the pairs with their reasons, and discards it with a reason', async () => {
    await operator.press('Run this round');
    expect(await operator.text()).toContain('The round is run and stored. Nobody was told yet.');
    const introduced = await figure('Introduced');
    await operator.page.getByText('Discard it instead').click();
    await operator.page.getByLabel('Why?').fill(because);
    await operator.press('Discard this round');
    expect(await operator.text()).toContain('The round is discarded, as if it had not been.');
    expect(await operator.text()).toContain(because.replace('\n', ' '));
    expect(await figure('Introduced')).toBe(introduced);
  });

  it('runs it again in two tabs at once, and both see one and the same round', async () => {
    const other = await operator.tab();
    await other.go(`/operator/round?week=${week}`);
    await operator.go(`/operator/round?week=${week}`);
    await operator.press('Run this round');
    await other.press('Run this round');
    expect(await other.text()).toContain('This round had been run already');
    const pairs = async (visitor: Visitor) => visitor.page.locator('#pairs ~ *, section:has(#pairs)').first().innerText();
    expect(await pairs(other)).toBe(await pairs(operator));
    await other.page.close();
  });

  it('suspends somebody between plan and send, whose partner is told neutrally', async () => {
    await operator.go('/operator/members?text=zita');
    await operator.follow(/^Zita/);
    await operator.follow('Suspend');
    await operator.press('Suspend');
    expect(await operator.text()).toContain('They are suspended.');
    await member.go('/me');
    expect(await member.text()).toContain('on hold');
  });

  it('sends it, watches the mails leave, and sees what became of it', async () => {
    await operator.go(`/operator/round?week=${week}`);
    await operator.press('Send the introductions now');
    expect(operator.place()).toContain('/operator/round/progress');
    await operator.page.getByText('Done', { exact: true }).waitFor({ timeout: 30_000 });
    expect(await figure('Pairs cancelled')).toBe('1');
    await member.go('/mailbox');
    expect(await member.page.locator('.mails').innerText()).toContain('Meet Sample');
    await member.go('/mailbox?to=zita');
    expect(await member.page.locator('.mails').innerText()).not.toContain('Meet');
    let told = 0;
    for (let page = 1; page <= 6; page++) {
      await member.go(`/mailbox?page=${String(page)}`);
      told += await member.page.locator('.mails a').filter({ hasText: 'does not take place' }).count();
    }
    expect(told).toBe(1);
    await operator.go('/operator/results');
    expect(await operator.page.locator('table').innerText()).toContain(week);
    expect(await figure('Repeats within the gap')).toBe('0');
    await operator.go(`/operator/round?week=${week}`);
    expect(await operator.page.getByText('Discard it instead').count()).toBe(0);
  });

  it('is not asked again by the clock: a round that was sent early stays the one of its week', async () => {
    const happened = await putForward(operator, 'To the next round');
    expect(happened).not.toContain(`the round of ${week} was run`);
  });

  it('bans somebody, who can then neither come in nor sign up again', async () => {
    await operator.go('/operator/members?text=zita');
    await operator.follow(/^Zita/);
    await operator.follow('Ban');
    await operator.press('Ban');
    expect(await operator.text()).toContain('They are banned.');
    await member.go('/me');
    expect(member.place()).toBe('/sign-in');
    await member.go('/');
    await member.page.getByLabel('Your mail address').fill('ZITA+again@example.org');
    await member.page.getByLabel('What should we call you?').fill('Zita');
    await member.page.getByRole('checkbox').check();
    await member.press('Send me the questions');
    expect(await member.heading()).toBe('Check your mail');
    await member.go('/mailbox?to=zita%2Bagain');
    expect(await member.text()).toContain('No mail to such an address.');
  });

  it('finds every page for operators to fit a phone, reach nothing outside and throw nothing', async () => {
    for (const path of ['', '/round', '/results', '/members', '/reports', '/mails']) await operator.go(`/operator${path}`);
    expect([operator.faults, member.faults]).toEqual([[], []]);
  });
});
