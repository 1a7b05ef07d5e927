import { leaf, multipart, rawMail } from '../../support/relay-mails.ts';
import { mailsIn, type SentMail } from './lived-mails.ts';
import { emailOf, nameOf } from './lived-people.ts';
import type { LivedStack } from './lived-stack.ts';

export interface Letter {
  readonly to: string;
  readonly words: string;
  readonly pdf?: Uint8Array;
  readonly signed?: boolean;
}

/** A mail as somebody's program writes it. */
export const letterOf = (name: string, { to, words, pdf, signed = true }: Letter) =>
  rawMail(
    `From: ${nameOf(name)} <${emailOf(name)}>`,
    `To: ${to}`,
    'Subject: Hello',
    `Message-ID: <${words.length.toString()}@mail.example.com>`,
    'MIME-Version: 1.0',
    ...multipart(
      'mixed',
      'x',
      leaf('text/plain; charset=utf-8', signed ? `${words}\r\n\r\n${nameOf(name)}, ${emailOf(name)}` : words),
      ...(pdf === undefined
        ? []
        : [leaf('application/pdf; name=map.pdf', Buffer.from(pdf).toString('base64'), 'Content-Transfer-Encoding: base64')]),
    ),
  );

/** Mails to somebody that name a private address; the first of them introduced somebody. */
export const introductionsTo = async (stack: LivedStack, name: string): Promise<readonly SentMail[]> =>
  (await mailsIn(stack.aws)).filter(({ to, text }) => to === emailOf(name) && text.includes('@relay.dev.example.com'));

/** The private address that an introduction names. */
export const aliasIn = (mail: SentMail | undefined): string =>
  /c_[a-z2-7]{26}[ab]@relay\.dev\.example\.com/.exec(mail?.text ?? '')?.[0] ?? '';
