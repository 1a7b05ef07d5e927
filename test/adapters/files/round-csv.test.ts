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
    const [, ...rows] = read(scoresCsv(scores.map((score) => ({ a: 'ana@example.com', b: 'ben@example.com', score }))));
    expect(rows.map(([, , score]) => Math.round(10_000 * Number(score)))).toEqual(scores);
    expect(rows.every(([, , score]) => /^[01]\.\d{4}$/.test(score ?? ''))).toBe(true);
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
