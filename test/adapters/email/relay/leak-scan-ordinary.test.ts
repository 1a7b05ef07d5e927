import { describe, expect, it } from 'vitest';
import { deflateSync, gzipSync } from 'node:zlib';
import { attached, finished, html, leaksOf, leaksOfAttached, leaksOfHtml, leaksOfText, scan, text } from './finished-mail.ts';

/** Bytes without any order, the same in each run. */
const noise = (length: number): Buffer => {
  const bytes = Buffer.alloc(length);
  let state = 42;
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
};

/** Brackets stand in a picture by chance, and what is between them says nothing. */
const photographs = (kind: string): Buffer =>
  Buffer.concat([
    Buffer.from(`%PDF-1.7\n1 0 obj\n<< /Filter /${kind} /Length 600000 >>\nstream\n`),
    noise(600_000),
    Buffer.from('\nendstream\nendobj\n'),
  ]);

const newsletter = `<!DOCTYPE html><html><head><title>Moss</title><style>@media (max-width:600px){.a{width:100%!important}} .b:after{content:"\\201C"}</style></head>
<body style="font-family:'Helvetica Neue',Arial"><!--[if mso]><table><tr><td><![endif]-->
${`<table role="presentation"><tr><td>&nbsp;<a href="https://click.example.net/ls/click?upn=u001.${noise(90).toString('base64url')}&amp;u=3D${noise(16).toString('hex')}">Read&nbsp;more &rarr;</a></td></tr></table>`.repeat(60)}
<p>You get this because you signed up at <b>example.com</b>. &copy; 2026 Example &amp; Sons</p></body></html>`;

describe('an ordinary mail has no leak', () => {
  it.each([
    ['a greeting', 'Hi Jane, how are you? Best, Robin'],
    ['names like local parts', 'Jane and Robin Reader read j.doe.paints, says jane. Hello!'],
    ['the domain of an address alone', 'My studio is at example.com, see https://www.example.com/about and example.com.'],
    ['a name and a site on two lines', 'Best,\r\nJane\r\nexample.com\r\n'],
    ['a name and a site in one line', 'Jane | example.com | +1 202 555 0100'],
    ['a profile at the domain', 'https://example.com/jane and https://example.com/@jane'],
    ['a host named as a person', 'https://jane.example.com/'],
    ['a site where somebody is found', 'Say hello at janepaints.example.com'],
    [
      'the address of somebody with a longer name',
      'maryjane@example.com, mary.jane@example.com, mary-jane@example.com, mary_jane@example.com',
    ],
    ['the address of somebody with a shorter name', 'jan@example.com, ane@example.com'],
    ['the same name at a longer domain', 'jane@example.community, jane@example.comet.example'],
    ['the same name at a part of the domain', 'jane@mail.example.com'],
    ['the same name at another domain', 'jane@example.net, jane@gmail.com'],
    ['another name with dots at Gmail', 'xj.doe.paints@gmail.com, j.doe@gmail.com, jdoe.paintshop@gmail.com'],
    ['a dotted name where dots count', 'j.ane@example.com, robinreader@example.org'],
    ['an alias of this match', 'c_0123456789ab@relay.example.org'],
    ['an address of a third person', 'Ask Sam: sam.lee+moss@example.net or office@example.org'],
    ['a social handle', 'I am @jane and @example on there'],
    ['a code snippet', 'const at = "user" + "@" + host; // jane\r\nif (a<b && c>d) { x = y[0] % 40; printf("\\x41\\n"); }'],
    ['a decorator', '@jane\r\nclass Example { com = 1 }'],
    ['a configuration', 'HOST=example.com\r\nUSER=jane\r\nPATH=C:\\jane\\example.com\r\n'],
    ['a git remote', 'git clone git@example.com:jane/paint.git'],
    [
      'a long link with tracking',
      `https://www.example.net/a/b?utm_source=x&utm_id=${noise(64).toString('hex')}&r=${noise(200).toString('base64url')}#:~:text=moss`,
    ],
    ['a link with percent signs', 'https://example.net/s?q=caf%C3%A9%20%26%20moss%40home&x=100%25'],
    ['a link with a nested link', 'https://example.net/r?to=https%3A%2F%2Fexample.com%2Fjane%3Fa%3D1%2540'],
    [
      'a fingerprint and ids',
      '6a616e65 550e8400-e29b-41d4-a716-446655440000 sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    ],
    ['lists of numbers', '106, 97, 110, 101, 64, 101, 120\r\n1,2,3,4,5,6,7,8,9,10\r\n2026, 11, 20'],
    ['a price and a sum', 'Oil paint @ 12.50, brushes @ 3 = 40.50; 5 @ 10% off'],
    ['Japanese', 'こんにちは、例えば苔と粘土についてお話ししましょう。'],
    ['Arabic and Hebrew', 'مرحبا بكم \u200fשלום לכולם'],
    ['emoji with joiners', '👩‍🎨 paints 🏳️‍🌈 and 👨‍👩‍👧 watch ❤️'],
    ['Vietnamese and Czech with marks', 'Tôi thích vẽ tranh. Příliš žluťoučký kůň.'.normalize('NFD')],
    ['a drawing of letters', `${'='.repeat(72)}\r\n${'-'.repeat(72)}\r\n${'3'.repeat(60)}\r\n${'_'.repeat(70)}`],
    ['a poem about a point', 'meet me at dawn\r\nat the dot of ten, at a point at sea'],
    ['a quoted mail without addresses', 'On Fri, 20 Nov 2026 at 10:00, Jane wrote:\r\n> Dear Robin,\r\n> see example.com\r\n>> yes'],
    ['an invoice in columns', 'Item\tPieces\tPrice\r\nClay\t2\t10.00\r\nexample.com\t1\tjane\r\n'],
  ])('%s', async (_, words) => {
    expect(await leaksOfText(words)).toEqual([]);
    expect(await leaksOfHtml(`<html><body><p>${words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p></body></html>`)).toEqual([]);
  });

  it.each([
    ['a newsletter', newsletter],
    [
      'a signature',
      '<b>Jane</b><br><a href="https://example.com">example.com</a> <i>Jane</i> <a href="https://example.com/">example.com</a>',
    ],
    ['a picture within', `<img alt="Jane" src="data:image/png;base64,${noise(30_000).toString('base64')}">`],
    ['a table', '<table><tr><td>Jane</td><td>example.com</td></tr><tr><td>Robin</td><td>example.org</td></tr></table>'],
    ['a drawing', `<svg viewBox="0 0 24 24"><path d="${'M1.2,3.4 L5,6 106,97,110,101 '.repeat(200)}"/></svg>`],
    ['classes and styles', '<div class="jane example com" style="background:url(cid:a1);color:#6a616e65">x</div>'],
    ['mathematics', '<math><mi>j</mi><mo>&#x2062;</mo><mi>x</mi></math> 3 &lt; 4 &amp;&amp; 5 &gt; 4'],
    ['an address of a third person, protected', '<a href="mailto:sam@example.net">s&#97;m&#64;example.net</a>'],
  ])('%s in HTML', async (_, markup) => {
    expect(await leaksOfHtml(markup)).toEqual([]);
  });

  it.each([
    ['a picture', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), noise(200_000)])],
    ['a PDF of photographs', photographs('DCTDecode')],
    ['a PDF of drawings', photographs('Other /Subtype /Image')],
    [
      'a PDF',
      Buffer.from(
        `%PDF-1.7\n1 0 obj\n<< /Filter /FlateDecode >>\nstream\n${deflateSync('BT [(Ja) -20 (ne)] TJ (example.com) Tj ET').toString('latin1')}\nendstream\nendobj\n`,
        'latin1',
      ),
    ],
    ['a packed log', gzipSync('GET /jane example.com 200\n'.repeat(1_000))],
    ['a table of numbers', Buffer.from('a,b,c\r\n'.concat('1,2,3\r\n'.repeat(2_000)))],
    ['an invitation', Buffer.from('BEGIN:VCALENDAR\r\nORGANIZER;CN=Jane:mailto:c_0123456789ab@relay.example.org\r\nEND:VCALENDAR')],
  ])('%s attached', async (_, bytes) => {
    expect(await leaksOfAttached(bytes)).toEqual([]);
  });

  it('with text, HTML and a picture, in whatever transfer encoding', async () => {
    const plain = (encoding: string, words: string) => ({
      headers: ['Content-Type: text/plain; charset=utf-8', `Content-Transfer-Encoding: ${encoding}`],
      bytes: Buffer.from(words),
    });
    const parts = [
      plain('quoted-printable', 'Caf=C3=A9 =\r\nat 5'),
      plain('7bit', 'Hi'),
      plain('8bit', 'Café'),
      html('<p>Hi</p>'),
      attached(noise(5_000), 'image/png'),
    ];
    expect(await leaksOf({ parts })).toEqual([]);
  });

  it('of 10 MB', async () => {
    expect(await scan(finished({ parts: [text('Hello'), attached(noise(10 * 1024 * 1024), 'image/jpeg')] }))).toEqual([]);
    expect(await leaksOfAttached(Buffer.from('one line of a long table;1;2;3\r\n'.repeat(320_000)))).toEqual([]);
  });
});

describe('nothing a stranger writes keeps the scan from its end', () => {
  const megabyte = 1024 * 1024;
  it.each(
    [
      '<',
      '<a ',
      '<a href="',
      '<!--',
      '&#',
      '&#0',
      '&',
      '%',
      '%4',
      '=',
      '= ',
      '=?',
      '=?utf-8?q?',
      '\\',
      '\\u',
      '(',
      ')',
      '[',
      ' ',
      '\r\n',
      '\r\n>',
      'a',
      '3',
      '+',
      '.',
    ]
      .concat([
        '"',
        '@',
        '-',
        '_',
        ' at',
        ' at ',
        '*0=',
        ';a*0=',
        '@example.com',
        '+@example.com',
        '-jane@example.comx',
        '....@gmail.com',
        '"example.com"',
        '\u0301\u0323',
        '\ufdfa',
      ])
      .concat([
        '<style>',
        '<b hidden>',
        'begin 644 a\r\n',
        'cfemail',
        'stream',
        '<41',
        '%PDF-',
        '\u{1d41a}',
        '\x1b$B',
        '/*',
        '\\00000',
        '1,',
        '=41',
        '%25',
      ])
      .map((piece) => [piece]),
  )('%j over and over', async (piece) => {
    const words = piece.repeat(Math.ceil(megabyte / 4 / Buffer.byteLength(piece)));
    const leaks = [...(await leaksOfText(words)), ...(await leaksOfAttached(Buffer.from(`%PDF-1.7 ${words}`)))];
    expect(leaks.every(({ kind }) => kind === 'too_much' || kind === 'unreadable')).toBe(true);
  });
});
