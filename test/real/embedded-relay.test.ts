import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../domain/kernel/random.ts';
import type { Browser } from '../support/browse.ts';
import { browserAt, type EmbeddedProcess, startEmbedded } from '../support/embedded-process.ts';
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
  const run = startEmbedded('--port', '0', '--smtp-port', '0', ...words);
  runs.push(run);
  return run;
};

/** Who was introduced to somebody in the sample community, and the address that they got. */
const anIntroduction = async (browser: Browser): Promise<{ readonly from: string; readonly to: string }> => {
  for (let page = 1; page <= 20; page++) {
    const [, path] = /href="(\/mailbox\/[0-9a-f]{32})">Meet /.exec((await browser.open(`/mailbox?page=${String(page)}`)).html) ?? [];
    if (path === undefined) continue;
    const { fields = [] } = (await browser.open(path)).forms.find(({ action }) => action === '/mailbox/compose') ?? {};
    const valueOf = (name: string): string => fields.find((field) => field.name === name)?.value ?? '';
    return { from: valueOf('from'), to: valueOf('to') };
  }
  throw new Error('nobody was introduced');
};

/** A mail that a killed process held is tried again within ten seconds. */
const mailAbout = async (browser: Browser, subject: string): Promise<void> => {
  for (let look = 0; look < 400; look++) {
    if ((await browser.open('/mailbox')).text.includes(subject)) return;
    await setTimeout(50);
  }
  throw new Error(`no mail ${subject}`);
};

describe('mails between members in a run with --data', () => {
  it('passes on every mail that it took over SMTP, once, killed at any moment', { timeout: 180_000 }, async () => {
    const folder = join(root.folder, 'killed');
    const random = seededRandom(3);
    const taken: string[] = [];
    let introduced: { readonly from: string; readonly to: string } | undefined;
    for (let life = 0; life < 4; life++) {
      const run = started('--data', folder);
      introduced ??= await anIntroduction(browserAt(await run.url()));
      const transport = createTransport({ host: '127.0.0.1', port: await run.smtpPort(), secure: false });
      // A member may write ten mails a minute; these are fewer over all lives.
      const hasTaken = async (subject: string): Promise<boolean> =>
        transport.sendMail({ ...introduced, subject, text: `${subject}. Words of its own.` }).then(
          () => taken.push(subject) > 0,
          () => false,
        );
      expect(await hasTaken(`Mail ${String(life)}a`)).toBe(true);
      const killed = setTimeout(random.int(120)).then(async () => run.end('SIGKILL'));
      await hasTaken(`Mail ${String(life)}b`);
      transport.close();
      expect((await killed).signal).toBe('SIGKILL');
    }
    const last = browserAt(await started('--data', folder).url());
    for (const subject of taken) await mailAbout(last, subject);
    const { text } = await last.open('/mailbox');
    for (const subject of taken) expect([subject, text.split(subject).length - 1]).toEqual([subject, 1]);
  });
});
