import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type TestBrowser } from '../../support/browser.ts';
import { faintWords } from '../../support/journey-contrast.ts';
import { type LiveRun, startRun } from '../../support/journey-run.ts';
import { compose, openWhenThere, writeHere } from '../../support/journey-relay.ts';
import { answer, be, beTheOperator, handIn, join as joinAs, partnerOnMyPage } from '../../support/journey-steps.ts';
import { visit, type Visitor } from '../../support/journey-visitor.ts';

const results = fileURLToPath(new URL('../../../test-results/', import.meta.url));
/** With LOOP_UPDATE_PICTURES=1 the pictures of the guide are made anew; look at them before they are committed. */
const guide = fileURLToPath(new URL('../../../docs/images/', import.meta.url));
const isForGuide = process.env['LOOP_UPDATE_PICTURES'] === '1';
const pictureBytesMax = 200_000;

const member = 'Sample Mironix 021';

describe('the pages', () => {
  let run: LiveRun;
  let browser: TestBrowser;
  beforeAll(async () => {
    mkdirSync(results, { recursive: true });
    [run, browser] = await Promise.all([startRun(), launchBrowser()]);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    expect([await run.stop(), run.said()]).toEqual([0, '']);
  });

  const screens = [
    { width: 360, height: 740, dark: false },
    { width: 360, height: 740, dark: true },
    { width: 1280, height: 860, dark: false },
    { width: 1280, height: 860, dark: true },
  ];
  it.each(screens)('fit, are readable and reach nothing outside at $width px (dark: $dark)', async (screen) => {
    const visitor = await visit(run, browser, screen);
    const faint: string[] = [];
    const suffix = `${String(screen.width)}-${screen.dark ? 'dark' : 'light'}`;
    const picture = async (name: string): Promise<void> => {
      await visitor.screenshot(join(results, `${name}-${suffix}.png`));
      const words = await visitor.page.evaluate<readonly string[]>(faintWords);
      faint.push(...words.map((each) => `${name}: ${each}`));
    };
    await tour(visitor, suffix, picture);
    expect([visitor.faults, faint]).toEqual([[], []]);
  });

  it('make the pictures of the guide, none of them large', async () => {
    const visitor = await visit(run, browser, { width: 1100, height: 860 });
    const picture = async (name: string, height: number): Promise<void> => {
      await visitor.page.setViewportSize({ width: 1100, height });
      const file = join(isForGuide ? guide : results, `guide-${name}.png`);
      await visitor.page.screenshot({ path: file });
      expect(statSync(file).size).toBeLessThanOrEqual(pictureBytesMax);
    };
    await picture('home', 820);
    await be(visitor, member);
    const partner = await partnerOnMyPage(visitor);
    await picture('my-page', 900);
    await visitor.openMail('021@', `Meet ${partner}`);
    await picture('mail', 1000);
    const { from, to } = await exchange(visitor, partner);
    await picture('relay', 1020);
    await compose(visitor, { from, to, subject: 'Quick question', text: 'Can you lend me money?', isPretended: true });
    await openWhenThere(visitor, from, 'A message in your name was refused');
    await beTheOperator(visitor);
    await visitor.go('/operator/relay');
    await visitor.page.getByRole('textbox', { name: 'Private address' }).fill(to);
    await visitor.press('Look it up');
    await picture('operator-relay', 1560);
    await visitor.go('/operator');
    await picture('operator', 1250);
    await visitor.page.getByRole('link', { name: 'Preview the round' }).last().click();
    await visitor.page.getByText('How well they fit').waitFor();
    await picture('preview', 1500);
    await visitor.go('/operator/results');
    await picture('results', 1100);
    await visitor.go('/clock');
    await picture('clock', 620);
    expect(visitor.faults).toEqual([]);
  });
});

/** From the mail that introduces them, which is open: one writes, the other answers, and the answer is open. */
const exchange = async (visitor: Visitor, partner: string): Promise<{ readonly from: string; readonly to: string }> => {
  const typed = async (label: string): Promise<string> => visitor.page.getByLabel(label).inputValue();
  const [from, to] = [await typed('From: the address of a member'), await typed('To: a private address')];
  await writeHere(visitor, {
    subject: 'A look at your walls?',
    text: `Hello!\n\nI am in the Old Bakery on Thursday afternoon and would love to see\nwhat you paint. Is four o’clock good?\n\nMy own address is ${from}.`,
  });
  await openWhenThere(visitor, `${partner.toLowerCase().replaceAll(' ', '-')}@`, 'A look at your walls?');
  await writeHere(visitor, { text: 'Four is perfect. Ring at the green door, and bring your critique!' });
  await openWhenThere(visitor, from, 'Re: A look at your walls?');
  return { from, to };
};

/** All pages that matter, each with a picture of its own. */
const tour = async (visitor: Visitor, suffix: string, picture: (name: string) => Promise<void>): Promise<void> => {
  await picture('home');
  await visitor.press('Send me the questions');
  await picture('home-refused');
  await joinAs(visitor, { email: `zita.${suffix}@example.org`, name: 'Zita' });
  await picture('survey');
  await handIn(visitor);
  await picture('survey-refused');
  await answer(visitor, { studio: 'Cannery Loft' });
  await handIn(visitor);
  await picture('thanks');
  await visitor.go('/me');
  await picture('my-page-new');
  await visitor.press('Sign out');
  await be(visitor, member);
  const partner = await partnerOnMyPage(visitor);
  await picture('my-page');
  await visitor.page
    .getByRole('link', { name: /^Block or report/ })
    .first()
    .click();
  await picture('partner');
  await visitor.openMail('021@', `Meet ${partner}`);
  await picture('mail');
  await writeHere(visitor, { subject: `Hello of ${suffix}`, text: `Shall we meet? This is at ${suffix}.` });
  await openWhenThere(visitor, `${partner.toLowerCase().replaceAll(' ', '-')}@`, `Hello of ${suffix}`);
  await picture('mail-relayed');
  await visitor.clickInMail(/conversation\?token=/);
  await picture('conversation');
  for (const [way, name] of [
    ['End the conversation', 'conversation-end'],
    ['Report it', 'conversation-report'],
  ] as const) {
    await visitor.follow(way);
    await picture(name);
    await visitor.follow(/Your conversation$/);
  }
  await beTheOperator(visitor);
  await picture('operator');
  const pages = ['round', 'results', 'members', 'reports', 'mails', 'relay'];
  for (const page of pages) {
    await visitor.go(`/operator/${page}`);
    await picture(`operator-${page}`);
  }
  await visitor.go('/operator');
  await visitor.follow('Watch the mails leave');
  await picture('operator-progress');
  await visitor.go('/operator');
  await visitor.page.getByRole('link', { name: 'Preview the round' }).last().click();
  await visitor.page.getByText('How well they fit').waitFor();
  await picture('operator-preview');
  await visitor.go('/operator/members?text=mironix');
  await visitor.follow(/^Sample Mironix/);
  await picture('operator-member');
  const others = [
    'sign-in',
    'check-your-mail',
    'me/settings',
    'me/leave',
    'me/export',
    'me/erase',
    'mailbox',
    'mailbox/compose',
    'clock',
    'people',
    'nowhere',
  ];
  for (const page of others) {
    await visitor.go(`/${page}`);
    await picture(page.replace('/', '-'));
  }
};
