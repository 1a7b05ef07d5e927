import { piecesShown, type Piece } from './pdf-content.ts';

/**
 * What the streams of a PDF may spell: each as it stands, and what pages show (PDF 32000, 9.4), by the bytes and by every table of
 * characters that a font brings (9.10.3). Words are shown in pieces, so pieces are joined with and without the gaps between them.
 * Throws a `RangeError` where that is more than anybody reads.
 */
export const shownTexts = (streams: readonly Uint8Array[]): readonly string[] => {
  const plain = streams.map((stream) => Buffer.from(stream.buffer, stream.byteOffset, stream.length).toString('latin1'));
  const tables = [...new Set(plain.filter((text) => /beginbf(?:char|range)/.test(text)))].map(tableOf);
  if (tables.length > tablesMax) throw new RangeError('too many fonts');
  let room = textsMax;
  const texts: string[] = [];
  const add = (text: string) => {
    room -= text.length;
    if (room < 0) throw new RangeError('too much text');
    texts.push(text);
  };
  for (const text of plain) {
    add(text);
    const pieces = piecesShown(text);
    if (pieces.length === 0) continue;
    for (const gaps of readings) add(joined(pieces, gaps));
    for (const table of tables) for (const gaps of readings.slice(0, 2)) add(joined(pieces, { ...gaps, table }));
  }
  return texts;
};

type Table = ReadonlyMap<number, string>;

const readings = [
  { gap: '', line: ' ' },
  { gap: '', line: '' },
  { gap: ' ', line: ' ' },
];

const joined = (pieces: readonly Piece[], { gap, line, table }: { gap: string; line: string; table?: Table }): string =>
  pieces
    .map((piece) => {
      if (piece === 'gap') return gap;
      if (piece === 'line') return line;
      return table === undefined ? piece.shown : throughTable(piece.shown, table);
    })
    .join('');

/** Fonts with such a table use two bytes a character, or one where they are simple. */
const throughTable = (shown: string, table: Table): string => {
  const one = Array.from(shown, (character) => table.get(character.charCodeAt(0)) ?? '').join('');
  if (shown.length % 2 !== 0) return one;
  let two = '';
  for (let at = 0; at < shown.length; at += 2) two += table.get(shown.charCodeAt(at) * 256 + shown.charCodeAt(at + 1)) ?? '';
  return two.length * 2 >= one.length ? two : one;
};

/** `beginbfchar <code> <text>`, `beginbfrange <first> <last> <text>` or `[<text> <text>]`. */
const tableOf = (map: string): Table => {
  const table = new Map<number, string>();
  for (const section of map.split('beginbf').slice(1)) {
    const isRange = section.startsWith('range');
    const [block = ''] = section.split('endbf', 1);
    const entries = [...block.matchAll(/<([0-9a-fA-F\s]{1,64})>|([[\]])/g)].map(
      ([, hex, bracket]) => bracket ?? (hex ?? '').replace(/\s/g, ''),
    );
    for (let at = 0; at + 1 < entries.length;) at = isRange ? addRange(table, entries, at) : addOne(table, entries, at);
  }
  return table;
};

const addOne = (table: Map<number, string>, entries: readonly string[], at: number): number => {
  table.set(Number.parseInt(entries[at] ?? '', 16), textOf(entries[at + 1]));
  return at + 2;
};

const addRange = (table: Map<number, string>, entries: readonly string[], at: number): number => {
  const first = Number.parseInt(entries[at] ?? '', 16);
  const last = Math.min(Number.parseInt(entries[at + 1] ?? '', 16), first + 0xffff);
  if (entries[at + 2] !== '[') {
    const text = textOf(entries[at + 2]);
    const beginning = text.slice(0, -1);
    const end = text.charCodeAt(text.length - 1);
    for (let code = first; code <= last && table.size < 0x20000; code += 1)
      table.set(code, beginning + String.fromCharCode(end + code - first));
    return at + 3;
  }
  let entry = at + 3;
  for (let code = first; entry < entries.length && entries[entry] !== ']'; entry += 1, code += 1) table.set(code, textOf(entries[entry]));
  return entry + 1;
};

/** UTF-16, the higher byte first. */
const textOf = (hex = ''): string =>
  Array.from(hex.match(/[0-9a-fA-F]{4}/g) ?? [], (unit) => String.fromCharCode(Number.parseInt(unit, 16))).join('');

const tablesMax = 64;
const textsMax = 32 * 1024 * 1024;
