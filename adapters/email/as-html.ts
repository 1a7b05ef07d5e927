import { raw } from 'hono/html';
import type { Community } from '../config/community.ts';
import { type Markup, markup } from '../files/report-markup.ts';
import type { Block, Letter, Way } from './letter.ts';
import { colours, darkStyles, fontFamily } from './look.ts';
import { isolated, type Words } from './words.ts';

/**
 * The letter as a page of its own. Styles stand in the elements, where every mail program honours them; the style sheet only adds the
 * dark colours. Tables carry the layout because Outlook ignores most else. Nothing is fetched from anywhere.
 */
export const asHtml = (letter: Letter, community: Community): string =>
  markup`<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
<meta name="x-apple-disable-message-reformatting">
<title>${letter.subject}</title>
<style>${raw(darkStyles)}</style>
</head>
<body class="page" style="margin:0;padding:0;background:${colours.page};color:${colours.ink};-webkit-text-size-adjust:100%;text-size-adjust:100%">
<div style="display:none;max-height:0;overflow:hidden;font-size:1px;line-height:1px;color:${colours.page}">${letter.preview}${filler}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="${colours.page}" style="background:${colours.page}">
<tr><td align="center" style="padding:28px 12px 36px">
<table role="presentation" width="560" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:560px;text-align:left">
<tr><td class="accent" style="padding:0 8px 14px;font:600 15px/1.4 ${font};color:${colours.accent}">${community.name}</td></tr>
<tr><td class="card" bgcolor="${colours.card}" style="background:${colours.card};border:1px solid ${colours.line};border-radius:16px;padding:32px 28px 24px">
${faces(letter.faces ?? [])}<h1 class="ink" style="margin:0 0 18px;font:700 27px/1.25 ${font};letter-spacing:-0.02em;color:${colours.ink};overflow-wrap:anywhere">${words(letter.title)}</h1>
${letter.blocks.map(block)}</td></tr>
<tr><td class="soft" style="padding:22px 8px 0;font:400 13px/1.6 ${font};color:${colours.soft}">
${footer(letter, community)}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`.toString();

const font = raw(fontFamily);

// Invisible characters that take the place in the preview where a mailbox would otherwise show the start of the letter.
const filler = raw('&#847;&zwnj;&nbsp;'.repeat(70));

const words = (text: Words): readonly (string | Markup)[] =>
  text.map((span) => {
    if (typeof span === 'string') return span;
    if ('strong' in span) return markup`<strong style="font-weight:650">${span.strong}</strong>`;
    return markup`<bdi>${isolated(span.person)}</bdi>`;
  });

const faces = (initials: readonly string[]): Markup => {
  if (initials.length === 0) return markup``;
  const circles = initials.map((initial, at) => {
    const { name, ground, ink } =
      at === 0
        ? { name: 'first', ground: colours.tint, ink: colours.accent }
        : { name: 'second', ground: colours.accent, ink: colours.onAccent };
    const apart = at === 0 ? '0' : '-12px';
    return markup`<span class="face ${name}" style="display:inline-block;width:52px;height:52px;margin-left:${apart};border:3px solid ${colours.card};border-radius:50%;background:${ground};color:${ink};font:650 20px/52px ${font};text-align:center">${initial}</span>`;
  });
  return markup`<div aria-hidden="true" style="margin:0 0 16px -3px;font-size:0;line-height:0;white-space:nowrap">${circles}</div>
`;
};

const block = (shown: Block): Markup => {
  switch (shown.kind) {
    case 'paragraph':
      return markup`<p class="ink" style="margin:0 0 16px;font:400 16px/1.6 ${font};color:${colours.ink};overflow-wrap:anywhere">${words(shown.words)}</p>
`;
    case 'aside':
      return markup`<p class="soft" style="margin:0 0 8px;font:400 14px/1.6 ${font};color:${colours.soft};overflow-wrap:anywhere">${words(shown.words)}</p>
`;
    case 'list':
      return list(shown);
    case 'quote':
      return markup`${heading(shown.heading)}<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 22px">
<tr><td class="tint ink" bgcolor="${colours.tint}" style="background:${colours.tint};border-radius:12px;padding:14px 18px;font:400 16px/1.55 ${font};color:${colours.ink};overflow-wrap:anywhere">${words(shown.words)}</td></tr>
</table>
`;
    case 'button':
      return markup`${button(shown.way)}
`;
    case 'mailbox':
      return mailbox(shown);
    case 'choices':
      return markup`${shown.choices.map(choice)}`;
  }
};

const heading = (
  text: string,
): Markup => markup`<h2 class="ink" style="margin:24px 0 10px;font:650 16px/1.4 ${font};color:${colours.ink}">${text}</h2>
`;

// Dots of our own in a table: the indentation of a list differs in every mail program.
const list = ({
  heading: title,
  items,
}: Extract<
  Block,
  { kind: 'list' }
>): Markup => markup`${heading(title)}<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 8px">
${items.map(
  (
    item,
  ) => markup`<tr><td class="accent" valign="top" width="20" style="padding:0 0 9px;font:700 16px/1.55 ${font};color:${colours.accent}">•</td><td class="ink" valign="top" style="padding:0 0 9px;font:400 16px/1.55 ${font};color:${colours.ink};overflow-wrap:anywhere">${words(item)}</td></tr>
`,
)}</table>
`;

const mailbox = ({ label, address, subject }: Extract<Block, { kind: 'mailbox' }>): Markup => {
  const at = address.indexOf('@');
  const inFull = markup`${address.slice(0, at)}<wbr>${address.slice(at)}`;
  return markup`${button({ label, url: `mailto:${address}?subject=${encodeURIComponent(subject)}` })}
<p class="soft" style="margin:-4px 0 18px;font:400 13px/1.5 ${font};color:${colours.soft};overflow-wrap:anywhere">or write to <span class="ink" style="font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:12.5px;color:${colours.ink}">${inFull}</span></p>
`;
};

const button = ({
  label,
  url,
}: Way): Markup => markup`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:6px 0 16px">
<tr><td class="fill" bgcolor="${colours.accent}" style="background:${colours.accent};border-radius:10px"><a class="fill" href="${url}" style="display:inline-block;padding:13px 24px;border-radius:10px;font:650 16px/1.3 ${font};color:${colours.onAccent};text-decoration:none;overflow-wrap:anywhere">${label}</a></td></tr>
</table>
`;

// No answer looks more welcome than another.
const choice = ({
  label,
  url,
}: Way): Markup => markup`<table role="presentation" width="240" cellpadding="0" cellspacing="0" border="0" style="width:240px;max-width:100%;margin:0 0 10px">
<tr><td class="tint" align="center" bgcolor="${colours.tint}" style="background:${colours.tint};border-radius:10px"><a class="accent" href="${url}" style="display:block;padding:13px 20px;font:650 16px/1.3 ${font};color:${colours.accent};text-decoration:none">${label}</a></td></tr>
</table>
`;

const footer = ({ links, unsubscribe, because }: Letter, { postalAddress }: Community): Markup => {
  const ways = [...links, ...(unsubscribe === undefined ? [] : [{ label: 'Unsubscribe', url: unsubscribe }])];
  const shown = ways.map(
    (way) =>
      markup`<a class="accent" href="${way.url}" style="display:inline-block;margin-right:18px;color:${colours.accent};text-decoration:underline">${way.label}</a> `,
  );
  const postal = postalAddress.map(
    (line, at) => markup`<span style="display:inline-block">${line}${at === postalAddress.length - 1 ? '' : ' · '}</span> `,
  );
  return markup`${
    ways.length === 0
      ? ''
      : markup`<p style="margin:0 0 12px;line-height:2">${shown}</p>
`
  }<p style="margin:0 0 4px">${because}</p>
<p style="margin:0">${postal}</p>
`;
};
