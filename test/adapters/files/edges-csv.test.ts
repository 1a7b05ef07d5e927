import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { csvChunks } from '../../../adapters/files/csv-writing.ts';
import { inUnits } from '../../../adapters/files/round-view.ts';
import { edgeProblemsSaid, edgesByName, edgesRead, graphRead } from '../../support/edges-read.ts';

const folder = mkdtempSync(join(tmpdir(), 'loop-edges-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const file = join(folder, 'edges.csv');
const written = (text: string | Uint8Array): string => {
  writeFileSync(file, text);
  return file;
};
const edgesOf = (text: string) => edgesByName(graphRead(written(text)));
const said = (text: string, heaviest?: number) => edgeProblemsSaid(written(text), heaviest);

describe('edges from CSV', () => {
  it('have names, and weights that are whole numbers', () => {
    expect(edgesOf('a,b,weight\nAna,Ben,12\nBen,Cleo,7\n')).toEqual([
      ['Ana', 'Ben', 12],
      ['Ben', 'Cleo', 7],
    ]);
  });

  it('have scores in units of 1/10,000, to the last digit', () => {
    const scores = ['0.0001', '0.7312', '0.29', '1', '0.57000', '1.0', '225179981368.5246'];
    const rows = scores.map((score, at) => `x${String(at)},y,${score}\n`).join('');
    expect(edgesOf(`a,b,score\n${rows}`).map(([, , score]) => score)).toEqual([1, 7312, 2900, 10_000, 5700, 10_000, 2_251_799_813_685_246]);
  });

  it('stand in columns of any order and case, beside others that are counted', () => {
    const read = graphRead(written('note,Weight, B ,A\nhello,3,ben,ana\n'));
    expect([edgesByName(read), read.otherColumns]).toEqual([[['ana', 'ben', 3]], 1]);
  });

  it('are scores where the first line says so, however late it comes and however long it is', () => {
    const rows = 'ana,ben,0.5000\n';
    for (const beginning of ['\n'.repeat(1_100_000), `"${'x'.repeat(1_100_000)}"`, `"${'x\n'.repeat(600_000)}"`]) {
      const header = beginning.startsWith('"') ? `a,b,score,${beginning}\n` : `${beginning}a,b,score\n`;
      const read = graphRead(written(header + rows));
      expect([read.unit, edgesByName(read)]).toEqual(['score', [['ana', 'ben', 5000]]]);
      expect(said(header.replace('score', 'colour') + rows).map(([, , code]) => code)).toEqual(['csv.column_missing']);
    }
    expect(said(`${'\n'.repeat(1_100_000)}a,b,score,weight\nx,y,1,1\n`)).toEqual([[1_100_001, 'score', 'edges.weight_and_score']]);
  });

  it('are none where there is a header alone', () => {
    expect(graphRead(written('a,b,weight\n')).graph).toMatchObject({ size: 0, u: new Int32Array(), v: new Int32Array() });
  });

  it('count once where they are said again, whichever end stands first', () => {
    const { graph, repeats } = graphRead(written('a,b,weight\nana,ben,3\nben,cleo,4\nben,ana,3\nana,ben,3\n'));
    expect([graph.u.length, repeats]).toEqual([2, 2]);
  });

  it('are numbered by name, shorter ones first, whatever the order of the rows, and remember that', () => {
    const { names, appearance } = graphRead(written('a,b,weight\n10,9,1\nb,2,1\nc,a,1\n'));
    expect([names, [...(appearance ?? [])].map((vertex) => names?.[vertex])]).toEqual([
      ['2', '9', 'a', 'b', 'c', '10'],
      ['10', '9', 'b', '2', 'c', 'a'],
    ]);
  });

  it('are read in UTF-16 and with line ends of any kind', () => {
    expect(edgesByName(graphRead(written(Buffer.from('\uFEFFa,b,weight\r\nZoë,日本,3\r\n', 'utf16le'))))).toEqual([['日本', 'Zoë', 3]]);
  });

  it('come back as they were written', () => {
    fc.assert(
      fc.property(namedGraphs, fc.constantFrom('weight', 'score'), fc.nat(), ({ names, edges }, unit, seed) => {
        const rows = edges.map(([u, v, weight], at) => {
          const ends = ((seed >> (at % 31)) & 1) === 0 ? [u, v] : [v, u];
          return [...ends.map((end) => names[end]!), unit === 'score' ? inUnits(weight) : String(weight)];
        });
        const read = graphRead(written([...csvChunks(['a', 'b', unit], rows)].join('')));
        const inOrder = (edge: readonly [string, string, number]) => [...edge.slice(0, 2).sort(), edge[2]].join(' – ');
        expect(read.unit).toBe(unit);
        expect(edgesByName(read).map(inOrder).sort()).toEqual(
          edges.map(([u, v, weight]) => inOrder([names[u]!, names[v]!, weight])).sort(),
        );
      }),
    );
  });

  it.each<[string, string, readonly unknown[]]>([
    ['one vertex twice', 'a,b,weight\nx,y,1\nx,x,1\n', [3, 'b', 'edges.self_pair']],
    ['one vertex twice but for spaces', 'a,b,weight\nx, x ,1\n', [2, 'b', 'edges.self_pair']],
    ['no name', 'a,b,weight\n,y,1\n', [2, 'a', 'edges.name_missing']],
    ['no name of the other', 'a,b,weight\n\nx,"",1\n', [3, 'b', 'edges.name_missing']],
    ['no weight', 'a,b,weight\nx,y\n', [2, 'weight', 'edges.weight_malformed']],
    ['a decimal for a weight', 'a,b,weight\nx,y,1.5\n', [2, 'weight', 'edges.weight_malformed']],
    ['a weight in words', 'a,b,weight\nx,y,five\n', [2, 'weight', 'edges.weight_malformed']],
    ['an exponent', 'a,b,weight\nx,y,1e3\n', [2, 'weight', 'edges.weight_malformed']],
    ['digits of another script', 'a,b,weight\nx,y,٣\n', [2, 'weight', 'edges.weight_malformed']],
    ['a weight of nothing', 'a,b,weight\nx,y,0\n', [2, 'weight', 'edges.weight_not_positive']],
    ['a weight below nothing', 'a,b,weight\nx,y,-3\n', [2, 'weight', 'edges.weight_not_positive']],
    ['a weight that no sum holds', 'a,b,weight\nx,y,2251799813685248\n', [2, 'weight', 'edges.weight_too_great']],
    ['a weight without end', `a,b,weight\nx,y,${'9'.repeat(400)}\n`, [2, 'weight', 'edges.weight_too_great']],
    ['a score of nothing', 'a,b,score\nx,y,0.0000\n', [2, 'score', 'edges.score_not_positive']],
    ['a score below nothing', 'a,b,score\nx,y,-0.5\n', [2, 'score', 'edges.score_not_positive']],
    ['a score between two', 'a,b,score\nx,y,0.73125\n', [2, 'score', 'edges.score_too_fine']],
    ['a score without digits before the point', 'a,b,score\nx,y,.5\n', [2, 'score', 'edges.score_malformed']],
    ['a score with a comma for the point', 'a,b,score\nx,y,"0,5"\n', [2, 'score', 'edges.score_malformed']],
    ['a pair of two weights', 'a,b,weight\nx,y,1\n\nz,y,1\ny,x,2\n', [5, null, 'edges.pair_differs']],
    ['a cell too many', 'a,b,weight\nx,y,1,2\n', [2, null, 'csv.row_too_long']],
    ['an open quote', 'a,b,weight\nx,"y,1\n', [2, null, 'csv.quote_open']],
    ['no column a', 'b,weight\ny,1\n', [1, 'a', 'csv.column_missing']],
    ['neither weight nor score', 'a,b,colour\nx,y,1\n', [1, 'weight', 'csv.column_missing']],
    ['both weight and score', 'a,b,weight,score\nx,y,1,0.5\n', [1, 'score', 'edges.weight_and_score']],
    ['both, below blank lines and without rows', '\n\nA,B,Score,Weight', [3, 'score', 'edges.weight_and_score']],
    ['no score', 'a,b,score\nx,y,\n', [2, 'score', 'edges.score_malformed']],
    ['nothing in it', '', [null, null, 'csv.empty']],
    ['no text', 'a,b,weight\nx\0,y,1\n', [2, null, 'file.not_text']],
  ])('are refused with their line for %s', (_, text, expected) => {
    expect(said(text)).toEqual([expected]);
  });

  it('are refused all at once', () => {
    expect(said('a,b,weight\nx,x,0\ny,z,3\ny,,2\nz,y,4\n')).toEqual([
      [2, 'b', 'edges.self_pair'],
      [2, 'weight', 'edges.weight_not_positive'],
      [4, 'b', 'edges.name_missing'],
      [5, null, 'edges.pair_differs'],
    ]);
  });

  it('are refused where they are heavier than the solver can add up', () => {
    expect(said('a,b,weight\nx,y,100\ny,z,101\n', 100)).toEqual([[3, null, 'edges.weight_too_great']]);
  });

  it('say nothing of what stands in them', () => {
    const read = edgesRead(written('a,b,weight\nana@example.com,ana@example.com,secret\n'));
    expect(JSON.stringify(read.ok ? read.value.problems : read.error)).not.toMatch(/ana|secret/);
  });
});

/** Names that differ, none of which changes when a spreadsheet is kept from running it. */
const names = fc
  .tuple(fc.constantFrom('', '=', '-', '@'), fc.string({ unit: fc.constantFrom(...'abé日 ,";\n'.split('')), minLength: 1, maxLength: 6 }))
  .map(([start, body]) => start + body.trim())
  .filter((name) => name !== '');

const namedGraphs = fc.uniqueArray(names, { minLength: 2, maxLength: 12 }).chain((all) =>
  fc.record({
    names: fc.constant(all),
    edges: fc.uniqueArray(
      fc
        .tuple(
          fc.nat(all.length - 1),
          fc.nat(all.length - 1),
          fc.oneof(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 1, max: 2 ** 51 - 1 })),
        )
        .filter(([u, v]) => u < v),
      { selector: ([u, v]) => u * all.length + v, maxLength: 30 },
    ),
  }),
);
