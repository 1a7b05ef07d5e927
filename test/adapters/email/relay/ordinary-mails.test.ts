import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { parseHtml } from '../../../../adapters/email/relay/html-tree.ts';
import { relayMail } from '../../../../adapters/email/relay/relay-mail.ts';
import { textOfHtml } from '../../../../domain/relay/html-text.ts';
import { ordinaryMails, type OrdinaryMail } from './ordinary-mails.ts';
import { envelope } from './vectors/vector.ts';

const arrived = async ({ raw }: OrdinaryMail) => {
  const result = await relayMail(raw, envelope);
  if (!result.ok) throw new Error(result.error.code);
  return PostalMime.parse(result.value, { forceRfc822Attachments: true });
};
const plain = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();

describe('an ordinary mail', () => {
  it.each(ordinaryMails.map((mail) => [mail.name, mail] as const))('reads the same on the other side: %s', async (_, mail) => {
    const { text = '', html, subject, attachments } = await arrived(mail);
    const seen = [text, ...(html === undefined ? [] : [textOfHtml(parseHtml(html))])].map(plain);
    if (mail.text !== undefined) expect(plain(text)).toBe(plain(mail.text));
    for (const words of mail.says ?? []) for (const one of seen) expect(one).toContain(plain(words));
    for (const markup of mail.html ?? []) expect(html).toContain(markup);
    if (mail.subject !== undefined) expect(subject).toBe(mail.subject);
    if (mail.files !== undefined) expect(attachments).toHaveLength(mail.files);
  });
});
