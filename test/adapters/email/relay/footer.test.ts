import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { createMailPipeline } from '../../../../adapters/email/relay/pipeline.ts';
import { leaksIn } from '../../../../adapters/email/relay/leak-scan/leak-scan.ts';
import type { Instant } from '../../../../domain/kernel/instant.ts';
import type { InboundMail } from '../../../../domain/relay/message.ts';
import type { Footer } from '../../../../domain/relay/ports.ts';
import { annotatedPdf } from '../../../support/relay-pdfs.ts';

const pipeline = createMailPipeline();

/** Each has a link of their own: its signature is 43 characters of base64url. */
const ofAna = { alias: `c_${'a'.repeat(26)}a`, signature: `An4${'s-_Q7'.repeat(8)}` };
const ofBen = { alias: `c_${'b'.repeat(26)}b`, signature: `B3n${'T_-w2'.repeat(8)}` };
const ana = { email: 'ana@example.org', otherEmails: [], name: 'Ana', alias: `${ofAna.alias}@relay.example.com` };
const ben = { email: 'ben@example.net', otherEmails: [], name: 'Ben', alias: `${ofBen.alias}@relay.example.com` };

const footerOf = ({ alias, signature }: typeof ofAna): Footer => ({
  listUnsubscribe: `https://loop.example.com/conversation/mute?token=${alias}.${signature}`,
  page: `https://loop.example.com/conversation?token=${alias}.${signature}`,
  community: 'Walks & Talks',
  closesAfterDays: 180,
});

const aMail = (text: string | undefined, html?: string): InboundMail => ({
  headers: [],
  subject: 'Thursday',
  mediaType: 'text/plain',
  text,
  html,
  parts: [],
});

const order = {
  thread: { references: [], inReplyTo: undefined },
  messageId: '1@relay.example.com',
  hop: 'hop',
  sentAt: 1_763_632_800_000 as Instant,
};

/** What Ben gets of a mail that Ana wrote, or why he does not. */
const relayed = async (mail: InboundMail) => {
  const bytes = await pipeline.rebuild(mail, { ...order, sender: ana, partner: ben, footer: footerOf(ofBen) });
  return bytes.ok ? { ...(await reread(bytes.value.raw)), bytes: bytes.value.raw } : bytes.error.code;
};
const reread = async (bytes: Uint8Array) => {
  const { mail } = await pipeline.open(bytes);
  if (!mail.ok) throw new Error(mail.error.code);
  return { text: mail.value.text ?? '', html: mail.value.html ?? '', headers: mail.value.headers };
};
/** The last mail that Ana got, with her own links. */
const gotByAna = async () => {
  const bytes = await pipeline.rebuild(aMail('Shall we meet?', '<p>Shall we <b>meet</b>?</p>'), {
    ...order,
    sender: ben,
    partner: ana,
    footer: footerOf(ofAna),
  });
  if (!bytes.ok) throw new Error(bytes.error.code);
  return reread(bytes.value.raw);
};

const got = await gotByAna();

describe('the footer of a mail', () => {
  it('leads to the chat where the mail was written there, and nothing of that comes back in a quote', async () => {
    const chatPage = 'https://loop.example.com/chat/conversation-1';
    const footer = { ...footerOf(ofAna), chatPage };
    const made = await pipeline.rebuild(aMail('Shall we?', '<p>Shall we?</p>'), { ...order, sender: ben, partner: ana, footer });
    if (!made.ok) throw new Error(made.error.code);
    expect(made.value.shown()).toMatchObject({ subject: 'Thursday', text: 'Shall we?', files: [] });
    expect(Buffer.from(made.value.shown().html ?? []).toString()).not.toContain(chatPage);
    const mail = await reread(made.value.raw);
    expect(mail.text).toContain(`go on there:\n${chatPage}\nThis address closes`);
    expect(mail.html).toContain(`<a href="${chatPage}">${chatPage}</a>`);
    const quote = mail.text.split('\n').map((line) => `> ${line}`);
    const answer = await relayed(aMail(['Gladly!', ...quote].join('\n'), `<p>Gladly!</p><blockquote>${mail.html}</blockquote>`));
    if (typeof answer === 'string') throw new Error(answer);
    expect(answer.text + answer.html).not.toMatch(/conversation-1|in the chat/);
  });

  it('says in plain text how to mute, end or report, by link and by reply, and when the address closes', async () => {
    const mail = await relayed(aMail('See you on Thursday.'));
    expect(mail).toMatchObject({
      text: [
        'See you on Thursday.',
        '',
        '-- ',
        'Sent through Walks & Talks.',
        'Mute, end or report this conversation:',
        footerOf(ofBen).page,
        'Or reply with nothing but STOP (to mute), END or REPORT.',
        'This address closes 180 days after the last message.',
      ].join('\n'),
    });
  });

  it('says the same in HTML, with the name of the community as text', () => {
    expect(got.html).toContain('Sent through Walks &amp; Talks.<br>');
    expect(got.html).toContain(`<a href="${footerOf(ofAna).page}">Mute, end or report this conversation</a>`);
  });

  it('offers mail programs the one click that mutes (RFC 8058)', () => {
    const headers = Object.fromEntries(got.headers.map(({ name, value }) => [name, value]));
    expect(headers).toMatchObject({
      'list-unsubscribe': `<${footerOf(ofAna).listUnsubscribe}>`,
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
    });
  });

  it('gives nobody away, and passes the last look', async () => {
    const mail = await relayed(aMail('See you on Thursday.', '<p>See you on <i>Thursday</i>.</p>'));
    if (typeof mail === 'string') throw new Error(mail);
    expect(await leaksIn(mail.bytes, { spellings: [ana.email, ben.email], allowedTo: ben.email })).toEqual([]);
    expect(mail.text + mail.html).not.toMatch(/example\.(?:org|net)/);
  });

  it('makes no empty mail a full one', async () => {
    expect(await relayed(aMail(' \n'))).toBe('relay.empty');
    expect(await relayed(aMail(got.text.slice(got.text.indexOf('-- '))))).toBe('relay.empty');
    expect(await relayed(aMail(undefined, got.html.slice(got.html.indexOf('<p><small>'))))).toBe('relay.empty');
  });
});

const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');

describe('a footer that its reader quotes back', () => {
  it('is taken out of a reply in plain text, and nothing else is', async () => {
    const mail = await relayed(aMail(`Gladly!\n\nOn Friday Ben wrote:\n${quoted(got.text)}\n\nSigned,\nAna`));
    expect(mail).toMatchObject({
      text: expect.stringMatching(/^Gladly!\n\n[^]*> Shall we meet\?\n\nSigned,\nAna\n\n-- \n/) as string,
    });
    if (typeof mail === 'string') throw new Error(mail);
    expect(mail.text.match(/Sent through/g)).toHaveLength(1);
    expect(mail.text.match(/days after the last message/g)).toHaveLength(1);
  });

  it('is taken out of a reply in HTML, and nothing else is', async () => {
    const mail = await relayed(aMail(undefined, `<p>Gladly!</p><blockquote>${got.html}</blockquote><p>Ana</p>`));
    if (typeof mail === 'string') throw new Error(mail);
    expect(mail.html).toContain('<b>meet</b>?');
    expect(mail.html).toContain('<p>Ana</p>');
    expect(mail.html.match(/Sent through/g)).toHaveLength(1);
    expect(mail.html.match(/loop\.example\.com/g)).toHaveLength(1);
  });

  it('goes with a link that a filter made of the one that was there', async () => {
    const filtered = 'https://filter.example.com/s/opaque';
    const html = got.html.replace(/href="[^"]*"/, `href="${filtered}"`);
    const text = got.text.replace(/https:\S*/, `${filtered}\n`);
    const mail = await relayed(aMail(`Gladly!\n${quoted(text)}`, `<p>Gladly!</p><blockquote>${html}</blockquote>`));
    expect(JSON.stringify(mail)).not.toContain('filter.example.com');
    expect(mail).toMatchObject({ text: expect.stringContaining('Gladly!') as string, html: expect.stringContaining('Gladly!') as string });
  });

  it('leaves links to other places alone, and other pages of the community', async () => {
    const words = 'Look: https://example.com/conversation and https://loop.example.com/me, or write to me.';
    expect(await relayed(aMail(words))).toMatchObject({ text: expect.stringContaining(words) as string });
  });

  it.each([
    ['as it was', (link: string) => link],
    ['in capitals', (link: string) => link.replace('https://loop', 'HTTPS://LOOP')],
    ['of the one click', () => footerOf(ofAna).listUnsubscribe],
    ['of an alias that was replaced', (link: string) => link.replace(ofAna.alias, `c_${'z'.repeat(26)}a`)],
    ['in a link of a filter', (link: string) => `https://eu.filter.example.com/?url=${encodeURIComponent(link)}&data=05`],
    ['in one in a link of a filter', (link: string) => `https://filter.example.com/?u=${encodeURIComponent(encodeURIComponent(link))}`],
    [
      'as another filter writes it',
      (link: string) =>
        `https://filter.example.com/v2/url?u=${link.replaceAll('/', '_').replace(/[:?=]/g, (sign) => `-${sign.charCodeAt(0).toString(16)}`)}&d=x`,
    ],
    ['as a third one does', (link: string) => `https://filter.example.com/v3/__${link}__;!!opaque`],
  ])('loses its link %s, wherever that stands', async (_, write) => {
    const link = write(footerOf(ofAna).page);
    const html = `<p>Here: <a href="${link}" title="${link}">this</a>, ${link.slice(0, 20)}<wbr>${link.slice(20)} and more.</p>`;
    const mail = await relayed(aMail(`Here: ${link} and more.`, html));
    expect(mail).toMatchObject({
      text: expect.stringMatching(/^Here: … and more\./) as string,
      html: expect.stringContaining('and more.') as string,
    });
    expect(JSON.stringify(mail)).not.toContain(ofAna.signature);
  });

  it('loses its link in the subject and in files of text too', async () => {
    const link = footerOf(ofAna).page;
    const part = {
      mediaType: 'text/plain',
      disposition: 'attachment',
      fileName: 'notes.txt',
      contentId: undefined,
      bytes: Buffer.from(link),
      text: `See ${link}`,
    } as const;
    const bytes = await pipeline.rebuild(
      { ...aMail('Notes'), subject: `Re: ${link}`, parts: [part] },
      { ...order, sender: ana, partner: ben, footer: footerOf(ofBen) },
    );
    if (!bytes.ok) throw new Error(bytes.error.code);
    const { mail } = await pipeline.open(bytes.value.raw);
    expect(mail).toMatchObject({ value: { subject: 'Re: …', parts: [{ text: 'See …' }] } });
  });

  const wrapped = (text: string, width: number, prefix: string): string =>
    text
      .split('\n')
      .flatMap((line) => line.match(new RegExp(`.{1,${String(width)}}`, 'g')) ?? [''])
      .map((line) => prefix + line)
      .join('\n');

  const shapes = fc.record({
    width: fc.integer({ min: 24, max: 200 }),
    prefix: fc.constantFrom('', '> ', '>> ', '> > ', '>', '| ', '  '),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    before: fc.constantFrom('Gladly!\n', 'Gladly!\n\nOn Friday, Ben wrote:\n', 'Gladly! '),
    from: fc.nat({ max: 80 }),
  });

  it.prop([shapes], { numRuns: 200 })(
    'loses every token, however a mail program broke and marked its lines',
    async ({ width, prefix, lineEnd, before, from }) => {
      const text = `${before}${wrapped(got.text.slice(from), width, prefix)}`.replaceAll('\n', lineEnd);
      const mail = await relayed(aMail(text, `<div>Gladly!</div><pre>${text.replaceAll('>', '&gt;')}</pre>`));
      if (typeof mail === 'string') throw new Error(mail);
      const left = (mail.text + mail.html).replace(/[\s>|]|&gt;|…/g, '');
      expect(left).not.toContain(ofAna.signature.slice(0, 20));
      expect(left).not.toContain(ofAna.signature.slice(-20));
      expect(mail.text).toContain('Gladly!');
    },
  );
});

describe('a PDF that somebody printed of such a mail', () => {
  it('is left out, as its links act in their name', async () => {
    for (const page of [footerOf(ofAna).page, encodeURIComponent(footerOf(ofAna).page)]) {
      const part = {
        mediaType: 'application/pdf',
        disposition: 'attachment',
        fileName: 'mail.pdf',
        contentId: undefined,
        text: undefined,
      } as const;
      const mail = { ...aMail('As a PDF'), parts: [{ ...part, bytes: await annotatedPdf(`see ${page}`) }] };
      const bytes = await pipeline.rebuild(mail, { ...order, sender: ana, partner: ben, footer: footerOf(ofBen) });
      const { mail: got } = await pipeline.open(bytes.ok ? bytes.value.raw : new Uint8Array());
      expect(got.ok && got.value.parts).toEqual([]);
    }
  });
});
