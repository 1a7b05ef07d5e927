import { describe, expect, it } from 'vitest';
import { readApart, readHistory } from '../../../adapters/files/history-file.ts';
import { parseWeek, type Week } from '../../../domain/kernel/iso-week.ts';

const week = (text: string): Week => {
  const parsed = parseWeek(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
};
const known = new Set<string>(['ana@example.com', 'ben@gmail.com', 'cleo@example.com']);
const members = { file: 'past.csv', isMember: (address: string) => known.has(address) };
const read = (text: string) => {
  const file = readHistory(text, { ...members, week: week('2026-W47') });
  return { ...file, said: file.problems.kept.map(({ line, column, code }) => [line, column, code]) };
};

describe('the history of earlier runs', () => {
  it('is pairs.csv or left-out.csv, told apart by its header', () => {
    const pairs = read(
      'week,a,name_a,b,name_b,score,reasons\n2026-W46,ana@example.com,Ana,ben@gmail.com,Ben,0.5000,"Both, at last; member"\n',
    );
    expect(pairs.history).toEqual({ met: [{ week: week('2026-W46'), one: 'ana@example.com', other: 'ben@gmail.com' }], leftOut: [] });
    const leftOut = read('\n"Week", MEMBER ,name,code,reason\n2026-W45,cleo@example.com,Cleo,partners_taken,x\n');
    expect(leftOut.history).toEqual({ met: [], leftOut: [{ week: week('2026-W45'), member: 'cleo@example.com' }] });
  });

  it('knows members in any spelling', () => {
    const { history, unknownAddresses } = read('week,a,b\n2026-W01,ANA+old@Example.com,b.e.n@googlemail.com\n');
    expect([history.met[0]?.one, history.met[0]?.other, unknownAddresses]).toEqual(['ana@example.com', 'ben@gmail.com', 0]);
  });

  it('ignores and counts rows of the week at hand or later, and addresses of strangers', () => {
    const file = read(
      'week,a,b\n2026-W47,ana@example.com,cleo@example.com\n2027-W01,ana@example.com,x@example.com\n2026-W46,x@example.com,y@example.com\n2026-W46,ana@example.com,y@example.com\n',
    );
    expect([file.laterRows, file.unknownAddresses, file.said]).toEqual([2, 4, []]);
    expect(file.history.met.map(({ one }) => one)).toEqual(['ana@example.com']);
  });

  it('is no news with a header alone', () => {
    expect(read('week,a,b')).toMatchObject({ refused: false, history: { met: [], leftOut: [] } });
  });

  it.each([
    ['another header', 'email,name\na@example.com,A\n', [1, 'week', 'csv.column_missing']],
    ['no header', '2026-W46,ana@example.com,ben@gmail.com\n', [1, 'week', 'csv.column_missing']],
    ['half a header', 'week,a\n', [1, 'b', 'csv.column_missing']],
    ['semicolons', 'week;member;name\n', [1, null, 'csv.other_delimiter']],
    ['nothing in it', '', [null, null, 'csv.empty']],
  ])('is refused with %s', (_, text, expected) => {
    expect(read(text)).toMatchObject({ refused: true, said: [expected] });
  });

  it('lists every bad row', () => {
    const { said, badRows } = read(
      'week,a,b\n2025-W53,ana@example.com,\n46,=x@example.com,ben@gmail.com\n2026-W46,ana@example.com,ANA+1@example.com\n2026-W46,a,b,c\n',
    );
    expect(said).toEqual([
      [2, 'week', 'week.unknown'],
      [2, 'b', 'address.missing'],
      [3, 'week', 'week.malformed'],
      [3, 'a', 'address.like_a_formula'],
      [4, 'b', 'pairs.same_person'],
      [5, null, 'csv.row_too_long'],
    ]);
    expect(badRows).toBe(4);
  });
});

describe('pairs that never meet', () => {
  it('are read in any spelling, strangers among them counted', () => {
    const { pairs, unknownAddresses, problems } = readApart('b,a\nAna@example.com,BEN@gmail.com\nx@example.com,ana@example.com\n', members);
    expect(pairs[0]).toEqual(['ben@gmail.com', 'ana@example.com']);
    expect([unknownAddresses, problems.count]).toEqual([1, 0]);
  });

  it('are two people each', () => {
    expect(readApart('a,b\nana@example.com,Ana+2@example.com\n', members).problems.kept.map(({ code }) => code)).toEqual([
      'pairs.same_person',
    ]);
  });
});
