import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, type OpenPage, type TestBrowser } from '../support/browser.ts';
import { humming, until } from '../support/chat-page-steps.ts';
import { type FakeChatServer, startFakeChatServer } from '../support/fake-chat-server.ts';
import { lengthInWords, lengthSpoken } from '../../web/chat/words.ts';

const root = join(import.meta.dirname, '..', '..');
const phone = { width: 360, height: 640 };

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
  const ana = await browser.open(server.pageOf('a'), phone);
  await ana.page.waitForSelector('#words');
  return ana;
};

describe('a voice note', () => {
  const recorded = async (page: Page): Promise<void> => {
    await page.evaluate(humming);
    await page.click('#record');
    await page.waitForSelector('.level');
    await page.waitForTimeout(1_200);
  };

  it('that is recorded is still there for whoever looks at something else meanwhile, and the browser asks before it is lost', async () => {
    const { page } = await opened();
    const asked: string[] = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    await recorded(page);
    await page.click('.back');
    await page.click('[data-thread]');
    await page.getByRole('button', { name: 'Record again' }).waitFor();
    await page.keyboard.press('Escape');
    await page.click('#record');
    await page.getByRole('button', { name: 'Send', exact: true }).waitFor();
    await page.reload();
    expect(asked).toEqual(['beforeunload']);
    await page.waitForSelector('#words');
  });

  it('can be left alone where the browser waits for an answer that nobody gives', async () => {
    const { page } = await opened();
    await page.evaluate('navigator.mediaDevices.getUserMedia = async () => new Promise(() => undefined)');
    await page.click('#record');
    await page.getByText('asks whether this page may use the microphone').waitFor();
    await page.keyboard.press('Enter');
    await until(page, "document.activeElement.id === 'record'");
  });

  it('is not begun, and nobody listened to, where the browser cannot record after all', async () => {
    const { page } = await opened();
    await page.evaluate(humming);
    await page.evaluate(`void (MediaRecorder.prototype.start = () => { throw new DOMException('no', 'NotSupportedError'); });
      const take = navigator.mediaDevices.getUserMedia;
      navigator.mediaDevices.getUserMedia = async () => (window.taken = await take());`);
    await page.click('#record');
    await page.getByText('The recording could not be started.').waitFor();
    expect(await page.evaluate('[...window.taken.getTracks()].map(({ readyState }) => readyState)')).toEqual(['ended']);
  });

  it('ends by itself after five minutes, also where the clock of the machine is set back meanwhile', async () => {
    const { page } = await opened();
    await page.evaluate(humming);
    await page.clock.install();
    await page.click('#record');
    await page.waitForSelector('.level');
    await page.evaluate('const { now } = Date; void (Date.now = () => now() - 3_600_000)');
    await page.clock.runFor(285_000);
    expect(await page.textContent('.clock .left')).toMatch(/^0:1\d left$/);
    await page.clock.runFor(15_000);
    await page.getByRole('button', { name: 'Record again' }).waitFor();
  });

  it('is what was recorded until then where the microphone is pulled out', async () => {
    const { page } = await opened();
    await page.evaluate(humming);
    await page.evaluate(`const take = navigator.mediaDevices.getUserMedia;
      navigator.mediaDevices.getUserMedia = async () => (window.taken = await take())`);
    await page.click('#record');
    await page.waitForSelector('.level');
    await page.evaluate('window.taken.getTracks().forEach((track) => track.stop())');
    await page.getByRole('button', { name: 'Record again' }).waitFor();
  });

  it('that is on its way is found by whoever comes back meanwhile, who is told where it did not arrive', async () => {
    const { page } = await opened();
    let cut: () => void = () => undefined;
    await page.route('**/bucket', async (route) => {
      await new Promise<void>((resolve) => (cut = resolve));
      await route.abort();
    });
    await recorded(page);
    await page.click('text=Stop');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.waitForSelector('.recorder progress');
    await page.click('.back');
    await page.click('[data-thread]');
    await page.waitForSelector('.recorder progress');
    cut();
    await page.getByText('It was not sent').waitFor();
    await page.unrouteAll();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.waitForSelector('.is-voice .player');
    await page.waitForSelector('#words');
    expect(server.model.messages('a')).toHaveLength(1);
  });

  it('that is discarded is gone', async () => {
    const { page } = await opened();
    await recorded(page);
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.waitForSelector('#words');
    await page.click('#record');
    await page.waitForSelector('.level');
  });

  const sent = async (page: Page): Promise<void> => {
    await recorded(page);
    await page.click('text=Stop');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.waitForSelector('.is-voice .player');
  };

  it('is played, stopped and gone through with the keyboard, and nobody who listens is talked over', async () => {
    const { page } = await opened();
    await recorded(page);
    await page.click('text=Stop');
    const [place, audio] = [page.getByRole('slider', { name: 'Place' }), "document.querySelector('.recorder audio')"];
    await page.getByRole('button', { name: 'Play' }).press('Space');
    await until(page, `${audio}.currentTime > 0.6`);
    expect(await place.getAttribute('aria-valuetext')).toMatch(/^0 seconds of \d second/);
    await until(page, `${audio}.ended`);
    await page.getByRole('button', { name: 'Play' }).waitFor();
    expect(await place.getAttribute('aria-valuetext')).toMatch(/^[1-9] seconds? of \d second/);
    const lastMs = Number(await place.getAttribute('max'));
    expect(Number(await place.inputValue())).toBe(lastMs);
    await place.focus();
    await page.keyboard.press('Home');
    expect(await place.inputValue()).toBe('0');
    await page.keyboard.press('ArrowRight');
    expect(Number(await place.inputValue())).toBeGreaterThan(lastMs / 2);
    await page.keyboard.press('ArrowLeft');
    expect(await place.inputValue()).toBe('0');
    await page.keyboard.press('PageUp');
    await until(page, `!${audio}.seeking && ${audio}.currentTime > 0`);
  });

  it('says how long it is before anything of it is loaded', async () => {
    const { page } = await opened();
    await sent(page);
    const { content } = server.model.messages('a')[0] ?? {};
    const durationMs = content?.kind === 'voice' ? content.durationMs : 0;
    expect(await page.textContent('.is-voice .length')).toBe(`0:00 / ${lengthInWords(durationMs)}`);
    expect(await page.getByRole('slider', { name: 'Place' }).getAttribute('aria-valuetext')).toBe(
      `0 seconds of ${lengthSpoken(durationMs)}`,
    );
    expect(server.asked).not.toContain('/kept/voice');
  });

  it('stops when another one is played, goes on where its link had expired, and says where it cannot be played', async () => {
    const { page } = await opened();
    await sent(page);
    const { content } = server.model.messages('a')[0] ?? {};
    if (content?.kind === 'voice') server.model.send('b', { id: 'from-ben-voice', voice: server.model.upload(content) });
    await until(page, "document.querySelectorAll('.is-voice audio').length === 2");
    const [first, second] = ['document.querySelectorAll(".is-voice audio")[0]', 'document.querySelectorAll(".is-voice audio")[1]'];
    const button = page.locator('.mine.is-voice').getByRole('button');
    await button.click();
    await page.locator('.theirs.is-voice').getByRole('button', { name: 'Play' }).click();
    expect(await page.evaluate(`[${first}.paused, ${second}.paused]`)).toEqual([true, false]);
    await until(page, `${second}.currentTime > 0.2`);
    const links = (): number => server.asked.filter((path) => path.endsWith('/voice')).length;
    const before = links();
    await page.evaluate(`${second}.dispatchEvent(new Event('error'))`);
    await expect.poll(links).toBeGreaterThan(before);
    await until(page, `${second}.currentTime > 0.3`);
    await page.route('**/voice', async (route) => route.fulfill({ status: 404 }));
    await page.reload();
    await button.press('Enter');
    await page.getByText('The voice note could not be loaded.').waitFor();
    await page.unrouteAll();
    // The focus is where it was: what could not be played is played by the same button.
    await page.keyboard.press('Enter');
    await until(page, `${first}.currentTime > 0.2`);
    expect(await page.getByText('The voice note could not be loaded.').count()).toBe(0);
  });
});
