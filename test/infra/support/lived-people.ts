import type { Browser, OpenPage } from '../../support/browse.ts';
import { answersFrom } from '../../support/web-people.ts';
import type { LivedStack } from './lived-stack.ts';
import { mailsIn, type SentMail } from './lived-mails.ts';

export const emailOf = (name: string): string => `${name}@example.com`;

/** The newest mail to somebody that `is`, once it is there. */
export const mailTo = async (
  stack: LivedStack,
  { name, is }: { readonly name: string; readonly is: RegExp },
  { waitMs = 30_000 } = {},
): Promise<SentMail> => {
  for (const until = Date.now() + waitMs; Date.now() < until; await new Promise((resolve) => setTimeout(resolve, 200))) {
    const mail = (await mailsIn(stack.aws)).findLast(({ to, text }) => to === emailOf(name) && is.test(text));
    if (mail !== undefined) return mail;
  }
  const sent = (await mailsIn(stack.aws)).map(({ to, subject }) => `${to}: ${subject}`);
  throw new Error(`${name} got no mail like ${String(is)} within ${String(waitMs)} ms; these were sent: ${sent.join('; ')}`);
};

/** The path that a mail leads to. */
export const pathIn = ({ text }: SentMail, path: RegExp): string => {
  const found = new RegExp(`https://[^/\\s]+(${path.source}[^\\s]*)`).exec(text)?.[1];
  if (found === undefined) throw new Error(`the mail has no link to ${String(path)}`);
  return found;
};

/** Asks to join; a mail with a link to the questions follows. */
export const signUp = async (browser: Browser, name: string): Promise<OpenPage> =>
  (await browser.open('/')).press('Send me the questions', { email: emailOf(name), name: nameOf(name), consent: 'yes' });

export const nameOf = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1);

/** Follows the link of the mail and answers; the page that thanks. */
export const answerBy = async (browser: Browser, mail: SentMail, studio: string): Promise<OpenPage> =>
  (await (await browser.open(pathIn(mail, /\/survey\?/))).press('Begin')).press('Send my answers', answersFrom(studio));

export const signInLink = /\/sign-in\?token=/;
export const signInBy = async (browser: Browser, mail: SentMail): Promise<OpenPage> =>
  (await browser.open(pathIn(mail, signInLink))).press('Sign in');
