import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { RelayMessage, RelayPart } from '../../../domain/relay/message.ts';
import { bytesOf } from './mime-bytes.ts';

/**
 * A mail as it travels (RFC 5322, RFC 2045): lines end in CR LF, none is longer than 998 octets, and no header stands in it but those of
 * relay rules 2.1. The same message makes the same bytes: boundaries come from its id, and nothing from the clock or from chance.
 *
 * A part is embedded beside the HTML where the HTML names it (`cid:`, RFC 2392); an invitation with a method is an alternative of the
 * text, so that mail programs offer to answer it (RFC 6047, 2.4); every other part is attached, in its order.
 */
export const writeMail = async (message: RelayMessage): Promise<Uint8Array> => {
  const invitations = message.parts.filter(isInvitation);
  const shown = new Set(Array.from((message.html ?? '').matchAll(/cid:([\w.@-]+)/g), ([, id]) => id));
  const composer = new MailComposer({
    from: { ...message.from },
    to: { name: '', address: message.to },
    subject: message.subject,
    messageId: bracketed(message.messageId),
    date: new Date(message.sentAt),
    ...(message.inReplyTo === undefined ? {} : { inReplyTo: bracketed(message.inReplyTo) }),
    ...(message.references.length === 0 ? {} : { references: message.references.map(bracketed) }),
    headers: headersOf(message),
    ...(message.text === '' ? {} : { text: wordsOf(withFooter(message.text, message.footer && `\n\n${message.footer.text}`)) }),
    ...(message.html === undefined || message.html === '' ? {} : { html: wordsOf(withFooter(message.html, message.footer?.html)) }),
    alternatives: invitations.map(alternativeOf),
    attachments: message.parts.filter((part) => !isInvitation(part)).map((part) => attachmentOf(part, shown)),
    boundaryPrefix: 'part',
    baseBoundary: createHash('sha256').update(message.messageId).digest('hex').slice(0, 32),
    textEncoding: 'quoted-printable',
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return bytesOf(composer.compile());
};

/** Prepared: folding a List-Unsubscribe broke signatures (relay rules, 4.5). */
const headersOf = ({ hop, listUnsubscribe }: RelayMessage) =>
  [
    ['X-Loop-Relay', hop] as const,
    ...(listUnsubscribe === undefined
      ? []
      : [['List-Unsubscribe', `<${listUnsubscribe}>`] as const, ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'] as const]),
  ].map(([key, value]) => ({ key, value: { prepared: true, foldLines: false, value: oneLine(value) } }));

const withFooter = (words: string, footer = ''): string => `${words}${footer}`;

const wordsOf = (text: string) => ({
  content: withWireBreaks(text),
  // Quoted-printable stays readable where most of it is ASCII, and triples what is not.
  contentTransferEncoding: isMostlyAscii(text) ? 'quoted-printable' : 'base64',
});

const alternativeOf = (part: RelayPart) => ({
  content: Buffer.from(part.bytes),
  contentType: typeOf(part),
  contentTransferEncoding: 'base64',
});

const attachmentOf = (part: RelayPart, shown: ReadonlySet<string | undefined>) => ({
  content: Buffer.from(part.bytes),
  contentType: typeOf(part),
  contentTransferEncoding: 'base64',
  contentDisposition: part.disposition,
  filename: part.fileName,
  // Beside the HTML, mail programs hide what the HTML does not show.
  ...(part.contentId !== undefined && shown.has(part.contentId) ? { cid: part.contentId } : {}),
});

const typeOf = ({ mediaType, charset, method }: RelayPart): string =>
  [mediaType, ...(charset === undefined ? [] : [`charset=${charset}`]), ...(method === undefined ? [] : [`method=${method}`])].join('; ');

const isInvitation = ({ method, disposition }: RelayPart): boolean => method !== undefined && disposition === 'inline';

const isMostlyAscii = (text: string): boolean => Buffer.byteLength(text, 'utf8') < text.length * 1.3;

const withWireBreaks = (text: string): string => text.replace(/\r\n?|\n/g, '\r\n');

const bracketed = (id: string): string => `<${id}>`;

const oneLine = (value: string): string => value.replace(/[\r\n]+/g, ' ');
