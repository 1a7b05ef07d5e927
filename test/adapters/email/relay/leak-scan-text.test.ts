import { describe, expect, it } from 'vitest';
import { inText, leaksOfHtml, leaksOfText } from './finished-mail.ts';

const base64 = (words: string): string => Buffer.from(words).toString('base64');
const backwards = (words: string): string => Array.from(words).reverse().join('');
const rot13 = (words: string): string =>
  words.replace(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 97 + 13) % 26) + 97));
const styled = (from: number, words: string): string =>
  words.replace(/[a-z]/g, (letter) => String.fromCodePoint(from + letter.charCodeAt(0) - 97));

describe('a hidden address is found in text', () => {
  it.each([
    ['as it is', 'write to jane@example.com please'],
    ['in capitals', 'JANE@EXAMPLE.COM'],
    ['between angle brackets', '<jane@example.com>'],
    ['after a colon', 'mailto:jane@example.com'],
    ['at the end of a sentence', 'It is jane@example.com.'],
    ['between low lines that make it cursive', 'see _jane@example.com_'],
    ['in a script without blanks', '私のメールはjane@example.comです'],
    ['with a tag that is not its own', 'jane+news@example.com'],
    ['without the tag that it has', 'jane@atelier.example.org'],
    ['with other dots at Gmail', 'jd.oepain.ts@gmail.com'],
    ['with the other name of Gmail', 'jdoepaints@googlemail.com'],
    ['with dots and a tag at Gmail', 'j.d.o.e.paints+loop@gmail.com'],
    ['as the alias of another match', 'c_9f8e7d6c5b4a@relay.example.org'],
    ['as the address of the one who reads it', 'robin.reader@example.org'],
    ['with "at" in round brackets', 'jane (at) example.com'],
    ['with "at" and "dot" in square brackets', 'jane[at]example[dot]com'],
    ['with "at" and "dot" as words', 'Jane at example dot com'],
    ['with "at" alone as a word', 'jane at example.com'],
    ['with an ordinary word for a name and "dot" as a word', 'hello at janepaints dot example dot com'],
    ['with "at" in hyphens', 'jane-at-example-dot-com'],
    ['with French words', 'jane arobase example point com'],
    ['with German words', 'jane (klammeraffe) example (punkt) com'],
    ['with (a)', 'jane(a)example.com'],
    ['with dots in brackets', 'jane@example[.]com'],
    ['with blanks around its signs', 'jane @ example . com'],
    ['with a blank after each letter', 'j a n e @ e x a m p l e . c o m'],
    ['broken over two lines', 'jane@exam\r\nple.com'],
    ['broken over two quoted lines', '> > <mailto:jane@exam\r\n> > ple.com>'],
    ['with a zero-width space in it', 'ja\u200bne@exa\u200bmple.com'],
    ['with soft hyphens in it', 'ja\u00adne@ex\u00adample.com'],
    ['with a mark of direction in it', 'jane\u200e@\u202cexample.com'],
    ['with combining marks on it', 'ja\u0308ne@exam\u0301ple.com'],
    ['with an accent in one character', 'j\u00e1ne@example.com'],
    ['with a fill character of Hangul in it', 'jane\u3164@example.com'],
    ['with control characters in it', 'ja\u0000ne@exa\u0008mple.com'],
    ['in full width', 'ｊａｎｅ＠ｅｘａｍｐｌｅ．ｃｏｍ'],
    ['in mathematical letters', `${styled(0x1d41a, 'jane')}@${styled(0x1d4ea, 'example')}.com`],
    ['with an ideographic full stop', 'jane@example。com'],
    ['with a small at sign', 'jane﹫example.com'],
    ['percent-encoded', 'jane%40example.com'],
    ['percent-encoded twice', 'jane%2540example.com'],
    ['percent-encoded in every letter', Array.from('jane@example.com', (letter) => `%${letter.charCodeAt(0).toString(16)}`).join('')],
    ['after a parameter that looks like quoted-printable', 'https://example.net/?u=jane%40example.com&ad=ada'],
    ['in quoted-printable', 'jane=40example=2Ecom'],
    ['over a soft line break', 'jane@exam=\r\nple.com'],
    ['escaped as in JSON', '{"to":"jane\\u0040example.com"}'],
    ['after an escaped line break', 'Dear all,\\njane@example.com'],
    ['escaped in hexadecimal', 'jane\\x40example.com'],
    ['escaped in octal', 'jane\\100example\\056com'],
    ['escaped as in a style sheet', 'jane\\40 example.com'],
    ['as a quoted pair', 'jane\\@example.com'],
    ['as RTF writes it', "jane\\'40example.com"],
    ['with its name in quotes', '"jane"@example.com'],
    ['with comments in it', 'jane(the painter)@(of)example.com'],
    ['in base64', `token ${base64('jane@example.com')} end`],
    ['in base64 in the middle of a path', `https://example.net/u/x/${base64('to=jane@example.com&x')}/open`],
    ['in base64 for the web', base64('>>?jane@example.com??>').replaceAll('+', '-').replaceAll('/', '_')],
    ['in base64 that is wrapped and quoted', `> ${base64('x '.repeat(25) + 'jane@example.com').replace(/.{40}/g, '$&\r\n> ')}`],
    ['in base64 in base64', base64(`again: ${base64('and again jane@example.com')}`)],
    ['in hexadecimal', Buffer.from('jane@example.com').toString('hex')],
    ['in hexadecimal, byte by byte', Buffer.from('jane@example.com').toString('hex').replace(/../g, '$& ')],
    [
      'in hexadecimal, with colons',
      Buffer.from('jane@example.com')
        .toString('hex')
        .toUpperCase()
        .replace(/..(?=.)/g, '$&:'),
    ],
    ['in hexadecimal, as numbers', Buffer.from('jane@example.com').toString('hex').replace(/../g, '0x$&, ')],
    ['in hexadecimal, as code points', Buffer.from('jane@example.com').toString('hex').replace(/../g, 'U+00$& ')],
    ['in hexadecimal, two bytes at a time', Buffer.from('jane@example.com').toString('hex').replace(/..../g, '$& ')],
    ['in base64 with blanks at the end of its lines', base64('x '.repeat(25) + 'jane@example.com').replace(/.{40}/g, '$& \r\n')],
    ['with Dutch words', 'jane apenstaartje example punt com'],
    ['with Czech words', 'jane [zavináč] example [tečka] com'],
    ['in a list of character codes', Array.from('jane@example.com', (letter) => letter.charCodeAt(0)).join(', ')],
    ['in UTF-7', 'jane+AEA-example.com'],
    ['in uuencode', `begin 644 note.txt\r\n${uuencodedLine('jane@example.com')}\r\n\`\r\nend`],
    ['in an encoded word', `=?utf-8?B?${base64('jane@example.com')}?=`],
    ['over two encoded words', '=?utf-8?Q?jane=40exa?= =?utf-8?Q?mple.com?='],
    ['backwards', backwards('jane@example.com')],
    ['in ROT13', rot13('jane@example.com')],
    ['as the return path of a list', 'bounce-jane=example.com@lists.example.net'],
    ['as a forwarder rewrites it', 'SRS0=HHH=TT=example.com=jane@forwarder.example.net'],
    ['as a path of UUCP', 'example.com!jane'],
    ['as the name of an exported mailbox', 'jane_example.com.mbox'],
    ['as a list of strings', '("Jane Doe" NIL "jane" "example.com")'],
    ['in a data URL', `data:text/plain;base64,${base64('jane@example.com')}`],
    ['folded as in a calendar', 'ORGANIZER:mailto:jane@exam\r\n ple.com'],
  ])('%s', async (_, words) => {
    expect(await leaksOfText(words)).toEqual([inText]);
  });

  it.each(['utf-16le', 'utf-16be', 'utf-7', 'utf-16'])('in the charset %s', async (charset) => {
    const utf16 = Buffer.from('Hello, jane@example.com', 'utf16le');
    const bytes = {
      'utf-16le': utf16,
      'utf-16': utf16,
      'utf-16be': Buffer.from(utf16).swap16(),
      'utf-7': Buffer.from('Hello, jane+AEA-example.com'),
    };
    expect(await leaksOfText(bytes[charset as keyof typeof bytes], charset)).toEqual([inText]);
  });

  it('in UTF-16 that says that it is UTF-8', async () => {
    expect(await leaksOfText(Buffer.from('Hello, jane@example.com', 'utf16le'))).toEqual([inText]);
  });

  it('between Japanese words in ISO-2022-JP', async () => {
    expect(await leaksOfText('\x1b$B$O\x1b(Bjane@example.com', 'iso-2022-jp')).toEqual([inText]);
  });
});

describe('a hidden address is found in HTML', () => {
  it.each([
    ['in a link', '<a href="mailto:jane@example.com">Write</a>'],
    ['in a percent-encoded link', '<a href="mailto:%6Aane%40example.com">Write</a>'],
    ['in the query of a link', '<a href="https://example.net/?email=jane%40example.com">x</a>'],
    ['in a title', '<abbr title="jane@example.com">J</abbr>'],
    ['in an attribute of data', '<p data-owner="jane@example.com">x</p>'],
    ['in a comment', '<p>x<!-- jane@example.com --></p>'],
    ['in a style sheet', '<style>p::after{content:"jane@example.com"}</style>'],
    ['in a style sheet with escapes', '<style>p::after{content:"jane\\40 example\\2e com"}</style>'],
    ['in metadata', '<head><meta name="author" content="jane@example.com"></head>'],
    ['in a hidden element', '<div style="display:none">jane@example.com</div>'],
    ['split by tags', '<b>ja</b>ne@<i>exam</i>ple.com'],
    ['split by a comment', 'ja<!-- no -->ne@example.com'],
    ['split by a tag with a bracket in a value', 'ja<b title=">">ne@</b>example.com'],
    ['split by hidden words', 'jane<span style="display: none">NOSPAM</span>@example.com'],
    ['split by a style', 'jane<style>b{}</style>@example.com'],
    ['right after other words that only a tag divides', '<b>Mail</b>jane@exam<i>ple</i>.com'],
    ['over the cells of a table', '<table><tr><td>jane</td><td>@</td><td>example.com</td></tr></table>'],
    ['with a picture in the place of its sign', 'jane<img src="cid:at">example.com'],
    ['by number', 'jane&#64;example&#46;com'],
    ['by number with zeros and without semicolons', 'jane&#0000064example.com'],
    ['by hexadecimal number', '&#x6a;&#x61;&#x6e;&#x65;&#x40;example.com'],
    ['by name', 'jane&commat;example&period;com'],
    ['by number of a number', 'jane&amp;#64;example.com'],
    ['with invisible entities', 'ja&shy;ne&zwnj;@exa&ZeroWidthSpace;mple.com'],
    ['in letters in another dress', '&jscr;&ascr;&nscr;&escr;@example.com'],
    ['in two attributes', '<span data-user="jane" data-domain="example.com"></span>'],
    ['turned round by its direction', '<bdo dir="rtl">moc.elpmaxe@enaj</bdo>'],
    ['mixed by a web host', `<a data-cfemail="${mixed('jane@example.com')}">[email&#160;protected]</a>`],
    ['in a frame of data', `<iframe src="data:text/html;base64,${base64('<b>jane</b>&#64;example.com')}"></iframe>`],
    ['in base64 that goes on behind a line break', base64('x '.repeat(25) + 'jane@example.com').replace(/.{20}/g, '$&<br>')],
    ['in base64 that has a block for each line', base64('x '.repeat(25) + 'jane@example.com').replace(/.{20}/g, '<div>$&</div>')],
    ['in a tag that never ends', '<p>x</p><a href="mailto:jane@example.com'],
  ])('%s', async (_, markup) => {
    expect(await leaksOfHtml(markup)).toEqual([inText]);
  });
});

function uuencodedLine(words: string): string {
  const bits = Array.from(Buffer.from(words), (byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = (bits.padEnd(Math.ceil(bits.length / 24) * 24, '0').match(/.{6}/g) ?? []).map((six) => parseInt(six, 2));
  return String.fromCharCode(words.length + 32, ...letters.map((value) => (value === 0 ? 96 : value + 32)));
}

function mixed(words: string): string {
  const bytes = Buffer.from(words).map((byte) => byte ^ 0x5a);
  return Buffer.from([0x5a, ...bytes]).toString('hex');
}
