import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type TestBrowser } from '../../support/browser.ts';
import {
  addressOnPageOf,
  hears,
  openChat,
  openChatByKeyboard,
  progressIs,
  say,
  setLookedAt,
  threadOfBoth,
  threadOn,
  threadOnServer,
  until,
} from '../../support/journey-chat.ts';
import { faintWords } from '../../support/journey-contrast.ts';
import { openWhenThere, sendBySmtp, unseenFocus, wordsOfMail, writeHere } from '../../support/journey-relay.ts';
import { type LiveRun, startRun } from '../../support/journey-run.ts';
import { be, partnerOnMyPage, putForward } from '../../support/journey-steps.ts';
import { visit, type Visitor } from '../../support/journey-visitor.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const pictures = join(root, 'test-results', 'journey-chat');
/** With LOOP_UPDATE_PICTURES=1 the picture of the guide is made anew; look at it before it is committed. */
const forGuide = process.env['LOOP_UPDATE_PICTURES'] === '1' ? join(root, 'docs', 'images') : pictures;
const pictureBytesMax = 200_000;

const anas = { name: 'Sample Mironix 021', email: 'sample-mironix-021@example.com' };
const bens = { name: '', email: '' };

describe('two members who were introduced, each in front of the chat', () => {
  let run: LiveRun;
  let browser: TestBrowser;
  let ana: Visitor;
  let ben: Visitor;
  let thread: string;
  const faint: string[] = [];
  beforeAll(async () => {
    execFileSync(process.execPath, [join(root, 'scripts', 'build-web.ts'), '--if-needed']);
    mkdirSync(pictures, { recursive: true });
    [run, browser] = await Promise.all([startRun(), launchBrowser({ microphone: true })]);
    ana = await visit(run, browser, { width: 360, height: 740 });
    ben = await visit(run, browser, { width: 1280, height: 800, dark: true });
    await be(ana, anas.name);
    bens.name = await partnerOnMyPage(ana);
    bens.email = `${bens.name.toLowerCase().replaceAll(' ', '-')}@example.com`;
    await be(ben, bens.name);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    expect([await run.stop(), run.said()]).toEqual([0, '']);
  });
  const picture = async (visitor: Visitor, name: string): Promise<void> => {
    await visitor.page.screenshot({ path: join(pictures, `${name}.png`) });
  };
  /** Looks at a page as it is now, with the eyes of somebody who sees little. */
  const look = async (visitor: Visitor): Promise<void> => {
    await visitor.look();
    const words = await visitor.page.evaluate<readonly string[]>(faintWords);
    faint.push(...words.map((each) => `${visitor.place()}: ${each}`));
  };
  /** The same, with the keyboard alone. */
  const inspect = async (visitor: Visitor): Promise<void> => {
    await look(visitor);
    faint.push(...(await unseenFocus(visitor)).map((each) => `${visitor.place()}: ${each}`));
  };
  const sameForAll = async (): Promise<readonly string[]> => threadOfBoth({ ana, ben }, thread);

  it('come to it from their own page, with the keyboard alone', async () => {
    thread = await openChatByKeyboard(ana);
    expect(await openChatByKeyboard(ben)).toBe(thread);
    expect(await ben.page.locator('#with').innerText()).toBe(anas.name);
    expect(await ana.text()).toContain('No messages yet. A first hello is enough.');
    await picture(ana, '1-nothing-yet');
    await inspect(ana);
    await inspect(ben);
  });

  it('say hello, and see what was delivered and what was read', async () => {
    await setLookedAt(ben, false);
    await say(ana, `Hello ${bens.name}! We both paint walls, it says.`);
    await progressIs(ana, 'Delivered');
    await until(ben, `document.title === '(1) ${anas.name} – Chat'`);
    await setLookedAt(ben, true);
    await progressIs(ana, 'Read');
    await until(ben, `document.title === '${anas.name} – Chat'`);
    await ben.page.locator('#words').pressSequentially('Hello!');
    await ana.page.getByText(`${bens.name} is writing …`).waitFor();
    await ben.page.keyboard.insertText(' I do. Large ones, of brick.');
    await ben.page.keyboard.press('Enter');
    await hears(ana, 'Large ones, of brick.');
    await progressIs(ben, 'Read');
    expect(await sameForAll()).toEqual([`Hello ${bens.name}! We both paint walls, it says.`, 'Hello! I do. Large ones, of brick.']);
  });

  it('record a voice note, and listen to it', async () => {
    const { page } = ana;
    await page.locator('#record').focus();
    await page.keyboard.press('Enter');
    await until(ana, "Math.max(...[...document.querySelectorAll('.level span')].map((bar) => bar.offsetHeight)) > 15");
    await until(ana, "document.querySelector('.clock strong').textContent === '0:02'");
    await picture(ana, '2-recording');
    await look(ana);
    await page.getByRole('button', { name: 'Stop' }).press('Enter');
    await page.getByRole('button', { name: 'Record again' }).waitFor();
    await picture(ana, '3-recorded');
    await look(ana);
    await page.getByRole('button', { name: 'Send', exact: true }).press('Enter');
    const note = ben.page.locator('.theirs.is-voice').getByRole('button', { name: 'Play' });
    await note.waitFor();
    const sent = (await threadOnServer(ben, thread)).messages.at(-1)?.content;
    const durationMs = sent?.kind === 'voice' ? sent.durationMs : 0;
    expect(durationMs).toBeGreaterThan(1_500);
    await note.press('Space');
    await until(ben, "document.querySelector('.is-voice audio').currentTime > 0.5");
    const duration = await ben.page.evaluate<number>("document.querySelector('.is-voice audio').duration");
    expect(Math.abs(duration - durationMs / 1_000)).toBeLessThan(0.1);
    await until(ben, "document.querySelector('.is-voice audio').ended");
    expect(await sameForAll()).toHaveLength(3);
  });

  it('read mails in between, with their subjects', async () => {
    await sendBySmtp(run, {
      from: bens.email,
      to: await addressOnPageOf(ben),
      subject: 'Walls of mine',
      text: 'Two of them, as promised.',
    });
    await hears(ana, 'Two of them, as promised.');
    expect(await ana.page.locator('.theirs.is-mail .subject').innerText()).toBe('Walls of mine');
    expect(await ana.page.locator('.theirs.is-mail .meta').innerText()).toContain('By mail');
    await say(ana, 'They are high! What do you paint them with?');
    await hears(ben, 'They are high!');
    expect(await sameForAll()).toContain('Walls of mine: Two of them, as promised.');
    await picture(ana, '6-mail');
    await picture(ben, '7-mail-desk');
    await inspect(ben);
  });

  it('look good in the guide', async () => {
    const { page } = ben;
    await say(ben, 'A long brush, and a ladder. Come and see: Thursday at four?');
    await hears(ana, 'Thursday at four?');
    await progressIs(ben, 'Read');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1100, height: 860 });
    await openChat(ben, thread);
    const file = join(forGuide, 'guide-chat.png');
    await page.screenshot({ path: file });
    expect(statSync(file).size).toBeLessThanOrEqual(pictureBytesMax);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('write on while neither is connected, and have the same order afterwards, and nothing twice', async () => {
    await Promise.all([ana.setOffline(true), ben.setOffline(true)]);
    const [hers, his] = [
      ['Are you in the tunnel, too?', 'I am under the river.', 'Nothing gets through.'],
      ['I think I lost you.', 'Where are you?', 'Hello?'],
    ] as const;
    for (let at = 0; at < 3; at++) {
      await say(ana, hers[at] ?? '');
      await say(ben, his[at] ?? '');
    }
    await ana.page.getByText('Not connected.').waitFor();
    expect(await ana.page.locator('.pending .meta').last().innerText()).toContain('Waits for the connection');
    expect([await ana.page.locator('.pending').count(), (await threadOn(ben)).length]).toEqual([3, 6]);
    await picture(ana, '4-not-connected');
    await picture(ben, '5-not-connected-desk');
    await inspect(ana);
    await Promise.all([ana.setOffline(false), ben.setOffline(false)]);
    await hears(ben, hers[2]);
    await hears(ana, his[2]);
    const all = await sameForAll();
    expect(all.filter((text) => (hers as readonly string[]).includes(text))).toEqual(hers);
    expect(all.filter((text) => (his as readonly string[]).includes(text))).toEqual(his);
    expect(all).toHaveLength(12);
    await expect.poll(async () => ana.page.getByText('Not connected.').count()).toBe(0);
  });

  it('go on after the connection was cut in the middle of what one sends', async () => {
    for (let at = 0; at < 3; at++) {
      await say(ana, `Through, number ${String(at + 1)}`);
      if (at === 1) await ana.setOffline(true);
    }
    await ana.setOffline(false);
    await hears(ben, 'Through, number 3');
    expect((await sameForAll()).slice(-3)).toEqual(['Through, number 1', 'Through, number 2', 'Through, number 3']);
  });

  it('see the same in another tab', async () => {
    const tab = await ana.tab();
    await openChat(tab, thread);
    await say(tab, 'And this from my other tab.');
    await hears(ben, 'other tab');
    const all = await sameForAll();
    await expect.poll(async () => threadOn(tab)).toEqual(all);
    await tab.page.close();
  });

  it('get by one mail what was written while they were away, and answer it in the chat', async () => {
    await ben.go('/me');
    await say(ana, 'Thursday is fine.');
    await say(ana, 'I bring cake.');
    await progressIs(ana, 'Sent');
    const tab = await ana.tab();
    await putForward(tab, '1 hour on');
    await tab.page.close();
    await ana.page.bringToFront();
    await progressIs(ana, 'Sent by mail');
    await openWhenThere(ben, bens.email, 'Re: Walls of mine');
    const words = await wordsOfMail(ben);
    expect(words).toMatch(/Thursday is fine\.[^]*I bring cake\./);
    expect(words).not.toContain('other tab');
    expect(words).not.toContain(anas.email);
    expect(await ben.page.frameLocator('iframe').locator(`a[href="${run.url}/chat/${thread}"]`).count()).toBeGreaterThan(0);
    await picture(ben, '8-missed');
    await ben.go(`/mailbox?to=${bens.email}`);
    expect(await ben.page.locator('.mails').getByRole('link', { name: 'Re: Walls of mine', exact: true }).count()).toBe(1);
    await openWhenThere(ben, bens.email, 'Re: Walls of mine');
    await writeHere(ben, { text: 'Chocolate, please.' });
    await hears(ana, 'Chocolate, please.');
    await openChat(ben, thread);
    expect((await sameForAll()).at(-1)).toMatch(/^Re: Walls of mine: Chocolate, please\.$/);
    await progressIs(ana, 'Read');
  });

  it('keep their addresses to themselves, and see their own words', async () => {
    const alias = await addressOnPageOf(ben);
    await say(ana, `Write to ${anas.email} if you are late.`);
    await hears(ben, `Write to ${alias} if you are late.`);
    const own = ana.page.locator('.message.mine').last();
    expect(await own.innerText()).toContain(`Write to ${anas.email} if you are late.`);
    expect(await own.locator('.meta').innerText()).toContain('Your address was hidden');
    await picture(ana, '9-hidden');
    await inspect(ana);
    expect(JSON.stringify(await threadOnServer(ben, thread))).not.toContain(anas.email);
  });

  it('share an address on purpose, by the menu of the chat', async () => {
    await ana.page.locator('.menu summary').click();
    await picture(ana, '10-menu');
    await ana.follow('Share my address');
    expect(await ana.heading()).toBe(`Share your own address with ${bens.name}?`);
    await picture(ana, '11-share');
    await inspect(ana);
    await ana.press('Share it');
    await openChat(ana, thread);
    expect(await ana.text()).toContain('You let them know your own mail address.');
    await say(ana, `Now really: ${anas.email}`);
    await hears(ben, `Now really: ${anas.email}`);
    await ana.page.locator('.menu summary').click();
    expect(await ana.page.locator('.menu a').allInnerTexts()).toEqual(['Mute, end or report']);
  });

  it('are both told that it is over when one ends it, and can read on', async () => {
    const before = await threadOn(ben);
    await ana.follow('Mute, end or report');
    await ana.page.locator('article.introduction summary').first().click();
    await ana.follow(/^End/);
    await ana.press('End it');
    await ben.page.getByText('This conversation is over: nothing more can be written').waitFor();
    await openChat(ana, thread);
    await ana.page.getByText('This conversation is over: nothing more can be written').waitFor();
    for (const { page } of [ana, ben]) expect(await page.locator('#words').count()).toBe(0);
    expect([await threadOn(ben), (await threadOn(ana)).length]).toEqual([before, before.length]);
    await picture(ben, '12-over');
    await picture(ana, '13-over-phone');
    await inspect(ben);
    const answer = await ben.page.evaluate<{ readonly code: string }>(`fetch('/chat/api/threads/${thread}/messages', { method: 'POST',
      headers: { 'content-type': 'application/json' }, body: JSON.stringify({ id: 'after-the-end', text: 'Wait' }) }).then((answer) => answer.json())`);
    expect(answer.code).toBe('chat.closed');
  });

  it('are signed out everywhere at once in one browser', async () => {
    const tab = await ben.tab();
    await tab.go('/me');
    await tab.press('Sign out');
    await ben.page.getByText('You are signed out.').waitFor();
    await picture(ben, '14-signed-out');
    await inspect(ben);
    await openChat(ana, thread);
    expect(await ana.page.getByText('You are signed out.').count()).toBe(0);
  });

  it('never saw the address of the other one before it was shared', () => {
    const ofThisRunAlone = /^\/(mailbox|people|clock)/;
    for (const { path, html } of ana.seen.filter((page) => !ofThisRunAlone.test(page.path)))
      expect([path, html.includes(bens.email.replace(/@.*/, ''))]).toEqual([path, false]);
  });

  it('came to no page that was too wide, too faint, without visible focus, reached outside, broke its policy, or threw', () => {
    const faults = [...ana.faults, ...ben.faults].filter((fault) => !/ERR_INTERNET_DISCONNECTED/.test(fault));
    expect([faults, faint]).toEqual([[], []]);
  });
});
