import { decodeWords } from 'postal-mime';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { htmlBytesMax, rawBytesMax, textBytesMax } from '../../../domain/relay/limits.ts';
import type { InboundMail, InboundPart } from '../../../domain/relay/message.ts';
import type { RelayRefused } from '../../../domain/relay/refusals.ts';
import { measuresOf } from './html-words.ts';
import { bodyOf, isSealed, type Body } from './mime-body.ts';
import { fieldValue } from './mime-fields.ts';
import { decodedBytes, decodedName, decodedText } from './mime-leaf.ts';
import { mimeTree, type MimeEntity, type TooMuch } from './mime-tree.ts';

/**
 * A mail out of its bytes. Refused where it is over a limit (`relay.too_large`) or all of it is encrypted (`relay.encrypted`); every other
 * sequence of bytes is a mail, if an odd one.
 *
 * No text is lost: texts in several parts become one. `text` is undefined where some of what the mail says is in its HTML alone; the HTML
 * then says all of it. Of a signed mail the signature is a part like any other. A part that is text but too long to be read has no `text`.
 */
export const readMail = async (bytes: Uint8Array): Promise<Result<InboundMail, RelayRefused>> => {
  if (bytes.length > rawBytesMax) return refused(`A mail may have ${String(rawBytesMax / 1024 / 1024)} MB at most, with what is attached.`);
  const tree = mimeTree(bytes);
  if (!tree.ok) return refused(tooMuch[tree.error]);
  const root = tree.value;
  const body = await bodyOf(root, decodedText);
  if (body === undefined || bytesOf(body.text) > textBytesMax || bytesOf(body.html) > htmlBytesMax || isOverfull(body.html))
    return refused('The text of the mail is too long.');
  if (isSealed(root, body)) return err({ code: 'relay.encrypted', message: encrypted });
  return ok({
    headers: root.fields,
    subject: decodeWords(fieldValue(root.fields, 'subject') ?? ''),
    mediaType: root.type.value,
    text: body.text,
    html: body.html,
    parts: await partsOf(body),
  });
};

const partsOf = async ({ parts }: Body): Promise<readonly InboundPart[]> => {
  const read: InboundPart[] = [];
  // One after the other: all at once would hold each of them twice.
  for (const entity of parts) read.push(await partOf(entity));
  return read;
};

const partOf = async (entity: MimeEntity): Promise<InboundPart> => {
  const mediaType = entity.type.value;
  // A whole tree that nobody can look into, such as one that is encrypted, is known by its kind alone.
  const isWhole = entity.children !== undefined;
  const contentId = fieldValue(entity.fields, 'content-id')?.replace(/[<>\s]/g, '');
  return {
    mediaType,
    disposition: dispositionOf(entity.disposition.value),
    fileName: await decodedName(entity),
    contentId: contentId === '' ? undefined : contentId,
    bytes: isWhole ? new Uint8Array() : plain(decodedBytes(entity)),
    text: isText(mediaType) && !isWhole ? await decodedText(entity) : undefined,
  };
};

/** What a part holds is bytes, not a buffer of this platform. */
const plain = (bytes: Buffer): Uint8Array => new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);

/** Gmail sends an invitation once more under a type that is text in all but its name. */
const isText = (mediaType: string): boolean => mediaType.startsWith('text/') || mediaType === 'application/ics';

/** An unknown disposition is an attachment (RFC 2183, 2.8). */
const dispositionOf = (value: string): InboundPart['disposition'] => {
  if (value === '') return undefined;
  return value === 'inline' ? 'inline' : 'attachment';
};

/** HTML may be twice as long as text for the sake of its tags, not to hold more words, nor nothing but tags. */
const isOverfull = (html = ''): boolean => {
  const { tags, characters } = measuresOf(html);
  return tags > tagsMax || characters > textBytesMax;
};

/** A sheet of a thousand rows by twenty, with room to spare. */
const tagsMax = 100_000;

const bytesOf = (text = ''): number => Buffer.byteLength(text, 'utf8');

const refused = (message: string) => err<RelayRefused>({ code: 'relay.too_large', message });
const tooMuch: Readonly<Record<TooMuch, string>> = {
  header: 'The header of the mail, or of one of its parts, is too long.',
  parts: 'The mail has too many parts.',
  depth: 'The parts of the mail are nested too deep.',
};
const encrypted = 'The mail is encrypted, and what cannot be read cannot be relayed. Send it again without encryption.';
