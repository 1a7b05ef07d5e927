import { asciiLowerCase } from '../kernel/email-address.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { headerBytesMax } from './limits.ts';
import type { HeaderField } from './message.ts';
import type { RelayRefused } from './refusals.ts';

/**
 * The header fields of a raw mail (RFC 5322, 2.2), in its order. Each byte becomes the character of its number (ISO 8859-1), so that
 * whoever reads a value sees what no header may hold. Refused as `relay.too_large`, before anything is parsed, when no empty line ends
 * the header within `headerBytesMax`; a mail that ends earlier is all header. Takes time in proportion to what it reads.
 *
 * Who wrote a mail hangs on its From, and another reader may have found the one that it authenticated where a strict reader sees none.
 * So this one sees them all, and several that differ are refused (from-header): lines that are no field are left out rather than taken
 * for the end, bytes that do not belong into a name are ignored, and a From or Sender behind a bare CR counts as well.
 */
export const readHeaderBlock = (bytes: Uint8Array): Result<readonly HeaderField[], RelayRefused> => {
  const end = endOfHeader(bytes);
  return end > headerBytesMax ? err(headerTooLarge) : ok(fieldsOf(latin1(bytes.subarray(0, end))));
};

/** The values of all fields of a name (in lower case), as they stood. */
export const valuesOf = (headers: readonly HeaderField[], name: string): readonly string[] =>
  headers.flatMap((field) => (field.name === name ? [field.value] : []));

/**
 * Whether there are fields of this name that do not say the same. What may stand once at most is read from its first field, and a mail
 * whose next reader may take another one is not read at all. How a value is folded makes no difference.
 */
export const contradicts = (headers: readonly HeaderField[], name: string): boolean =>
  new Set(valuesOf(headers, name).map((value) => value.replace(/[\t ]+/g, ' '))).size > 1;

const headerTooLarge: RelayRefused = {
  code: 'relay.too_large',
  message: `The header of your message is larger than ${String(headerBytesMax / 1024)} KB. Start a new message, with fewer recipients, instead of replying or forwarding.`,
};

const lf = 10;
const cr = 13;

/** Where the empty line begins that ends the header: LF or CRLF at the start of a line. Never looks further than it has to. */
const endOfHeader = (bytes: Uint8Array): number => {
  const seen = Math.min(bytes.length, headerBytesMax + 2);
  let lineStart = 0;
  for (let at = 0; at < seen; at++) {
    if (bytes[at] !== lf) continue;
    if (at === lineStart || (at === lineStart + 1 && bytes[lineStart] === cr)) return lineStart;
    lineStart = at + 1;
  }
  return seen;
};

/** In pieces, as an argument list has a limit. */
const latin1 = (bytes: Uint8Array): string => {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 4096) pieces.push(String.fromCharCode(...bytes.subarray(at, at + 4096)));
  return pieces.join('');
};

const fieldsOf = (header: string): readonly HeaderField[] => {
  const lines: string[][] = [];
  for (const ended of header.split('\n')) {
    const line = ended.endsWith('\r') ? ended.slice(0, -1) : ended;
    const folded = lines.at(-1);
    if (folded !== undefined && /^[\t ]/.test(line)) folded.push(line);
    else lines.push([line]);
  }
  return lines.map((folded) => folded.join('')).flatMap((line) => [...fieldOf(line), ...behindBareCr(line)]);
};

const fieldOf = (line: string): readonly HeaderField[] => {
  const colon = line.indexOf(':');
  if (colon === -1) return [];
  const name = asciiLowerCase(line.slice(0, colon).replace(/[^ -~]+/g, '')).trim();
  return name === '' || name.includes(' ') ? [] : [{ name, value: trimmed(line.slice(colon + 1)) }];
};

const behindBareCr = (line: string): readonly HeaderField[] =>
  line.includes('\r')
    ? line
        .split('\r')
        .slice(1)
        .flatMap(fieldOf)
        .filter(({ name }) => name === 'from' || name === 'sender')
    : [];

/** Without white space of mails (space and tab) at its ends; `trim` would take control characters with it. */
const trimmed = (value: string): string => {
  let from = 0;
  let to = value.length;
  while (from < to && isWhiteSpace(value[from])) from++;
  while (to > from && isWhiteSpace(value[to - 1])) to--;
  return value.slice(from, to);
};

const isWhiteSpace = (character: string | undefined): boolean => character === ' ' || character === '\t';
