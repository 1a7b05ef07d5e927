/** Whether the last look finds something in a text. It knows more disguises than can be replaced one by one. */
export type Tells = (text: string) => boolean;

/** Part of a text, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The shortest stretches of a text without which it tells nothing, as far as they can be found: words, and single characters of what is
 * written without blanks. From left to right; none overlaps another.
 */
export const tellingSpans = (text: string, tells: Tells): readonly Span[] => {
  if (!tells(text)) return [];
  const spans: Span[] = [];
  // What goes over the end of one piece lies within the next one, which begins in its middle.
  for (const piece of piecesOf(text)) {
    let from = Math.max(piece.start, spans.at(-1)?.end ?? 0);
    for (let found = firstIn(text, { start: from, end: piece.end }, tells); found !== undefined && spans.length < spansMax;) {
      spans.push(found);
      from = found.end;
      found = firstIn(text, { start: from, end: piece.end }, tells);
    }
  }
  return spans;
};

/** The text with an ellipsis in the place of each stretch. */
export const withoutTelling = (text: string, tells: Tells): string => {
  const spans = tellingSpans(text, tells);
  const left = withoutSpans(text, spans);
  // What was taken out may have been the beginning of something that tells more.
  return spans.length === 0 || spans.length === spansMax ? left : withoutSpans(left, tellingSpans(left, tells));
};

const withoutSpans = (text: string, spans: readonly Span[]): string => {
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end } of spans) {
    pieces.push(text.slice(from, start), ellipsis);
    from = end;
  }
  return [...pieces, text.slice(from)].join('');
};

export const ellipsis = '…';

/** Of a mail that gives somebody away in more places, nothing but the address is left. */
const spansMax = 50;
/** Characters of a piece: what an address takes in any encoding, several times over. */
const pieceMax = 4_000;

const piecesOf = (text: string): readonly Span[] =>
  Array.from({ length: Math.max(1, Math.ceil(text.length / (pieceMax / 2)) - 1) }, (_, index) => {
    const start = (index * pieceMax) / 2;
    return { start, end: Math.min(text.length, start + pieceMax) };
  });

/** Cut at its end to where it first tells something, and then from its beginning as far as it still does. */
const firstIn = (text: string, { start, end }: Span, tells: Tells): Span | undefined => {
  const piece = text.slice(start, end);
  if (!tells(piece)) return undefined;
  const borders = [0, ...Array.from(piece.matchAll(words), ({ index, 0: word }) => index + word.length)];
  const last = borders[smallest(borders.length - 1, (index) => tells(piece.slice(0, borders[index])))] ?? piece.length;
  const starts = borders.filter((border) => border < last);
  const first = starts[smallest(starts.length - 1, (index) => !tells(piece.slice(starts[index + 1], last)))] ?? 0;
  return { start: start + first, end: start + last };
};

const words = /[!-~]+|\s+|[^!-~\s]/gu;

/** The smallest number from 0 to `to` that holds, where every larger one does; `to` is taken to hold. */
const smallest = (to: number, holds: (number: number) => boolean): number => {
  let low = 0;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
};
