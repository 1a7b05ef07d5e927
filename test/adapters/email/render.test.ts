import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { composeMail } from '../../../adapters/email/compose.ts';
import { readMail } from '../../../adapters/email/mail-codec.ts';
import { renderMail, type Template } from '../../../adapters/email/render.ts';
import { readMetAnswer, readMetToken, readSkipToken, readUnsubscribeToken } from '../../../adapters/http/links.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';
import { aCommunity, aContext, baseUrl, everyMail, hrefs, reader, secrets, templates, visible, weekOf } from './mail-builders.ts';

const hostile = [
  '<b>x</b>',
  '"><script>alert(1)</script>',
  '\u202eevil\u202c',
  'evil.com',
  'https://evil.com/x?y=z',
  'a@evil.com',
  '﹏\r\nBcc: x@evil.com',
  '&lt;',
  '${x}',
  '{{x}}',
  '192.0.2.7',
  'שלום',
  'محمد',
  'Ⅻ',
  '😀',
  'St.John',
  'x'.repeat(60),
];
const text = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ maxLength: 60, unit: 'grapheme' }),
  fc.tuple(fc.constantFrom(...hostile), fc.constantFrom(...hostile)).map((two) => two.join(' ')),
);
const mails = fc.record({
  template: fc.constantFrom(...templates),
  name: text,
  words: text,
  reasons: fc.array(text, { maxLength: 4 }),
  opener: text,
});
type Case = typeof mails extends fc.Arbitrary<infer T> ? T : never;

const rendered = ({ template, name, words, reasons, opener }: Case) =>
  renderMail(everyMail(words, { reasons, opener })[template], aContext({ name }));
const plainly = (template: Template) => renderMail(everyMail()[template], aContext());
const tokenIn = (urls: readonly string[], path: string): string =>
  new URL(urls.find((url) => url.startsWith(`${baseUrl}${path}`)) ?? '').searchParams.get('token') ?? '';

describe('every mail', () => {
  it.prop([mails])('says in HTML what it says in text', (given) => {
    const mail = rendered(given);
    const shown = visible(mail.html);
    const urls = hrefs(mail.html);
    for (const line of mail.text.split('\n')) {
      const said = line.replace(/^\* /, '').replace(/^-- $/, '').replace(/:$/, '').replaceAll(/\s+/g, ' ').trim();
      expect(shown.includes(said) || urls.includes(said), JSON.stringify(said)).toBe(true);
    }
    for (const url of urls) expect(url.startsWith('mailto:') || mail.text.includes(url)).toBe(true);
  });

  it.prop([mails])('has the markup of its template, whatever anybody is called', (given) => {
    const tags = (html: string): readonly string[] =>
      [...html.matchAll(/<[!/a-z][^>]*>/g)].map(([tag]) => tag.replace(/ href="[^"]*"/, ''));
    const honest = renderMail(
      everyMail('Ana', { reasons: given.reasons.map(() => 'a reason'), opener: 'an opener' })[given.template],
      aContext(),
    );
    const strange = tags(rendered(given).html).filter((tag) => !/^<\/?bdi>$/.test(tag));
    expect(strange).toEqual(tags(honest.html).filter((tag) => !/^<\/?bdi>$/.test(tag)));
  });

  it.prop([mails])('fetches nothing and leads nowhere but to our pages and the partner’s private address', (given) => {
    const { html } = rendered(given);
    expect(html).not.toMatch(/<(?:img|link|script|iframe|object|form|base)\b|\ssrc=|url\(|@import|\son[a-z]+=/i);
    for (const url of hrefs(html))
      expect(url.startsWith(`${baseUrl}/`) || url.startsWith('mailto:c_abcdefghijklmnopqrstuvwxyza@relay.example.com?')).toBe(true);
  });

  it.prop([mails])('holds nothing that a mail program would make a link of', (given) => {
    const { html, text: plain, subject } = rendered(given);
    const rest = plain.split('\n').filter((line) => !line.startsWith(`${baseUrl}/`) && !line.startsWith('c_abcdefghijklmnopqrstuvwxyza@'));
    for (const shown of [subject, ...rest, visible(html).replace('c_abcdefghijklmnopqrstuvwxyza@relay.example.com', '')])
      expect(shown).not.toMatch(/evil\.com|:\/\/|192\.0/);
  });

  it.prop([mails])('leaves no control or bidi override in what anybody reads', (given) => {
    const { html, text: plain, subject } = rendered(given);
    expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e]/u);
    for (const shown of [html, plain]) expect(shown).not.toMatch(/(?!\n)[\p{Cc}\u202a-\u202e]/u);
    for (const shown of [subject, plain]) expect(shown.split('\u2068')).toHaveLength(shown.split('\u2069').length);
  });

  it.prop([mails, fc.string({ maxLength: 200 })])(
    'travels in lines of at most 998 octets that end in CR LF, with the same headers and nothing slipped in',
    async (given, key) => {
      const source = await composeMail(rendered(given), { key, at: 1_795_336_957_000 as Instant });
      expect(Math.max(...source.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(998);
      expect(source).not.toMatch(/[^\r]\n|\r[^\n]/);
      const head = source.slice(0, source.indexOf('\r\n\r\n')).replaceAll('\r\n ', ' ');
      const names = head.split('\r\n').map((line) => line.slice(0, line.indexOf(':')));
      const expected = [
        'Auto-Submitted',
        'X-Auto-Response-Suppress',
        'From',
        'To',
        'Subject',
        'Message-ID',
        'Date',
        'MIME-Version',
        'Content-Type',
      ];
      expect(names.filter((name) => !name.startsWith('List-'))).toEqual(expected);
      expect(head).toContain('To: ben@example.com\r\n');
    },
  );

  it('weighs little', () => {
    for (const template of templates) expect(Buffer.byteLength(plainly(template).html)).toBeLessThan(20_000);
  });

  it('ends with the postal address', () => {
    for (const template of templates) {
      expect(plainly(template).text.trimEnd()).toMatch(/Sample Circle\n1 Example Street$/);
      expect(visible(plainly(template).html)).toContain('1 Example Street');
    }
  });

  it('comes from the community, even with a comma or a quote in its name', () => {
    const community = aCommunity({ name: 'Sample, "the" Circle' });
    expect(renderMail(everyMail().welcome, aContext({ community })).from).toBe('"Sample, \\"the\\" Circle" <circle@example.com>');
  });

  it('comes back from the outbox as it went in', () => {
    for (const template of templates) expect(readMail(JSON.parse(JSON.stringify(everyMail()[template])))).toEqual(everyMail()[template]);
    for (const none of [null, 'welcome', {}, { template: 'toString' }, { template: 'left-over', to: 'm_x', week: 1 }])
      expect(readMail(none)).toBeUndefined();
  });
});

describe('unsubscribing', () => {
  const relay = ['relay-notice', 'relay-done', 'relay-expiring', 'relay-unreachable', 'relay-shared'] as const;
  const fixed: readonly Template[] = ['survey-link', 'sign-in', 'goodbye', 'second-factor', 'confirm-address', 'new-alias', ...relay];

  it('takes one click in every mail that a member did not just ask for, and says so in its headers', () => {
    for (const template of templates.filter((name) => !fixed.includes(name))) {
      const { headers, html } = plainly(template);
      expect(headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
      const url = /^<(https:.*)>$/.exec(headers['List-Unsubscribe'] ?? '')?.[1] ?? '';
      expect(hrefs(html)).toContain(url);
      expect(readUnsubscribeToken(secrets, new URL(url).searchParams.get('token') ?? '')).toEqual({
        member: reader,
        ...(template === 'survey-reminder' ? { kind: template } : {}),
      });
    }
  });

  it('is not offered with a link that was asked for, nor in a goodbye', () => {
    for (const template of fixed) {
      expect(Object.keys(plainly(template).headers)).toEqual(['Auto-Submitted', 'X-Auto-Response-Suppress']);
      expect(plainly(template).text).not.toMatch(/unsubscribe/i);
    }
  });
});

describe('the mail', () => {
  it.prop([text])('to an address that nobody has proven repeats nothing that its requester typed', (name) => {
    for (const template of ['survey-link', 'sign-in'] as const)
      expect(renderMail(everyMail()[template], aContext({ name }))).toEqual(plainly(template));
  });

  it('of an introduction says who, why, what to ask and where to write, and lets its reader skip the next round', () => {
    const mail = plainly('introduction');
    expect(mail.subject).toBe('Meet Ana');
    for (const fact of [
      'Hello Ben,',
      'You both speak Portuguese',
      'Ana offers mixing, which you look for',
      'c_abcdefghijklmnopqrstuvwxyza@relay.example.com',
      'Skip Monday 30 November',
      'Block or report',
    ]) {
      expect(mail.text).toContain(fact);
      expect(visible(mail.html)).toContain(fact);
    }
    expect(readSkipToken(secrets, tokenIn(hrefs(mail.html), '/skip'))).toEqual({ member: reader, week: weekOf('2026-W49') });
  });

  it('proposes a question of its own where the introduction brings none: the same one for a week, another one the week after', () => {
    const opener = (week: string): string =>
      /A question to start with\n(.*)/.exec(renderMail({ ...everyMail().introduction, week: weekOf(week) }, aContext()).text)?.[1] ?? '';
    expect(opener('2026-W48')).toMatch(/\?$/);
    expect(opener('2026-W48')).toBe(opener('2026-W48'));
    expect(opener('2026-W49')).not.toBe(opener('2026-W48'));
  });

  it('skips over holiday weeks when it names the next round', () => {
    expect(renderMail({ ...everyMail()['left-over'], week: weekOf('2026-W51') }, aContext()).text).toContain('Monday 4 January');
  });

  it('about a cancelled introduction is the same for everybody but the greeting and the links', () => {
    const words = plainly('cancelled').text.replaceAll(/https:\S+/g, '');
    expect(words).not.toMatch(/Ana|left|block|paus|because of/i);
  });

  it('asks whether two met with three signed answers', () => {
    const urls = hrefs(plainly('did-you-meet').html).filter((url) => url.includes('/met?'));
    expect(urls.map((url) => readMetAnswer(new URL(url).searchParams.get('answer') ?? undefined))).toEqual(['yes', 'planned', 'no']);
    for (const url of urls)
      expect(readMetToken(secrets, new URL(url).searchParams.get('token') ?? '')).toEqual({ member: reader, week: weekOf('2026-W48') });
  });

  it('of a welcome names the first round in the community’s time', () => {
    expect(plainly('welcome').text).toContain('Monday 23 November at 08:00 (Lisbon time)');
  });

  it('greets somebody without a visible name all the same', () => {
    expect(renderMail(everyMail()['left-over'], aContext({ name: '\u200b' })).text).toContain('Hello,');
    expect(renderMail(everyMail('\u2066').introduction, aContext()).subject).toBe('Meet somebody');
  });

  it('sets a name that reads from right to left apart', () => {
    expect(renderMail(everyMail('שלום').introduction, aContext()).subject).toBe('Meet \u2068שלום\u2069');
  });
});
