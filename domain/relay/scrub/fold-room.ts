import type { Role } from './letters.ts';

/** What `fold` makes of a text. */
export interface Folded {
  readonly text: string;
  readonly length: number;
  /** Code points. A run of white space is one space. */
  readonly codes: Uint32Array;
  /** Where each came from in `text`: first unit, and the one after its last. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** `unseenBefore`, `softSpaceBefore`, `escaped`, `lineEnd`, `halfLineEndBefore`. */
  readonly flags: Uint8Array;
  /** Of an escape with two hexadecimal digits: those digits, which may as well have been the begin of a word: `?to=ada@…`. */
  readonly pairs: Uint16Array;
}

export const unseenBefore = 1;
export const softSpaceBefore = 2;
export const escaped = 4;
export const lineEnd = 8;
/** A soft line break with its `\r` alone, whose `\n` may still follow. */
export const halfLineEndBefore = 16;

/** The same while it is made. */
export interface Room extends Folded {
  length: number;
  codes: Uint32Array;
  starts: Int32Array;
  ends: Int32Array;
  flags: Uint8Array;
  pairs: Uint16Array;
  /** What was left out since the last code. */
  before: number;
  /** No `&` stands behind this place. */
  lastAmpersand: number;
  /** Of the characters met so far. */
  readonly roles: Map<number, Role>;
}

export const roomFor = (text: string): Room => {
  const size = text.length + 16;
  return {
    text,
    length: 0,
    codes: new Uint32Array(size),
    starts: new Int32Array(size),
    ends: new Int32Array(size),
    flags: new Uint8Array(size),
    pairs: new Uint16Array(size),
    before: 0,
    lastAmpersand: -referenceSpan,
    roles: new Map(),
  };
};

export const grow = (out: Room): void => {
  const size = out.codes.length * 2;
  const into = <T extends Uint32Array | Int32Array | Uint8Array | Uint16Array>(larger: T, old: T): T => {
    larger.set(old);
    return larger;
  };
  out.codes = into(new Uint32Array(size), out.codes);
  out.starts = into(new Int32Array(size), out.starts);
  out.ends = into(new Int32Array(size), out.ends);
  out.flags = into(new Uint8Array(size), out.flags);
  out.pairs = into(new Uint16Array(size), out.pairs);
};

/** More than the longest reference of HTML with its `&`: farther away, one is no part of what ends here. */
export const referenceSpan = 32;
