import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { relayMail } from '../../../../adapters/email/relay/relay-mail.ts';
import { cornerVectors, disguisedVectors } from './vectors/disguised.ts';
import { headerVectors } from './vectors/headers.ts';
import { htmlVectors } from './vectors/html.ts';
import { partVectors } from './vectors/parts.ts';
import { textVectors } from './vectors/text.ts';
import { aMail, canaries, envelope, partner, sentence, type Vector, withHtml } from './vectors/vector.ts';

const relayed = async ({ raw }: Vector) => relayMail(typeof raw === 'string' ? Buffer.from(raw) : raw, envelope);

/** Letters and digits of everything that can be read in a mail, in whatever way: as it is, and as mail programs show it. */
const everythingIn = async (bytes: Uint8Array): Promise<readonly string[]> => {
  const raw = Buffer.from(bytes).toString('latin1').replace(`To: ${partner.email}`, '');
  const mail = await PostalMime.parse(bytes, { forceRfc822Attachments: true });
  const html = (mail.html ?? '').replace(/<[^>]*>/g, '');
  const views = [
    raw,
    raw.replace(/=\r\n/g, ''),
    mail.subject ?? '',
    mail.text ?? '',
    mail.html ?? '',
    html,
    percentDecoded(mail.html ?? ''),
    ...mail.attachments.flatMap(({ filename, content }) => [filename ?? '', Buffer.from(content as ArrayBuffer).toString('latin1')]),
  ];
  return views.map((view) =>
    view
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^a-z0-9]/g, ''),
  );
};
const percentDecoded = (text: string): string =>
  text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

const vectors = [...headerVectors, ...textVectors, ...htmlVectors, ...partVectors, ...disguisedVectors, ...cornerVectors];

describe('a mail between two members', () => {
  it('is tried with more than a hundred ways to give somebody away', () => {
    expect(vectors.length).toBeGreaterThan(100);
    expect(new Set(vectors.map(({ name }) => name)).size).toBe(vectors.length);
  });

  it.each(vectors.map((vector) => [vector.name, vector] as const))('gives nobody away by %s', async (_, vector) => {
    const result = await relayed(vector);
    if (!result.ok) expect(result.error.code).toBe('relayed');
    if (!result.ok) return;
    const views = await everythingIn(result.value);
    for (const canary of canaries) expect(views.filter((view) => view.includes(canary))).toEqual([]);
    const { text = '' } = await PostalMime.parse(result.value);
    if (vector.arrives !== undefined) expect(text).toContain(vector.arrives);
  });

  it('loses the target of a link in which only the last look finds an address', async () => {
    const hidden = Buffer.from('canary.q7x9@example.org').toString('base64');
    const link = await relayed({ name: '', raw: withHtml(`<a href="https://example.com/${hidden}">here</a> and <b>there</b>`) });
    const { html = '' } = await PostalMime.parse(link.ok ? link.value : '');
    expect(html.trim()).toBe(`<p>${sentence}</p><a>here</a> and <b>there</b>`);
  });

  it('loses no more of its HTML than the lines that only the last look can read', async () => {
    const hidden = Buffer.from('to Ana <canary.q7x9@example.org> or to others').toString('base64').replace(/.{20}/g, '$&<br>');
    const twice = await relayed({ name: '', raw: withHtml(`<pre>${hidden.replaceAll('<br>', '\n')}</pre><p>${hidden}</p><b>there</b>`) });
    const { html = '' } = await PostalMime.parse(twice.ok ? twice.value : '');
    expect(html).toContain('old mill');
    expect(html).toContain('<b>there</b>');
    expect(html).not.toMatch(/\w{20}/);
  });

  it('is not sent where nothing is left of it but what gives somebody away', async () => {
    const raw = aMail({ body: Buffer.from('canary.q7x9@example.org').toString('base64') });
    const result = await relayed({ name: '', raw });
    expect(result.ok ? undefined : result.error.code).toBe('relay.leak');
  });

  it('is made of the same bytes each time', async () => {
    const [vector] = partVectors;
    if (vector === undefined) throw new Error('there are vectors');
    expect(await relayed(vector)).toEqual(await relayed(vector));
  });
});
