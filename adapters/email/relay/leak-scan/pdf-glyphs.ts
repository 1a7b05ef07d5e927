import { documentFontsMax } from './scan-limits.ts';

/** What the codes of a font mean (ISO 32000-1, 9.10.3). */
export interface GlyphMap {
  readonly textOf: (codes: string) => string;
}

/** The tables of a program that has any. */
export const glyphMapsIn = (program: string): readonly GlyphMap[] =>
  program.includes('begincmap')
    ? program
        .split('begincmap', documentFontsMax + 1)
        .slice(1)
        .map(glyphMapOf)
    : [];

const glyphMapOf = (table: string): GlyphMap => {
  const width = (/begincodespacerange\s{0,8}<([0-9a-f]{2,8})>/i.exec(table)?.[1] ?? '0000').length / 2;
  const meanings = new Map<number, string>();
  for (const lines of sections(table, 'bfchar'))
    for (const [, code = '', text = ''] of lines.matchAll(/<([0-9a-f]{1,8})>\s{0,8}<([0-9a-f]{1,64})>/gi))
      meanings.set(parseInt(code, 16), ofHex(text));
  for (const lines of sections(table, 'bfrange')) addRanges(meanings, lines);
  return { textOf: (codes) => textOf(codes, width, meanings) };
};

/** Between `beginNAME` and the next `endNAME`, or the end. */
const sections = (table: string, name: string): readonly string[] =>
  table
    .split(`begin${name}`)
    .slice(1)
    .map((section) => section.split(`end${name}`, 1)[0] ?? '');

const addRanges = (meanings: Map<number, string>, lines: string): void => {
  for (const [, first = '', last = '', text, list] of lines.matchAll(range)) {
    const from = parseInt(first, 16);
    const texts = [...(list ?? '').matchAll(/<([0-9a-f]{1,64})>/gi)].map(([, hex = '']) => ofHex(hex));
    for (let code = from; code <= parseInt(last, 16) && meanings.size < codesMax; code++) {
      const meaning = text === undefined ? texts[code - from] : advanced(ofHex(text), code - from);
      if (meaning === undefined) break;
      meanings.set(code, meaning);
    }
  }
};

const range = /<([0-9a-f]{1,8})>\s{0,8}<([0-9a-f]{1,8})>\s{0,8}(?:<([0-9a-f]{1,64})>|\[([^\]]*)\])/gi;

/** A font has no more glyphs. */
const codesMax = 0x10000;

const advanced = (text: string, steps: number): string => text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + steps);

const ofHex = (hex: string): string => {
  const bytes = Buffer.from(hex.padStart(Math.ceil(hex.length / 4) * 4, '0'), 'hex');
  return bytes.swap16().toString('utf16le');
};

const textOf = (codes: string, width: number, meanings: ReadonlyMap<number, string>): string => {
  const letters: string[] = [];
  for (let at = 0; at + width <= codes.length; at += width) {
    let code = 0;
    for (let byte = 0; byte < width; byte++) code = code * 256 + codes.charCodeAt(at + byte);
    letters.push(meanings.get(code) ?? '');
  }
  return letters.join('');
};
