import { isUtf8 } from 'node:buffer';
import type { HeaderField } from '../../../domain/relay/message.ts';

/** A block of header fields (RFC 5322, 2.2), and where what follows it begins. */
export interface FieldBlock {
  readonly fields: readonly HeaderField[];
  /** Offset of the first byte of the body. */
  readonly end: number;
}

/**
 * The fields at the beginning of an entity. A line that is none ends them, as an empty one does: mail without the empty line exists.
 * Undefined where they are longer than `bytesMax`.
 */
export const fieldsAt = (bytes: Buffer, { from, to }: { from: number; to: number }, bytesMax: number): FieldBlock | undefined => {
  const fields: { name: string; lines: string[] }[] = [];
  let at = from;
  while (at < to) {
    const feed = bytes.indexOf(0x0a, at);
    const next = feed === -1 || feed >= to ? to : feed + 1;
    if (next - from > bytesMax) return undefined;
    const line = decodedLine(bytes.subarray(at, next)).replace(/\r?\n$/, '');
    if (line === '') return { fields: fields.map(unfolded), end: next };
    const name = fieldName.exec(line)?.[1];
    if (/^[ \t]/.test(line) && fields.length > 0) fields.at(-1)?.lines.push(line);
    else if (name !== undefined) fields.push({ name: name.toLowerCase(), lines: [line.slice(line.indexOf(':') + 1)] });
    // The line that a mailbox file puts before a mail is not one of its fields.
    else if (at !== from || !line.startsWith('From ')) return { fields: fields.map(unfolded), end: at };
    at = next;
  }
  return { fields: fields.map(unfolded), end: to };
};

/** The value of the first field of that name. */
export const fieldValue = (fields: readonly HeaderField[], name: string): string | undefined =>
  fields.find((field) => field.name === name)?.value;

const unfolded = ({ name, lines }: { name: string; lines: readonly string[] }): HeaderField => ({
  name,
  value: lines
    .join('')
    // A bare CR is not legal in a field, and would begin a line where the value is written again.
    .replace(/[\r\n]/g, ' ')
    .trim(),
});

/** Printable ASCII without the colon (RFC 5322, 3.6.8); spaces before the colon are obsolete, and seen (4.5). */
const fieldName = /^([!-9;-~]+)[ \t]*:/;
/** What is not UTF-8 was written before it was usual (RFC 6532). */
const decodedLine = (line: Buffer): string => (isUtf8(line) ? utf8 : windows1252).decode(line);

/** A byte order mark stays a character: without it, a line that nobody else takes for a field would become one. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const windows1252 = new TextDecoder('windows-1252');
