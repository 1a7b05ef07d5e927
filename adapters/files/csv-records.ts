/** Some whole records of a text. */
export interface Records {
  readonly text: string;
  /** The line of the text that they start on, the first being 1. */
  readonly line: number;
}

/** Cuts a text that comes in pieces into pieces of whole records. */
export interface RecordCutter {
  /** Takes the next piece of the text and gives the records that are complete by now, if any are. */
  readonly take: (piece: string) => Records | undefined;
  /** What is left at the end: a last record without a line's end. */
  readonly rest: () => Records;
  /** The first line above `rowCharsMax` characters, as soon as it was taken. */
  readonly longLine: () => number | undefined;
  /** Whether anything but blanks was taken. */
  readonly visible: () => boolean;
}

/** Beyond, a row is refused instead of filling the memory: no member's answers come near. */
export const rowCharsMax = 4 * 1024 * 1024;

/**
 * Cuts CSV (RFC 4180) at a line's end with an even number of quotes before it: in a record that keeps the rules every quote opens,
 * closes or is one of a doubled two. A record that breaks them is never cut before the quote that does. At most
 * `pendingCharsMax` characters are kept back: a record without end is given as far as it goes, and so are blank lines.
 */
export const recordCutter = (): RecordCutter => {
  let pending = '';
  let pendingLine = 1;
  let line = 1;
  let lineStart = 0;
  let quoted = false;
  let longLine: number | undefined;
  let visible = false;
  const take = (piece: string): Records | undefined => {
    let cut = 0;
    let cutLine = pendingLine;
    let at = pending.length;
    pending += piece;
    visible ||= /\S/.test(piece);
    for (; at < pending.length; at++) {
      const code = pending.charCodeAt(at);
      if (code === quote) quoted = !quoted;
      if (code !== lineFeed) continue;
      if (at - lineStart > rowCharsMax) longLine ??= line;
      line += 1;
      lineStart = at + 1;
      if (quoted) continue;
      cut = lineStart;
      cutLine = line;
    }
    if (pending.length - lineStart > rowCharsMax) longLine ??= line;
    if (pending.length - cut > pendingCharsMax) [cut, cutLine] = [pending.length, line];
    else if (cut === 0 || !visible) return undefined;
    const records = { text: pending.slice(0, cut), line: pendingLine };
    [pending, pendingLine, lineStart] = [pending.slice(cut), cutLine, lineStart - cut];
    return records;
  };
  return { take, rest: () => ({ text: pending, line: pendingLine }), longLine: () => longLine, visible: () => visible };
};

const pendingCharsMax = 4 * rowCharsMax;
const quote = '"'.charCodeAt(0);
const lineFeed = '\n'.charCodeAt(0);
