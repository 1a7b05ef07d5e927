import { describe, expect, it } from 'vitest';
import { createMailPipeline } from '../../../../adapters/email/relay/pipeline.ts';
import type { Instant } from '../../../../domain/kernel/instant.ts';
import type { InboundMail, InboundPart } from '../../../../domain/relay/message.ts';
import { annotatedPdf } from '../../../support/relay-pdfs.ts';

const pipeline = createMailPipeline();
const aliasOf = (letter: string, side: string) => `c_${letter.repeat(26)}${side}@relay.example.com`;
const ana = { email: 'ana@example.org', otherEmails: [], name: 'Ana', alias: aliasOf('a', 'a') };
const ben = { email: 'ben.roe@example.net', otherEmails: ['roe@work.example.net'], name: 'Ben', alias: aliasOf('b', 'b') };

/** What Ana hears of a mail to Ben: that it was passed on, or why not. And what Ben gets. */
const heard = async (mail: Partial<InboundMail>) => {
  const whole = { headers: [], subject: 'Hello', mediaType: 'text/plain', text: '', html: undefined, parts: [], ...mail };
  const order = { thread: { references: [], inReplyTo: undefined }, messageId: '1@relay.example.com', hop: 'hop' };
  const made = await pipeline.rebuild(whole, { ...order, sentAt: 1_763_632_800_000 as Instant, sender: ana, partner: ben });
  return made.ok ? { what: 'relayed', got: Buffer.from(made.value.raw).toString() } : { what: made.error.code, got: '' };
};
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const pdf = async (text: string): Promise<InboundPart> => ({
  mediaType: 'application/pdf',
  disposition: 'attachment',
  fileName: 'a.pdf',
  contentId: undefined,
  text: undefined,
  bytes: await annotatedPdf(text),
});

describe('what the writer of a mail hears', () => {
  it.each([
    ['nothing but the address, disguised', async (guess: string) => Promise.resolve({ text: base64(guess) })],
    ['nothing but the address in HTML, disguised', async (guess: string) => Promise.resolve({ html: `<p>${base64(guess)}</p>` })],
    ['nothing but a PDF with the address', async (guess: string) => ({ parts: [await pdf(`ask ${guess} soon`)] })],
  ])('is the same whether or not they guessed an address of its reader: %s', async (_, mailOf) => {
    const wrong = await heard(await mailOf('jon.doe@example.net'));
    expect(wrong.what).toBe('relayed');
    for (const guess of [ben.email, ...ben.otherEmails]) {
      const right = await heard(await mailOf(guess));
      expect(right.what).toBe('relayed');
      expect(right.got.replace(/^To: .*$/m, '')).not.toContain(guess);
      expect(right.got).not.toContain(base64(guess));
    }
  });

  it('is still that a mail was refused which gives themselves away, or is empty', async () => {
    expect((await heard({ text: base64(ana.email) })).what).toBe('relay.leak');
    expect((await heard({ text: base64(`${ana.email} ${ben.email}`) })).what).toBe('relay.leak');
    expect((await heard({ text: ' ' })).what).toBe('relay.empty');
    expect((await heard({ parts: [await pdf(ana.email)] })).what).toBe('relay.empty');
  });
});
