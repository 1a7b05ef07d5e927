import { characterOf } from './character-codes.ts';

/**
 * Character references of HTML: all by number, and by name those that stand for a sign of an address, a blank, something invisible or a
 * letter in another dress. The semicolon may be missing.
 */
export const entitiesDecoded = (text: string): string =>
  text.includes('&')
    ? text.replace(reference, (written, ...groups: (string | undefined)[]) => {
        const [hex, decimal, name] = groups;
        if (hex !== undefined) return characterOf(parseInt(hex, 16));
        if (decimal !== undefined) return characterOf(parseInt(decimal, 10));
        return named.get(name ?? '') ?? named.get((name ?? '').toLowerCase()) ?? written;
      })
    : text;

const reference = /&(?:#x0*([0-9a-f]{1,8})|#0*([0-9]{1,8})|([a-z][a-z0-9]{1,30}));?/gi;

const signs = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  commat: '@',
  period: '.',
  lowbar: '_',
  underbar: '_',
  hyphen: '-',
  dash: '-',
  plus: '+',
  equals: '=',
  percnt: '%',
  num: '#',
  sol: '/',
  bsol: '\\',
  colon: ':',
  semi: ';',
  comma: ',',
  excl: '!',
  quest: '?',
  dollar: '$',
  ast: '*',
  lpar: '(',
  rpar: ')',
  lsqb: '[',
  rsqb: ']',
  lbrack: '[',
  rbrack: ']',
  lcub: '{',
  rcub: '}',
  lbrace: '{',
  rbrace: '}',
  verbar: '|',
  vert: '|',
  grave: '`',
  hat: '^',
  middot: '\u00b7',
};
const blanks = 'nbsp ensp emsp emsp13 emsp14 numsp puncsp thinsp hairsp tab newline'.split(' ');
const invisibles = 'shy zwj zwnj lrm rlm zerowidthspace negativethinspace nobreak applyfunction af invisibletimes it ic'.split(' ');
const dressedLetters = Array.from('abcdefghijklmnopqrstuvwxyz', (letter) =>
  ['fr', 'opf', 'scr'].map((dress) => [`${letter}${dress}`, letter] as const),
).flat();

const named: ReadonlyMap<string, string> = new Map([
  ...dressedLetters,
  ...Object.entries(signs),
  ...blanks.map((name) => [name, ' '] as const),
  ...invisibles.map((name) => [name, ''] as const),
]);
