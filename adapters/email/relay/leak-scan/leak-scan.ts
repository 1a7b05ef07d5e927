import { contentsOfHead, leaksOfHead } from './headers.ts';
import { contentsOf, placeOf } from './leaf-content.ts';
import type { Leak, LeakPlace } from './leak.ts';
import { asBytes, asText, type Content } from './content.ts';
import { targetsOf } from './targets.ts';
import { walk } from './walk.ts';
import { makeScan, roomFor, type Room } from './worklist.ts';

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
  /**
   * Ids of messages that its reader's own mailbox knows, for `References` and `In-Reply-To`: some of them they made themselves, and whether
   * they come back to them may not hang on an address that is in them.
   */
  readonly knownIds?: ReadonlySet<string> | undefined;
  /** What may still be looked at, where this is not the only look at the mail. */
  readonly room?: Room;
}

/** The same look at pieces of a mail, to find out which of them tells something. What cannot be read in full does. */
export const makePieceLook = ({ spellings, room }: PieceLimits): PieceLook => {
  const targets = targetsOf(spellings);
  const told = new Map<string, boolean>();
  const isTold = (content: Content): boolean => makeScan(targets, room)(content).length > 0;
  return {
    tells: (text) => {
      const known = told.get(text) ?? isTold(asText(text));
      told.set(text, known);
      return known;
    },
    tellsBytes: (bytes) => isTold(asBytes(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))),
  };
};

export interface PieceLimits {
  readonly spellings: readonly string[];
  /** Over all pieces and layers of them; what is beyond is not looked at, and so counts as telling. */
  readonly room: Room;
}

export interface PieceLook {
  readonly tells: (text: string) => boolean;
  readonly tellsBytes: (bytes: Uint8Array) => boolean;
}

const scanned = (
  raw: Uint8Array,
  { spellings, allowedTo, knownIds = new Set(), room = roomFor(raw.length) }: Expected,
): readonly Leak[] => {
  const mail = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const scan = makeScan(targetsOf(spellings), room);
  const { heads, leaves, rest, problems } = walk(mail);
  const leaks: Leak[] = problems.map((kind) => ({ where: 'message', kind }));
  if (hasBareLineBreak(mail)) leaks.push({ where: 'message', kind: 'bare_line_break' });
  leaks.push(...heads.flatMap((head) => leaksOfHead(head, allowedTo)));

  const look = (where: LeakPlace, contents: readonly Content[]): void => {
    leaks.push(...contents.flatMap(scan).map((kind) => ({ where, kind })));
  };
  for (const head of heads) look(head.isOfPart ? 'part_header' : 'header', contentsOfHead(head, { allowedTo, knownIds }));
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
