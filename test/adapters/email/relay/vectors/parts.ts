import { gzipSync } from 'node:zlib';
import { aMail, anAttachment, base64, type PartOf, sentence, type Vector, withParts } from './vector.ts';

const me = 'canary.q7x9@example.org';

const structure: readonly Vector[] = [
  { name: 'a preamble', raw: withParts([], { preamble: `This is a mail of ${me}` }), arrives: 'old mill' },
  { name: 'an epilogue', raw: withParts([], { epilogue: `sent by ${me}` }), arrives: 'old mill' },
  { name: 'a boundary', raw: withParts([], { boundary: 'canaryq7x9' }), arrives: 'old mill' },
  {
    name: 'headers of a part',
    raw: withParts([{ type: 'text/plain', headers: [`X-Part-From: ${me}`, `Content-Description: ${me}`], body: 'more' }]),
    arrives: 'old mill',
  },
  { name: 'a second text part', raw: withParts([{ type: 'text/plain; charset=utf-8', body: `It is ${me}` }]), arrives: 'old mill' },
  {
    name: 'a part of parts',
    raw: withParts([{ type: 'multipart/mixed; boundary="in"', body: `--in\nContent-Type: text/plain\n\n${me}\n--in--` }]),
    arrives: 'old mill',
  },
  { name: 'enriched text', raw: withParts([{ type: 'text/enriched', body: `<bold>${me}</bold>` }]), arrives: 'old mill' },
  { name: 'a text of an unknown kind', raw: withParts([{ type: 'text/x-unknown', body: me }]), arrives: 'old mill' },
  {
    name: 'a signed mail',
    raw: withParts([anAttachment('application/pgp-signature', 'signature.asc', `canaryq7x9 ${me}`)], { kind: 'signed' }),
    arrives: 'old mill',
  },
  { name: 'a mail inside the mail', raw: withParts([{ type: 'message/rfc822', body: aMail({ subject: me }) }]), arrives: 'old mill' },
  { name: 'headers of a mail', raw: withParts([{ type: 'text/rfc822-headers', body: `From: ${me}` }]), arrives: 'old mill' },
  {
    name: 'a part that is elsewhere',
    raw: withParts([{ type: `message/external-body; access-type=URL; url="https://example.org/canaryq7x9"`, body: '' }]),
    arrives: 'old mill',
  },
];

const documents: readonly (readonly [name: string, part: PartOf])[] = [
  ['a visiting card', anAttachment('text/vcard', 'ana.vcf', `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana\r\nEMAIL:${me}\r\nEND:VCARD\r\n`)],
  ['a public key', anAttachment('application/pgp-keys', 'key.asc', `canaryq7x9 <${me}>`)],
  ['a signature of S/MIME', anAttachment('application/pkcs7-signature', 'smime.p7s', `canaryq7x9 ${me}`)],
  ['winmail.dat', anAttachment('application/ms-tnef', 'winmail.dat', `\u0078\u009f\u003e\u0022 ${me}`)],
  [
    'an office document',
    anAttachment('application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'letter.docx', `PK canaryq7x9 ${me}`),
  ],
  ['an archive', anAttachment('application/gzip', 'files.gz', gzipSync(me))],
  ['an executable', anAttachment('application/x-msdownload', 'program.exe', `MZ ${me}`)],
  ['rich text', anAttachment('application/rtf', 'letter.rtf', `{\\rtf1 ${me}}`)],
  ['a plain text', anAttachment('text/plain', 'notes.txt', `my address is ${me}`)],
  ['a table', anAttachment('text/csv', 'people.csv', `name,mail\nAna,${me}\n`)],
  ['a page', anAttachment('text/html', 'page.html', `<p>${me}</p>`)],
  [
    'a calendar',
    anAttachment(
      'text/calendar',
      'invite.ics',
      `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1@canaryq7x9.example.org\r\nDTSTAMP:20261120T100000Z\r\nDTSTART:20261126T190000Z\r\nORGANIZER;CN=canary.q7x9:mailto:${me}\r\nATTENDEE;CN="canary.b5y8";SENT-BY="mailto:${me}":mailto:canary.b5y8@example.net\r\nX-MS-OLK-SENDER;CN="x":mailto:${me}\r\nDESCRIPTION:write to ${me}\r\nSUMMARY:The old mill\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`,
    ),
  ],
  [
    'a calendar, folded inside the address',
    anAttachment(
      'text/calendar',
      'invite.ics',
      `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261120T100000Z\r\nDTSTART:20261126T190000Z\r\nORGANIZER:mailto:canary.q7\r\n x9@example.org\r\nSUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`,
    ),
  ],
  [
    'a picture with a comment',
    anAttachment(
      'image/gif',
      'us.gif',
      Buffer.concat([
        Buffer.from('GIF89a\u0001\u0000\u0001\u0000\u0000\u0000\u0000', 'latin1'),
        Buffer.from([0x21, 0xfe, me.length]),
        Buffer.from(me),
        Buffer.from([0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b]),
      ]),
    ),
  ],
  ['a picture that is a text', anAttachment('image/jpeg', 'us.jpg', me)],
  [
    'a picture with something behind its end',
    anAttachment(
      'image/gif',
      'us.gif',
      Buffer.concat([
        Buffer.from('GIF89a\u0001\u0000\u0001\u0000\u0000\u0000\u0000', 'latin1'),
        Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b]),
        Buffer.from(me),
      ]),
    ),
  ],
  ['a drawing', anAttachment('image/svg+xml', 'us.svg', `<svg xmlns="http://www.w3.org/2000/svg"><text>${me}</text></svg>`)],
  [
    'a PDF with an author',
    anAttachment(
      'application/pdf',
      'plan.pdf',
      `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n4 0 obj<</Author(${me})>>endobj\ntrailer<</Root 1 0 R/Info 4 0 R/Size 5>>\n%%EOF`,
    ),
  ],
  [
    'a PDF with an address on its page',
    anAttachment(
      'application/pdf',
      'plan.pdf',
      `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n4 0 obj<</Length 46>>stream\nBT (${me}) Tj ET\nendstream endobj\ntrailer<</Root 1 0 R/Size 5>>\n%%EOF`,
    ),
  ],
  ['a sound', anAttachment('audio/mpeg', 'hello.mp3', `ID3 ${me}`)],
  ['something nobody knows', anAttachment('application/octet-stream', 'data.bin', me)],
];

const names: readonly (readonly [name: string, part: PartOf])[] = [
  ['with an address', anAttachment('text/plain', `${me}.txt`, 'x')],
  [
    'with an address in an encoded word',
    {
      ...anAttachment('text/plain', 'x.txt', 'x'),
      headers: [
        `Content-Disposition: attachment; filename="=?utf-8?B?${Buffer.from(`${me}.txt`).toString('base64')}?="`,
        'Content-Transfer-Encoding: base64',
      ],
    },
  ],
  [
    'with an address in pieces (RFC 2231)',
    {
      type: 'text/plain',
      headers: [
        `Content-Disposition: attachment; filename*0*=utf-8''canary.q7; filename*1*=x9%40example.org.txt`,
        'Content-Transfer-Encoding: base64',
      ],
      body: base64('x'),
    },
  ],
  [
    'in the parameter of its type alone',
    {
      type: `text/plain; name="${me}.txt"`,
      headers: ['Content-Disposition: attachment', 'Content-Transfer-Encoding: base64'],
      body: base64('x'),
    },
  ],
  ['with a folder', anAttachment('text/plain', `/home/canaryq7x9/canary.q7x9@example.org/notes.txt`, 'x')],
];

export const partVectors: readonly Vector[] = [
  ...structure,
  ...documents.map(([name, part]) => ({ name: `attached, ${name}`, raw: withParts([part]), arrives: 'old mill' })),
  ...names.map(([name, part]) => ({ name: `the name of a file, ${name}`, raw: withParts([part]), arrives: 'old mill' })),
  {
    name: 'an invitation beside the text',
    raw: withParts(
      [
        {
          type: 'text/calendar; method=REQUEST; charset=utf-8',
          body: `BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:1@canary.q7x9.example.org\nDTSTAMP:20261120T100000Z\nDTSTART:20261126T190000Z\nORGANIZER:mailto:${me}\nSUMMARY:${sentence}\nEND:VEVENT\nEND:VCALENDAR`,
        },
      ],
      { kind: 'alternative' },
    ),
    arrives: 'old mill',
  },
];
