import { setTimeout } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import PostalMime, { type Email } from 'postal-mime';
import type { LiveRun } from './journey-run.ts';
import type { Visitor } from './journey-visitor.ts';

/** Somebody in front of their own browser, with a mail program of their own beside it. */
export interface Correspondent {
  readonly visitor: Visitor;
  readonly name: string;
  /** What the other one must never see. */
  readonly email: string;
}

/** What somebody writes into the form that is open, and where they go by sending it. */
export const writeHere = async ({ page, press }: Visitor, { subject, text }: { readonly subject?: string; readonly text: string }) => {
  if (subject !== undefined) await page.getByLabel('Subject').fill(subject);
  await page.getByLabel('Message').fill(text);
  await press('Send');
};

/** Fills in the form for whoever has no mail to answer. */
export const compose = async (
  visitor: Visitor,
  mail: { readonly from: string; readonly to: string; readonly subject: string; readonly text: string; readonly isPretended?: boolean },
): Promise<void> => {
  await visitor.go('/mailbox/compose');
  await visitor.page.getByLabel('From: the address of a member').fill(mail.from);
  await visitor.page.getByLabel('To: a private address').fill(mail.to);
  if (mail.isPretended === true) await visitor.page.getByRole('checkbox', { name: /^Pretend/ }).check();
  await writeHere(visitor, mail);
};

/** From any mail program on the same machine. */
export const sendBySmtp = async (
  { smtpPort }: LiveRun,
  mail: Readonly<Partial<Record<'from' | 'to' | 'subject' | 'text' | 'html' | 'messageId' | 'inReplyTo' | 'references', string>>>,
): Promise<void> => {
  const transport = createTransport({ host: '127.0.0.1', port: smtpPort, secure: false });
  await transport.sendMail(mail);
  transport.close();
};

/** Opens a mail once it is there: what is written is passed on within moments. */
export const openWhenThere = async (visitor: Visitor, to: string, subject: string): Promise<void> => {
  for (let look = 0; look < 100; look++) {
    await visitor.go(`/mailbox?to=${encodeURIComponent(to)}`);
    if ((await visitor.page.locator('.mails').getByRole('link', { name: subject, exact: true }).count()) > 0) break;
    await setTimeout(100);
  }
  await visitor.openMail(to, new RegExp(`^${subject.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`));
};

/** What their reader sees of the mail that is open. */
export const wordsOfMail = async ({ page }: Visitor): Promise<string> => page.frameLocator('iframe').locator('body').innerText();

/** The mail that is open as it travels. */
export const openedSource = async ({ page, go, place }: Visitor): Promise<string> => {
  await go(`${place().replace(/\?.*/, '')}?as=source`);
  return page.locator('pre.mail').innerText();
};

export interface StoredMail {
  readonly to: string;
  readonly source: string;
  readonly read: Email;
}

/** Every mail of the mailbox by its source, without a browser: there are many. */
export const everyMail = async ({ url }: LiveRun): Promise<readonly StoredMail[]> => {
  const html = async (path: string): Promise<string> => (await fetch(`${url}${path}`)).text();
  const ids: string[] = [];
  for (let page = 1, last = 1; page <= last; page++) {
    const listed = await html(`/mailbox?page=${String(page)}`);
    ids.push(...Array.from(listed.matchAll(/href="\/mailbox\/([0-9a-f]{32})"/g), ([, id = '']) => id));
    last = Number(/Page \d+ of (\d+)/.exec(listed)?.[1] ?? '1');
  }
  const mails: StoredMail[] = [];
  for (const id of ids) {
    const [, escaped = ''] = /<pre class="mail"[^>]*>(.*?)<\/pre>/s.exec(await html(`/mailbox/${id}?as=source`)) ?? [];
    const source = unescaped(escaped);
    const read = await PostalMime.parse(source);
    mails.push({ to: read.to?.map(({ address }) => address ?? '').join() ?? '', source, read });
  }
  return mails;
};

const unescaped = (html: string): string =>
  html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');

/** Whether an address, or its part before the @, stands in a mail: as it travels, and decoded. */
export const givesAway = ({ source, read }: StoredMail, email: string): boolean => {
  const [local = email] = email.toLowerCase().split('@');
  const unfolded = source.replaceAll(/=\r?\n/g, '').replaceAll(/\r?\n[ \t]/g, '');
  return [source, unfolded, JSON.stringify(read)].some((text) => text.toLowerCase().includes(local));
};

/** Where the keyboard stands without a line around it, from the top of the page to its end. */
export const unseenFocus = async ({ page }: Visitor): Promise<readonly string[]> => {
  await page.evaluate('document.activeElement.blur(); scrollTo(0, 0)');
  const unseen = new Set<string>();
  for (let at = 0; at < 40; at++) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate<string>(`(() => {
      const { activeElement: on } = document;
      if (on === document.body || on.tagName === 'IFRAME') return '';
      const { outlineStyle, outlineWidth } = getComputedStyle(on);
      return outlineStyle === 'none' || parseFloat(outlineWidth) < 2 ? on.tagName + ' ' + (on.id || on.textContent.trim()) : '';
    })()`);
    if (found !== '') unseen.add(found);
  }
  return [...unseen];
};
