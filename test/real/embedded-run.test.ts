import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { T } from '../../adapters/composition/tokens.ts';
import { openEmbeddedData } from '../../adapters/local/embedded-data.ts';
import { formatWeek, parseWeek, weekOfDate, weeksAfter } from '../../domain/kernel/iso-week.ts';
import { seededRandom } from '../../domain/kernel/random.ts';
import type { Browser } from '../support/browse.ts';
import { browserAt, type EmbeddedProcess, startEmbedded } from '../support/embedded-process.ts';
import { wiredWorld } from '../support/embedded-parts.ts';
import { temporaryFolder } from '../support/reopened.ts';

let root: Awaited<ReturnType<typeof temporaryFolder>>;
let runs: EmbeddedProcess[] = [];
beforeEach(async () => {
  root = await temporaryFolder();
});
afterEach(async () => {
  await Promise.all(runs.map(async (run) => run.end('SIGKILL')));
  runs = [];
  await root.remove();
});

const started = (...words: readonly string[]): EmbeddedProcess => {
  const run = startEmbedded('--port', '0', ...words);
  runs.push(run);
  return run;
};

/** Any headers, the host too, which `fetch` keeps to itself. */
const statusOf = async (
  url: string,
  { headers = {}, method = 'GET' }: { readonly headers?: Record<string, string>; readonly method?: string },
): Promise<number> =>
  new Promise((resolve, reject) => {
    const asked = request(url, { headers, method }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.end();
  });

/** Answers when all is done that became due on the way. */
const putForward = async (browser: Browser, move: 'hour' | 'week' | 'sending'): Promise<void> => {
  const body = new URLSearchParams({ move });
  const { status } = await browser.send('/clock', { method: 'POST', body, headers: { 'sec-fetch-site': 'same-origin' } });
  expect(status).toBe(303);
};

const mailTo = async (browser: Browser, address: string, subject: RegExp): Promise<string> => {
  for (let look = 0; look < 100; look++) {
    const mailbox = await browser.open(`/mailbox?to=${encodeURIComponent(address)}`);
    if (subject.test(mailbox.text)) return mailbox.text;
    await setTimeout(50);
  }
  throw new Error(`no mail ${String(subject)}`);
};

describe('npm start', () => {
  it('prints where its pages and its mails are, has a page within ten seconds, and ends cleanly when it is told to', async () => {
    const before = performance.now();
    const run = started();
    const url = await run.url();
    expect(url).toMatch(/^http:\/\/localhost:\d+$/);
    const page = await browserAt(url).open('/');
    expect(page.status).toBe(200);
    expect(page.heading).not.toBe('');
    expect(performance.now() - before).toBeLessThan(10_000);
    const { stdout, ...ended } = await run.end('SIGTERM');
    expect(ended).toEqual({ code: 0, signal: null, stderr: '' });
    expect(stdout.replace(url, 'PAGES')).toMatch(/^PAGES\nsmtp:\/\/127\.0\.0\.1:\d+\n$/);
  });

  it('ends with 130 on Ctrl-C, before it is ready and after', async () => {
    for (const afterMs of [300, 600, 1_000]) {
      const early = started();
      await setTimeout(afterMs);
      expect((await early.end('SIGINT')).code).toBe(130);
    }
    const run = started('--empty');
    await run.url();
    expect((await run.end('SIGINT')).code).toBe(130);
  });

  it('answers to its own name alone, and takes forms from its own pages alone', async () => {
    const url = await started('--empty').url();
    const { port } = new URL(url);
    const here = `http://127.0.0.1:${port}/`;
    for (const host of [
      'evil.example',
      'evil.example:80',
      `evil.example:${port}`,
      'localhost',
      'localhost:1',
      `localhost.evil.example:${port}`,
      `127.0.0.1.evil.example:${port}`,
    ])
      expect([host, await statusOf(here, { headers: { host } })]).toEqual([host, 421]);
    for (const host of [`localhost:${port}`]) expect(await statusOf(here, { headers: { host } })).toBe(200);
    for (const host of [`127.0.0.1:${port}`, `[::1]:${port}`]) expect(await statusOf(here, { headers: { host } })).toBe(307);
    const host = `localhost:${port}`;
    for (const origin of ['http://evil.example', 'null', `http://localhost.evil.example:${port}`, `https://localhost:${port}`])
      expect([origin, await statusOf(`${here}people/operator`, { method: 'POST', headers: { host, origin } })]).toEqual([origin, 403]);
    expect(await statusOf(`${here}clock`, { method: 'POST', headers: { host, 'sec-fetch-site': 'cross-site', origin: url } })).toBe(403);
    expect(await statusOf(`${here}clock`, { method: 'POST', headers: { host } })).toBe(403);
  });

  it('takes the next free port, and says so', async () => {
    const first = new URL(await started('--empty').url()).port;
    const second = startEmbedded('--empty', '--port', first);
    runs.push(second);
    const url = await second.url();
    expect(Number(new URL(url).port)).toBeGreaterThan(Number(first));
    expect((await second.end('SIGTERM')).stderr).toBe(`Port ${first} is taken; this run has port ${new URL(url).port}.\n`);
  });

  it.each([
    [['--prot', '1'], 2, /unknown option/],
    [['--port', '70000'], 2, /A port is a whole number/],
    [['--data', ''], 2, /Name where to write/],
    [['extra'], 2, /too many arguments/],
    [['--data', '/dev/null/x'], 3, /data\.not_writable/],
  ])('refuses %j', async (words, code, said) => {
    const run = startEmbedded(...words);
    runs.push(run);
    const { stderr, stdout, ...ended } = await run.ended;
    expect({ code: ended.code, stdout }).toEqual({ code, stdout: '' });
    expect(stderr).toMatch(said);
  });

  it('explains itself', async () => {
    const { code, stdout } = await startEmbedded('--help').ended;
    expect(code).toBe(0);
    for (const option of ['--data', '--port', '--smtp-port', '--empty']) expect(stdout).toContain(option);
  });
});

describe('A folder with --data', () => {
  it('is had by one process; a second one is refused with a sentence, and gets it when the first has ended', async () => {
    const folder = join(root.folder, 'kept');
    const first = started('--empty', '--data', folder);
    await first.url();
    const second = await started('--data', folder).ended;
    expect(second).toMatchObject({ code: 3, stdout: '' });
    expect(second.stderr).toMatch(/data\.in_use: another process has this folder/);
    await first.end('SIGTERM');
    expect(await started('--data', folder).url()).toMatch(/^http/);
  });

  it('keeps people, sessions, mails and the moved clock', async () => {
    const folder = join(root.folder, 'kept');
    const first = started('--data', folder);
    const url = await first.url();
    const browser = browserAt(url);
    await (await browser.open('/people')).press('Sign in as the sample operator');
    await putForward(browser, 'week');
    const [members, clock, mailbox] = await Promise.all(
      ['/operator/members', '/clock', '/mailbox'].map(async (path) => (await browser.open(path)).text),
    );
    await first.end('SIGTERM');
    const again = startEmbedded('--data', folder, '--port', new URL(url).port);
    runs.push(again);
    expect(await again.url()).toBe(url);
    expect((await browser.open('/operator/members')).text).toBe(members);
    const withoutPort = (text = ''): string => text.replace(/port \d+/, 'port');
    expect(withoutPort((await browser.open('/mailbox')).text)).toBe(withoutPort(mailbox));
    const dayIn = (text = ''): string | undefined => /\d{1,2} [A-Z][a-z]+ 20\d\d/.exec(text)?.[0];
    expect(dayIn(clock)).toBeDefined();
    expect(dayIn((await browser.open('/clock')).text)).toBe(dayIn(clock));
    expect(await readFile(join(folder, 'journal'), 'utf8')).not.toContain(browser.cookies.get('loop-session')?.slice(29) ?? 'no session');
  });

  it('loses nothing that was acknowledged, killed at any moment', { timeout: 180_000 }, async () => {
    const folder = join(root.folder, 'killed');
    const random = seededRandom(11);
    let port = '0';
    let browser: Browser | undefined;
    let acknowledged = 0;
    let tried = 0;
    // A busy machine acknowledges less in each life.
    for (let life = 0; life < 7 || (acknowledged <= 10 && life < 40); life++) {
      const run = startEmbedded('--data', folder, '--port', port);
      runs.push(run);
      const url = await run.url();
      port = new URL(url).port;
      browser ??= browserAt(url);
      if (life === 0) await (await browser.open('/people')).press('Sign in as the sample operator');
      const settings = await browser.open('/me/settings');
      const name = settings.forms.flatMap(({ fields }) => fields).find((field) => field.name === 'name')?.value ?? '';
      if (life > 0) {
        // One more may have reached the disk before its acknowledgement reached us.
        expect([`Name ${String(acknowledged)}`, `Name ${String(tried)}`]).toContain(name);
        expect(await mailTo(browser, `life-${String(life - 1)}@example.com`, /questions/)).toBeDefined();
      }
      const signedUp = await browser.send('/sign-up', {
        method: 'POST',
        body: new URLSearchParams({ email: `life-${String(life)}@example.com`, name: 'Ana', consent: 'yes' }),
        headers: { 'sec-fetch-site': 'same-origin' },
      });
      expect(signedUp.status).toBe(303);
      const form = settings.forms.flatMap(({ fields }) => fields).find((field) => field.name === 'form')?.value ?? '';
      const killed = setTimeout(random.int(400)).then(async () => run.end('SIGKILL'));
      for (let isAlive = true; isAlive;) {
        tried += 1;
        const body = new URLSearchParams({ form, name: `Name ${String(tried)}` });
        const saved = await browser
          .send('/me/name', { method: 'POST', body, headers: { 'sec-fetch-site': 'same-origin' } })
          .catch(() => undefined);
        if (saved?.status === 303) acknowledged = tried;
        else isAlive = false;
      }
      expect((await killed).signal).toBe('SIGKILL');
    }
    expect(acknowledged).toBeGreaterThan(10);
  });
});

describe('A week that is interrupted', () => {
  it(
    'is lived to its end after the process was killed at any moment: one round, and an introduction for everybody in it',
    { timeout: 180_000 },
    async () => {
      const folder = join(root.folder, 'killed');
      const random = seededRandom(5);
      let port = '0';
      for (let life = 0; life < 6; life++) {
        const run = startEmbedded('--data', folder, '--port', port);
        runs.push(run);
        const url = await run.url();
        port = new URL(url).port;
        // The clock goes on from where it was kept; what became due before is made up for by itself.
        const moved = putForward(browserAt(url), 'sending').catch(() => undefined);
        await setTimeout(100 + random.int(500));
        await run.end('SIGKILL');
        await moved;
      }
      const last = startEmbedded('--data', folder, '--port', port);
      runs.push(last);
      const browser = browserAt(await last.url());
      // However little the lives before came to.
      for (let week = 0; week < 4; week++) await putForward(browser, 'sending');
      await putForward(browser, 'hour');
      await last.end('SIGTERM');

      const { table } = await openEmbeddedData(folder, () => undefined);
      const { container } = await wiredWorld({ table });
      const [rounds, matches] = [container.get(T.introductions.rounds), container.get(T.introductions.matches)];
      const stored = await rounds.latest(weeksAfter(weekOfDate({ year: 9_999, month: 1, day: 1 }), 0), 20);
      const sent = stored.filter(({ state }) => state.name === 'sent');
      expect(sent.length).toBeGreaterThanOrEqual(4);
      expect(new Set(stored.map(({ week }) => week)).size).toBe(stored.length);
      for (const round of sent) {
        for (const { a, b, state } of await matches.ofRound(round, undefined, 200)) {
          if (state.name === 'claimed') expect([a.introducedAt, b.introducedAt]).not.toContain(undefined);
        }
      }
      expect(await container.get(T.mails.outbox).pending()).toMatchObject({ failed: 0 });
      await table.close();
    },
  );
});

/** The week after the one that a page is about. */
const weekAfter = (text: string): string => {
  const week = parseWeek(/\d{4}-W\d{2}/.exec(text)?.[0] ?? '');
  if (!week.ok) throw new Error('a page without a week');
  return formatWeek(weeksAfter(week.value, 1));
};

describe('A round of the sample community', () => {
  it('is run and sent by its operator over HTTP, and everybody has their mail', async () => {
    const browser = browserAt(await started().url());
    await (await browser.open('/people')).press('Sign in as the sample operator');
    // The round of this week is over; that of the next one can be held already.
    const preview = await browser.open(`/operator/round?week=${weekAfter((await browser.open('/operator/round')).text)}`);
    const run = await preview.press('Run this round');
    const progress = await run.press('Send the introductions now');
    expect(progress.path).toMatch(/^\/operator\/round\/progress\?week=/);
    // Putting the clock forward ends every wait for mails that are due.
    await putForward(browser, 'hour');
    const done = await browser.open(`${progress.path}&still=yes`);
    const [, introduced = '', of = ''] = /: (\d+) of (\d+) introduced/.exec(done.title) ?? [];
    expect(Number(introduced)).toBe(Number(of));
    expect(Number(of)).toBeGreaterThan(180);
    expect(done.text).toContain('Everybody has their introduction.');
  });
});
