import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { binaryOf, edgeProblemsSaid, edgesByName, edgesRead, graphRead } from '../../support/edges-read.ts';

const folder = mkdtempSync(join(tmpdir(), 'loop-edges-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const file = join(folder, 'graph.bin');
const written = (bytes: Uint8Array): string => {
  writeFileSync(file, bytes);
  return file;
};
const said = (bytes: Uint8Array, heaviest?: number) => edgeProblemsSaid(written(bytes), heaviest);
const small = binaryOf(4, [
  [0, 1, 3],
  [1, 2, 9],
]);

describe('edges from a binary file', () => {
  it('join numbers, and vertices without an edge count', () => {
    const read = graphRead(written(small));
    expect([read.graph.size, edgesByName(read)]).toEqual([
      4,
      [
        ['0', '1', 3],
        ['1', '2', 9],
      ],
    ]);
  });

  it('may come in any order, either end first, and more than once', () => {
    const read = graphRead(
      written(
        binaryOf(3, [
          [2, 1, 9],
          [0, 1, 3],
          [1, 2, 9],
        ]),
      ),
    );
    expect([edgesByName(read), read.repeats]).toEqual([
      [
        ['0', '1', 3],
        ['1', '2', 9],
      ],
      1,
    ]);
  });

  it('are read across the pieces that a file is read in', () => {
    const many = Array.from({ length: 200_000 }, (_, at) => [at, at + 1, 1 + (at % 7)] as const);
    const { graph } = graphRead(written(binaryOf(200_001, many)));
    expect([graph.u.length, graph.v.every((v, e) => v === e + 1), graph.weight.every((weight, e) => weight === 1 + (e % 7))]).toEqual([
      200_000,
      true,
      true,
    ]);
  });

  it('are none where m is 0', () => {
    expect(graphRead(written(binaryOf(3, []))).graph).toMatchObject({ size: 3, u: new Int32Array() });
  });

  it.each<[string, readonly (readonly [number, number, number])[], string]>([
    ['one vertex twice', [[1, 1, 3]], 'edges.self_pair'],
    ['a vertex beyond the last', [[0, 4, 3]], 'edges.vertex_unknown'],
    ['a vertex below the first', [[-1, 2, 3]], 'edges.vertex_unknown'],
    ['a weight of nothing', [[0, 2, 0]], 'edges.weight_not_positive'],
    ['a weight below nothing', [[0, 2, -5]], 'edges.weight_not_positive'],
    ['a pair of two weights', [[1, 0, 4]], 'edges.pair_differs'],
  ])('are refused with the number of their record for %s', (_, edges, code) => {
    expect(said(binaryOf(4, [[0, 1, 3], ...edges, [2, 3, 1]]))).toEqual([[2, null, code]]);
    const read = edgesRead(file);
    if (read.ok && read.value.problems.count > 0) expect(read.value.problems.kept[0]?.message).toMatch(/^record 2: /);
  });

  it('are refused where they are heavier than the solver can add up', () => {
    expect(said(small, 8)).toEqual([[2, null, 'edges.weight_too_great']]);
  });

  it.each<[string, Uint8Array, string]>([
    ['nothing in it', Buffer.alloc(0), 'edges.file_too_short'],
    ['half a header', Buffer.alloc(7), 'edges.file_too_short'],
    ['a byte too few', small.subarray(0, -1), 'edges.file_too_short'],
    ['a byte too many', Buffer.concat([small, Buffer.alloc(1)]), 'edges.file_too_long'],
    ['a record too many', Buffer.concat([small, Buffer.alloc(12)]), 'edges.file_too_long'],
    ['n below 0', binaryOf(-1, []), 'edges.header_malformed'],
    ['m below 0', Buffer.from(Int32Array.of(3, -1).buffer), 'edges.header_malformed'],
    ['more vertices than are matched', binaryOf(2 ** 31 - 1, []), 'edges.too_many_vertices'],
    ['more edges than are read', Buffer.from(Int32Array.of(3, 2 ** 31 - 1).buffer), 'edges.too_many'],
  ])('are refused as a whole for %s', (_, bytes, code) => {
    expect(said(bytes)).toEqual([[null, null, code]]);
  });

  it.each([
    ['none.bin', 'file.missing'],
    ['.BIN', 'file.missing'],
    ['none.csv', 'file.missing'],
  ])('are refused where there is no file: %s', (name, code) => {
    expect(edgeProblemsSaid(join(folder, name))).toEqual([[null, null, code]]);
  });
});
