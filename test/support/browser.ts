import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { locate } from '../../scripts/real-parts.ts';

/** A real Chromium without a past: no profile, no cache, no way out of this machine. */
export interface TestBrowser {
  /** Opens a file or an address at the size of a screen; `dark` is what the visitor's system prefers. */
  readonly open: (place: string, screen: Screen) => Promise<OpenPage>;
  readonly close: () => Promise<void>;
}

export interface Screen {
  readonly width: number;
  readonly height: number;
  readonly dark?: boolean;
  /** Whether pages may run script; they may unless this says no. */
  readonly script?: boolean;
}

export interface OpenPage {
  readonly page: Page;
  readonly screenshot: (to: string) => Promise<void>;
  /** Every address outside this machine that the page asked for; none of them was answered. */
  readonly refused: readonly string[];
  /** What the page threw or logged as an error. */
  readonly errors: readonly string[];
}

export const launchBrowser = async (): Promise<TestBrowser> => {
  const isRoot = process.getuid?.() === 0;
  // Playwright gives each launch a new, empty profile and deletes it afterwards.
  const browser = await chromium.launch({
    executablePath: locate('chromium'),
    chromiumSandbox: !isRoot,
    args: quiet,
  });
  return {
    open: async (place, { width, height, dark = false, script = true }) => {
      const colorScheme = dark ? 'dark' : 'light';
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme,
        javaScriptEnabled: script,
        serviceWorkers: 'block',
        locale: 'en-GB',
      });
      const refused = await fence(context);
      const page = await context.newPage();
      const errors = listen(page);
      await page.goto(addressOf(place));
      const screenshot = async (to: string): Promise<void> => {
        await page.screenshot({ path: to, fullPage: true });
      };
      return { page, screenshot, refused, errors };
    },
    close: async () => browser.close(),
  };
};

const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A second fence below the first: names outside this machine do not resolve, whoever asks for them.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]',
];

const addressOf = (place: string): string => (/^[a-z]+:/.test(place) ? place : pathToFileURL(resolve(place)).href);

const fence = async (context: BrowserContext): Promise<readonly string[]> => {
  const refused: string[] = [];
  await context.route('**/*', async (route) => {
    const address = route.request().url();
    if (staysHere(address)) return route.continue();
    refused.push(address);
    return route.abort('blockedbyclient');
  });
  await context.routeWebSocket('**/*', async (socket) => {
    if (staysHere(socket.url())) {
      socket.connectToServer();
      return;
    }
    refused.push(socket.url());
    await socket.close();
  });
  return refused;
};

const staysHere = (address: string): boolean => {
  const { protocol, hostname } = new URL(address);
  if (['file:', 'data:', 'blob:', 'about:'].includes(protocol)) return true;
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
};

const listen = (page: Page): readonly string[] => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return errors;
};
