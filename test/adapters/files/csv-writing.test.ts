import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkChars, csvChunks, csvLine } from '../../../adapters/files/csv-writing.ts';

const lettersThatMatter = fc.constantFrom(...'=+-@＝＋－＠\t\r\n\0 ;,"\'aé<日'.split(''));
const cells = fc.array(fc.string({ unit: lettersThatMatter, maxLength: 12 }), { minLength: 2, maxLength: 5 });
const readBack = (text: string): readonly string[][] => parse(text, { record_delimiter: '\n' });

describe('A line of a CSV file', () => {
  it('quotes what RFC 4180 asks to be quoted and ends in a line feed', () => {
    expect(csvLine(['plain text', 'a,b', 'say "hi"', 'two\nlines', ''])).toBe('plain text,"a,b","say ""hi""","two\nlines",\n');
  });

  it('writes a score as it is', () => {
    expect(csvLine(['0.7312', '2026-W47'])).toBe('0.7312,2026-W47\n');
  });

  it('gives back what was written, but for the guard against formulas and NUL', () => {
    fc.assert(
      fc.property(cells, (written) => {
        const [read, ...more] = readBack(csvLine(written));
        expect(more).toEqual([]);
        expect(read?.length).toBe(written.length);
        for (const [at, cell] of written.entries()) expect(withoutGuard(read?.[at] ?? '')).toBe(withoutGuard(cell.replaceAll('\0', '')));
      }),
    );
  });

  it('leaves a cell without the sign of a formula untouched', () => {
    const harmless = fc.array(fc.string({ unit: fc.constantFrom(...' ;,"aé<日.'.split('')) }), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(harmless, (written) => {
        expect(readBack(csvLine(written))).toEqual([written]);
      }),
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '  =1', '＝1', '\0=1'])('starts no formula with %j', (cell) => {
    expect(readBack(csvLine([cell, 'x']))[0]?.[0]).toMatch(/^'/);
  });

  it('starts no formula in any cell, whatever is written', () => {
    fc.assert(
      fc.property(cells, (written) => {
        expect(readBack(csvLine(written))[0]?.filter((cell) => startsFormula.test(cell))).toEqual([]);
      }),
    );
  });

  it('starts no formula for a spreadsheet that splits at semicolons, tabs and line breaks and ignores quotes', () => {
    fc.assert(
      fc.property(cells, (written) => {
        expect(
          csvLine(written)
            .slice(0, -1)
            .split(/[;\t\r\n]/)
            .filter((cell) => startsFormula.test(cell)),
        ).toEqual([]);
      }),
    );
  });

  it('never holds NUL', () => {
    expect(csvLine(['a\0b', '\0'])).toBe('ab,\n');
  });
});

describe('A CSV file of many rows', () => {
  it('comes in chunks of whole lines, none of which is much longer than the limit', () => {
    const row = ['ana@example.com', 'ben@example.com', '0.5000'];
    const chunks = [...csvChunks(['a', 'b', 'score'], new Array<readonly string[]>(10_000).fill(row))];
    expect(chunks.length).toBeGreaterThan(5);
    expect(chunks.filter((chunk) => !chunk.endsWith('\n') || chunk.length > chunkChars + 100)).toEqual([]);
    expect(chunks.join('').split('\n').length).toBe(10_002);
  });

  it('takes a row only when its line is written', () => {
    let taken = 0;
    const rows = function* (): Iterable<readonly string[]> {
      for (; taken < 1_000_000; taken++) yield ['a'.repeat(1_000)];
    };
    csvChunks(['a'], rows())[Symbol.iterator]().next();
    expect(taken).toBeLessThan(100);
  });

  it('is its header where there are no rows', () => {
    expect([...csvChunks(['week', 'a'], [])]).toEqual(['week,a\n']);
  });
});

const startsFormula = /^[\t\r\n]|^\s*[=+\-@＝＋－＠]/u;

const withoutGuard = (text: string): string => text.replaceAll("'", '');
