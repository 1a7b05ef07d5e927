import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';

const html = `<!doctype html><meta name="viewport" content="width=device-width">
<style>body { background: #fff } @media (prefers-color-scheme: dark) { body { background: #000 } }</style>
<p>Hello</p><img src="https://outside.example/pixel.png" alt=""><script>
new WebSocket('wss://outside.example/socket');
fetch('https://outside.example/count').catch(() => { document.title = 'refused'; });
</script>`;

describe('the browser of the tests', () => {
  const folder = mkdtempSync(join(tmpdir(), 'loop-browser-'));
  const file = join(folder, 'page.html');
  let browser: TestBrowser;
  let server: Server;

  beforeAll(async () => {
    writeFileSync(file, html);
    server = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<p>From this machine</p>'));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true });
  });

  it('shows a file at the size that was asked for, in light and in dark', async () => {
    const phone = await browser.open(file, { width: 360, height: 740 });
    const desk = await browser.open(file, { width: 1280, height: 800, dark: true });
    const look = '[innerWidth, getComputedStyle(document.body).backgroundColor]';
    expect(await phone.page.evaluate(look)).toEqual([360, 'rgb(255, 255, 255)']);
    expect(await desk.page.evaluate(look)).toEqual([1280, 'rgb(0, 0, 0)']);
  });

  it('lets nothing out of this machine, and says what wanted to get out', async () => {
    const { page, refused } = await browser.open(file, { width: 800, height: 600 });
    await page.waitForFunction("document.title === 'refused'");
    await expect
      .poll(() => refused.toSorted())
      .toEqual(['https://outside.example/count', 'https://outside.example/pixel.png', 'wss://outside.example/socket']);
  });

  it('opens what this machine serves', async () => {
    const { port } = server.address() as AddressInfo;
    const { page, refused, errors } = await browser.open(`http://127.0.0.1:${String(port)}/`, { width: 800, height: 600 });
    expect(await page.textContent('p')).toBe('From this machine');
    expect([refused, errors.filter((error) => !error.includes('favicon'))]).toEqual([[], []]);
  });

  it('takes a picture of the whole page', async () => {
    const { screenshot } = await browser.open(file, { width: 360, height: 740 });
    const picture = join(folder, 'page.png');
    await screenshot(picture);
    expect(readFileSync(picture).subarray(1, 4).toString()).toBe('PNG');
  });
});
