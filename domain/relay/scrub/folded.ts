/**
 * A text as an address is looked for in it: small letters of one form, without what nobody sees, escapes undone to the last layer, and for
 * each letter where it came from. The text itself is never changed by it. Time and room grow with the text, whatever is in it.
 */
import {
  escaped,
  type Folded,
  grow,
  halfLineEndBefore,
  lineEnd,
  referenceSpan,
  type Room,
  roomFor,
  softSpaceBefore,
  unseenBefore,
} from './fold-room.ts';
import { hexValue, isMark, isPlainEastAsian, isSpace, roleOf, type Role } from './letters.ts';
import { escapeAt, unclosedReferenceAt } from './references.ts';

export const fold = (text: string): Folded => {
  const out = roomFor(text);
  let at = 0;
  while (at < text.length) {
    at = afterPlainRun(out, at);
    if (at === text.length) break;
    const unit = text.charCodeAt(at);
    if (unit < 0x80 && takesPlain(out, unit, at)) {
      at += 1;
      continue;
    }
    const code = unit < 0x80 ? unit : (text.codePointAt(at) ?? 0);
    if (unit >= 0x80 && takesForeign(out, code, at)) {
      at += code > 0xffff ? 2 : 1;
      continue;
    }
    const tag = code === lessThan ? markupAt(text, at) : undefined;
    if (tag !== undefined) {
      out.before |= tag.block ? softSpaceBefore : unseenBefore;
      at = tag.end;
      continue;
    }
    const end = at + (code > 0xffff ? 2 : 1);
    take(out, { code, start: at, end, marks: 0, pair: 0 });
    at = end;
  }
  take(out, { code: 0, start: at, end: at, marks: 0, pair: 0 });
  return out;
};

interface Letter {
  readonly code: number;
  readonly start: number;
  readonly end: number;
  readonly marks: number;
  readonly pair: number;
}

const lessThan = 0x3c;
const moreThan = 0x3e;
const equals = 0x3d;
const space = 0x20;

/** Takes what `takesPlain` would take, one after the other, as long as there are letters and single spaces; says where something else is. */
const afterPlainRun = (out: Room, from: number): number => {
  if (isNearAmpersand(out)) return from;
  const { text, codes, starts, ends, flags, pairs } = out;
  const last = Math.min(text.length, from + codes.length - out.length);
  let { length } = out;
  let at = from;
  let beforeLast = codes[length - 2] ?? 0;
  let before = length === 0 ? space : (codes[length - 1] ?? 0);
  for (; at < last; at += 1) {
    const unit = text.charCodeAt(at);
    const code = unit < 0x80 ? (plainForms[unit] ?? 0) : 0;
    if (code === 0 || (code === space && (before === space || unit !== space))) break;
    if (isEscapeSign(beforeLast) && hexValue(code) >= 0) break;
    codes[length] = code;
    starts[length] = at;
    ends[length] = at + 1;
    flags[length] = out.before;
    pairs[length] = 0;
    out.before = 0;
    length += 1;
    beforeLast = before;
    before = code;
  }
  out.length = length;
  return at;
};

/**
 * Most letters end no escape and are what they are: these are written at once, as `take` would write them. False where it has to look.
 */
const takesPlain = (out: Room, unit: number, at: number): boolean => {
  const code = plainForms[unit] ?? 0;
  if (code === 0 || isNearAmpersand(out)) return false;
  const { length } = out;
  if (code === space) return takesSpace(out, unit, at);
  if (length >= 2 && hexValue(code) >= 0 && isEscapeSign(out.codes[length - 2] ?? 0)) return false;
  return writes(out, code, { start: at, end: at + 1, marks: 0 });
};

const takesSpace = (out: Room, unit: number, at: number): boolean => {
  const last = out.length - 1;
  const marks = unit === space ? 0 : lineEnd;
  if (last < 0 || (marks !== 0 && (out.before !== 0 || out.codes[last] === equals))) return false;
  if (out.codes[last] !== space) return writes(out, space, { start: at, end: at + 1, marks });
  out.ends[last] = at + 1;
  out.flags[last] = (out.flags[last] ?? 0) | marks;
  return true;
};

const takesForeign = (out: Room, code: number, at: number): boolean => {
  const role = isPlainEastAsian(code) ? undefined : roleIn(out, code);
  if (role !== 'unseen' && isNearAmpersand(out)) return false;
  if (role === 'unseen') out.before |= unseenBefore;
  else if (role === 'soft-space') out.before |= softSpaceBefore;
  else if (role !== undefined && (typeof role === 'string' || role.length !== 1 || role[0] !== code)) return false;
  else return writes(out, code, { start: at, end: at + (code > 0xffff ? 2 : 1), marks: 0 });
  return true;
};

const isNearAmpersand = (out: Room): boolean => out.length - out.lastAmpersand <= referenceSpan;

const writes = (out: Room, code: number, at: { readonly start: number; readonly end: number; readonly marks: number }): boolean => {
  const { length } = out;
  if (length === out.codes.length) return false;
  out.codes[length] = code;
  out.starts[length] = at.start;
  out.ends[length] = at.end;
  out.flags[length] = at.marks | out.before;
  // An escape that was undone may have left its digits here.
  out.pairs[length] = 0;
  out.before = 0;
  out.length = length + 1;
  return true;
};

const isEscapeSign = (code: number): boolean => code === 0x25 || code === equals;

/** Printable ASCII in lower case but what begins or ends an escape, a tag or a quote; one blank for all; 0 of the rest. */
const plainForms = Uint8Array.from({ length: 0x80 }, (_, code) => {
  if (code === 0x0a || code === 0x0d) return space;
  if (code < space || code === 0x7f || [0x26, 0x3b, lessThan, moreThan].includes(code)) return 0;
  return code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
});

// Each round but the last takes at least two codes away, so the rounds of all letters together are no more than the letters.
const take = (out: Room, letter: Letter): void => {
  const isUnseen = letter.code >= 0x80 && roleIn(out, letter.code) === 'unseen';
  const open = isUnseen || !isNearAmpersand(out) ? undefined : unclosedReferenceAt(out.codes, out.length, letter.code);
  if (open !== undefined) settle(out, undo(out, open));
  settle(out, letter);
};

const settle = (out: Room, letter: Letter): void => {
  let next: Letter | undefined = letter;
  while (next !== undefined) {
    place(out, next);
    const found = out.length === 0 ? undefined : escapeAt(out.codes, out.length);
    next = found === undefined ? undefined : undo(out, found);
  }
};

const undo = (out: Room, { code, taken, pair }: { readonly code: number; readonly taken: number; readonly pair: number }): Letter => {
  const first = out.length - taken;
  const letter = { code, start: out.starts[first] ?? 0, end: out.ends[out.length - 1] ?? 0, marks: escaped, pair };
  out.before = (out.flags[first] ?? 0) & (unseenBefore | softSpaceBefore | halfLineEndBefore);
  out.length = first;
  return letter;
};

const place = (out: Room, letter: Letter): void => {
  const { code } = letter;
  if (code < 0x80) {
    if (code >= 0x41 && code <= 0x5a) push(out, { ...letter, code: code + 0x20 });
    else if (isSpace(code)) pushSpace(out, letter);
    else if (code < space || code === 0x7f) out.before |= unseenBefore;
    else if (code === moreThan && beginsLine(out)) pushSpace(out, letter);
    else push(out, letter);
    return;
  }
  if (isPlainEastAsian(code)) push(out, letter);
  else placeForeign(out, letter);
};

const placeForeign = (out: Room, letter: Letter): void => {
  const role = roleIn(out, letter.code);
  switch (role) {
    case 'soft-space':
      out.before |= softSpaceBefore;
      return;
    case 'unseen':
      out.before |= unseenBefore;
      return;
    case 'space':
      return pushSpace(out, letter);
    case 'mark':
      return compose(out, letter);
  }
  for (const code of role) placeForm(out, { ...letter, code });
};

const roleIn = (out: Room, code: number): Role => {
  const known = out.roles.get(code);
  if (known !== undefined) return known;
  const role = roleOf(code);
  out.roles.set(code, role);
  return role;
};

const placeForm = (out: Room, letter: Letter): void => {
  if (isSpace(letter.code)) pushSpace(out, letter);
  else if (isMark(letter.code)) compose(out, letter);
  else push(out, letter);
};

const push = (out: Room, { code, start, end, marks, pair }: Letter): void => {
  if (out.length === out.codes.length) grow(out);
  if (code === 0x26) out.lastAmpersand = Math.max(out.lastAmpersand, out.length);
  out.codes[out.length] = code;
  out.starts[out.length] = start;
  out.ends[out.length] = end;
  out.flags[out.length] = marks | out.before;
  out.pairs[out.length] = pair;
  out.before = 0;
  out.length += 1;
};

// `=` at the end of a line only says that the line goes on (RFC 2045, 6.7, rule 5).
const pushSpace = (out: Room, letter: Letter): void => {
  const newLine = letter.code === 0x0a || letter.code === 0x0d;
  const last = out.length - 1;
  if (newLine && (out.before & softSpaceBefore) === 0 && last >= 0 && out.codes[last] === equals) {
    out.length = last;
    out.before = unseenBefore | (letter.code === 0x0d ? halfLineEndBefore : 0);
    return;
  }
  if (letter.code === 0x0a && (out.before & halfLineEndBefore) !== 0) {
    out.before &= ~halfLineEndBefore;
    return;
  }
  const marks = letter.marks | (newLine ? lineEnd : 0);
  if (last >= 0 && out.codes[last] === space) {
    out.ends[last] = letter.end;
    out.flags[last] = (out.flags[last] ?? 0) | marks;
    return;
  }
  push(out, { ...letter, code: space, marks });
};

/** The `>` of a quote, which stands between two words as its line end does. */
const beginsLine = (out: Room): boolean => {
  const last = out.length - 1;
  return last >= 0 && out.codes[last] === space && ((out.flags[last] ?? 0) & lineEnd) !== 0;
};

// A letter with a mark is the composed letter, where there is one; a mark that only decorates is nothing.
const compose = (out: Room, { code, end }: Letter): void => {
  const last = out.length - 1;
  if (last < 0) return;
  const composed = (String.fromCodePoint(out.codes[last] ?? 0) + String.fromCodePoint(code)).normalize('NFC');
  const first = composed.codePointAt(0) ?? 0;
  if (composed.length === (first > 0xffff ? 2 : 1)) out.codes[last] = first;
  out.ends[last] = Math.max(end, out.ends[last] ?? 0);
};

/** A tag or a comment that somebody left in a text; of what goes on inside one, 200 characters are looked at. */
const markupAt = (text: string, at: number): { readonly end: number; readonly block: boolean } | undefined => {
  markup.lastIndex = at;
  const found = markup.exec(text);
  return found === null ? undefined : { end: at + found[0].length, block: found[1] !== undefined };
};

const markup =
  /<(?:\/?(?:(br|p|div|td|tr|li|h[1-6])|a|abbr|b|big|code|em|font|i|ins|mark|s|small|span|strong|sub|sup|tt|u|wbr)(?:\s[^<>@]{0,200})?\/?>|!--[^<>@]{0,200}-->)/giy;
