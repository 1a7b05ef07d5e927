import { TextDecoder } from 'node:util';
import PostalMime from 'postal-mime';
import { htmlBytesMax } from '../../../domain/relay/limits.ts';
import { readingOf } from './charset.ts';
import { unflowed } from './flowed.ts';
import { fieldValue } from './mime-fields.ts';
import type { MimeEntity } from './mime-tree.ts';
import { transferDecoded } from './transfer-encoding.ts';

/** What a leaf holds after its transfer encoding was undone. */
export const decodedBytes = (entity: MimeEntity): Buffer =>
  transferDecoded(entity.body, fieldValue(entity.fields, 'content-transfer-encoding') ?? '');

/** The name of a part by RFC 2231 and RFC 2047, as its sender wrote it. */
export const decodedName = async (entity: MimeEntity): Promise<string | undefined> => {
  const disposition = (fieldValue(entity.fields, 'content-disposition') ?? '').replace(/^[^;]*/, 'attachment');
  const type = (fieldValue(entity.fields, 'content-type') ?? '').replace(/^[^;]*/, 'application/octet-stream');
  const mail = await PostalMime.parse(`Content-Type: ${type}\r\nContent-Disposition: ${disposition}\r\n\r\n`, {
    forceRfc822Attachments: true,
  });
  return mail.attachments[0]?.filename ?? undefined;
};

/**
 * The text of a leaf by its charset, with replacement; lines end in LF. An unknown charset is read as windows-1252. Undefined where it is
 * longer than any text of a mail may be.
 */
export const decodedText = async (entity: MimeEntity): Promise<string | undefined> => {
  // Quoted-printable makes three bytes of one; nothing longer is decoded at all.
  if (entity.body.length > 3 * encodedTextBytesMax) return undefined;
  const bytes = decodedBytes(entity);
  if (bytes.length > encodedTextBytesMax) return undefined;
  const { parameters, value } = entity.type;
  const reading = readingOf(bytes, { declared: parameters.get('charset'), isHtml: value === 'text/html' });
  const isFlowed = value === 'text/plain' && /^flowed$/i.test(parameters.get('format') ?? '');
  const finish = (text: string): string => {
    const finished = reading.finish(text.replace(/\r\n?/g, '\n'));
    return isFlowed ? unflowed(finished, { isDelSp: /^yes$/i.test(parameters.get('delsp') ?? '') }) : finished;
  };
  const known = decoderOf(reading.label);
  if (known !== undefined) return finish(known.decode(reading.bytes));
  // In base64 on one line: the parser keeps several objects for each line, which is gigabytes where a mail has nothing but line breaks.
  const mail = await PostalMime.parse(
    `Content-Type: text/plain; charset="${reading.label}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${reading.bytes.toString('base64')}`,
  );
  return finish(mail.text ?? '');
};

/** Undefined of a label that the platform does not know; the parser knows more of them. */
const decoderOf = (label: string): TextDecoder | undefined => {
  try {
    return new TextDecoder(label);
  } catch {
    return undefined;
  }
};

/** No charset takes more than twice the bytes of UTF-8 for what people write. */
const encodedTextBytesMax = 2 * htmlBytesMax;
