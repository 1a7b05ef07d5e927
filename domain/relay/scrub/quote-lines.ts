/** Finds who wrote what is quoted, in lines of text and of HTML alike, and says what is to stand there instead. */
import { labelled, leadWords, moments, wroteWords, type LabelledLine } from './quote-words.ts';
import { holdsSpelling, scrubText } from './scrub-text.ts';
import type { ScrubSet } from './spellings.ts';

export interface QuoteLine {
  /** Without the signs of quoting. */
  readonly text: string;
  /** How many quotes are around it. */
  readonly depth: number;
  /** Where the mail program marked it as the line that says who wrote. */
  readonly isMarked?: boolean;
}

/** By number of line: what takes its place, or undefined where nothing does. */
export type LineEdits = ReadonlyMap<number, string | undefined>;

/**
 * What has to change so that quotes show the two as the relay shows them (relay rules, 2.2.4). Lines that say when and by whom were
 * written by a mail program, from its user's address book: a name in them is a name of a mailbox, whatever the member calls themselves.
 * Lines about others, of mails that somebody forwards, stay.
 */
export const quoteEdits = (lines: readonly QuoteLine[], set: ScrubSet): LineEdits => {
  const tells = tellsAddress(set);
  const edits = new Map<number, string | undefined>();
  for (let at = 0; at < lines.length; at += 1) {
    const end = headerEnd(lines, at, tells);
    if (end > at) {
      editHeader(
        edits,
        lines.slice(at, end).map((line, index) => [at + index, line.text] as const),
        set,
      );
      at = end - 1;
      continue;
    }
    const first = attributionStart(lines, at, tells);
    if (first === undefined) continue;
    const whole = joined(lines, first, at);
    const name = writerOf(whole, set);
    if (name === undefined) continue;
    for (let line = first; line <= at; line += 1) edits.set(line, undefined);
    const wrote = wroteWords.exec(whole)?.[0] ?? '';
    edits.set(first, `${name} ${wrote}`.trim() + (whole.endsWith('：') ? '：' : ':'));
  }
  return edits;
};

/**
 * Which lines are of nobody but the writer: not quoted, not said about a quote, and not below the header of one, where programs quote
 * without a sign.
 */
export const ownLines = (lines: readonly QuoteLine[], set: ScrubSet): readonly QuoteLine[] => {
  const tells = tellsAddress(set);
  const own: QuoteLine[] = [];
  const numbers: number[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    if (line === undefined || (line.depth === 0 && headerEnd(lines, at, tells) > at)) break;
    if (line.depth > 0) continue;
    const first = attributionStart(lines, at, tells);
    if (first === undefined) {
      own.push(line);
      numbers.push(at);
      continue;
    }
    // Where one such line follows another, some of its lines were taken out before.
    while ((numbers.at(-1) ?? -1) >= first) {
      own.pop();
      numbers.pop();
    }
  }
  while (/^[-_ ]{5,}[^\n]{0,60}$/.test(own.at(-1)?.text ?? 'none') || own.at(-1)?.text.trim() === '') own.pop();
  return own;
};

/** The text has an address in it, hidden or not. Lines are asked about more than once. */
type Tells = (text: string) => boolean;

const tellsAddress = (set: ScrubSet): Tells => {
  const told = new Map<string, boolean>();
  return (text) => {
    const known = told.get(text);
    if (known !== undefined) return known;
    const tells = address.test(text) || holdsSpelling(text, set);
    told.set(text, tells);
    return tells;
  };
};

/** Longer ones were not written by a mail program. Characters. */
const attributionMax = 600;
/** Programs break such a line once or twice. */
const attributionLinesMax = 3;

/** No name: of somebody whom the relay has no name for. */
const nobody = '…';

const plain = (text: string): string =>
  isPlain.test(text)
    ? text
    : text
        .replace(/[\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
        .replace(/\s+/g, ' ')
        .trim();

/** Words with one space between them, as most lines are. */
const isPlain = /^(?:[!-~]+(?: [!-~]+)*)?$/;

const joined = (lines: readonly QuoteLine[], first: number, last: number): string =>
  plain(
    lines
      .slice(first, last + 1)
      .map(({ text }) => text.slice(0, attributionMax))
      .join(' '),
  );

const attributionStart = (lines: readonly QuoteLine[], at: number, tells: Tells): number | undefined => {
  const line = lines[at];
  if (line === undefined || line.text.length > attributionMax || !hasColon(line.text) || !/[:：]\s{0,9}\P{L}?$/u.test(line.text.slice(-12)))
    return undefined;
  const opens = line.isMarked === true || opensQuote(lines, at);
  let first = at;
  for (let count = 1; count < attributionLinesMax && !isComplete(joined(lines, first, at)); count += 1) {
    const before = lines[first - 1];
    if (before === undefined || before.depth !== line.depth || before.text.trim() === '' || before.text.length > attributionMax) break;
    first -= 1;
  }
  if (isAttribution(joined(lines, first, at), opens, tells) && isComplete(joined(lines, first, at))) return first;
  return isAttribution(joined(lines, at, at), opens, tells) ? at : undefined;
};

const momentsIn = (text: string): number => text.match(moments)?.length ?? 0;
const address = /[^\s@<>()[\]",;:]{1,64}@[^\s@<>()[\]",;:]{1,255}/u;

const isComplete = (whole: string): boolean =>
  momentsIn(whole) > 0 && (address.test(whole) || (leadWords.test(whole) && wroteWords.test(whole)));

const isAttribution = (whole: string, opens: boolean, tells: Tells): boolean => {
  if (!/[:：]$/u.test(whole) || whole.length > attributionMax) return false;
  const isTold = wroteWords.test(whole);
  const hasAddress = tells(whole);
  if (opens)
    return (
      (hasAddress && (isTold || momentsIn(whole) > 0 || /^[^@]{0,100}<?[^\s@]{1,64}@/.test(whole))) || (isTold && momentsIn(whole) > 0)
    );
  return isTold && momentsIn(whole) > 0 && (hasAddress || (leadWords.test(whole) && momentsIn(whole) > 1));
};

const opensQuote = (lines: readonly QuoteLine[], at: number): boolean => {
  const depth = lines[at]?.depth ?? 0;
  let next = at + 1;
  while (next < lines.length && next <= at + attributionLinesMax && lines[next]?.text.trim() === '' && lines[next]?.depth === depth)
    next += 1;
  let before = at - 1;
  while (before >= 0 && before >= at - attributionLinesMax && lines[before]?.text.trim() === '') before -= 1;
  return (lines[next]?.depth ?? 0) > depth || (depth > 0 && (lines[before]?.depth ?? 0) < depth);
};

/** The name that the relay gives the writer; undefined where it is somebody else, whose name and address stay. */
const writerOf = (text: string, set: ScrubSet): string | undefined => {
  const scrubbed = scrubText(text, set).toLowerCase();
  const byAlias = set.people.find(({ alias }) => scrubbed.includes(alias.toLowerCase()));
  if (byAlias !== undefined) return byAlias.name || nobody;
  if (address.test(text)) return undefined;
  return set.people.find(({ name }) => name !== '' && text.includes(name))?.name ?? nobody;
};

/** Lines of one header at most, with recipients that go on over several; and how much of a line tells what it is. Characters. */
const headerLinesMax = 40;
const headerReadMax = 2_000;
/** From, Sender, Reply-To, To, Cc, Bcc, Date, Subject. */
const headersMax = 8;

/** The line after the header that begins at `at`; `at` where none does. */
const headerEnd = (lines: readonly QuoteLine[], at: number, tells: Tells): number => {
  const first = lines[at];
  if (first === undefined || !hasColon(first.text)) return at;
  const found: LabelledLine[] = [];
  let end = at;
  let goesOn = false;
  for (let next = at; next < Math.min(lines.length, at + headerLinesMax); next += 1) {
    const line = lines[next];
    if (line === undefined || line.depth !== first.depth) break;
    const text = plain(line.text.slice(0, headerReadMax));
    const header = labelled(text);
    if (header !== undefined) {
      const isAnother = header.kind !== 'mailbox' && found.some(({ kind }) => kind === header.kind);
      if (isAnother || found.length === headersMax) break;
      found.push(header);
    }
    if (found.length === 0) return at;
    if (header === undefined && !(text === '' ? isLabelled(lines[next + 1]) : goesOn || isRecipients(found, text))) break;
    goesOn = /[,;]$/.test(text) || header?.value === '';
    end = next + 1;
  }
  return isHeader(found, tells) ? end : at;
};

/** What every label of a header ends with, and every line that says who wrote. */
const hasColon = (text: string): boolean => text.includes(':') || text.includes('：');

const isLabelled = (line: QuoteLine | undefined): boolean =>
  line !== undefined && labelled(plain(line.text.slice(0, headerReadMax))) !== undefined;

const isRecipients = (found: readonly LabelledLine[], text: string): boolean => {
  const kind = found.at(-1)?.kind;
  return (kind === 'mailbox' || kind === 'from') && address.test(text);
};

const isHeader = (found: readonly LabelledLine[], tells: Tells): boolean => {
  const has = (kind: LabelledLine['kind']): boolean => found.some((line) => line.kind === kind);
  if (!has('from') || found.length < 2) return false;
  if (has('subject') && (has('date') || has('mailbox'))) return true;
  return found.some(({ kind, value }) => kind !== 'subject' && tells(value));
};

const editHeader = (edits: Map<number, string | undefined>, lines: readonly (readonly [number, string])[], set: ScrubSet): void => {
  const headers = headersOf(lines);
  const from = headers.find(({ kind }) => kind === 'from');
  const writer = from === undefined ? nobody : writerOf(from.value, set);
  for (const { kind, label, value, numbers } of headers) {
    const isForeign = writer === undefined;
    if (kind === 'subject' || (isForeign && kind !== 'mailbox')) continue;
    const kept = kind === 'from' ? writer : isForeign ? recipients(value, set) : '';
    if (isForeign && kept === value) continue;
    for (const one of numbers) edits.set(one, undefined);
    if (kept !== undefined && kept !== '') edits.set(numbers[0] ?? 0, `${label} ${kept}`);
  }
};

/** Each header with the numbers of its lines: recipients go on over several. */
const headersOf = (lines: readonly (readonly [number, string])[]): readonly (LabelledLine & { readonly numbers: readonly number[] })[] => {
  const headers: (LabelledLine & { numbers: number[] })[] = [];
  for (const [number, line] of lines) {
    const text = plain(line);
    const header = labelled(text);
    const last = headers.at(-1);
    if (header !== undefined) headers.push({ ...header, numbers: [number] });
    else if (last !== undefined && text !== '') {
      headers.splice(-1, 1, { ...last, value: `${last.value} ${text}`.trim(), numbers: [...last.numbers, number] });
    }
  }
  return headers;
};

/** Of a mail between others: those with an address that is not hidden, and the two by their names. The same text where all stay. */
const recipients = (value: string, set: ScrubSet): string => {
  const mailboxes = (value.match(/(?:"[^"]{0,200}"|[^",;])+/g) ?? []).map((mailbox) => mailbox.trim()).filter((mailbox) => mailbox !== '');
  const shown = mailboxes.map((mailbox) => (isBare(mailbox, set) ? undefined : (writerOf(mailbox, set) ?? mailbox)));
  return shown.every((one, index) => one === mailboxes[index]) ? value : shown.filter((one) => one !== undefined).join(', ');
};

const isBare = (mailbox: string, set: ScrubSet): boolean =>
  !address.test(mailbox) && !holdsSpelling(mailbox, set) && set.people.every(({ name }) => name !== mailbox);
