/** Of a page's content: what is shown, one character for each byte, and what is moved in between. */
export type Piece = { readonly shown: string } | 'gap' | 'line';

/** Strings that a content stream shows (PDF 32000, 9.4.3), in its order. Nothing where the stream is none. Takes linear time. */
export const piecesShown = (content: string): readonly Piece[] => {
  if (!/T[jJ*dDm]|['"]\s/.test(content)) return [];
  const pieces: Piece[] = [];
  let numbers: number[] = [];
  let lastY: number | undefined;
  token.lastIndex = 0;
  for (let match = token.exec(content); match !== null; match = token.exec(content)) {
    const [text] = match;
    if (text === '(') {
      const { shown, end } = literalAt(content, token.lastIndex);
      pieces.push({ shown });
      token.lastIndex = end;
    } else if (text.startsWith('<')) {
      if (text !== '<<') pieces.push({ shown: fromHex(text) });
    } else if (/^[-+.\d]/.test(text)) {
      const number = Number.parseFloat(text);
      numbers = [...numbers.slice(-5), number];
      // Moves inside of an array are in thousandths; a word space is a quarter and more.
      if (number <= -180) pieces.push('gap');
    } else {
      const y = text === 'Tm' ? numbers.at(-1) : undefined;
      const isLine = lines.has(text) || (/^T[dD]$/.test(text) && numbers.at(-1) !== 0) || (y !== undefined && y !== lastY);
      if (isLine) pieces.push('line');
      else if (/^(?:T[jJdDm])$/.test(text)) pieces.push('gap');
      lastY = y ?? lastY;
      numbers = [];
    }
  }
  return pieces.some((piece) => typeof piece !== 'string') ? pieces : [];
};

/** A string in parentheses, which may hold pairs of them, and escapes (7.3.4.2). */
const literalAt = (content: string, from: number): { readonly shown: string; readonly end: number } => {
  const shown: string[] = [];
  let depth = 1;
  let at = from;
  for (; at < content.length; at += 1) {
    const character = content[at] ?? '';
    if (character === '\\') {
      const octal = content.slice(at + 1, at + 4).match(/^[0-7]{1,3}/)?.[0];
      const next = content[at + 1] ?? '';
      shown.push(octal === undefined ? (escapes.get(next) ?? next) : String.fromCharCode(Number.parseInt(octal, 8) & 255));
      at += octal === undefined ? 1 : octal.length;
      continue;
    }
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth === 0) break;
    shown.push(character);
  }
  return { shown: shown.join(''), end: at + 1 };
};

const fromHex = (text: string): string => {
  const hex = text.replace(/[^0-9a-fA-F]/g, '');
  return Buffer.from(hex.length % 2 === 0 ? hex : `${hex}0`, 'hex').toString('latin1');
};

/** A string's beginning, a string in hexadecimal, a number, a name or an operator. */
const token = /\(|<<|<[0-9a-fA-F\s]*>?|[-+.\d][-+.\d]*|\/?[A-Za-z'"*][\w'"*]*/g;
const lines: ReadonlySet<string> = new Set(['T*', "'", '"', 'BT', 'ET']);
const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['b', '\b'],
  ['f', '\f'],
  ['\n', ''],
  ['\r', ''],
]);
