import { TextDecoder } from 'node:util';
import { err, ok, type Result } from '../../domain/kernel/result.ts';

/** Takes the bytes of a text one piece after the other; refused where they are no text, at the line of a NUL if that is what they hold. */
export type DecodeText = (bytes: Uint8Array, piece: { readonly last: boolean }) => Result<string, { readonly line: number | null }>;

/** Decodes UTF-8 or UTF-16, with or without a byte order mark, across the borders of the pieces; lines end in `\n` in what it gives. */
export const textDecoder = (): DecodeText => {
  let decoder: TextDecoder | undefined;
  let line = 1;
  let heldBack = '';
  return (bytes, { last }) => {
    decoder ??= new TextDecoder(encodingOf(bytes), { fatal: true });
    const decoded = attempt(decoder, bytes, { stream: !last });
    if (decoded === undefined) return err({ line: null });
    const whole = heldBack + decoded;
    // A carriage return at the end of a piece may be the first half of a line's end.
    heldBack = !last && whole.endsWith('\r') ? '\r' : '';
    const text = (heldBack === '' ? whole : whole.slice(0, -1)).replace(/\r\n?/g, '\n');
    const nul = text.indexOf('\0');
    if (nul !== -1) return err({ line: line + newlinesIn(text.slice(0, nul)) });
    line += newlinesIn(text);
    return ok(text);
  };
};

const attempt = (decoder: TextDecoder, bytes: Uint8Array, options: { readonly stream: boolean }): string | undefined => {
  try {
    return decoder.decode(bytes, options);
  } catch {
    return undefined;
  }
};

// Without a byte order mark, UTF-16 shows by a first character of ASCII: every header begins with one.
const encodingOf = ([first, second]: Uint8Array): string => {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && second !== undefined)) return 'utf-16be';
  return 'utf-8';
};

export const newlinesIn = (text: string): number => {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
};
