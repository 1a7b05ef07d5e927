import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { foldText } from '../../../../adapters/email/relay/leak-scan/fold.ts';

const piece = fc.oneof(
  fc.constantFrom(
    'Jane',
    '@',
    ' at ',
    '[at]',
    '(dot)',
    ' dot ',
    ' ',
    '\t',
    '\r\n',
    '\u00a0',
    '\u2028',
    '\u1680',
    '\u0301',
    'é',
    'İ',
    'ﬁ',
    'ﷺ',
  ),
  fc.constantFrom(
    '\u200b',
    '\ufeff',
    '\ud83d',
    '\ude00',
    '😀',
    '\uE001',
    '\u3002',
    '\u2010',
    '한',
    '会',
    '\0',
    '\x01',
    '\x02',
    '\x85',
    'ａ',
    '＠',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const written = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));

describe('a text as the last look folds it', () => {
  // A capital sigma is another small letter at the end of a word: a text with one is folded whole, every other one letter by letter.
  test.prop([written.filter((text) => !text.normalize('NFKD').includes('Σ'))])('is the same, whole or letter by letter', (text) => {
    const [whole, byLetter] = [foldText(`${text}  Σ`), foldText(`${text}  Τ`)];
    expect(byLetter.letters.subarray(0, -2)).toEqual(whole.letters.subarray(0, -2));
    expect(byLetter.gaps).toEqual(whole.gaps);
  });
});
