import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Instant } from '../../domain/kernel/instant.ts';
import type { RenderedMail } from '../../domain/kernel/mailer.ts';

/**
 * The mail as it travels (RFC 5322, RFC 2045), lines ending in CR LF and none longer than 998 octets. The same mail, key and time make
 * the same bytes: the boundary and the Message-ID come from the key.
 */
export const composeMail = async (mail: RenderedMail, { key, at }: { readonly key: string; readonly at: Instant }): Promise<string> => {
  const id = createHash('sha256').update(key).digest('hex').slice(0, 32);
  const composer = new MailComposer({
    from: mail.from,
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    headers: Object.entries(mail.headers).map(([name, value]) => ({ key: name, value })),
    date: new Date(at),
    messageId: `<${id}@${domainOf(mail.from)}>`,
    baseBoundary: id,
    textEncoding: 'quoted-printable',
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const bytes = await composer.compile().build();
  return bytes.toString('utf8');
};

const domainOf = (mailbox: string): string => /@([^@\s>]+)>?$/.exec(mailbox)?.[1] ?? 'localhost';
