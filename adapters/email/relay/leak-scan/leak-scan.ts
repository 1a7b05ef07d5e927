import { contentsOfHead, leaksOfHead } from './headers.ts';
import { contentsOf, placeOf } from './leaf-content.ts';
import type { Leak, LeakPlace } from './leak.ts';
import { asBytes, type Content } from './content.ts';
import { targetsOf } from './targets.ts';
import { walk } from './walk.ts';
import { makeScan } from './worklist.ts';

/**
 * Why a finished mail must not be sent; an empty list where it may. The last look before it leaves, and fail closed: what cannot be read
 * in full counts as a leak. It knows the addresses that stay hidden and the bytes, and shares no code with what wrote or scrubbed them.
 */
export const leaksIn = (raw: Uint8Array, expected: Expected): Promise<readonly Leak[]> => Promise.try(() => scanned(raw, expected));

export interface Expected {
  /** Plain addresses; every spelling of them is looked for. */
  readonly spellings: readonly string[];
  /** Where the mail goes: `To`, as a whole. Anywhere else it is hidden, if it is among the spellings. */
  readonly allowedTo: string;
}

const scanned = (raw: Uint8Array, { spellings, allowedTo }: Expected): readonly Leak[] => {
  const mail = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const scan = makeScan(targetsOf(spellings), mail.length);
  const { heads, leaves, rest, problems } = walk(mail);
  const leaks: Leak[] = problems.map((kind) => ({ where: 'message', kind }));
  if (hasBareLineBreak(mail)) leaks.push({ where: 'message', kind: 'bare_line_break' });
  leaks.push(...heads.flatMap((head) => leaksOfHead(head, allowedTo)));

  const look = (where: LeakPlace, contents: readonly Content[]): void => {
    leaks.push(...contents.flatMap(scan).map((kind) => ({ where, kind })));
  };
  for (const head of heads) look(head.isOfPart ? 'part_header' : 'header', contentsOfHead(head, allowedTo));
  for (const bytes of rest) look('message', [asBytes(bytes)]);
  for (const leaf of leaves) look(placeOf(leaf), contentsOf(leaf));
  return once(leaks);
};

/** CR and LF stand together (RFC 5322, 2.3). */
const hasBareLineBreak = (mail: Buffer): boolean => {
  for (let at = mail.indexOf(lf); at >= 0; at = mail.indexOf(lf, at + 1)) if (mail[at - 1] !== cr) return true;
  for (let at = mail.indexOf(cr); at >= 0; at = mail.indexOf(cr, at + 1)) if (mail[at + 1] !== lf) return true;
  return false;
};

const cr = 0x0d;
const lf = 0x0a;

const once = (leaks: readonly Leak[]): readonly Leak[] => [...new Map(leaks.map((leak) => [`${leak.where} ${leak.kind}`, leak])).values()];
