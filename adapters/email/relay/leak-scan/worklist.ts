import { hash } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import { cssEscapes, percentDecoded, quotedPrintable, unescaped, utf7 } from './character-codes.ts';
import { decodedBy, decodedUtf16 } from './charsets.ts';
import { gzip, png, sealedContainers, zip, zlib } from './containers.ts';
import { asText, type Bounds, type Content, type DecodesBytes, type DecodesText } from './content.ts';
import { holdsDisguised, mayHold } from './disguises.ts';
import { entitiesDecoded } from './entities.ts';
import { holdsAddress } from './find-address.ts';
import { foldBytes, foldText, lettersOfBytes, lettersOfText } from './fold.ts';
import { continuations, encodedWordsDecoded } from './header-encodings.ts';
import type { LeakKind } from './leak.ts';
import { unquoted, withoutComments, withoutHidden, withoutTags } from './markup.ts';
import { pdf } from './pdf.ts';
import { printable } from './printable.ts';
import { characterCodes, hexLists, letterRuns, mixedWithFirst, uuencoded } from './runs.ts';
import { foldedCost, layerDepthMax, layersMax, workBytesMin, workPerByteMax } from './scan-limits.ts';
import type { Targets } from './targets.ts';

/** Searches a piece of the mail and all that is encoded in it; says what is wrong with it. */
export type Scan = (piece: Content) => readonly LeakKind[];

/** What may still be looked at, by all who share it. */
export interface Room {
  bytes: number;
}

/** What is not looked at in full is a leak, so there is no point in looking at the rest. */
const spent = -1;

/** For a mail of so many bytes. */
export const roomFor = (inputBytes: number): Room => ({ bytes: Math.max(workBytesMin, inputBytes * workPerByteMax) });

/**
 * A list of layers, of which each is searched for addresses and then decoded in every way there is; what comes of that goes onto the
 * list, until nothing new comes. All pieces of a mail share what may be looked at, so that many small ones are no way around it.
 */
export const makeScan = (targets: Targets, room: Room): Scan => {
  const seen = makeSeen();
  const isWorthALook = (text: string): boolean => mayHold(lettersOfText(text), targets);

  return (piece) => {
    const found = new Set<LeakKind>();
    const isNew = onceOnly();
    const work: Layer[] = [{ content: piece, depth: 0 }];
    for (let layer = work.pop(); layer !== undefined; layer = work.pop()) {
      const { content, depth } = layer;
      if (content.kind === 'sealed') found.add('unreadable');
      if (content.kind === 'overflow') room.bytes = spent;
      if (room.bytes < 0) return [...found.add('too_much')];
      if (content.kind === 'sealed' || content.kind === 'overflow') continue;
      if (!seen.isNew(content)) continue;
      room.bytes -= lengthOf(content);
      if (room.bytes < 0 || seen.count() > layersMax || depth > layerDepthMax) return [...found.add('too_much')];
      const isQuiet = isSeenQuiet(content, targets);
      if (!isQuiet && isFoundIn(content, targets, room)) return [...found.add('address')];
      const bounds = { roomBytes: room.bytes, addressBytesMin: targets.addressBytesMin, isWorthALook, isNew, isQuiet };
      work.push(...decoded(content, bounds).map((next) => ({ content: next, depth: depth + 1 })));
    }
    return [...found];
  };
};

const onceOnly = (): ((what: string) => boolean) => {
  const asked = new Set<string>();
  return (what) => {
    const key = digestOf(what);
    return !asked.has(key) && asked.add(key).size > 0;
  };
};

type Readable = Extract<Content, { readonly kind: 'text' | 'glance' | 'bytes' }>;

interface Layer {
  readonly content: Content;
  readonly depth: number;
}

/** Layers that were seen. Few texts have the same length, so that most need no digest, which takes longer than to look at them. */
const makeSeen = () => {
  const byLength = { text: new Map<number, string[]>(), glance: new Map<number, string[]>() };
  const digests = new Set<string>();
  let count = 0;
  const isNewText = (kind: 'text' | 'glance', text: string): boolean => {
    const known = byLength[kind].get(text.length) ?? [];
    if (known.includes(text)) return false;
    if (text.length > keptLettersMax || known.length >= sameLengthMax) return isNewDigest(`${kind} ${digestOf(text)}`);
    known.push(text);
    byLength[kind].set(text.length, known);
    return true;
  };
  const isNewDigest = (digest: string): boolean => !digests.has(digest) && digests.add(digest).size > 0;
  return {
    isNew: (content: Readable): boolean => {
      const isNew = content.kind === 'bytes' ? isNewDigest(`bytes ${digestOf(content.bytes)}`) : isNewText(content.kind, content.text);
      if (isNew) count += 1;
      return isNew;
    },
    count: (): number => count,
  };
};

/** What is longer is not kept for the sake of this. */
const keptLettersMax = 64 * 1024;
const sameLengthMax = 4;

const digestOf = (what: string | Buffer): string => hash('sha1', what, 'base64');

const lengthOf = (content: Readable): number => (content.kind === 'bytes' ? content.bytes.length : content.text.length);

/** No address can stand in it as it is; bytes that are text are looked at as that. */
const isSeenQuiet = (content: Readable, targets: Targets): boolean => {
  if (content.kind === 'bytes') return isPlainText(content.bytes) || !mayHold(lettersOfBytes(content.bytes), targets);
  return content.isQuiet === true || !mayHold(lettersOfText(content.text), targets);
};

const isFoundIn = (content: Readable, targets: Targets, room: Room): boolean => {
  room.bytes -= lengthOf(content) * foldedCost;
  if (content.kind === 'bytes') return holdsAddress(foldBytes(content.bytes), targets);
  const folded = foldText(content.text);
  return holdsAddress(folded, targets) || holdsDisguised(folded, targets);
};

const decoded = (content: Readable, bounds: Bounds): readonly Content[] => {
  if (content.kind === 'glance') return [];
  if (content.kind === 'bytes') {
    const opened = bytesDecoders.flatMap((decode) => decode(content.bytes, bounds));
    return content.isGuess === true ? opened.filter(({ kind }) => kind !== 'sealed') : opened;
  }
  return textDecoders.flatMap((decode) => decode(content.text, bounds));
};

/** What puts characters in the place of their codes, one after the other; each step is looked at, and the last decoded again. */
const codesDecoded: DecodesText = (text, { isQuiet = false }) => {
  const steps: { readonly text: string; readonly isQuiet: boolean }[] = [];
  let current = unquoted(text);
  // Marks of quotes are no letters (`lettersOfText`): without them, a text tells no more than with them.
  if (current !== text) steps.push({ text: current, isQuiet });
  for (const decode of [encodedWordsDecoded, entitiesDecoded, percentDecoded, unescaped]) {
    const next = decode(current);
    if (next !== current) steps.push({ text: next, isQuiet: false });
    current = next;
  }
  const last = steps.pop();
  return last === undefined ? [] : [{ kind: 'text', ...last }, ...steps.map((step) => ({ kind: 'glance', ...step }) as const)];
};

const textDecoders: readonly DecodesText[] = [
  codesDecoded,
  continuations,
  withoutTags,
  withoutHidden,
  withoutComments,
  quotedPrintable,
  cssEscapes,
  utf7,
  letterRuns,
  characterCodes,
  hexLists,
  mixedWithFirst,
  uuencoded,
];

const isPlainText = (bytes: Buffer): boolean => isUtf8(bytes) && !bytes.includes(0);

/** Bytes as text: whole where they are text, otherwise what of them can be read; UTF-16 by its zero bytes, ISO-2022-JP by its escape. */
const texts: DecodesBytes = (bytes, bounds) => {
  if (isPlainText(bytes)) return [asText(bytes.toString('utf8')), ...(bytes.includes(0x1b) ? japanese(bytes) : [])];
  return [...printable(bytes, bounds), ...(isSpread(bytes) ? decodedUtf16(bytes).map(asText) : [])];
};

const japanese = (bytes: Buffer): readonly Content[] => [asText(decodedBy('iso-2022-jp', bytes) ?? '')];

/** A quarter of zero bytes or more in the beginning, or a mark of order. */
const isSpread = (bytes: Buffer): boolean => {
  const sample = bytes.subarray(0, 4096);
  const zeros = sample.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0);
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
  return mark === 0xfeff || mark === 0xfffe || zeros * 4 >= sample.length;
};

const bytesDecoders: readonly DecodesBytes[] = [texts, gzip, zlib, zip, png, pdf, sealedContainers];
