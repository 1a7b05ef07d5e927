import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { fold } from '../../../domain/relay/scrub/folded.ts';

/**
 * In the wide form of each sign, which says the same and has to be looked up, sign by sign. Where a reference ends that nothing closes is
 * seen by the digit that follows as it was written: those stay beside an ampersand.
 */
const wide = (text: string): string =>
  text.replace(text.includes('&') ? /[!-/:=?@G-`g-~]/g : /[!-;=?-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));

const piece = fc.oneof(
  fc.constantFrom(
    'Ada',
    'x',
    '@',
    '.',
    '40',
    ' ',
    '\r\n',
    '\n',
    '=\r\n',
    '=',
    '%',
    '&',
    '#',
    ';',
    '+',
    '\u200b',
    '\u00a0',
    '\u0301',
    'é',
    '会',
  ),
  fc.constantFrom(
    '&#64',
    '&#x40;',
    '&commat;',
    '&amp;',
    '%40',
    '=40',
    '=ad',
    '%25',
    '=3D',
    '%c3%a4',
    '&#0',
    'a long text without any of these ',
  ),
);
const written = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''));

describe('a text in which addresses are looked for', () => {
  test.prop([written])('is read the same, whether its letters are taken as they are or looked at one by one', (text) => {
    const [plain, looked] = [fold(text), fold(wide(text))];
    const columns = ({ length, codes, starts, ends, flags, pairs }: typeof plain) =>
      [codes, starts, ends, flags, pairs].map((column) => [...column.subarray(0, length)]);
    expect(columns(plain)).toEqual(columns(looked));
  });

  test.prop([fc.string({ unit: 'binary', maxLength: 60 })])('has a place in it for every letter, from left to right', (text) => {
    const { length, starts, ends } = fold(text);
    const places = [...starts.subarray(0, length)].map((start, at) => [start, ends[at] ?? 0] as const);
    expect(places.every(([start, end], at) => start <= end && end <= text.length && start >= (places[at - 1]?.[0] ?? 0))).toBe(true);
  });
});
