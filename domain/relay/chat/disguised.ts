/**
 * What a text says to whoever undoes an encoding: base64, as links carry it, hexadecimal digits, escapes of scripts, letters from behind.
 * Only of what may hold an address.
 */
export const readingsOf = (text: string): readonly string[] =>
  [...base64In(text), ...hexadecimalIn(text), unescaped(text), backwards(text)].filter(
    (reading) => reading !== text && reading.includes('@'),
  );

/** Nobody knows where in a run it begins, so from each of four letters on. */
const base64In = (text: string): readonly string[] =>
  runsOf(text, base64Runs).flatMap((run) =>
    [0, 1, 2, 3].map((skipped) => decoded(run.slice(skipped), { alphabet: base64Letters, bits: 6 })),
  );

const hexadecimalIn = (text: string): readonly string[] =>
  runsOf(text.toLowerCase(), hexadecimalRuns).flatMap((run) =>
    [0, 1].map((skipped) => decoded(run.slice(skipped), { alphabet: hexadecimalDigits, bits: 4 })),
  );

/** An encoding may go on in the next line. */
const runsOf = (text: string, runs: RegExp): readonly string[] => Array.from(text.matchAll(runs), ([run]) => run.replaceAll('\n', ''));

/** As long as the shortest address that is one takes. */
const base64Runs = /(?:[A-Za-z0-9+/_-]\n?){8,}/g;
const hexadecimalRuns = /(?:[0-9a-f]\n?){12,}/g;

const letters = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const base64Letters = `${letters.toUpperCase()}${letters}${digits}+/-_`;
const hexadecimalDigits = `${digits}abcdef`;

interface Encoding {
  /** In the order of what they stand for; in base64, two ways of writing the last two. */
  readonly alphabet: string;
  readonly bits: 4 | 6;
}

/** A letter for each byte: an address is written in those of ASCII. */
const decoded = (run: string, { alphabet, bits }: Encoding): string => {
  const bytes: number[] = [];
  let [buffer, filled] = [0, 0];
  for (const letter of run) {
    const at = alphabet.indexOf(letter);
    buffer = ((buffer << bits) | (at < 64 ? at : at - 2)) & 0x3fff;
    filled += bits;
    if (filled < 8) continue;
    filled -= 8;
    bytes.push((buffer >> filled) & 0xff);
  }
  return String.fromCharCode(...bytes);
};

const unescaped = (text: string): string =>
  text.replace(/\\(?:u00|u\{0{0,4}|x)([0-9a-f]{2})\}?/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

const backwards = (text: string): string => (text.includes('@') ? Array.from(text).toReversed().join('') : '');
