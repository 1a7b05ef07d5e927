import { both, fromLine, head, html, mail, plain, png, withSubject } from './mail-writing.ts';
import { charsets, subjects, writers } from './ordinary-headers.ts';

/** A mail as people and their programs write it, and what of it has to arrive. */
export interface OrdinaryMail {
  readonly name: string;
  readonly raw: Buffer;
  /** The whole text; spaces and line ends aside. */
  readonly text?: string;
  /** What the text says, and the HTML if there is any. */
  readonly says?: readonly string[];
  readonly html?: readonly string[];
  readonly subject?: string;
  readonly files?: number;
}

type Expected = Omit<OrdinaryMail, 'name' | 'raw'>;

const prose = `Hi Ben,\n\nThanks for your note – I’d love to meet at the old mill on Thursday at 7 😀.\n\n- bring the “blue” book\n- 50% off till 20/11 (see https://example.com/a?b=c&d=e%20f#g)\n\nCall me: +49 30 1234567, or write to carol@example.com.\n\nCheers,\nAna\n\n-- \nAna\nPainter & more | www.example.com`;

const code =
  'for (let i = 0; i < n; i++) { a[i] = b[i] && c <= d; }\n<div class="x">&nbsp;&amp;</div>\n$ grep -r "foo@bar" . | awk \'{print $1}\'\nSELECT * FROM t WHERE a=\'b\';\n0xdeadbeef 3f786850e387550fdab836ed7e6dc881de23001b\neyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U\n%3D %40 =40 &#64; \\x40 \\u0040';

const thread = Array.from(
  { length: 30 },
  (_, level) =>
    `${'> '.repeat(level)}On Fri, Nov ${String((level % 28) + 1)}, 2026 at 9:00 AM Carol <carol@example.com> wrote:\n${'> '.repeat(level + 1)}message ${String(level)} of the thread`,
).join('\n');

const outlook = `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><meta name="Generator" content="Microsoft Word 15 (filtered medium)"><!--[if !mso]><style>v\\:* {behavior:url(#default#VML);}</style><![endif]--><style><!--\n@font-face {font-family:"Cambria Math"; panose-1:2 4 5 3 5 4 6 3 2 4;}\np.MsoNormal, li.MsoNormal {margin:0cm; font-size:11.0pt; font-family:"Calibri",sans-serif; mso-fareast-language:EN-US;}\n--></style><!--[if gte mso 9]><xml><o:shapedefaults v:ext="edit" spidmax="1026" /></xml><![endif]--></head><body lang="DE" link="#0563C1" vlink="#954F72" style='word-wrap:break-word'><div class="WordSection1"><p class="MsoNormal"><span lang="EN-GB">Hi Ben,<o:p></o:p></span></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p><p class="MsoListParagraph" style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span></span><![endif]>First point<o:p></o:p></p><table class="MsoTableGrid" border="1" cellspacing="0" cellpadding="0"><tr><td width="200" valign="top" style='width:150.0pt;border:solid windowtext 1.0pt;padding:0cm 5.4pt 0cm 5.4pt'><p class="MsoNormal">Cell A<o:p></o:p></p></td><td><p class="MsoNormal">Cell B<o:p></o:p></p></td></tr></table><!--[if gte vml 1]><v:shape id="x" style="width:10pt"><v:imagedata src="cid:image001.png@01DB"/></v:shape><![endif]--><![if !vml]><img width="100" height="50" src="cid:image001.png@01DB3B" alt="Logo"><![endif]><p class="MsoNormal"><b>From:</b> Carol &lt;carol@example.com&gt; <br><b>Sent:</b> Friday, November 20, 2026 9:00 AM<br><b>To:</b> Ana<br><b>Subject:</b> Mill<o:p></o:p></p><p class="MsoNormal">Forwarded words<o:p></o:p></p></div></body></html>`;

const related = `--M\nContent-Type: multipart/related; boundary=R; type="multipart/alternative"\n\n--R\nContent-Type: multipart/alternative; boundary=A\n\n--A\nContent-Type: text/plain; charset=utf-8\n\nHi [cid:image001.png@01DB3B]\n--A\nContent-Type: text/html; charset=utf-8\n\n<p>Hi <img src="cid:image001.png@01DB3B" alt="Logo"> there</p>\n--A--\n--R\nContent-Type: image/png; name=image001.png\nContent-Transfer-Encoding: base64\nContent-ID: <image001.png@01DB3B>\nContent-Disposition: inline; filename=image001.png\n\n${png}\n--R--\n--M\nContent-Type: image/png; name="photo ü.png"\nContent-Disposition: attachment; filename*=utf-8''photo%20%C3%BC.png\nContent-Transfer-Encoding: base64\n\n${png}\n--M\nContent-Type: text/csv; name=a.csv\nContent-Disposition: attachment; filename=a.csv\n\na,b\n1,2\n--M--\n`;

const written: readonly (readonly [name: string, raw: Buffer, expected: Expected])[] = [
  ['text in UTF-8', mail(plain(), prose), { text: prose }],
  ['text in base64', mail(plain('utf-8', 'base64'), Buffer.from(prose).toString('base64').replace(/.{76}/g, '$&\r\n')), { text: prose }],
  [
    'text in quoted-printable',
    mail(plain('utf-8', 'quoted-printable'), 'Hello =\nWorld=20\n=E2=82=AC 5 =3D five\nbad =ZZ esc'),
    { text: 'Hello World\n€ 5 = five\nbad =ZZ esc' },
  ],
  ['no header of MIME', mail(head().slice(0, 5), 'Hello Ben,\n\n100=2E.'), { text: 'Hello Ben,\n\n100=2E.' }],
  ['lines that end in LF alone', Buffer.from([...plain(), '', 'Hello', '', 'World'].join('\n')), { text: 'Hello\n\nWorld' }],
  [
    'a line of a mailbox file before it',
    Buffer.concat([Buffer.from('From ana@example.org Fri Nov 20 10:00:00 2026\r\n'), mail(plain(), 'Hello')]),
    { text: 'Hello' },
  ],
  [
    'headers that no program should write',
    mail([...plain(), 'X-Empty:', 'X-Folded: a\r\n\tb', 'Subject: again', 'Date: x', 'this is no header'], 'Hello'),
    { says: ['Hello'] },
  ],
  [
    'no subject, date or id',
    mail(
      plain().filter((line) => !/^(?:Subject|Date|Message-ID)/.test(line)),
      'Hello',
    ),
    { text: 'Hello' },
  ],
  ['code', mail(plain(), code), { text: code }],
  [
    'text that flows',
    mail(head('Content-Type: text/plain; charset=utf-8; format=flowed'), 'This is a long \nline that flows.\n-- \nAna'),
    { says: ['This is a long line that flows.'] },
  ],
  [
    'Japanese text that flows',
    mail(head('Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes'), '日本 \n語です'),
    { text: '日本語です' },
  ],
  ['a file of old in the text', mail(plain(), 'begin 644 hello.txt\n+:&5L;&\\@=V]R;&0*\n`\nend\n'), { says: ['begin 644'] }],
  [
    'pgp signed inline',
    mail(
      plain(),
      '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHello\n-----BEGIN PGP SIGNATURE-----\n\niQEzBAEBCAAdFiEE\n=abcd\n-----END PGP SIGNATURE-----',
    ),
    { says: ['Hello'] },
  ],
  ['rtl', mail(plain(), 'שלום בן,\nנפגש ביום חמישי בשעה 7.\nمرحبا بك يا بن\n\u200fابعد\u200e x'), { says: ['שלום בן,', 'مرحبا بك يا بن'] }],
  ['emoji zwj', mail(plain(), 'family 👨‍👩‍👧‍👦 flag 🇩🇪 skin 👍🏽 heart ❤️ keycap 1️⃣'), { text: 'family 👨‍👩‍👧‍👦 flag 🇩🇪 skin 👍🏽 heart ❤️ keycap 1️⃣' }],
  ['persian zwnj', mail(plain(), 'می‌خواهم'), { text: 'می‌خواهم' }],
  [
    'prose with at domain',
    mail(
      plain(),
      'I work at example.org and she is at example.net, mail me at work. Look at example dot org. canary is a bird, q7x9 is a code.',
    ),
    {
      text: 'I work at example.org and she is at example.net, mail me at work. Look at example dot org. canary is a bird, q7x9 is a code.',
    },
  ],
  [
    'outlook safelinks',
    mail(
      plain(),
      'See https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.com%2Fpage&data=05%7C02%7C%7Cd1f7ac6b3d7e4b2ba36b08dc%7C84df9e7fe9f640afb435aaaaaaaaaaaa%7C1%7C0%7C638%7CUnknown%7CTWFpbGZsb3d8eyJFbXB0eU1hcGkiOnRydWUsIlYiOiIwLjAuMDAwMCIsIlAiOiJXaW4zMiIsIkFOIjoiTWFpbCIsIldUIjoyfQ%3D%3D%7C0%7C%7C%7C&sdata=abc%3D&reserved=0',
    ),
    { says: ['safelinks', 'sdata=abc%3D'] },
  ],
  ['a long thread', mail(plain(), thread), { says: ['message 0 of the thread', 'message 29 of the thread'] }],
  [
    'a mail of Gmail',
    both(
      'Hi Ben,\n\n*Thursday* works.\n\nAna\n\nOn Fri, Nov 20, 2026 at 9:00 AM Ben <c_aaaaaaaaaaaaaaaaaaaaaaaa@relay.example.com> wrote:\n\n> Hello Ana,\n> when?\n',
      '<div dir="ltr">Hi Ben,<div><br></div><div><b>Thursday</b> works.</div><div><br></div><div>Ana</div></div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Fri, Nov 20, 2026 at 9:00 AM Ben &lt;<a href="mailto:c_aaaaaaaaaaaaaaaaaaaaaaaa@relay.example.com">c_aaaaaaaaaaaaaaaaaaaaaaaa@relay.example.com</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"><div dir="ltr">Hello Ana,<div>when?</div></div></blockquote></div>',
    ),
    { says: ['Thursday', 'works.', 'Hello Ana,'], html: ['<b>Thursday</b>', 'gmail_quote'] },
  ],
  [
    'a mail of Outlook',
    both('Hi Ben,\n\n1. First point\nCell A\tCell B\nForwarded words', outlook),
    { says: ['Hi Ben,', 'First point', 'Cell A', 'Cell B', 'Forwarded words'], html: ['<table', 'border="1"'] },
  ],
  [
    'a mail of Yahoo',
    both(
      ' Hi Ben\nOn Friday, November 20, 2026 at 09:00:00 AM GMT+3, Carol <carol@example.com> wrote:  \n \n words',
      '<div class="ydp1yahoo-style-wrap" style="font-family:Helvetica Neue, Helvetica, Arial, sans-serif;font-size:13px;"><div dir="ltr" data-setdir="false">Hi Ben</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div style="font-family:Helvetica">On Friday, November 20, 2026 at 09:00:00 AM GMT+3, Carol &lt;carol@example.com&gt; wrote:</div><div>words</div></div></div>',
    ),
    { says: ['Hi Ben', 'words', 'carol@example.com'] },
  ],
  [
    'a mail of Proton',
    both(
      'Hi Ben\n\nSent with Proton Mail secure email.',
      '<div style="font-family: Arial, sans-serif; font-size: 14px;">Hi Ben</div><div class="protonmail_signature_block" style="font-family: Arial"><div class="protonmail_signature_block-user protonmail_signature_block-empty"></div><div>Sent with <a target="_blank" href="https://proton.me/mail/home">Proton Mail</a> secure email.</div></div>',
    ),
    { says: ['Hi Ben', 'Proton Mail'], html: ['href="https://proton.me/mail/home"'] },
  ],
  [
    'a mail of Thunderbird',
    html(
      '<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html; charset=UTF-8"></head><body><p>Hello <i>Ben</i></p><div class="moz-cite-prefix">On 11/20/26 09:00, Ben wrote:<br></div><blockquote type="cite" cite="mid:abc@mail.example.com"><p>Hi</p></blockquote><pre class="moz-signature" cols="72">-- \nAna</pre></body></html>',
    ),
    { says: ['Hello Ben', 'Hi', '-- Ana'] },
  ],
  [
    'styles for the dark and for paper',
    html(
      '<style>@media (prefers-color-scheme:dark){.x{display:none}} @media print { .y { display:none } }</style><p class=x>one</p><p class=y>two</p>',
    ),
    { says: ['one', 'two'] },
  ],
  [
    'what Outlook alone hides',
    html(
      '<div style="mso-hide:all">seen</div><!--[if !mso]><!--><div>not mso</div><!--<![endif]--><p style="text-indent:-18pt">list</p><p style="height:0">h0</p><p style="opacity:.8">op</p><p style="line-height:0;font-size:12px">lh</p>',
    ),
    { says: ['seen', 'not mso', 'list', 'h0', 'op', 'lh'] },
  ],
  [
    'letters without size around others',
    html('<table><tr><td style="font-size:0"><span style="font-size:14px">visible</span></td></tr></table><p>x</p>'),
    { says: ['visible', 'x'] },
  ],
  [
    'a table',
    html(
      '<table><thead><tr><th>Name</th><th>Age</th></tr></thead><tbody><tr><td>Ana</td><td>30</td></tr><tr><td colspan=2>total</td></tr></tbody></table>',
    ),
    { says: ['Name', 'Ana'], html: ['colspan="2"', '<th>'] },
  ],
  [
    'character references',
    html('<p>5 &lt; 6 &amp;&amp; 7 &gt; 6; &copy; &euro; &nbsp; &#8364; caf&eacute; &notanentity; a&b</p><pre>  keep\n    spaces</pre>'),
    { says: ['5 < 6 && 7 > 6; © €', 'café', 'a&b'], html: ['  keep\n    spaces'] },
  ],
  [
    'links',
    html(
      '<a href="https://example.com/a?b=c&amp;d=e%20f#g">l1</a> <a href="tel:+4930">l2</a> <a href="mailto:carol@example.com?subject=hi%20there">l3</a> <a href="HTTP://EXAMPLE.COM">l4</a> <a href="https://example.com/?q=%E2%82%AC">l5</a><a href=" https://example.com/sp ace">l6</a> <a href="https://calendar.example.com/event?eid=NmFkZjg3YXNkZjg3NmFzZGY4NzZhc2RmODc2YXNkZg&ctz=Europe%2FBerlin">l7</a>',
    ),
    {
      html: [
        'https://example.com/a?b=c&amp;d=e%20f#g',
        'tel:+4930',
        'mailto:carol@example.com?subject=hi%20there',
        'q=%E2%82%AC',
        'eid=NmFkZjg3YXNkZjg3NmFzZGY4NzZhc2RmODc2YXNkZg',
      ],
    },
  ],
  [
    'languages and directions',
    html('<html lang="ar" dir="rtl"><body><p lang="de" dir="ltr">Hallo</p><p>مرحبا</p></body></html>'),
    { says: ['Hallo', 'مرحبا'], html: ['lang="de"', 'dir="ltr"'] },
  ],
  ['a picture inside the HTML', html(`<p>Look <img src="data:image/png;base64,${png}" alt="dot"> here</p>`), { says: ['Look', 'here'] }],
  [
    'a mail of Apple Mail',
    mail(
      head(
        'Content-Type: multipart/alternative;\r\n\tboundary="Apple-Mail=_AAAA"',
        'Mime-Version: 1.0 (Mac OS X Mail 16.0 \\(3731.700.6\\))',
      ),
      `\n--Apple-Mail=_AAAA\nContent-Transfer-Encoding: 7bit\nContent-Type: text/plain;\n\tcharset=us-ascii\n\nHello Ben,\n\nsee below.\n\n--Apple-Mail=_AAAA\nContent-Type: multipart/mixed;\n\tboundary="Apple-Mail=_BBBB"\n\n\n--Apple-Mail=_BBBB\nContent-Transfer-Encoding: 7bit\nContent-Type: text/html;\n\tcharset=us-ascii\n\n<html><head><meta http-equiv="content-type" content="text/html; charset=us-ascii"></head><body style="overflow-wrap: break-word; -webkit-nbsp-mode: space; line-break: after-white-space;">Hello Ben,<div><br></div><div>see below.</div></body></html>\n--Apple-Mail=_BBBB\nContent-Disposition: inline;\n\tfilename=a.png\nContent-Type: image/png;\n\tname="a.png"\nContent-Transfer-Encoding: base64\n\n${png}\n--Apple-Mail=_BBBB\nContent-Transfer-Encoding: 7bit\nContent-Type: text/html;\n\tcharset=us-ascii\n\n<html><body><div>after the picture</div></body></html>\n--Apple-Mail=_BBBB--\n\n--Apple-Mail=_AAAA--\n`,
    ),
    { says: ['Hello Ben,', 'see below.'], html: ['after the picture'], files: 1 },
  ],
  ['pictures and files', mail(head('Content-Type: multipart/mixed; boundary=M'), related), { says: ['Hi'], html: ['src="cid:'], files: 3 }],
  [
    'an invitation',
    mail(
      head('Content-Type: multipart/mixed; boundary=M'),
      `--M\nContent-Type: multipart/alternative; boundary=A\n\n--A\nContent-Type: text/plain; charset=utf-8\n\nYou are invited\n--A\nContent-Type: text/html; charset=utf-8\n\n<p>You are invited</p>\n--A\nContent-Type: text/calendar; charset="UTF-8"; method=REQUEST\n\nBEGIN:VCALENDAR\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\nVERSION:2.0\nCALSCALE:GREGORIAN\nMETHOD:REQUEST\nBEGIN:VTIMEZONE\nTZID:Europe/Berlin\nX-LIC-LOCATION:Europe/Berlin\nBEGIN:STANDARD\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nTZNAME:CET\nDTSTART:19701025T030000\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nDTSTART;TZID=Europe/Berlin:20261126T190000\nDTEND;TZID=Europe/Berlin:20261126T200000\nDTSTAMP:20261120T100000Z\nORGANIZER;CN=Ana:mailto:canary.q7x9@example.org\nUID:abc123@google.com\nATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN=Ben;X-NUM-GUESTS=0:mailto:c_bbbbbbbbbbbbbbbbbbbbbbbb@relay.example.com\nX-MICROSOFT-CDO-OWNERAPPTID:1\nDESCRIPTION:Line one\\, with comma\\nhttps://meet.example.com/abc\nLOCATION:Old mill\nSEQUENCE:0\nSTATUS:CONFIRMED\nSUMMARY:Meeting\nTRANSP:OPAQUE\nEND:VEVENT\nEND:VCALENDAR\n--A--\n--M\nContent-Type: application/ics; name="invite.ics"\nContent-Disposition: attachment; filename="invite.ics"\nContent-Transfer-Encoding: base64\n\n${Buffer.from('BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:x\r\nDTSTART:20261126T190000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n').toString('base64')}\n--M--`,
    ),
    { says: ['You are invited'], files: 2 },
  ],
  [
    'a signed mail',
    mail(
      head('Content-Type: multipart/signed; protocol="application/pgp-signature"; micalg=pgp-sha256; boundary=x'),
      '--x\nContent-Type: text/plain; charset=utf-8\n\nHello signed\n--x\nContent-Type: application/pgp-signature; name=signature.asc\n\n-----BEGIN PGP SIGNATURE-----\n--x--',
    ),
    { says: ['Hello signed'], files: 0 },
  ],
  [
    'an office document',
    mail(
      head('Content-Type: multipart/mixed; boundary=M'),
      '--M\n\nsee attached\n--M\nContent-Type: application/vnd.openxmlformats-officedocument.wordprocessingml.document; name=a.docx\nContent-Transfer-Encoding: base64\n\nUEsDBA==\n--M--',
    ),
    { says: ['see attached', 'An office document was left out.'], files: 0 },
  ],
  [
    'no last boundary',
    mail(
      head('Content-Type: multipart/mixed; boundary=M'),
      '--M\nContent-Type: text/plain\n\nHello there\n--M\nContent-Type: text/csv\nContent-Disposition: attachment; filename=a.csv\n\na,b',
    ),
    { says: ['Hello there'], files: 1 },
  ],
  [
    'no boundary at all',
    mail(head('Content-Type: multipart/mixed'), '--M\nContent-Type: text/plain\n\nHello there\n--M--'),
    { says: ['Hello there'] },
  ],
  ['another boundary than said', mail(head('Content-Type: multipart/mixed; boundary=X'), 'Hello there'), { says: ['Hello there'] }],
  ['a type that is none', mail(head('Content-Type: text'), 'Hello there'), { says: ['Hello there'] }],
  [
    'nothing but a picture',
    mail(
      head('Content-Type: image/png; name=a.png', 'Content-Transfer-Encoding: base64', 'Content-Disposition: attachment; filename=a.png'),
      png,
    ),
    { files: 1, says: ['attachment'] },
  ],
];

export const ordinaryMails: readonly OrdinaryMail[] = [
  ...written.map(([name, raw, expected]) => ({ name, raw, ...expected })),
  ...charsets.flatMap(([charset, base64]) => {
    const bytes = Buffer.from(base64, 'base64');
    const text = new TextDecoder(charset).decode(bytes);
    return [
      { name: `text in ${charset}`, raw: mail(plain(charset), bytes), text },
      { name: `text in ${charset} and base64`, raw: mail(plain(charset, 'base64'), base64), text },
    ];
  }),
  ...subjects.map(([line, subject]) => ({ name: `the subject ${line}`, raw: withSubject(line), subject })),
  ...writers.map((line) => ({ name: `from ${line}`, raw: fromLine(line), text: 'hello' })),
];
