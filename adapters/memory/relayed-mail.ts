import { decodeWords } from 'postal-mime';
import { valuesOf } from '../../domain/relay/header-block.ts';
import type { InboundMail, InboundPart } from '../../domain/relay/message.ts';
import { fieldValue } from '../email/relay/mime-fields.ts';
import { readMail } from '../email/relay/mime-in.ts';
import { markup } from '../files/report-markup.ts';

/** A mail between members, as its reader's mail program shows it. */
export interface RelayedWords {
  /** As its header says, encoded words decoded. */
  readonly from: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly parts: readonly MailPart[];
  /** Without angle brackets. */
  readonly messageId: string | undefined;
  readonly references: readonly string[];
}

export interface MailPart {
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** Reads it from its bytes. What cannot be read has no words. */
export const wordsOfRelayed = async (raw: Uint8Array): Promise<RelayedWords> => {
  const read = await readMail(raw);
  if (!read.ok) return nothing;
  const mail = read.value;
  const text = mail.text ?? '';
  return {
    from: decodeWords(fieldValue(mail.headers, 'from') ?? ''),
    subject: mail.subject,
    html: mail.html === undefined ? plainAsShown(text) : withPictures(mail.html, mail.parts),
    text,
    parts: mail.parts.map(({ fileName, mediaType, bytes }, at) => ({ fileName: fileName ?? `part ${String(at + 1)}`, mediaType, bytes })),
    messageId: idsIn(mail, 'message-id').at(-1),
    references: idsIn(mail, 'references'),
  };
};

const nothing: RelayedWords = { from: '', subject: '', html: '', text: '', parts: [], messageId: undefined, references: [] };

/** As mail programs show plain text: in lines that fit the screen, and what begins like the address of a page leads there. */
const plainAsShown = (text: string): string =>
  markup`<!doctype html><html lang="en"><head><meta name="color-scheme" content="light dark"><title>Plain text</title><style>html{background:Canvas;color:CanvasText}</style></head>
<body style="margin:1rem;font:1rem/1.5 system-ui,sans-serif;white-space:pre-wrap;overflow-wrap:anywhere" dir="auto">${text
    .split(/(https?:\/\/[^\s"'<>]*[^\s"'<>.,;:!?)\]])/)
    .map((piece, at) => (at % 2 === 1 ? markup`<a href="${piece}">${piece}</a>` : markup`${piece}`))}</body></html>`.toString();

/** The frame that shows a mail loads nothing, so what the mail carries along is put into it. */
const withPictures = (html: string, parts: readonly InboundPart[]): string => {
  const urls = new Map(
    parts
      .filter(({ mediaType }) => /^image\/(png|jpeg|gif|webp)$/.test(mediaType))
      .map(({ contentId, mediaType, bytes }) => [contentId, `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`]),
  );
  return html.replace(/\bcid:([^\s"'<>)]+)/g, (whole, id: string) => urls.get(id) ?? whole);
};

const idsIn = ({ headers }: InboundMail, name: string): readonly string[] =>
  valuesOf(headers, name).flatMap((value) => Array.from(value.matchAll(/<([^<>\s]+)>/g), ([, id = '']) => id));
