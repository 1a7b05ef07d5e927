import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, type OpenPage, type TestBrowser } from '../support/browser.ts';
import { lookedAt, until, write } from '../support/chat-page-steps.ts';
import { type FakeChatServer, startFakeChatServer } from '../support/fake-chat-server.ts';

const root = join(import.meta.dirname, '..', '..');
const desk = { width: 1280, height: 800 };

let browser: TestBrowser;
let server: FakeChatServer;
beforeAll(async () => {
  execFileSync(process.execPath, [join(root, 'scripts', 'build-web.ts'), '--if-needed']);
  browser = await launchBrowser();
});
beforeEach(async () => {
  server = await startFakeChatServer({ a: 'Ana', b: 'Ben' });
});
afterEach(async () => server.close());
afterAll(async () => browser.close());

/** Ana's page, with the conversation open. */
const opened = async (): Promise<OpenPage> => {
  const ana = await browser.open(server.pageOf('a'), desk);
  await ana.page.waitForSelector('#words');
  return ana;
};
let written = 0;
const benWrites = (text: string): void => void server.model.send('b', { id: `from-ben-${String((written += 1))}`, text });
const readByAna = (): number => server.model.page('b', { limit: 1 }).marks.partner.read;

describe('a browser that cannot do everything', () => {
  it('shows what comes where notifications are there and throw, as on Android', async () => {
    const { page, errors } = await opened();
    await page.evaluate(
      `window.Notification = class { static permission = 'granted'; constructor() { throw new TypeError('Illegal constructor'); } }`,
    );
    await page.evaluate(lookedAt(false));
    benWrites('Hello');
    await page.waitForSelector('.theirs >> text=Hello');
    await page.waitForTimeout(1_700);
    expect(errors).toEqual([]);
  });

  it('offers no notifications there', async () => {
    const { page } = await opened();
    const offer = page.getByRole('button', { name: 'Notify me of new messages' });
    await page.addInitScript(
      `window.Notification = class { static permission = 'default'; static requestPermission = async () => 'granted'; }`,
    );
    await page.reload();
    await offer.waitFor();
    await page.addInitScript(
      `window.Notification = class { static permission = 'default'; constructor() { throw new TypeError('Illegal constructor'); } }`,
    );
    await page.reload();
    await page.waitForSelector('#words');
    expect(await offer.count()).toBe(0);
  });

  it('sends where tabs cannot take turns', async () => {
    const { page } = await opened();
    await page.evaluate(`LockManager.prototype.request = async () => { throw new DOMException('no', 'SecurityError'); }`);
    await write(page, 'All the same');
    await page.waitForSelector('.mine:not(.pending) >> text=All the same');
  });

  it('asks before the page is left where it keeps nothing', async () => {
    const { page } = await opened();
    const asked: string[] = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    await page.evaluate(`Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }`);
    server.setUp(false);
    await write(page, 'Only here');
    await page.waitForSelector('.pending >> text=Only here');
    server.setUp(true);
    await page.reload();
    expect(asked).toEqual(['beforeunload']);
  });
});

describe('an address that was cut off', () => {
  it('says that there is no such conversation, and leads to all of them', async () => {
    const { page } = await opened();
    await page.goto(new URL('/chat/%E0%A4', page.url()).href);
    await page.getByText('There is no such conversation').waitFor();
    await page.locator('.empty').getByRole('button', { name: 'All conversations' }).click();
    await page.locator('[data-thread]').waitFor();
  });
});

describe('who writes', () => {
  it('is not cut short by the Enter that ends a word which is put together', async () => {
    const { page } = await opened();
    await page.fill('#words', '日本');
    // What Safari says after the word is complete: no `isComposing`, and a key that is none.
    await page.evaluate(`document.querySelector('#words').dispatchEvent(Object.defineProperty(
      new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }), 'keyCode', { value: 229 }))`);
    expect([await page.inputValue('#words'), await page.locator('.mine').count()]).toEqual(['日本', 0]);
  });

  it('finds again after a reload what they had begun', async () => {
    const { page } = await opened();
    await page.fill('#words', 'Dear Ben, I');
    await page.reload();
    await page.waitForSelector('#words');
    expect(await page.inputValue('#words')).toBe('Dear Ben, I');
    await write(page, 'Hello');
    await page.waitForSelector('.mine >> text=Hello');
    await page.reload();
    await page.waitForSelector('#words');
    expect(await page.inputValue('#words')).toBe('');
  });

  it('is told that it is over, and goes on at the head of the conversation', async () => {
    const { page } = await opened();
    await page.locator('#words').pressSequentially('Shall we');
    server.model.setState('ended');
    await page.locator('[role=status]', { hasText: 'This conversation is over' }).waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('with');
  });

  it('goes on at the head of a conversation that is over, once they discarded what could not be sent', async () => {
    const { page } = await opened();
    server.setUp(false);
    await write(page, 'Too late');
    await page.waitForSelector('.pending');
    server.model.setState('ended');
    server.setUp(true);
    await page.getByRole('button', { name: 'Discard' }).press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('with');
  });

  it('keeps the focus where the messages are while older ones come, however often that fails', async () => {
    for (let at = 0; at < 120; at += 1) benWrites(`Message ${String(at)}`);
    const { page } = await opened();
    await page.route(/before=/, async (route) => route.abort());
    await page.click('.to-end button');
    const again = page.getByRole('button', { name: 'Load older messages again' });
    await expect.poll(async () => (await page.evaluate("document.querySelector('.scroll').scrollTop = 0"), again.isVisible())).toBe(true);
    await again.press('Enter');
    expect(await page.evaluate('document.activeElement.className')).toBe('scroll');
  });

  it('closes the menu by Escape, and by whatever is pressed elsewhere', async () => {
    const { page } = await opened();
    const isOpen = 'document.querySelector(".menu").open';
    await page.click('.menu summary');
    await page.keyboard.press('Escape');
    expect(await page.evaluate(`[${isOpen}, document.activeElement.tagName]`)).toEqual([false, 'SUMMARY']);
    await page.click('.menu summary');
    expect(await page.evaluate(isOpen)).toBe(true);
    await page.click('.scroll');
    expect(await page.evaluate(isOpen)).toBe(false);
  });
});

describe('who reads', () => {
  it('sees at the head, however long the conversation is, that the other one knows their address', async () => {
    const { page } = await opened();
    expect(await page.textContent('.head .who p')).toBe('Week 47 of 2026');
    await page.route(/threads\?/, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: (await answer.text()).replace('"isShared":false', '"isShared":true') });
    });
    await page.reload();
    await page.waitForSelector('#words');
    expect(await page.textContent('.head .who p')).toBe('Week 47 of 2026 · knows your mail address');
  });

  it('has not read what comes below what they look at, and is told that it is there', async () => {
    for (let at = 0; at < 40; at += 1) benWrites(`An older message, number ${String(at)}`);
    const { page } = await opened();
    await page.click('.to-end button');
    await expect.poll(readByAna).toBe(40);
    // What is drawn in the same moment keeps the end in sight.
    await expect
      .poll(async () => {
        await page.evaluate("document.querySelector('.scroll').scrollTop = 0");
        return page.getByRole('button', { name: 'To the newest' }).isVisible();
      })
      .toBe(true);
    benWrites('And one more');
    await page.getByRole('button', { name: '1 new' }).waitFor();
    expect([readByAna(), await page.title()]).toEqual([40, '(1) Ben – Chat']);
    await page.getByRole('button', { name: '1 new' }).click();
    await expect.poll(readByAna).toBe(41);
    await until(page, "document.title === 'Ben – Chat'");
  });

  it('keeps their place while older messages come', async () => {
    for (let at = 100; at < 220; at += 1) benWrites(`Message ${String(at)}`);
    const { page } = await opened();
    await page.click('.to-end button');
    const topOf175 = `document.evaluate('//li[contains(., "Message 175")]', document).iterateNext().getBoundingClientRect().top`;
    const before = await page.evaluate<number>(`document.querySelector('.scroll').scrollTop = 60, ${topOf175}`);
    await until(page, "document.querySelectorAll('.message').length > 50");
    expect(Math.abs((await page.evaluate<number>(topOf175)) - before)).toBeLessThanOrEqual(1);
  });

  it('hears of each message, also where two are the same', async () => {
    const { page } = await opened();
    const said = '.chat > [aria-live=polite] > p';
    benWrites('Yes');
    await until(page, `document.querySelector('${said}').textContent === 'Ben: Yes'`);
    await page.evaluate(`void (window.before = document.querySelector('${said}'))`);
    benWrites('Yes');
    await until(page, `window.before.isConnected === false && document.querySelector('${said}').textContent === 'Ben: Yes'`);
  });

  it('is not notified of what they read in another tab', async () => {
    const { page } = await opened();
    await page.evaluate(`window.shown = []; window.Notification = class extends EventTarget {
      static permission = 'granted';
      constructor(title) { super(); window.shown.push(title); }
    }`);
    await page.evaluate(lookedAt(false));
    benWrites('Read elsewhere');
    server.model.frame({ side: 'a', push: () => undefined }, { type: 'mark', thread: server.model.thread, read: 1 });
    await page.waitForTimeout(1_800);
    benWrites('Not read');
    await until(page, 'window.shown.length > 0');
    expect(await page.evaluate('window.shown')).toEqual(['Ben']);
  });

  it('waits for nothing that was made already, however many messages there are', async () => {
    for (let at = 0; at < 200; at += 1) benWrites(`Message ${String(at)}`);
    const { page } = await opened();
    await page.evaluate(`window.made = 0; Intl.DateTimeFormat = new Proxy(Intl.DateTimeFormat, {
      construct: (target, given) => { window.made += 1; return new target(...given); } })`);
    server.model.frame({ side: 'b', push: () => undefined }, { type: 'typing', thread: server.model.thread });
    await page.waitForSelector('text=Ben is writing');
    expect(await page.evaluate('window.made')).toBe(0);
  });
});

describe('somebody else who signs in in the same browser', () => {
  it('gets nothing of the page of the one before, which goes on when its own member is back', async () => {
    const { page } = await opened();
    const be = async (side: string): Promise<void> => page.context().addCookies([{ name: 'side', value: side, url: page.url() }]);
    await be('b');
    server.cutSockets();
    await page.waitForSelector('text=You are signed out');
    await write(page, 'Mine alone');
    await page.waitForTimeout(500);
    expect(server.model.messages('b')).toEqual([]);
    await be('a');
    await page.evaluate("dispatchEvent(new Event('focus'))");
    await page.waitForSelector('.mine:not(.pending) >> text=Mine alone');
    expect(server.model.messages('a').map(({ mine }) => mine)).toEqual([true]);
    await until(page, "document.querySelector('.link-notice').textContent === ''");
  });
});
