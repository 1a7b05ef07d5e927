import { aMail, anAttachment, type Vector, withHtml, withParts, withText } from './vector.ts';

const me = 'canary.q7x9@example.org';

/** What only the last look finds: each has to be taken out, and the rest of the mail has to arrive. */
const disguises: readonly (readonly [name: string, text: string])[] = [
  ['in base64', Buffer.from(me).toString('base64')],
  ['in hexadecimal digits', Buffer.from(me).toString('hex')],
  ['in base64 behind a link', `https://example.com/u/${Buffer.from(me).toString('base64')}`],
  ['in hexadecimal digits in the query of a link', `https://example.com/?u=${Buffer.from(me).toString('hex')}&x=1`],
  ['backwards', 'gro.elpmaxe@9x7q.yranac'],
  ['in ROT13', 'pnanel.d7k9@rknzcyr.bet'],
  ['letter by letter', [...me].join(' ')],
  ['with a mark over each letter', [...me].map((letter) => `${letter}\u0301`).join('')],
  ['with a comment', 'canary.q7x9(me)@example.org'],
  ['with backslashes', 'canary\\.q7x9\\@example.org'],
  ['as JSON', 'canary.q7x9\\u0040example.org'],
  ['as a bounce', 'bounce+canary.q7x9=example.org@bounces.example.com'],
  ['as SRS', 'SRS0=abcd=XY=example.org=canary.q7x9@forward.example.com'],
  ['as UUCP', 'example.org!canary.q7x9'],
  ['in UTF-7', 'canary.q7x9+AEA-example.org'],
  ['in an encoded word', `=?utf-8?B?${Buffer.from(me).toString('base64')}?=`],
  ['in a data URL', `data:text/plain;base64,${Buffer.from(me).toString('base64')}`],
  ['in hexadecimal numbers', Buffer.from(me).toString('hex').replace(/../g, '0x$& ')],
  ['in numbers', [...me].map((letter) => letter.charCodeAt(0)).join(', ')],
  ['with dots in the middle', 'canary·q7x9@example·org'],
  ['with an "a" in brackets', 'canary.q7x9(a)example.org'],
  ['in French', 'canary.q7x9 arobase example point org'],
  ['in German', 'canary.q7x9 klammeraffe example punkt org'],
];

const inAttribute = (text: string): string => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;');
const calendar = (text: string): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:x',
    'BEGIN:VEVENT',
    'UID:1',
    'DTSTART:20261126T190000Z',
    `DESCRIPTION:${text.replace(/[\\,;]/g, '\\$&')}`,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');

export const disguisedVectors: readonly Vector[] = disguises
  .flatMap(([name, text]): readonly (readonly [string, string | Uint8Array])[] => [
    [`in text, ${name}`, withText(text)],
    [`in HTML, ${name}`, withHtml(`<p>${text.replace(/</g, '&lt;')}</p>`)],
    [`behind a link, ${name}`, withHtml(`<a href="https://example.com/?q=${inAttribute(text)}">here</a>`)],
    [`in a title, ${name}`, withHtml(`<p title="${inAttribute(text)}">hello</p>`)],
    [`in a subject, ${name}`, aMail({ subject: `=?utf-8?B?${Buffer.from(text).toString('base64')}?=` })],
    [`in a text file, ${name}`, withParts([anAttachment('text/plain', 'notes.txt', text)])],
    [`in a calendar, ${name}`, withParts([anAttachment('text/calendar', 'invite.ics', calendar(text))])],
  ])
  .map(([name, raw]) => ({ name: `a disguised address ${name}`, raw, arrives: 'old mill' }));

/** `me` in one line (POSIX, uuencode). */
const uuencoded = `${String.fromCharCode(0x20 + me.length)}${[...Buffer.from(me).toString('base64').replaceAll('=', '')]
  .map((letter) => String.fromCharCode(0x20 + 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.indexOf(letter)))
  .join('')}`;
/** An archive (APPNOTE, 4.3.7) of one empty file, whose name stands right before binary numbers. */
const archive = Buffer.concat([Buffer.from('PK\x03\x04'.padEnd(26, '\0')), Buffer.from([me.length, 0, 0, 0]), Buffer.from(`${me}\x01a`)]);

export const cornerVectors: readonly Vector[] = [
  ['a picture for its sign', withHtml('<p>canary.q7x9<img alt="@" src="https://pictures.example.com/at.png">example.org</p>')],
  ['a picture of the mail for its sign', withHtml('<p>canary.q7x9<img alt="@" src="cid:at">example.org</p>')],
  ['uuencode behind the name of a file', withText(`begin 644 canary.b5y8@example.net.txt\n${uuencoded}\n\`\nend`)],
  ['an archive that calls itself text', withParts([anAttachment('text/plain', 'a.txt', archive)])],
  ['a file name with words for its signs', withParts([anAttachment('text/csv', 'cv_canary.q7x9_at_example.org.csv', 'a,b\n')])],
  ['a link of Outlook', withText('https://nam02.safelinks.protection.outlook.com/?url=x&data=05%7C02%7Ccanary.q7x9%40example.org%7Cab')],
].map(([name = '', raw = '']) => ({ name: `an address in ${name}`, raw, arrives: 'old mill' }));
