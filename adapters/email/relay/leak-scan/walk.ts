import { type Field, fieldsOf, parameterOf, valueOf, wordOf } from './fields.ts';
import type { LeakKind } from './leak.ts';
import { entitiesMax, headBytesMax, nestingMax } from './scan-limits.ts';

/** A header block: of the mail, or of a part of it. */
export interface Head {
  readonly isOfPart: boolean;
  /** As it stands there, in Latin-1. */
  readonly block: string;
  readonly fields: readonly Field[];
}

/** What is no container. */
export interface Leaf {
  readonly fields: readonly Field[];
  /** As it stands there. */
  readonly body: Buffer;
}

export interface Walked {
  readonly heads: readonly Head[];
  readonly leaves: readonly Leaf[];
  /** What stands before the first part, after the last, and what could not be taken apart. */
  readonly rest: readonly Buffer[];
  readonly problems: readonly LeakKind[];
}

/**
 * Takes a mail apart (RFC 2046) and gives back every byte of it but boundary lines. Strict where readers differ: what this refuses, the
 * relay does not write.
 */
export const walk = (mail: Buffer): Walked => {
  const walked = { heads: [] as Head[], leaves: [] as Leaf[], rest: [] as Buffer[], problems: [] as LeakKind[] };
  const open: Entity[] = [{ bytes: mail, depth: 0 }];
  for (let entity = open.pop(); entity !== undefined; entity = open.pop()) {
    if (walked.heads.length >= entitiesMax || entity.depth > nestingMax) {
      walked.problems.push('too_much');
      break;
    }
    const read = headOf(entity);
    if (read.head === undefined) {
      walked.problems.push(read.problem);
      walked.rest.push(entity.bytes);
      continue;
    }
    const { head, body } = read;
    walked.heads.push(head);
    const children = childrenOf(head.fields, body);
    const { depth } = entity;
    if (children.kind === 'none') walked.leaves.push({ fields: head.fields, body });
    if (children.kind === 'broken') walked.rest.push(body);
    if (children.kind === 'broken') walked.problems.push('malformed');
    if (children.kind !== 'some') continue;
    open.push(...children.parts.map((bytes) => ({ bytes, depth: depth + 1 })));
    const outside = children.outside.filter((bytes) => !isBlank(bytes));
    walked.rest.push(...outside);
    if (outside.length > 0) walked.problems.push('outside_parts');
  }
  return walked;
};

interface Entity {
  readonly bytes: Buffer;
  readonly depth: number;
}

type Read = { readonly head: Head; readonly body: Buffer } | { readonly head?: undefined; readonly problem: LeakKind };

const headOf = ({ bytes, depth }: Entity): Read => {
  const isEmpty = bytes.toString('latin1', 0, 2) === '\r\n';
  const end = isEmpty ? 0 : bytes.indexOf('\r\n\r\n');
  if (end < 0) return { problem: 'malformed' };
  if (end > headBytesMax) return { problem: 'too_much' };
  const block = bytes.toString('latin1', 0, end);
  const fields = fieldsOf(block);
  if (fields === undefined) return { problem: 'malformed' };
  return { head: { isOfPart: depth > 0, block, fields }, body: bytes.subarray(end + (isEmpty ? 2 : 4)) };
};

type Children =
  | { readonly kind: 'none' }
  | { readonly kind: 'broken' }
  | { readonly kind: 'some'; readonly parts: readonly Buffer[]; readonly outside: readonly Buffer[] };

const childrenOf = (fields: readonly Field[], body: Buffer): Children => {
  const type = valueOf(fields, 'content-type') ?? '';
  const encoding = wordOf(valueOf(fields, 'content-transfer-encoding') ?? '7bit');
  if (!/^(?:multipart|message)\//.test(wordOf(type))) return { kind: 'none' };
  if (!['7bit', '8bit', 'binary'].includes(encoding)) return { kind: 'broken' };
  if (wordOf(type).startsWith('message/')) return { kind: 'some', parts: [body], outside: [] };
  const boundary = parameterOf(type, 'boundary');
  return boundary === undefined || boundary === '' ? { kind: 'broken' } : partsBetween(body, boundary);
};

/** RFC 2046, 5.1.1: each delimiter begins a line; the last one has two hyphens more. */
const partsBetween = (body: Buffer, boundary: string): Children => {
  const delimiter = Buffer.from(`--${boundary}`, 'latin1');
  const parts: Buffer[] = [];
  let from: number | undefined;
  let before = body.subarray(0, 0);
  for (let at = body.indexOf(delimiter); at >= 0; at = body.indexOf(delimiter, at + 1)) {
    const after = at + delimiter.length;
    const follows = body.toString('latin1', after, after + 2);
    const beginsLine = at === 0 || body.toString('latin1', at - 2, at) === '\r\n';
    if (!beginsLine || (follows !== '\r\n' && follows !== '--')) continue;
    if (from === undefined) before = body.subarray(0, at);
    else parts.push(body.subarray(from, Math.max(from, at - 2)));
    if (follows === '--')
      return parts.length === 0 ? { kind: 'broken' } : { kind: 'some', parts, outside: [before, body.subarray(after + 2)] };
    from = after + 2;
  }
  return { kind: 'broken' };
};

const isBlank = (bytes: Buffer): boolean => bytes.length <= 4 && /^[\r\n]*$/.test(bytes.toString('latin1'));
