import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, fitted, printable, widthOf, wrapped } from '../../../adapters/files/printable.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({
    unit: fc.constantFrom(
      '\u001b',
      '\u009b',
      '\u202e',
      '\u2066',
      '\u200b',
      '\u0300',
      '\u200d',
      '\ud83d',
      '\ude00',
      '\n',
      ' ',
      'a',
      '山',
      '❤️',
    ),
    maxLength: 30,
  }),
);

describe('A printable text', () => {
  it('holds no control, escape or bidi character and no lone half of a character, whatever it was made from', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(printable(text)).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
      }),
    );
  });

  it('does not change any more', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(printable(printable(text))).toBe(printable(text));
      }),
    );
  });

  it.each(['Zoë', "Anne-Marie O'Neill", '山田太郎', 'דנה לוי', 'नमस्ते', 'علی‌رضا', '👩‍👩‍👧‍👦', '❤️', 'Nguyễn'])(
    'leaves the name %s as it is',
    (name) => {
      expect(printable(name)).toBe(name);
    },
  );

  it.each([
    ['\u001b[31mred\u0007', '\ufffd[31mred\ufffd'],
    ['two\r\nlines\u2028three', 'two lines three'],
    ['\u202egnp.exe\u202c', 'gnp.exe'],
    ['\u200b\u3164 ', ''],
    ['soft\u00adhyphen', 'softhyphen'],
    [`Z${'\u0300'.repeat(50)}`, `Z${'\u0300'.repeat(6)}`],
  ])('makes of %j %j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });
});

describe('The width of a text on a terminal', () => {
  it.each([
    ['Ana', 3],
    ['Zoë', 3],
    ['Zoe\u0308', 3],
    ['山田', 4],
    ['한글', 4],
    ['ＡＢ', 4],
    ['👩‍👩‍👧‍👦', 2],
    ['🇵🇹', 2],
    ['❤️', 2],
    ['', 0],
  ])('%j takes %d columns', (text, columns) => {
    expect(widthOf(text)).toBe(columns);
  });

  it('is kept to when a text is cut, fitted or wrapped', () => {
    fc.assert(
      fc.property(anyText.map(printable), fc.integer({ min: 2, max: 30 }), (text, columns) => {
        expect(widthOf(cut(text, columns))).toBeLessThanOrEqual(columns);
        expect(widthOf(fitted(text, columns))).toBe(columns);
        expect(wrapped(text, columns).filter((line) => widthOf(line) > columns)).toEqual([]);
      }),
    );
  });

  it('never makes a cut through a character', () => {
    expect(cut('ab👩‍👩‍👧‍👦cd', 5)).toBe('ab👩‍👩‍👧‍👦…');
    expect(cut('山田太郎', 4)).toBe('山…');
  });

  it('loses no word to wrapping but one longer than a line', () => {
    expect(wrapped('one two three-and-four', 8)).toEqual(['one two', 'three-a…']);
  });
});
