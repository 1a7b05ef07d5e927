import { aMail, sentence, type Vector, withText } from './vector.ts';

const spelled: readonly (readonly [name: string, text: string])[] = [
  ['as it is', 'Write to canary.q7x9@example.org, please.'],
  ['in capitals', 'CANARY.Q7X9@EXAMPLE.ORG'],
  ['in mixed letters', 'Canary.Q7x9@Example.Org'],
  ['with a tag', 'canary.q7x9+loop@example.org'],
  ['in angle brackets', '<canary.q7x9@example.org>'],
  ['as a mailto link', 'mailto:canary.q7x9@example.org?subject=hi'],
  ['percent-encoded', 'canary.q7x9%40example.org'],
  ['percent-encoded throughout', '%63%61%6e%61%72%79%2e%71%37%78%39%40%65%78%61%6d%70%6c%65%2e%6f%72%67'],
  ['in a query of a link', 'https://example.com/?to=canary.q7x9%2540example.org'],
  ['with entities, in plain text', 'canary.q7x9&#64;example.org'],
  ['with a quoted-printable sign left over', 'canary.q7x9=40example.org'],
  ['with words for the signs', 'canary.q7x9 at example dot org'],
  ['with words in brackets', 'canary.q7x9 [at] example [dot] org'],
  ['with words in round brackets', 'canary dot q7x9 (at) example (dot) org'],
  ['with spaces around the sign', 'canary.q7x9 @ example.org'],
  ['with a zero-width space', 'canary.q7x9@\u200bexample.org'],
  ['with zero-width joiners throughout', [...'canary.q7x9@example.org'].join('\u200d')],
  ['with a soft hyphen', 'canary.q7\u00adx9@example.org'],
  ['with a word joiner', 'canary.q7x9\u2060@\u2060example.org'],
  ['in full width', 'ｃａｎａｒｙ．ｑ７ｘ９＠ｅｘａｍｐｌｅ．ｏｒｇ'],
  ['with the small at sign', 'canary.q7x9\ufe6bexample.org'],
  ['with a direction mark', 'canary.q7x9\u200e@\u202dexample.org'],
  ['the Gmail address without dots', 'canaryq7x9@gmail.com'],
  ['the Gmail address with other dots', 'c.a.n.a.r.y.q7x9@gmail.com'],
  ['the Gmail address at googlemail.com', 'canary.q7x9@googlemail.com'],
  ['the Gmail address with dots and a tag', 'canary.q7.x9+news@googlemail.com'],
  ['the partner’s own', 'I have you as canary.b5y8@example.net here.'],
  ['the partner’s own with a tag', 'canary.b5y8+friends@example.net'],
  ['next to letters of another script', 'пишиcanary.q7x9@example.orgсюда'],
  ['at the end of a sentence', 'It is canary.q7x9@example.org.'],
  ['twice, with a comma alone between them', 'canary.q7x9@example.org,canary.q7x9@example.org'],
  ['in a signature', '-- \nAna\ncanary.q7x9@example.org'],
];

const quotes: readonly (readonly [name: string, text: string])[] = [
  ['of Gmail', 'On Fri, Nov 20, 2026 at 9:00 AM Ben <canary.b5y8@example.net> wrote:\n> Hello\n'],
  [
    'of Outlook',
    '________________________________\nFrom: Ben <canary.b5y8@example.net>\nSent: Friday, 20 November 2026 09:00\nTo: Ana <canary.q7x9@example.org>\nSubject: Hello\n\nHello\n',
  ],
  [
    'of Outlook in German',
    '-----Ursprüngliche Nachricht-----\nVon: Ben [mailto:canary.b5y8@example.net]\nGesendet: Freitag, 20. November 2026\nAn: Ana\n\nHallo\n',
  ],
  ['of Thunderbird', 'Am 20.11.26 um 09:00 schrieb canary.b5y8@example.net:\n> Hallo\n'],
  ['of Apple Mail', '> On 20. Nov 2026, at 09:00, Ben <canary.b5y8@example.net> wrote:\n> \n> Hello\n'],
  ['with a folded line', '> On Fri, 20 Nov 2026, Ben <canary.b5y8@\n> example.net> wrote:\n> Hello\n'],
  [
    'of a forwarded mail',
    '---------- Forwarded message ---------\nFrom: Ana <canary.q7x9@example.org>\nTo: <canary.b5y8@example.net>\n\nHello\n',
  ],
];

export const textVectors: readonly Vector[] = [
  ...spelled.map(([name, text]) => ({ name: `an address in the text, ${name}`, raw: withText(text), arrives: 'old mill' })),
  ...quotes.map(([name, text]) => ({ name: `a quote ${name}`, raw: withText(text), arrives: 'old mill' })),
  {
    name: 'a text in quoted-printable, broken inside the address',
    raw: aMail({
      headers: ['Content-Transfer-Encoding: quoted-printable'],
      body: `${sentence}\ncanary.q7=\nx9=40example=\n.org`,
    }),
    arrives: 'old mill',
  },
  {
    name: 'a text in base64',
    raw: aMail({
      headers: ['Content-Transfer-Encoding: base64'],
      body: Buffer.from(`${sentence}\ncanary.q7x9@example.org`).toString('base64'),
    }),
    arrives: 'old mill',
  },
  {
    name: 'a text in UTF-16',
    raw: aMail({
      type: 'text/plain; charset=utf-16le',
      headers: ['Content-Transfer-Encoding: base64'],
      body: Buffer.from(`${sentence}\ncanary.q7x9@example.org`, 'utf16le').toString('base64'),
    }),
    arrives: 'old mill',
  },
  {
    name: 'a text in UTF-7',
    raw: aMail({ type: 'text/plain; charset=utf-7', body: `${sentence}\ncanary.q7x9+AEA-example.org` }),
    arrives: 'old mill',
  },
  {
    name: 'a text of an unknown charset',
    raw: aMail({ type: 'text/plain; charset=x-unknown', body: `${sentence}\ncanary.q7x9@example.org` }),
    arrives: 'old mill',
  },
  { name: 'a text without a type', raw: aMail({ type: '', body: `${sentence}\ncanary.q7x9@example.org` }), arrives: 'old mill' },
];
