import type { Page } from 'playwright-core';
import type { OpenPage, Screen, TestBrowser } from './browser.ts';
import type { LiveRun } from './journey-run.ts';

/** Somebody in front of a browser of their own. Every page they come to is looked at: `faults` has what was wrong with any of them. */
export interface Visitor {
  readonly page: Page;
  readonly go: (path: string) => Promise<void>;
  /** Follows the first link whose words are these, or match. */
  readonly follow: (label: string | RegExp) => Promise<void>;
  /** Presses the first button whose words are these, or match. */
  readonly press: (label: string | RegExp) => Promise<void>;
  /** The one `h1` of the page. */
  readonly heading: () => Promise<string>;
  /** What is to be read on the page. */
  readonly text: () => Promise<string>;
  /** Path and query. */
  readonly place: () => string;
  /** The newest mail to somebody of which the subject has these words, opened in the mailbox as its reader sees it. */
  readonly openMail: (to: string, subject: string | RegExp) => Promise<void>;
  /** Clicks a link inside the mail that is open; it takes the whole page along. */
  readonly clickInMail: (label: string | RegExp) => Promise<void>;
  /** Looks at the page as it is now, as at every page that is come to: for what a script has made of it since. */
  readonly look: () => Promise<void>;
  /** Takes the network away from the whole browser, or gives it back. */
  readonly setOffline: (isOffline: boolean) => Promise<void>;
  /** A picture of the page from its top, as a PNG. */
  readonly screenshot: (file: string) => Promise<void>;
  readonly faults: readonly string[];
  /** Every page they came to, as it was. */
  readonly seen: readonly SeenPage[];
  /** The same browser, with the same session, in another tab. */
  readonly tab: () => Promise<Visitor>;
}

export interface SeenPage {
  readonly path: string;
  readonly html: string;
}

export const visit = async (run: LiveRun, browser: TestBrowser, screen: Screen): Promise<Visitor> => {
  const opened = await browser.open(`${run.url}/`, screen);
  const faults: string[] = [];
  const fromOutside = () => [...opened.refused.map((address) => `asked for ${address}`), ...opened.errors.filter(isUnexpected)];
  const visitor = visitorOn(opened.page, { run, faults, seen: [], setOffline: opened.setOffline });
  await visitor.go('/');
  return {
    ...visitor,
    get faults() {
      return [...faults, ...fromOutside()];
    },
  };
};

/** A page that says no comes with its own status, of which the browser's console tells. */
const isUnexpected = (message: string): boolean => !/status of (401|403|404|409|410|422) /.test(message);

/** A page that takes longer does not come. */
const patienceMs = 12_000;

interface Watched {
  readonly run: LiveRun;
  readonly faults: string[];
  readonly seen: SeenPage[];
  readonly setOffline: OpenPage['setOffline'];
}

const visitorOn = (page: Page, watched: Watched): Visitor => {
  page.setDefaultTimeout(patienceMs);
  const { run, faults, seen, setOffline } = watched;
  const look = async (): Promise<void> => {
    const path = new URL(page.url()).pathname;
    const found = await page.evaluate<readonly string[]>(inspection);
    faults.push(...found.map((fault) => `${path}: ${fault}`));
    seen.push({ path, html: await page.content() });
  };
  const arriving = async (leave: () => Promise<unknown>): Promise<void> => {
    // A form comes back to where it stood or goes on to another page; both are a new page.
    const arrived = page.waitForEvent('load');
    arrived.catch(() => undefined);
    await leave();
    await arrived;
    await look();
  };
  const visitor: Visitor = {
    page,
    faults,
    seen,
    look,
    setOffline,
    go: async (path) => arriving(async () => page.goto(`${run.url}${path}`)),
    follow: async (label) => arriving(async () => page.getByRole('link', { name: label, exact: true }).first().click()),
    press: async (label) => arriving(async () => page.getByRole('button', { name: label, exact: true }).first().click()),
    heading: async () => (await page.locator('h1').innerText()).trim(),
    text: async () => (await page.locator('body').innerText()).replaceAll(/\s+/g, ' '),
    place: () => page.url().slice(run.url.length),
    openMail: async (to, subject) => {
      // A frame of a tab in the background takes no clicks.
      await page.bringToFront();
      await visitor.go(`/mailbox?to=${encodeURIComponent(to)}`);
      await arriving(async () => page.locator('main').getByRole('link', { name: subject }).first().click());
    },
    clickInMail: async (label) =>
      arriving(async () => page.frameLocator('iframe').getByRole('link', { name: label, exact: true }).first().click()),
    screenshot: async (file) => {
      const [width, height] = await page.evaluate<[number, number]>('[innerWidth, document.documentElement.scrollHeight]');
      await page.screenshot({ path: file, fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, pictureHeightMax) } });
    },
    tab: async () => {
      const another = visitorOn(await page.context().newPage(), watched);
      await another.go('/');
      return another;
    },
  };
  return visitor;
};

const pictureHeightMax = 2_600;

/** What no page of ours may have, looked for in the browser. Only the visitor's own window counts as wide; a table may scroll inside its box. */
const inspection = `(() => {
  const faults = [];
  const over = document.documentElement.scrollWidth - innerWidth;
  if (over > 0) {
    const widest = [...document.querySelectorAll('body *')].filter((each) => each.getBoundingClientRect().right > innerWidth + 0.5).slice(0, 3);
    faults.push('is ' + over + ' px too wide: ' + widest.map((each) => each.tagName + '.' + each.className).join(', '));
  }
  if (document.querySelectorAll('h1').length !== 1) faults.push('has not one h1');
  if (document.title === '' || document.documentElement.lang === '') faults.push('has no title or no language');
  const ids = [...document.querySelectorAll('[id]')].map((each) => each.id);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) faults.push('has the id ' + id + ' twice');
  for (const field of document.querySelectorAll('input:not([type=hidden]), select, textarea')) {
    const isNamed = field.labels.length > 0 || field.hasAttribute('aria-label') || field.hasAttribute('aria-labelledby');
    if (!isNamed) faults.push('has a field without a label: ' + field.name);
  }
  for (const each of document.querySelectorAll('a, button')) {
    if (each.textContent.trim() === '' && !each.hasAttribute('aria-label')) faults.push('has a link or a button without words');
  }
  for (const link of document.querySelectorAll('a[href^="#"]')) {
    if (document.getElementById(link.getAttribute('href').slice(1)) === null) faults.push('has a link to nowhere: ' + link.getAttribute('href'));
  }
  const page = performance.getEntriesByType('navigation')[0];
  if (page && page.decodedBodySize > 1_500_000) faults.push('is too large');
  return faults;
})()`;
