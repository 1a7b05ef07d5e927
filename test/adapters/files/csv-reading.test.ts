import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvReader, type CsvRow, readCsv, rowsMax } from '../../../adapters/files/csv-reading.ts';
import { rowCharsMax } from '../../../adapters/files/csv-records.ts';
import type { FileProblem } from '../../../adapters/files/problem.ts';

const read = (text: string, required: readonly string[] = ['email']) => {
  const rows: CsvRow[] = [];
  const problems: FileProblem[] = [];
  const columns = readCsv(text, {
    file: 'x.csv',
    required,
    onRow: (row) => void rows.push(row),
    onProblem: (problem) => void problems.push(problem),
  });
  return { columns, rows, problems, said: problems.map(({ line, column, code }) => [line, column, code]) };
};

const readInPieces = (text: string, cuts: readonly number[]) => {
  const rows: CsvRow[] = [];
  const problems: FileProblem[] = [];
  const reader = csvReader({
    file: 'x.csv',
    required: ['email'],
    onRow: (row) => void rows.push(row),
    onProblem: (problem) => void problems.push(problem),
  });
  const borders = [0, ...[...cuts].sort((one, other) => one - other), text.length];
  for (const [at, from] of borders.slice(0, -1).entries()) reader.take(text.slice(from, borders[at + 1]));
  return { columns: reader.end(), rows, problems };
};

describe('a CSV file', () => {
  it('has columns in any order, case and spacing', () => {
    const { columns, rows } = read(' NAME , Email\nAna, ana@example.com ');
    expect([columns, rows[0]?.cell('email'), rows[0]?.cell('name'), rows[0]?.cell('colour')]).toEqual([
      ['name', 'email'],
      'ana@example.com',
      'Ana',
      '',
    ]);
  });

  it('counts physical lines, through quoted line breaks, blank lines and blank rows', () => {
    const { rows } = read('\nemail,"na\nme"\n\n"ana","x\n\ny"\n , \n\nben,\n"",\n"cleo",z');
    expect(rows.map(({ line, cell }) => [line, cell('email')])).toEqual([
      [5, 'ana'],
      [10, 'ben'],
      [12, 'cleo'],
    ]);
  });

  it('knows the line of each row, whatever the cells before it', () => {
    const cells = fc.array(fc.constantFrom('', 'a', 'b\nc', '\n', '"', ',', '\n\n;'), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cells, fc.nat(2))), (drawn) => {
        let text = 'email,name,n\n';
        const expected: number[] = [];
        for (const [row, blank] of drawn) {
          expected.push(text.split('\n').length);
          text += `${row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')},${String(expected.length)}\n${'\n'.repeat(blank)}`;
        }
        const { rows, problems } = read(text);
        expect(problems).toEqual([]);
        expect(rows.map(({ line, cell }) => [line, cell('n')])).toEqual(expected.map((line, at) => [line, String(at + 1)]));
      }),
    );
  });

  it('gives empty cells for what a short row leaves out, and refuses a long one', () => {
    const { rows, said } = read('email,name\nana\nben,Ben,\ncleo,Cleo,x\n,,,\n');
    expect(rows.map(({ cell }) => [cell('email'), cell('name')])).toEqual([['ana', '']]);
    expect(said).toEqual([
      [3, null, 'csv.row_too_long'],
      [4, null, 'csv.row_too_long'],
    ]);
  });

  it.each<[string, string, readonly unknown[]]>([
    ['nothing in it', '', [null, null, 'csv.empty']],
    ['blank lines only', ' \n\n', [null, null, 'csv.empty']],
    ['no header', 'ana@example.com,Ana\n', [1, 'email', 'csv.column_missing']],
    ['a header without the column', '\nname,colour\n', [2, 'email', 'csv.column_missing']],
    ['a column twice', 'email,name, NAME\n', [1, 'name', 'csv.column_twice']],
    ['an open quote', 'email,name\nana,"Ana\nben,Ben\n', [2, null, 'csv.quote_open']],
    ['an open quote after blank lines', 'email,name\n\nana,"Ana\nben,Ben\n', [3, null, 'csv.quote_open']],
    ['an open quote in the header', '"email,name\nana,Ana\n', [1, null, 'csv.quote_open']],
    ['an open quote above megabytes', `email,name\nana,"Ana\n${'ben,Ben\n'.repeat(rowCharsMax / 8)}`, [2, null, 'csv.quote_open']],
    ['a stray quote', 'email,name\n"a\nb",\nana,6" brush\n', [4, null, 'csv.quote_stray']],
    ['letters after a quote', 'email,name\nana,"Ana" B\n', [2, null, 'csv.quote_stray']],
    ['a row of megabytes', `email,name\nana,${'x'.repeat(rowCharsMax)}\n`, [2, null, 'csv.row_too_large']],
    ['a header of megabytes', `email${','.repeat(rowCharsMax)}`, [1, null, 'csv.row_too_large']],
    ['semicolons for commas', 'Email;Name\nana;Ana\n', [1, null, 'csv.other_delimiter']],
    ['quotes and semicolons for commas', '"email";"name"\n"ana";"Ana"\n', [1, null, 'csv.other_delimiter']],
    ['tabs for commas', 'name\temail\nAna\tana\n', [1, null, 'csv.other_delimiter']],
  ])('is refused as a whole with %s', (_, text, expected) => {
    const { columns, said } = read(text);
    expect([columns, said.at(-1)]).toEqual([undefined, expected]);
  });

  it('advises commas where semicolons stand', () => {
    expect(read('email;name\n').problems[0]?.message).toContain('separated by “;”; save the file with commas');
  });

  it('is read the same however it is cut', () => {
    const piece = fc.constantFrom('a', '"', '""', ',', '\n', '\n\n', ' ', ';', 'é', '"b\nc"', '\n"d",', 'email', '👩‍🎨');
    const bodies = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.constantFrom('email,name\n', '', ' \n'), bodies, fc.array(fc.nat(60), { maxLength: 6 }), (header, body, cuts) => {
        const text = header + body;
        const whole = read(text);
        const pieces = readInPieces(text, cuts);
        expect(pieces.columns).toEqual(whole.columns);
        expect(pieces.problems).toEqual(whole.problems);
        expect(pieces.rows.map(({ line, cell }) => [line, cell('email'), cell('name')])).toEqual(
          whole.rows.map(({ line, cell }) => [line, cell('email'), cell('name')]),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('asks for no more where its reader has seen enough, and where it is refused', () => {
    const rows: number[] = [];
    const reader = csvReader({
      file: 'x.csv',
      required: ['email'],
      onProblem: () => undefined,
      onRow: ({ line }) => {
        rows.push(line);
        return line === 3 ? 'stop' : undefined;
      },
    });
    expect([reader.take('email\na\n'), reader.take('b\nc\n'), reader.take('d\n'), reader.end(), rows]).toEqual([
      true,
      false,
      false,
      ['email'],
      [2, 3],
    ]);
    const refused = csvReader({ file: 'x.csv', required: ['email'], onProblem: () => undefined, onRow: () => undefined });
    expect([refused.take('name\n'), refused.end()]).toEqual([false, undefined]);
  });

  it('keeps no more of a record without end than a stated length', () => {
    const reader = csvReader({ file: 'x.csv', required: ['email'], onProblem: () => undefined, onRow: () => undefined });
    reader.take('email\n"');
    let taken = 0;
    while (reader.take('\nx'.repeat(500_000))) taken += 1;
    expect(taken * 1_000_000).toBeLessThan(5 * rowCharsMax);
  });

  it('is refused beyond a stated number of rows', () => {
    expect(read(`email\n${'a\n'.repeat(rowsMax)}`).problems).toEqual([]);
    expect(read(`email\n${'a\n'.repeat(rowsMax + 1)}`).said).toEqual([[rowsMax + 2, null, 'csv.too_many_rows']]);
  });

  it('repeats nothing of a first line that is data', () => {
    const { problems } = read('ana@example.com,Mallory,Mallory\nben@example.com,Ben,x\n');
    expect(JSON.stringify(problems)).not.toMatch(/mallory|ana@/i);
  });

  it('has as many columns as it likes, whatever they are called', () => {
    const names = ['__proto__', 'constructor', 'toString', ...Array.from({ length: 100 }, (_, at) => `c${String(at)}`)];
    const { rows } = read(`email,${names.join(',')}\nana,${names.map((_, at) => String(at)).join(',')}\n`);
    expect(['__proto__', 'constructor', 'c99', 'valueOf'].map((name) => rows[0]?.cell(name))).toEqual(['0', '1', '102', '']);
  });
});
