import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type BrowserContext, type Page, type WebSocketRoute } from 'playwright-core';
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
  /** What its pages threw or logged as errors, those of other tabs among them. */
  readonly errors: readonly string[];
  /** Takes the network away, with what is open over it, or gives it back. */
  readonly setOffline: (isOffline: boolean) => Promise<void>;
}

/** `microphone`: one that beeps each second, and that every page may use which its own policy lets. */
export const launchBrowser = async ({ microphone = false }: { readonly microphone?: boolean } = {}): Promise<TestBrowser> => {
  const isRoot = process.getuid?.() === 0;
  // Playwright gives each launch a new, empty profile and deletes it afterwards.
  const browser = await chromium.launch({
    executablePath: locate('chromium'),
    chromiumSandbox: !isRoot,
    args: microphone ? [...quiet, ...beeping] : quiet,
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
      const { refused, cut } = await fence(context);
      const errors = listen(context);
      const page = await context.newPage();
      await page.goto(addressOf(place));
      const screenshot = async (to: string): Promise<void> => {
        await page.screenshot({ path: to, fullPage: true });
      };
      const setOffline = async (isOffline: boolean): Promise<void> => {
        await context.setOffline(isOffline);
        if (isOffline) await cut();
      };
      return { page, screenshot, refused, errors, setOffline };
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

const beeping = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

const addressOf = (place: string): string => (/^[a-z]+:/.test(place) ? place : pathToFileURL(resolve(place)).href);

const fence = async (context: BrowserContext): Promise<Fence> => {
  const refused: string[] = [];
  const sockets = new Map<WebSocketRoute, WebSocketRoute>();
  await context.route('**/*', async (route) => {
    const address = route.request().url();
    if (staysHere(address)) return route.continue();
    refused.push(address);
    return route.abort('blockedbyclient');
  });
  await context.routeWebSocket('**/*', async (socket) => {
    if (staysHere(socket.url())) {
      sockets.set(socket, socket.connectToServer());
      return;
    }
    refused.push(socket.url());
    await socket.close();
  });
  const cut = async (): Promise<void> => {
    const open = [...sockets];
    sockets.clear();
    // The page first: it must not write to what is closed without its knowing.
    for (const sides of open) for (const side of sides) await side.close();
  };
  return { refused, cut };
};

interface Fence {
  readonly refused: readonly string[];
  /** Ends every WebSocket that is open. */
  readonly cut: () => Promise<void>;
}

const staysHere = (address: string): boolean => {
  const { protocol, hostname } = new URL(address);
  if (['file:', 'data:', 'blob:', 'about:'].includes(protocol)) return true;
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
};

const listen = (context: BrowserContext): readonly string[] => {
  const errors: string[] = [];
  context.on('weberror', (thrown) => errors.push(thrown.error().message));
  context.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return errors;
};
