import { blankGap, type Folded, markupGap, wordGap } from './fold.ts';
import type { TargetDomain, TargetLocal, Targets } from './targets.ts';

/**
 * Whether a hidden address stands in a folded text: one of its domains, and beside it the local part.
 * - An ASCII letter or digit on either side makes it another address (`maryjane@…`, `…@example.community`); a letter of any other
 *   script does not, because Chinese and Japanese are written without blanks.
 * - Blanks are allowed anywhere inside, `+tag` and, at Gmail, dots make no difference.
 * - Beside `@`, what bounces and lists put in its place is found (`jane=example.com`, `example.com!jane`), and the two parts of an
 *   address that only tags or the quotes of a list keep apart.
 */
export const holdsAddress = (folded: Folded, targets: Targets): boolean => targets.domains.some((domain) => holdsOneOf(folded, domain));

const holdsOneOf = (folded: Folded, target: TargetDomain): boolean => {
  const { letters } = folded;
  const { length } = target.domain;
  for (let at = letters.indexOf(target.domain); at >= 0; at = letters.indexOf(target.domain, at + 1)) {
    const place = { folded, from: at, to: at + length };
    if (!endsWord(folded, place.to)) continue;
    const ends = localEnds(place);
    if (target.locals.some((local) => ends.some((end) => standsBefore(place, end, local)) || follows(place, local))) return true;
  }
  return false;
};

/** Where a domain was found. */
interface Place {
  readonly folded: Folded;
  readonly from: number;
  readonly to: number;
}

/** Where a local part may end that belongs to the domain. */
interface LocalEnd {
  readonly at: number;
  /** `name at domain`: two words of prose, perhaps. */
  readonly isProse?: boolean;
  /** It must begin after a quote, as the domain does. */
  readonly isQuoted?: boolean;
  /** Behind the name of a list: `bounce-jane=example.com@…`. */
  readonly isRewritten?: boolean;
}

const localEnds = (place: Place): readonly LocalEnd[] => {
  const { letters, gaps } = place.folded;
  const sign = skipBack(letters, place.from, openers);
  if (letters[sign - 1] === atSign) {
    const isProse = ((gaps[sign - 1] ?? 0) & wordGap) !== 0 && !hasSpelledDot(place);
    const end = skipBack(letters, sign - 1, closers);
    return [end, ...tagStarts(letters, end)].map((at) => ({ at, isProse }));
  }
  const gap = gaps[place.from] ?? 0;
  if ((gap & markupGap) !== 0 && (gap & blankGap) === 0) return [{ at: place.from }];
  const before = letters[place.from - 1];
  if (before === undefined || gap !== 0) return [];
  if (insteadOfAt.has(before) && gaps[place.from - 1] === 0) return [{ at: place.from - 1, isRewritten: true }];
  return quotes.has(before) ? quotedEnds(letters, place) : [];
};

const hasSpelledDot = ({ folded, from, to }: Place): boolean => folded.gaps.subarray(from, to).some((gap) => (gap & wordGap) !== 0);

/** `"jane" "example.com"`, `user="jane" host="example.com"`: the same quotes around both, and little between them. */
const quotedEnds = (letters: Buffer, { from, to }: Place): readonly LocalEnd[] => {
  const quote = letters[from - 1];
  if (letters[to] !== quote) return [];
  const ends: LocalEnd[] = [];
  for (let at = from - 2; at >= 0 && at >= from - betweenQuotesMax; at--) if (letters[at] === quote) ends.push({ at, isQuoted: true });
  return ends;
};

/** Where a `+tag` begins that ends there. */
const tagStarts = (letters: Buffer, end: number): readonly number[] => {
  const starts: number[] = [];
  for (let at = end - 1; at >= 0 && at >= end - tagBytesMax && letters[at] !== atSign; at--) if (letters[at] === plus) starts.push(at);
  return starts;
};

const standsBefore = ({ folded }: Place, end: LocalEnd, { local, isDotless, isOrdinaryWord }: TargetLocal): boolean => {
  if (end.isProse === true && isOrdinaryWord) return false;
  const { letters } = folded;
  let at = end.at;
  for (let left = local.length; left > 0; at--) {
    if (at === 0) return false;
    if (letters[at - 1] === local[left - 1]) left--;
    else if (!(isDotless && letters[at - 1] === dot)) return false;
  }
  if (end.isQuoted === true) return quotes.has(letters[at - 1] ?? 0);
  return (end.isRewritten === true && letters[at - 1] === hyphen) || beginsWord(folded, at);
};

/** `example.com!jane` (a path of UUCP), `…=example.com=jane@…` (SRS): the local part after the domain. */
const follows = ({ folded, to }: Place, { local, isDotless }: TargetLocal): boolean => {
  const { letters, gaps } = folded;
  if (!afterDomain.has(letters[to] ?? 0) || gaps[to] !== 0 || gaps[to + 1] !== 0) return false;
  let at = to + 1;
  for (let seen = 0; seen < local.length; at++) {
    if (letters[at] === local[seen]) seen++;
    else if (!(isDotless && letters[at] === dot)) return false;
  }
  return endsWord(folded, at);
};

/** No letter or digit before it, neither at once nor before a dot, a hyphen or a low line, which belong to a local part. */
const beginsWord = ({ letters, gaps }: Folded, start: number): boolean => {
  for (let at = start; at > 0 && gaps[at] === 0; at--) {
    const before = letters[at - 1] ?? 0;
    if (isLetterOrDigit(before)) return false;
    if (!joiners.has(before)) return true;
  }
  return true;
};

const endsWord = ({ letters, gaps }: Folded, end: number): boolean => gaps[end] !== 0 || !isLetterOrDigit(letters[end] ?? 0);

const skipBack = (letters: Buffer, from: number, what: ReadonlySet<number>): number => {
  let at = from;
  while (at > 0 && from - at < punctuationMax && what.has(letters[at - 1] ?? 0)) at--;
  return at;
};

const isLetterOrDigit = (byte: number): boolean => (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39);

const codesOf = (characters: string): ReadonlySet<number> => new Set(Buffer.from(characters));
const atSign = 0x40;
const dot = 0x2e;
const plus = 0x2b;
const hyphen = 0x2d;
const quotes = codesOf('"\'');
const joiners = codesOf('._-');
const insteadOfAt = codesOf('=_%+!*#|');
const afterDomain = codesOf('!=');
const openers = codesOf('"\'`([{<>*');
const closers = codesOf('"\'`)]}>*');
const punctuationMax = 6;
const tagBytesMax = 128;
const betweenQuotesMax = 48;
