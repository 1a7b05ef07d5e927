import { escaped, type Folded, softSpaceBefore, unseenBefore } from './fold-room.ts';
import { fold } from './folded.ts';
import { joins } from './letters.ts';
import { afterAt, afterDot } from './separators.ts';
import type { ScrubSet, Spelling } from './spellings.ts';

/** Where a spelling stands in a text, in UTF-16 units, and what stands for it. */
export interface Found {
  readonly start: number;
  readonly end: number;
  readonly alias: string;
}

/**
 * Every spelling of an address of the set, from left to right; none overlaps another. From each place on, no more is read than an
 * address is long, so the time grows with the text.
 */
export const spellingsIn = (text: string, set: ScrubSet): readonly Found[] => {
  if (set.spellings.length === 0 || text.length < shortest || !mayTell.test(text)) return [];
  const folded = fold(text);
  const reader: Reader = { folded, tagEnds: undefined };
  const found: Found[] = [];
  const begins = beginningsOf(set);
  const { codes, pairs, length } = folded;
  for (let at = 0; at < length; at += 1) {
    const code = codes[at] ?? 0;
    if (begins[code < foreign ? code : foreign] === 0 && pairs[at] === 0) continue;
    const best = longest(beginningAt(reader, at, set), beginningInside(reader, at, set));
    if (best === undefined) continue;
    found.push({ start: best.start, end: folded.ends[best.end - 1] ?? text.length, alias: best.alias });
    at = best.end - 1;
  }
  return found;
};

/** No address of anybody is spelled in a text of which this is false: nothing in it reads as an `@`. */
export const maySpell = (text: string): boolean => {
  const folded = fold(text);
  for (let at = 0; at < folded.length; at += 1) if (afterAt(folded, at) >= 0) return true;
  return false;
};

/** `a@b`. */
const shortest = 3;

/** An `@`, a word for it, or anything that either may be written as; most texts of a document have none of these. */
const mayTell =
  /[@%=&<\0-\x08\x0e-\x1f\x7f-\u{10ffff}]|[^a-z]at[^a-z]|arroba|arobase|chiocciola|klammeraffe|apenstaartje|snabel-a|kukac|malpa|zavinac/iu;

interface Reader {
  readonly folded: Folded;
  /** For each place, where a `+tag` that goes on there ends; made when the first tag is met. */
  tagEnds: Int32Array | undefined;
}

interface Match {
  /** In the text. */
  readonly start: number;
  /** Of the folded text, the place after the last code. */
  readonly end: number;
  readonly alias: string;
}

/** By code, whether an address may begin with it; all beyond ASCII as one. */
const beginningsOf = ({ byFirstCode }: ScrubSet): Uint8Array => {
  const begins = new Uint8Array(foreign + 1);
  for (const code of byFirstCode.keys()) begins[Math.min(code, foreign)] = 1;
  return begins;
};

const foreign = 0x80;

const longest = (best: Match | undefined, match: Match | undefined): Match | undefined =>
  match === undefined || (best !== undefined && match.end <= best.end) ? best : match;

const beginningAt = (reader: Reader, at: number, set: ScrubSet): Match | undefined => {
  const { folded } = reader;
  const candidates = set.byFirstCode.get(folded.codes[at] ?? 0);
  if (candidates === undefined) return undefined;
  let best: Match | undefined;
  for (const spelling of candidates) {
    if (!mayGoOn(folded, at + 1, spelling)) continue;
    if (!isFreeBefore(folded, at)) return undefined;
    const end = read(reader, spelling, { at, known: 0 });
    if (end >= 0) best = longest(best, { start: folded.starts[at] ?? 0, end, alias: spelling.alias });
  }
  return best;
};

/** False where the second letter is another one, as in most words with the same first letter. */
const mayGoOn = (folded: Folded, at: number, { local, dotless }: Spelling): boolean => {
  const second = local[1];
  return second === undefined || second === dot || dotless || isAt(folded, at, second);
};

/** `?to=ada@…` reads as an escape, `=ad`, as well: then the address begins with its two digits. */
const beginningInside = (reader: Reader, at: number, set: ScrubSet): Match | undefined => {
  const { folded } = reader;
  const pair = folded.pairs[at] ?? 0;
  if (pair === 0) return undefined;
  const digits = String.fromCharCode(pair >> 8, pair & 0xff);
  const end = folded.ends[at] ?? 0;
  const inText = folded.text.slice(end - 2, end).toLowerCase() === digits;
  let best: Match | undefined;
  for (const spelling of set.byFirstCode.get(pair >> 8) ?? []) {
    if (spelling.local.length < 2 || spelling.local[1] !== (pair & 0xff)) continue;
    const last = read(reader, spelling, { at: at + 1, known: 2 });
    if (last >= 0) best = longest(best, { start: inText ? end - 2 : (folded.starts[at] ?? 0), end: last, alias: spelling.alias });
  }
  return best;
};

/** The place after the address whose local part goes on at `at` with its code number `known`; -1 where it is another one. */
const read = (reader: Reader, spelling: Spelling, from: { readonly at: number; readonly known: number }): number => {
  const local = afterLocal(reader.folded, spelling, from);
  if (local < 0) return -1;
  if (reader.folded.codes[local] === plus) return afterTag(reader, spelling, local);
  return afterHost(reader.folded, spelling, local);
};

const plus = 0x2b;
const dot = 0x2e;
const dash = 0x2d;

/** Dots in a row that Gmail's spelling may have: a mistake, not a wall. */
const dotsMax = 3;

const afterLocal = (folded: Folded, { local, dotless }: Spelling, from: { readonly at: number; readonly known: number }): number => {
  let { at } = from;
  for (let index = from.known; index < local.length; index += 1) {
    const code = local[index];
    if (dotless && index > 0 && !isAt(folded, at, code)) at = afterDots(folded, at);
    if (isAt(folded, at, code)) at += 1;
    else if (code === dot) at = afterDot(folded, at);
    else return -1;
    if (at < 0) return -1;
  }
  return dotless ? afterDots(folded, at) : at;
};

const isAt = (folded: Folded, at: number, code: number | undefined): boolean => at < folded.length && folded.codes[at] === code;

const afterDots = (folded: Folded, from: number): number => {
  let at = from;
  for (let count = 0; count < dotsMax; count += 1) {
    const next = afterDot(folded, at);
    if (next < 0) return at;
    at = next;
  }
  return at;
};

const afterHost = (folded: Folded, { domains }: Spelling, from: number): number => {
  const host = afterAt(folded, from);
  if (host < 0) return -1;
  for (const domain of domains) {
    const end = afterDomain(folded, domain, host);
    if (end >= 0 && isFreeAfter(folded, end)) return end;
  }
  return -1;
};

const afterDomain = (folded: Folded, domain: readonly number[], from: number): number => {
  let at = from;
  for (const code of domain) {
    if (code !== dot && isAt(folded, at, code)) at += 1;
    else if (code === dot) at = afterDot(folded, at);
    else return -1;
    if (at < 0) return -1;
  }
  return at;
};

/** Places where a tag may end that are tried: a space nobody types or a hidden dot may stand inside one as well. */
const tagEndsMax = 24;

const afterTag = (reader: Reader, spelling: Spelling, from: number): number => {
  reader.tagEnds ??= tagEndsOf(reader.folded);
  let at = from;
  for (let tried = 0; tried < tagEndsMax && at < reader.folded.length; tried += 1) {
    at = reader.tagEnds[at + 1] ?? reader.folded.length;
    const end = afterHost(reader.folded, spelling, at);
    if (end >= 0) return end;
    const inside = afterDot(reader.folded, at);
    if (inside < 0 && endsTag(reader.folded.codes[at] ?? 0)) return -1;
    if (inside < 0) continue;
    const behind = afterHost(reader.folded, spelling, inside - 1);
    if (behind >= 0) return behind;
    at = inside - 1;
  }
  return -1;
};

const tagEndsOf = (folded: Folded): Int32Array => {
  const ends = new Int32Array(folded.length + 1).fill(folded.length);
  for (let at = folded.length - 1; at >= 0; at -= 1) {
    const isSoft = ((folded.flags[at] ?? 0) & softSpaceBefore) !== 0;
    const isEnd = endsTag(folded.codes[at] ?? 0) || isSoft || afterAt(folded, at) >= 0;
    ends[at] = isEnd ? at : (ends[at + 1] ?? folded.length);
  }
  return ends;
};

const tagEnders = new Set(Array.from(' @()[]{}<>",;:\\', (letter) => letter.charCodeAt(0)));
const endsTag = (code: number): boolean => tagEnders.has(code);

const isWordEnd = (folded: Folded, at: number): boolean => ((folded.flags[at] ?? 0) & (unseenBefore | softSpaceBefore)) !== 0;

/**
 * No longer local part ends here: `mary.jane@`, `x-jane@` and `maryjane@` are other people's. A sign that begins a word is no part of
 * it (`_jane@…_`, `- jane@`), nor are two in a row (`write to...jane@`).
 */
const isFreeBefore = (folded: Folded, at: number): boolean => {
  if (at === 0 || isWordEnd(folded, at)) return true;
  const before = folded.codes[at - 1] ?? 0;
  if (!binders.has(before)) return !joins(before, folded.codes[at] ?? 0);
  return at === 1 || isWordEnd(folded, at - 1) || !isLetter(folded.codes[at - 2] ?? 0);
};

const binders = new Set(Array.from('._+-', (letter) => letter.charCodeAt(0)));
const isLetter = (code: number): boolean => joins(code, code);

/** A label of a host's name is 63 letters at most (RFC 1035, 2.3.4). */
const labelMax = 63;

/**
 * No longer domain goes on here: `example.community`, `example.com.au` and `example.com-pany.org` are other hosts. A dot that ends a
 * sentence is none, whether or not its writer left a space: `example.com.Thanks`.
 */
const isFreeAfter = (folded: Folded, at: number): boolean => {
  if (at >= folded.length || isWordEnd(folded, at)) return true;
  const wasPlain = ((folded.flags[at - 1] ?? 0) & escaped) === 0;
  if (wasPlain && ((folded.flags[at] ?? 0) & escaped) !== 0) return true;
  const next = folded.codes[at] ?? 0;
  if (next === dot) return !goesOn(folded, at);
  if (next !== dash) return !joins(folded.codes[at - 1] ?? 0, next);
  let end = at;
  while (end < folded.length && end - at < labelMax && (isLetter(folded.codes[end] ?? 0) || folded.codes[end] === dash)) end += 1;
  return folded.codes[end] !== dot || !goesOn(folded, end);
};

const goesOn = (folded: Folded, at: number): boolean => {
  const next = at + 1;
  if (next >= folded.length || isWordEnd(folded, next) || !isLetter(folded.codes[next] ?? 0)) return false;
  const isSentence = /^\p{Lu}/u.test(writtenAt(folded, next)) && /^\p{Ll}/u.test(writtenAt(folded, next + 1));
  return !isSentence && !ideographicStops.test(writtenAt(folded, at));
};

/** The sign with which the text begins to write this code. */
const writtenAt = ({ text, starts, length }: Folded, at: number): string =>
  at < length ? String.fromCodePoint(text.codePointAt(starts[at] ?? 0) ?? 0) : '';

const ideographicStops = /[\u3002\uff61]/;
