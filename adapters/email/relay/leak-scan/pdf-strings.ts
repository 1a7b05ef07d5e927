import { characterOf } from './character-codes.ts';
import type { GlyphMap } from './pdf-glyphs.ts';

/**
 * The strings of a PDF in their order (ISO 32000-1, 7.3.4): those of one array belong together (`[(ja) -20 (ne)] TJ`), others have a
 * blank between them. With a map, bytes are codes of glyphs.
 */
export const pdfStrings = (program: string, map?: GlyphMap): string => {
  const pieces: string[] = [];
  let isArray = false;
  for (const token of tokensOf(program)) {
    if (token.kind === 'bracket') {
      isArray = token.isOpen;
      pieces.push(' ');
      continue;
    }
    pieces.push(map === undefined ? token.bytes : map.textOf(token.bytes), isArray ? '' : ' ');
  }
  return pieces.join('').trim();
};

type Token = { readonly kind: 'bracket'; readonly isOpen: boolean } | { readonly kind: 'string'; readonly bytes: string };

function* tokensOf(program: string): Generator<Token> {
  const start = /[[\](<]/g;
  for (let found = start.exec(program); found !== null; found = start.exec(program)) {
    const at = found.index;
    if (program[at] === '[' || program[at] === ']') yield { kind: 'bracket', isOpen: program[at] === '[' };
    if (program[at] === '(') {
      const end = endOfLiteral(program, at);
      yield { kind: 'string', bytes: unescapedLiteral(program.slice(at + 1, end)) };
      start.lastIndex = end + 1;
    }
    if (program[at] === '<') {
      hexadecimal.lastIndex = at;
      const digits = hexadecimal.exec(program)?.[1];
      if (digits !== undefined) yield { kind: 'string', bytes: Buffer.from(digits.replace(/\s+/g, ''), 'hex').toString('latin1') };
    }
  }
}

const hexadecimal = /<([0-9a-fA-F\s]{2,8192})>/y;

/** Round brackets may stand inside, in pairs. One that is never closed ends with what is read at most. */
const endOfLiteral = (program: string, start: number): number => {
  let depth = 0;
  const last = Math.min(program.length, start + literalMax);
  for (let at = start; at < last; at++) {
    const sign = program[at];
    if (sign === '\\') at++;
    if (sign === '(') depth++;
    if (sign === ')' && --depth === 0) return at;
  }
  return last;
};

const literalMax = 65_536;

const unescapedLiteral = (literal: string): string =>
  literal.replace(/\\(?:([0-7]{1,3})|([nrtbf])|(\r?\n)|([^]))/g, (_, ...groups: (string | undefined)[]) => {
    const [octal, control, wrapped, sign] = groups;
    if (octal !== undefined) return characterOf(parseInt(octal, 8) & 0xff);
    if (control !== undefined) return controls[control] ?? '';
    return wrapped === undefined ? (sign ?? '') : '';
  });

const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
