import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { leftOutCsv, membersCsv, pairsCsv, scoresCsv } from '../../../adapters/files/round-csv.ts';
import { aLeftOutView, aPairView, aRoundView } from '../../support/round-view-builder.ts';

const read = (chunks: Iterable<string>): readonly string[][] => parse([...chunks].join(''));
const nasty = 'Zoë "Z", <b>née</b>\r\nLima; O’Neill';

describe('pairs.csv', () => {
  it('has a line for each pair, with four decimals and the reasons in one cell', () => {
    const view = aRoundView({
      pairs: [aPairView({ score: 5_000, reasons: ['Both speak Portuguese', 'Ana offers mixing, which Ben looks for'] })],
    });
    expect(read(pairsCsv(view))).toEqual([
      ['week', 'a', 'name_a', 'b', 'name_b', 'score', 'reasons'],
      [
        '2026-W47',
        'ana@example.com',
        'Ana',
        'ben@example.com',
        'Ben',
        '0.5000',
        'Both speak Portuguese; Ana offers mixing, which Ben looks for',
      ],
    ]);
  });

  it('gives back names and reasons with line breaks, commas, quotes and markup', () => {
    const [, row] = read(pairsCsv(aRoundView({ pairs: [aPairView({ nameA: nasty, reasons: [nasty, 'second'] })] })));
    expect(row?.[2]).toBe(nasty);
    expect(row?.[6]).toBe(`${nasty}; second`);
  });

  it('runs no formula out of a name or a reason', () => {
    const formula = '=HYPERLINK("https://example.com")';
    const [, row] = read(pairsCsv(aRoundView({ pairs: [aPairView({ nameA: formula, nameB: '@b', reasons: [formula, '+1'] })] })));
    expect([row?.[2], row?.[4], row?.[6]]).toEqual([`'${formula}`, "'@b", `'${formula}; '+1`]);
  });

  it('is a header alone where nobody is introduced', () => {
    expect([...pairsCsv(aRoundView({ pairs: [] }))].join('')).toBe('week,a,name_a,b,name_b,score,reasons\n');
  });
});

describe('left-out.csv', () => {
  it('has a line for each member left out', () => {
    expect(read(leftOutCsv(aRoundView({ leftOut: [aLeftOutView({ name: nasty, reason: 'All taken' })] })))).toEqual([
      ['week', 'member', 'name', 'code', 'reason'],
      ['2026-W47', 'cleo@example.com', nasty, 'partners_taken', 'All taken'],
    ]);
  });
});

describe('scores.csv', () => {
  it('writes every score so that ten thousand times it is the integer that the solver adds up', () => {
    const scores = Array.from({ length: 10_000 }, (_, at) => at + 1);
    const row = { member: 0, other: new Int32Array(10_000).fill(1), score: Uint16Array.from(scores) };
    const [, ...rows] = read(scoresCsv(['ana@example.com', 'ben@example.com'], [row]));
    expect(rows.map(([, , score]) => Math.round(10_000 * Number(score)))).toEqual(scores);
    expect(rows.every(([, , score]) => /^[01]\.\d{4}$/.test(score ?? ''))).toBe(true);
  });

  it('has the addresses as they were written, and starts no formula with one', () => {
    const emails = ['Ana@example.com', '"b,c"@example.com', '=d@example.com'];
    const rows = [
      { member: 0, other: Int32Array.of(1, 2), score: Uint16Array.of(10_000, 1) },
      { member: 1, other: new Int32Array(0), score: new Uint16Array(0) },
    ];
    expect(read(scoresCsv(emails, rows))).toEqual([
      ['a', 'b', 'score'],
      ['Ana@example.com', '"b,c"@example.com', '1.0000'],
      ['Ana@example.com', "'=d@example.com", '0.0001'],
    ]);
  });

  it('takes a row only when its lines are written', () => {
    let taken = 0;
    const rows = function* () {
      for (; taken < 1_000_000; taken++) yield { member: 0, other: new Int32Array(1_000).fill(1), score: new Uint16Array(1_000).fill(9) };
    };
    scoresCsv(['ana@example.com', 'ben@example.com'], rows())[Symbol.iterator]().next();
    expect(taken).toBeLessThan(10);
  });
});

describe('members.csv', () => {
  it('has the cells of the members under their header', () => {
    expect(read(membersCsv(['email', 'name', 'crafts'], [['ana@example.com', 'Ana', 'mixing;woodcut']]))).toEqual([
      ['email', 'name', 'crafts'],
      ['ana@example.com', 'Ana', 'mixing;woodcut'],
    ]);
  });
});
