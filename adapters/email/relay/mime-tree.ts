import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { depthMax, headerBytesMax, partsMax } from '../../../domain/relay/limits.ts';
import type { HeaderField } from '../../../domain/relay/message.ts';
import { structuredField, type StructuredField } from './content-type.ts';
import { fieldsAt, fieldValue } from './mime-fields.ts';

/** An entity of a mail (RFC 2046): a leaf, or a multipart with entities in it. What stands before and behind them is not part of it. */
export interface MimeEntity {
  readonly fields: readonly HeaderField[];
  readonly type: StructuredField;
  readonly disposition: StructuredField;
  /** Of a leaf, before its transfer encoding is undone. Shares memory with the mail. */
  readonly body: Buffer;
  /** Undefined of a leaf, and of a multipart in which no delimiter was found. */
  readonly children: readonly MimeEntity[] | undefined;
}

export type TooMuch = 'header' | 'parts' | 'depth';

/**
 * The structure of a mail, found in one pass over its lines before anything is decoded. Every byte sequence has one; what is over a limit
 * is named. A multipart that is not closed ends where the one around it does.
 */
export const mimeTree = (mail: Uint8Array): Result<MimeEntity, TooMuch> => {
  const bytes = Buffer.from(mail.buffer, mail.byteOffset, mail.byteLength);
  const root = opened(bytes, { from: 0, inside: undefined });
  if (root === undefined) return err('header');
  const open: Open[] = [root];
  let entities = 0;
  let lines = 0;
  for (const line of delimiterLines(bytes, root.bodyAt)) {
    lines += 1;
    if (lines > hyphenLinesMax) return err('parts');
    const level = innermost(open, line.text);
    if (level === undefined || line.at < (open.at(-1)?.bodyAt ?? 0)) continue;
    const around = open[level];
    if (around === undefined) continue;
    close(open, { down: level + 1, at: line.at, bytes });
    around.found = true;
    if (line.text.startsWith('--', 2 + (around.boundary ?? '').length)) {
      around.boundary = undefined;
      continue;
    }
    entities += 1;
    if (entities > partsMax) return err('parts');
    const child = opened(bytes, { from: line.next, inside: around });
    if (child === undefined) return err('header');
    if (child.boundary !== undefined && level + 1 >= depthMax) return err('depth');
    open.push(child);
  }
  close(open, { down: 1, at: bytes.length, bytes });
  return ok(entityOf(root, bytes.subarray(root.bodyAt, withoutBreak(bytes, { from: root.bodyAt, at: bytes.length }))));
};

/** An entity whose end was not seen. */
interface Open {
  readonly fields: readonly HeaderField[];
  readonly type: StructuredField;
  readonly bodyAt: number;
  readonly children: MimeEntity[];
  /** Of a multipart, until it is closed. */
  boundary: string | undefined;
  found: boolean;
}

const opened = (bytes: Buffer, { from, inside }: { from: number; inside: Open | undefined }): Open | undefined => {
  const block = fieldsAt(bytes, { from, to: bytes.length }, headerBytesMax);
  if (block === undefined) return undefined;
  // What a digest holds are mails, unless they say otherwise (RFC 2046, 5.1.5).
  const usual = inside?.type.value === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
  const said = structuredField(fieldValue(block.fields, 'content-type') ?? usual);
  // A type that is none is plain text (RFC 2045, 5.2).
  const type = said.value.includes('/') ? said : { ...said, value: usual };
  const boundary = type.value.startsWith('multipart/') ? (type.parameters.get('boundary') ?? '') : '';
  return {
    fields: block.fields,
    type,
    bodyAt: block.end,
    children: [],
    // Lines are compared byte by byte.
    boundary: boundary === '' ? undefined : Buffer.from(boundary, 'utf8').toString('latin1'),
    found: false,
  };
};

/** Ends what is open from a level on; each becomes a child of the one around it. */
const close = (open: Open[], { down, at, bytes }: { down: number; at: number; bytes: Buffer }): void => {
  while (open.length > down) {
    const ended = open.pop();
    const around = open.at(-1);
    if (ended === undefined || around === undefined) return;
    around.children.push(entityOf(ended, bytes.subarray(Math.min(ended.bodyAt, at), withoutBreak(bytes, { from: ended.bodyAt, at }))));
  }
};

/** The line break before a delimiter belongs to it (RFC 2046, 5.1.1), and that of the last line to the mail. */
const withoutBreak = (bytes: Buffer, { from, at }: { from: number; at: number }): number => {
  if (at - 1 < from || bytes[at - 1] !== 0x0a) return Math.max(at, from);
  return at - 2 >= from && bytes[at - 2] === 0x0d ? at - 2 : at - 1;
};

const entityOf = ({ fields, type, children, found }: Open, body: Buffer): MimeEntity => ({
  fields,
  type,
  disposition: structuredField(fieldValue(fields, 'content-disposition') ?? ''),
  body,
  children: found ? children : undefined,
});

/** The level whose delimiter a line is, the innermost first. */
const innermost = (open: readonly Open[], line: string): number | undefined => {
  for (let level = open.length - 1; level >= 0; level -= 1) {
    const boundary = open[level]?.boundary;
    if (boundary === undefined || !line.startsWith(boundary, 2)) continue;
    if (/^(?:--)?[ \t]*$/.test(line.slice(2 + boundary.length))) return level;
  }
  return undefined;
};

interface Line {
  readonly text: string;
  readonly at: number;
  readonly next: number;
}

/** Lines that begin with two hyphens and are short enough for a delimiter (RFC 2046 allows 70 characters; more are seen). */
function* delimiterLines(bytes: Buffer, from: number): Generator<Line> {
  let at = from;
  while (at !== -1 && at < bytes.length) {
    if (bytes[at] === 0x2d && bytes[at + 1] === 0x2d) {
      const feed = bytes.indexOf(0x0a, at);
      const next = feed === -1 ? bytes.length : feed + 1;
      if (next - at <= delimiterBytesMax) yield { text: bytes.toString('latin1', at, next).replace(/[\r\n]+$/, ''), at, next };
      at = next;
      continue;
    }
    const hyphens = bytes.indexOf('\n--', at, 'latin1');
    at = hyphens === -1 ? -1 : hyphens + 1;
  }
}

const delimiterBytesMax = 1_000;
/** Lines that might be delimiters, and are looked at one by one. */
const hyphenLinesMax = 100_000;
