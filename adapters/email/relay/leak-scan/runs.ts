import { asText, type Bounds, type Content, type DecodesText } from './content.ts';

// Encodings that stand in the middle of other text and say nothing of themselves.

/** Base64 and hexadecimal digits, which are letters of it: what runs there are of these are within runs of the other. */
export const letterRuns: DecodesText = (text, bounds) => {
  const { runs, lengthMin } = base64RunsOf(text, bounds);
  if (runs.length === 0) return [];
  const isHexIn = runs.some((run) => longestOf(run, hexDigits) >= bounds.addressBytesMin * 2);
  return [...base64Runs(runs, { lengthMin, bounds }), ...(isHexIn ? hexRuns(text, bounds) : [])];
};

const longestOf = (run: string, members: Uint8Array): number => {
  let longest = 0;
  let length = 0;
  for (let at = 0; at < run.length; at++) {
    length = members[run.charCodeAt(at)] === 1 ? length + 1 : 0;
    if (length > longest) longest = length;
  }
  return longest;
};

const base64RunsOf = (text: string, { addressBytesMin }: Bounds) => {
  const lengthMin = Math.ceil((addressBytesMin * 4) / 3);
  return { lengthMin, runs: runsOf(text, { members: base64Letters, lengthMin }) };
};

/**
 * Base64, also its alphabet for addresses of the web, also wrapped and quoted. Nobody knows where it begins, so from four letters on; and
 * between slashes, which are letters of it but also divide a path.
 */
const base64Runs = (runs: readonly string[], { lengthMin, bounds }: { readonly lengthMin: number; readonly bounds: Bounds }) => {
  if (bounds.isNew?.(`base64 ${runs.join(' ')}`) === false) return [];
  const segments = runs.flatMap((run) => (run.includes('/') ? run.split('/') : [])).filter(({ length }) => length >= lengthMin);
  const shifted = runs.flatMap((run) => [run, run.slice(1), run.slice(2), run.slice(3)]);
  return piled(decodedBase64([...shifted, ...segments]));
};

/** Into one piece of memory: of a long text there are thousands. */
const decodedBase64 = (runs: readonly string[]): readonly Buffer[] => {
  const room = Buffer.allocUnsafe(runs.reduce((sum, { length }) => sum + length, 0));
  let from = 0;
  return runs.map((run) => {
    const to = from + room.write(run, from, 'base64');
    const bytes = room.subarray(from, to);
    from = to;
    return bytes;
  });
};

/** Two digits a byte, from the first digit on and from the second. */
const hexRuns: DecodesText = (text, { addressBytesMin, isNew }) => {
  const runs = runsOf(text, { members: hexDigits, lengthMin: addressBytesMin * 2 });
  if (runs.length === 0 || isNew?.(`hex ${runs.join(' ')}`) === false) return [];
  const decoded = runs.flatMap((run) =>
    [0, 1].map((skipped) => Buffer.from(run.slice(skipped, run.length - ((run.length - skipped) % 2)), 'hex')),
  );
  return piled(decoded);
};

/** `106, 97, 110, 101`: what `String.fromCharCode` takes. */
export const characterCodes: DecodesText = (text, { addressBytesMin }) => {
  const lists = runsOf(text, { members: listCharacters, lengthMin: addressBytesMin * 3 });
  const texts = lists.map((list) => String.fromCharCode(...(list.match(/[0-9]{2,5}/g) ?? []).slice(0, 10_000).map(Number)));
  return texts.length === 0 ? [] : [asText(texts.join('\n'))];
};

/** `6a 61 6e 65`, `6A:61`, `0x6a, 0x61`, `U+006A U+0061`: whole bytes, with something between them. */
export const hexLists: DecodesText = (text, { addressBytesMin, isNew }) => {
  // An `@`, which every address has.
  if (!text.includes('40')) return [];
  const lists = runsOf(text, { members: hexListCharacters, lengthMin: addressBytesMin * 2 });
  const runs = lists.flatMap(wholeBytesOf).filter(({ length }) => length >= addressBytesMin * 2);
  return runs.length === 0 || isNew?.(`hex list ${runs.join(' ')}`) === false ? [] : piled(runs.map((run) => Buffer.from(run, 'hex')));
};

const wholeBytesOf = (list: string): readonly string[] => {
  const words = list.replace(/0x|u\+(?:00)?/gi, ' ').split(/[^0-9a-f]+/i);
  return words
    .map((word) => (word.length % 2 === 0 ? word : ' '))
    .join('')
    .split(' ');
};

/** What a web host puts in the place of an address: hexadecimal digits, each byte mixed with the first. */
export const mixedWithFirst: DecodesText = (text) => {
  if (!text.includes('email')) return [];
  if (!text.includes('cfemail') && !text.includes('email-protection')) return [];
  const runs = runsOf(text, { members: hexDigits, lengthMin: 12 }).map((run) => Buffer.from(run.slice(0, run.length & ~1), 'hex'));
  return piled(runs.map((bytes) => bytes.subarray(1).map((byte) => byte ^ (bytes[0] ?? 0))).map((bytes) => Buffer.from(bytes)));
};

/** `begin 644 name` … `end`. */
export const uuencoded: DecodesText = (text) => {
  const begin = text.includes('begin ') ? /^begin [0-7]{3,4} /m.exec(text) : null;
  if (begin === null) return [];
  const following = text.slice(begin.index).split(/\r?\n/).slice(1);
  const end = following.indexOf('end');
  const lines = end < 0 ? following : following.slice(0, end);
  return piled([Buffer.concat(lines.map(uuencodedLine))], { isJoined: true });
};

const uuencodedLine = (line: string): Buffer => {
  const values = Array.from(line, (letter) => (letter.charCodeAt(0) - 0x20) & 0x3f);
  const bytes: number[] = [];
  for (let at = 1; at < values.length; at += 4) {
    const [a = 0, b = 0, c = 0, d = 0] = values.slice(at, at + 4);
    bytes.push(((a << 2) | (b >> 4)) & 0xff, ((b << 4) | (c >> 2)) & 0xff, ((c << 6) | d) & 0xff);
  }
  return Buffer.from(bytes.slice(0, values[0] ?? 0));
};

/** What was found, as one layer; a container among it as a layer of its own, because it is known by its first bytes. */
const piled = (found: readonly Buffer[], { isJoined = false } = {}): readonly Content[] => {
  const pieces = found.filter((bytes) => bytes.length > 0);
  if (pieces.length === 0) return [];
  const containers = isJoined ? [] : pieces.filter(beginsAsContainer);
  const pile = isJoined ? Buffer.concat(pieces) : Buffer.concat(pieces.flatMap((bytes) => [bytes, comma]));
  return [pile, ...containers].map((bytes) => ({ kind: 'bytes', bytes, isGuess: true }));
};

const beginsAsContainer = (bytes: Buffer): boolean =>
  bytes.length >= 20 && (/^(?:PK\x03\x04|%PDF|\x1f\x8b\x08|\x89PNG)/.test(bytes.toString('latin1', 0, 4)) || isZlib(bytes));

/** RFC 1950, 2.2: deflate in a window of 32 KiB, and a check over both bytes. */
const isZlib = (bytes: Buffer): boolean => bytes[0] === 0x78 && bytes.readUInt16BE(0) % 31 === 0;

/** Nothing across which a run would go on. */
const comma = Buffer.from(',');

/** Stretches of members, at least so long, each once; a line break inside one, with the marks of a quote after it, is passed over. */
const runsOf = (text: string, { members, lengthMin }: { readonly members: Uint8Array; readonly lengthMin: number }): readonly string[] => {
  const runs = new Set<string>();
  const lineMin = Math.min(lineLettersMin, lengthMin);
  for (let at = nextLine(text, { members, lineMin }, 0); at < text.length;) {
    const lines: string[] = [];
    let isOver = false;
    while (!isOver) {
      let end = at;
      while (end < text.length && members[text.charCodeAt(end)] === 1) end++;
      lines.push(text.slice(at, end));
      at = afterLineBreak(text, end);
      isOver = at === end;
    }
    // The first line and the last may be words that only look like more of it, and spoil what is decoded beside them.
    const joined = lines.length === 1 ? [lines] : [lines, lines.slice(1, edgeLines), lines.slice(-edgeLines, -1)];
    for (const run of joined.map((some) => some.join(''))) if (run.length >= lengthMin) runs.add(run);
    at = nextLine(text, { members, lineMin }, at);
  }
  return [...runs];
};

/**
 * Where the next line of members begins that is of a length to speak of: nobody wraps an encoding to shorter ones. Such a line covers
 * one of the places that are looked at, so that of other text a few letters are looked at only.
 */
const nextLine = (text: string, { members, lineMin }: { readonly members: Uint8Array; readonly lineMin: number }, from: number): number => {
  for (let at = from + lineMin - 1; at < text.length; at += lineMin) {
    if (members[text.charCodeAt(at)] !== 1) continue;
    let start = at - 1;
    while (start >= from && members[text.charCodeAt(start)] === 1) start--;
    let end = at + 1;
    while (end < text.length && end - start <= lineMin && members[text.charCodeAt(end)] === 1) end++;
    if (end - start > lineMin) return start + 1;
    // No line goes over its end.
    at = end;
  }
  return text.length;
};

const lineLettersMin = 12;
const edgeLines = 8;

const afterLineBreak = (text: string, from: number): number => {
  let at = from;
  while (at - from < blanksMax && isBlank(text[at])) at++;
  if (text[at] === '\r') at++;
  if (text[at] !== '\n') return from;
  at++;
  while (text[at] === '>' || isBlank(text[at])) at++;
  return at;
};

const isBlank = (sign: string | undefined): boolean => sign === ' ' || sign === '\t' || sign === '\u00a0';
const blanksMax = 16;

/** A table of all units: to look beyond the end of one costs more than to have it. */
const membersOf = (characters: string): Uint8Array => {
  const members = new Uint8Array(0x10000);
  for (const code of Buffer.from(characters)) members[code] = 1;
  return members;
};
const digits = '0123456789';
const base64Letters = membersOf(`ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz${digits}+/-_`);
const hexDigits = membersOf(`${digits}abcdefABCDEF`);
const listCharacters = membersOf(`${digits}, `);
const hexListCharacters = membersOf(`${digits}abcdefABCDEFxXuU+ :,-`);
