import { encode as toBase64, wrap as wrapBase64 } from 'nodemailer/lib/base64';
import type MimeNode from 'nodemailer/lib/mime-node';
import { encode as toQuotedPrintable, wrap as wrapQuotedPrintable } from 'nodemailer/lib/qp';

/**
 * A composed mail as bytes: the same that its own streams make, which for a short mail take longer than all else of writing it. Long
 * parts, and what the streams treat in a way of their own, are left to them.
 */
export const bytesOf = async (mail: MimeNode): Promise<Uint8Array> => {
  const written = isShort(mail) ? writtenOf(mail) : undefined;
  return new Uint8Array(written === undefined ? await mail.build() : Buffer.from(withLastBreak(written).replace(bareFeed, '\r\n')));
};

/** The streams encode pieces of this size, and wrap each by itself. */
const contentBytesMax = 64 * 1024;

const isShort = ({ childNodes, content }: MimeNode): boolean =>
  childNodes.every(isShort) && (content === undefined || (isPlain(content) && Buffer.byteLength(content) <= contentBytesMax));

const isPlain = (content: MimeNode['content']): content is string | Buffer => typeof content === 'string' || Buffer.isBuffer(content);

/** Undefined where that is not known to be the same. */
const writtenOf = (node: MimeNode): string | undefined => {
  // The boundary is known as soon as these are made.
  const headers = node.buildHeaders();
  const content = contentOf(node);
  const children = node.childNodes.map(writtenOf);
  if (content === undefined || children.includes(undefined)) return undefined;
  if (typeof node.boundary !== 'string') return children.length === 0 ? `${headers}\r\n\r\n${content}` : undefined;
  const delimiter = `--${node.boundary}`;
  return `${headers}\r\n\r\n${content}${delimiter}\r\n${children.join(`\r\n${delimiter}\r\n`)}\r\n${delimiter}--\r\n`;
};

const contentOf = (node: MimeNode): string | undefined => {
  const { content } = node;
  if (content === undefined || content === '') return '';
  if (!isPlain(content)) return undefined;
  const encoding = node.getTransferEncoding();
  if (encoding === 'base64') return wrapBase64(toBase64(content));
  // Blanks at the end are wrapped by themselves.
  const isSimple = encoding === 'quoted-printable' && typeof content === 'string' && !/[ \t]$/.test(content);
  return isSimple ? wrapQuotedPrintable(toQuotedPrintable(content)) : undefined;
};

const bareFeed = /(?<!\r)\n/g;

const withLastBreak = (written: string): string => {
  if (written.endsWith('\n')) return written;
  return written.endsWith('\r') ? `${written}\n` : `${written}\r\n`;
};
