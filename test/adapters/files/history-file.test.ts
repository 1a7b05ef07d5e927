import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readApart, readHistory } from '../../../adapters/files/history-file.ts';
import type { FileProblem } from '../../../adapters/files/problem.ts';
import { parseWeek, type Week } from '../../../domain/kernel/iso-week.ts';
import type { Result } from '../../../domain/kernel/result.ts';

const week = (text: string): Week => {
  const parsed = parseWeek(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
};
const known = new Set<string>(['ana@example.com', 'ben@gmail.com', 'cleo@example.com']);
const memberNamed = (id: string): string | undefined => (known.has(id) ? id : undefined);
const folder = mkdtempSync(join(tmpdir(), 'loop-history-'));
const file = join(folder, 'past.csv');
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const valueOf = <T>(read: Result<T, FileProblem>): T => {
  if (!read.ok) throw new Error(read.error.code);
  return read.value;
};
const read = async (text: string) => {
  writeFileSync(file, text);
  const history = valueOf(await readHistory({ file, memberNamed, week: week('2026-W47') }));
  return { ...history, said: history.problems.kept.map(({ line, column, code }) => [line, column, code]) };
};
const apart = async (text: string) => {
  writeFileSync(file, text);
  return valueOf(await readApart({ file, memberNamed }));
};

describe('the history of earlier runs', () => {
  it('is pairs.csv or left-out.csv, told apart by its header', async () => {
    const pairs = await read(
      'week,a,name_a,b,name_b,score,reasons\n2026-W46,ana@example.com,Ana,ben@gmail.com,Ben,0.5000,"Both, at last; member"\n',
    );
    expect(pairs.history).toEqual({ met: [{ week: week('2026-W46'), one: 'ana@example.com', other: 'ben@gmail.com' }], leftOut: [] });
    const leftOut = await read('\n"Week", MEMBER ,name,code,reason\n2026-W45,cleo@example.com,Cleo,partners_taken,x\n');
    expect(leftOut.history).toEqual({ met: [], leftOut: [{ week: week('2026-W45'), member: 'cleo@example.com' }] });
  });

  it('knows members in any spelling', async () => {
    const { history, unknownAddresses } = await read('week,a,b\n2026-W01,ANA+old@Example.com,b.e.n@googlemail.com\n');
    expect([history.met[0]?.one, history.met[0]?.other, unknownAddresses]).toEqual(['ana@example.com', 'ben@gmail.com', 0]);
  });

  it('has each member as the string that the round has, so that a million rows bring no strings of their own', async () => {
    const ids = new Map(['ana@example.com', 'ben@gmail.com'].map((id) => [id, { id }]));
    const asked: string[] = [];
    writeFileSync(file, 'week,a,b\n2026-W45,Ana@example.com,ben@gmail.com\n');
    const named = (id: string): string | undefined => {
      asked.push(id);
      return ids.get(id)?.id;
    };
    const { history } = valueOf(await readHistory({ file, memberNamed: named, week: week('2026-W47') }));
    expect([history.met, asked]).toEqual([
      [{ week: week('2026-W45'), one: 'ana@example.com', other: 'ben@gmail.com' }],
      ['Ana@example.com', 'ana@example.com', 'ben@gmail.com'],
    ]);
  });

  it('ignores and counts rows of the week at hand or later, and addresses of strangers', async () => {
    const past = await read(
      'week,a,b\n2026-W47,ana@example.com,cleo@example.com\n2027-W01,ana@example.com,x@example.com\n2026-W46,x@example.com,y@example.com\n2026-W46,ana@example.com,y@example.com\n',
    );
    expect([past.laterRows, past.unknownAddresses, past.said]).toEqual([2, 4, []]);
    expect(past.history.met.map(({ one }) => one)).toEqual(['ana@example.com']);
  });

  it('is no news with a header alone', async () => {
    expect(await read('week,a,b')).toMatchObject({ refused: false, history: { met: [], leftOut: [] } });
  });

  it.each([
    ['another header', 'email,name\na@example.com,A\n', [1, 'week', 'csv.column_missing']],
    ['no header', '2026-W46,ana@example.com,ben@gmail.com\n', [1, 'week', 'csv.column_missing']],
    ['half a header', 'week,a\n', [1, 'b', 'csv.column_missing']],
    ['semicolons', 'week;member;name\n', [1, null, 'csv.other_delimiter']],
    ['nothing in it', '', [null, null, 'csv.empty']],
  ])('is refused with %s', async (_, text, expected) => {
    expect(await read(text)).toMatchObject({ refused: true, said: [expected] });
  });

  it('lists every bad row', async () => {
    const { said, badRows } = await read(
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
  it('are read in any spelling, strangers among them counted', async () => {
    const { pairs, unknownAddresses, problems } = await apart('b,a\nAna@example.com,BEN@gmail.com\nx@example.com,ana@example.com\n');
    expect(pairs[0]).toEqual(['ben@gmail.com', 'ana@example.com']);
    expect([unknownAddresses, problems.count]).toEqual([1, 0]);
  });

  it('are two people each', async () => {
    expect((await apart('a,b\nana@example.com,Ana+2@example.com\n')).problems.kept.map(({ code }) => code)).toEqual(['pairs.same_person']);
  });
});

describe('a file of earlier runs that is no text', () => {
  it('is told from one with bad rows', async () => {
    writeFileSync(file, Buffer.from('week,member\n2026-W46,Zo\u00eb\n', 'latin1'));
    const [history, pairs] = [await readHistory({ file, memberNamed, week: week('2026-W47') }), await readApart({ file, memberNamed })];
    expect([history, pairs].map((one) => (one.ok ? undefined : one.error.code))).toEqual(['file.not_text', 'file.not_text']);
  });
});
