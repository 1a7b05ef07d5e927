import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, type OpenPage, type TestBrowser } from '../support/browser.ts';
import { type FakeChatServer, startFakeChatServer } from '../support/fake-chat-server.ts';
import { humming, lookedAt, until, write } from '../support/chat-page-steps.ts';
import { faintWords } from '../support/journey-contrast.ts';

const root = join(import.meta.dirname, '..', '..');
const pictures = join(root, 'test-results', 'chat-page');
const desk = { width: 1280, height: 800 };
const phone = { width: 320, height: 640 };

describe('the page of the chat in a browser', () => {
  let browser: TestBrowser;
  let server: FakeChatServer;

  beforeAll(async () => {
    execFileSync(process.execPath, [join(root, 'scripts', 'build-web.ts'), '--if-needed']);
    mkdirSync(pictures, { recursive: true });
    browser = await launchBrowser();
  });
  beforeEach(async () => {
    server = await startFakeChatServer({ a: 'Ana', b: 'Ben' });
  });
  afterEach(async () => server.close());
  afterAll(async () => browser.close());

  const bothOpen = async (): Promise<{ readonly ana: OpenPage; readonly ben: OpenPage }> => {
    const ana = await browser.open(server.pageOf('a'), desk);
    const ben = await browser.open(server.pageOf('b'), phone);
    for (const { page } of [ana, ben]) await page.waitForSelector('#words');
    return { ana, ben };
  };

  it('holds a conversation: written, seen, read, in the same order for both', async () => {
    const { ana, ben } = await bothOpen();
    await write(ana.page, 'Hello Ben');
    await ben.page.waitForSelector('text=Hello Ben');
    await ben.page.bringToFront();
    await write(ben.page, 'Hello Ana');
    await ana.page.waitForSelector('.theirs >> text=Hello Ana');
    await ana.page.waitForSelector('.progress-read');
    expect(await wordsOn(ana.page)).toEqual(['Hello Ben', 'Hello Ana']);
    expect(await wordsOn(ben.page)).toEqual(['Hello Ben', 'Hello Ana']);
    expect([ana.errors, ana.refused, ben.errors, ben.refused]).toEqual([[], [], [], []]);
  });

  it('keeps what is written without a connection, over a reload, and sends it once', async () => {
    const { ana } = await bothOpen();
    await write(ana.page, 'Before');
    await ana.page.waitForSelector('.progress-sent, .progress-delivered, .progress-read');
    server.setUp(false);
    await write(ana.page, 'In the tunnel');
    await ana.page.waitForSelector('.pending');
    await ana.page.waitForSelector('text=Not connected');
    await ana.screenshot(join(pictures, 'offline.png'));
    server.setUp(true);
    await ana.page.reload();
    await until(ana.page, "document.querySelectorAll('.message.mine:not(.pending)').length === 2");
    expect(await wordsOn(ana.page)).toEqual(['Before', 'In the tunnel']);
    expect(server.model.messages('a').map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it('goes on by itself after the connection was cut', async () => {
    const { ana, ben } = await bothOpen();
    server.cutSockets();
    await write(ana.page, 'Still here');
    await ben.page.waitForSelector('text=Still here');
    expect(server.model.messages('b')).toHaveLength(1);
  });

  it('says what others write to those who listen, and shows it in the title', async () => {
    const { ana } = await bothOpen();
    await ana.page.evaluate(lookedAt(false));
    server.model.send('b', { id: 'from-ben-1', text: 'Are you there?' });
    await until(ana.page, "document.title === '(1) Ben – Chat'");
    expect(await ana.page.textContent('.chat > [aria-live=polite]')).toBe('Ben: Are you there?');
  });

  it('never makes a page of what somebody wrote', async () => {
    const { ana } = await bothOpen();
    const hostile = '<img src=x onerror="document.title=1"> javascript:alert(1) <b>bold</b>';
    server.model.send('b', { id: 'from-ben-1', text: hostile });
    server.model.mail('b', { kind: 'mail', subject: hostile, text: hostile, isCut: false, hasHtml: true, files: [] });
    await ana.page.click('text=Show as written');
    const frame = await ana.page.waitForSelector('iframe.as-written');
    expect(await frame.getAttribute('sandbox')).toBe('allow-popups allow-popups-to-escape-sandbox');
    const [tab] = await Promise.all([
      ana.page.context().waitForEvent('page'),
      ana.page.frameLocator('iframe.as-written').getByText('written').click(),
    ]);
    expect(await tab.evaluate('window.opener')).toBe(null);
    await tab.close();
    expect(await ana.page.locator('.message img, .message b, .message a').count()).toBe(0);
    expect(await wordsOn(ana.page)).toEqual([hostile]);
  });

  it('records a voice note, plays it back, records it again and sends it', async () => {
    const { ana, ben } = await bothOpen();
    await ana.page.evaluate(humming);
    await ana.page.click('#record');
    await ana.page.waitForSelector('.level');
    await until(ana.page, "Math.max(...[...document.querySelectorAll('.level span')].map((bar) => bar.offsetHeight)) > 20");
    await ana.screenshot(join(pictures, 'recording.png'));
    await ana.page.click('text=Stop');
    await ana.page.click('text=Record again');
    await ana.page.waitForSelector('.level');
    await ana.page.waitForTimeout(1_500);
    // Space presses the button that has the focus: stop, and then send.
    await ana.page.keyboard.press('Space');
    await ana.page.waitForSelector('text=Record again');
    await ana.page.click('.recorder .player button');
    await until(ana.page, "document.querySelector('.recorder audio').currentTime > 0.2");
    await ana.screenshot(join(pictures, 'recorded.png'));
    await ana.page.click('.recorder >> text=Send');
    await ben.page.waitForSelector('.is-voice .player');
    expect([server.uploads.length, server.model.messages('a').map(({ content }) => content.kind)]).toEqual([1, ['voice']]);
    await ben.page.click('.is-voice .player button');
    await until(ben.page, "document.querySelector('.is-voice audio').currentTime > 0.2");
    expect([ana.errors, ben.errors]).toEqual([[], []]);
  });

  it('says why nothing can be recorded where there is no microphone, and closes by the keyboard', async () => {
    const { ana } = await bothOpen();
    await ana.page.focus('#record');
    await ana.page.keyboard.press('Enter');
    await ana.page.waitForSelector('.recorder [role=alert]');
    expect(await ana.page.textContent('.recorder [role=alert]')).toMatch(/microphone/i);
    await ana.page.focus('.recorder button');
    await ana.page.keyboard.press('Escape');
    await until(ana.page, "document.activeElement.id === 'record'");
  });

  it('shows an ended conversation without a place to write', async () => {
    const { ana } = await bothOpen();
    server.model.setState('ended');
    await ana.page.waitForSelector('text=This conversation is over');
    expect(await ana.page.locator('#words').count()).toBe(0);
  });

  it('asks to sign in again where the session is over, and says that what is written waits for that', async () => {
    const { ana } = await bothOpen();
    server.setSignedIn(false);
    server.cutSockets();
    await ana.page.waitForSelector('text=You are signed out');
    await write(ana.page, 'Later');
    await ana.page.waitForSelector('.pending >> text=Waits until you sign in');
  });

  it.each([false, true])('fits on a phone, and its words stand out from what is behind them (dark: %s)', async (dark) => {
    for (const text of ['Hello', 'A longer message without an end '.repeat(20), 'Donaudampfschifffahrtsgesellschaft'.repeat(5)])
      server.model.send(text === 'Hello' ? 'b' : 'a', { id: `message-${String(text.length)}`, text });
    const { page, screenshot } = await browser.open(server.pageOf('a'), { ...phone, dark });
    await page.waitForSelector('.message');
    await screenshot(join(pictures, dark ? 'phone-dark.png' : 'phone.png'));
    expect(await page.evaluate('[document.documentElement.scrollWidth, document.documentElement.scrollHeight]')).toEqual([320, 640]);
    expect(await page.evaluate(faintWords)).toEqual([]);
    await page.click('.back');
    await until(page, 'document.activeElement.dataset.thread !== undefined');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    expect(await page.evaluate(faintWords)).toEqual([]);
  });

  it('names everything that one can press or fill in', async () => {
    const { ana } = await bothOpen();
    const nameless = `[...document.querySelectorAll('#chat :is(button, a, summary, textarea, input, iframe)')].filter((each) =>
      ((each.labels?.[0] ?? each).textContent || each.getAttribute('aria-label') || each.title || '').trim() === '').length`;
    expect(await ana.page.evaluate(nameless)).toBe(0);
  });
});

const wordsOn = async (page: Page): Promise<readonly string[]> => page.locator('.message:not(.is-mail) .words').allTextContents();
