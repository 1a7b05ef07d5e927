import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { seededRandom } from '../../../domain/kernel/random.ts';
import { matchEdges } from '../../../scripts/commands/match.ts';
import { bestByTrying, type PlainEdge } from '../../support/best-by-trying.ts';
import { binaryOf } from '../../support/edges-read.ts';
import { aWorkshop, problemsIn, type Ran, type Workshop } from '../../support/run-loop.ts';

const path = 'a,b,weight\nx,y,3\ny,z,9\nw,z,3\n';

describe('loop match', () => {
  let shop: Workshop;
  beforeEach(() => {
    shop = aWorkshop();
    shop.write('path.csv', path);
  });
  afterEach(() => {
    shop.remove();
  });
  const match = (...words: readonly string[]): Promise<Ran> => shop.loop('match', ...words);

  it('prints the pairs of the greatest weight, or of the greatest among the most pairs', async () => {
    expect(await match('path.csv')).toMatchObject({ code: 0, stdout: 'a,b,weight\ny,z,9\n', stderr: '' });
    expect(await match('path.csv', '--max-cardinality')).toMatchObject({ code: 0, stdout: 'a,b,weight\nx,y,3\nz,w,3\n', stderr: '' });
  });

  it('prints figures that a program can hold against other solvers', async () => {
    const { code, stdout, stderr } = await match('path.csv', '--json');
    const figures = JSON.parse(stdout) as Readonly<Record<string, number | boolean>>;
    const { solveMs, checkMs, rssMB, ...rest } = figures;
    expect([code, stderr, rest]).toEqual([0, '', { n: 4, m: 3, pairs: 1, weight: 9, upperBound: 9, gap: 0, certified: true }]);
    expect(Object.keys(figures)).toEqual(['n', 'm', 'pairs', 'weight', 'upperBound', 'gap', 'certified', 'solveMs', 'checkMs', 'rssMB']);
    for (const figure of [solveMs, checkMs, rssMB]) expect(figure).toBeGreaterThanOrEqual(0);
    expect(rssMB).toBeGreaterThan(10);
  });

  it('adds scores up in units of 1/10,000 and writes them as they were read', async () => {
    shop.write('scores.csv', 'score,a,b\n0.29,x,y\n0.5700,z,w\n1,y,z\n');
    const ran = await match('scores.csv', '--max-cardinality', '--json', '--out', 'sub/pairs.csv');
    expect(JSON.parse(ran.stdout)).toMatchObject({ pairs: 2, weight: 8600 });
    expect(shop.read('sub/pairs.csv')).toBe('a,b,score\nx,y,0.2900\nz,w,0.5700\n');
    expect(ran.stderr).toBe('2 pairs, score 0.8600 in all, proven to be the best; written: sub/pairs.csv\n');
  });

  it('prints sums that no number of JavaScript holds digit by digit', async () => {
    const heavy = String(2 ** 51 - 1);
    shop.write('heavy.csv', `a,b,weight\n${Array.from({ length: 9 }, (_, at) => `a${String(at)},b${String(at)},${heavy}\n`).join('')}`);
    const { stdout } = await match('heavy.csv', '--json');
    expect(stdout).toContain(`"weight": ${String(9n * BigInt(heavy))},\n  "upperBound": ${String(9n * BigInt(heavy))},\n  "gap": 0,`);
    const ran = await match('heavy.csv', '--json', '--max-cardinality');
    expect([ran.code, problemsIn(ran).problems.map(({ line, code }) => [line, code])]).toEqual([
      3,
      Array.from({ length: 9 }, (_, at) => [at + 2, 'edges.weight_too_great']),
    ]);
  });

  it('finds what trying everything finds, in CSV and in a binary file, whatever the order of the rows', async () => {
    for (let seed = 0; seed < 4; seed++) {
      const maxCardinality = seed % 2 === 0;
      const words = maxCardinality ? ['--max-cardinality'] : [];
      const edges = aSmallGraph(seed);
      shop.write('graph.bin', binaryOf(9, edges));
      shop.write('graph.csv', csvOf(edges, String));
      shop.write('turned.csv', csvOf(edges.map(([u, v, weight]) => [v, u, weight] as const).reverse(), String));
      shop.write(
        'renamed.csv',
        csvOf(edges, (vertex) => `vertex ${String((vertex * 7) % 9)}`),
      );
      const [binary, csv, turned, renamed] = await Promise.all(
        ['graph.bin', 'graph.csv', 'turned.csv', 'renamed.csv'].map((file) => match(file, ...words)),
      );
      const best = bestByTrying(edges, { maxCardinality });
      for (const ran of [binary, csv, turned, renamed]) {
        const { pairs, weight } = figuresOf(ran!.stdout);
        expect({ seed, weight, ...(maxCardinality ? { pairs } : {}) }).toEqual({
          seed,
          ...best,
          ...(maxCardinality ? {} : { pairs: undefined }),
        });
      }
      expect(pairsIn(csv!.stdout)).toEqual(pairsIn(binary!.stdout));
      expect(pairsIn(turned!.stdout)).toEqual(pairsIn(binary!.stdout));
    }
  });

  it('matches nothing where there is nothing', async () => {
    shop.write('empty.csv', 'a,b,weight\n');
    shop.write('lonely.bin', binaryOf(3, []));
    expect(await match('empty.csv')).toMatchObject({ code: 0, stdout: 'a,b,weight\n', stderr: '' });
    expect(JSON.parse((await match('lonely.bin', '--json', '--max-cardinality')).stdout)).toMatchObject({
      n: 3,
      m: 0,
      pairs: 0,
      weight: 0,
    });
  });

  it('says what it took once and what it ignored', async () => {
    shop.write('again.csv', 'a,b,weight,note\nx,y,3,\ny,x,3,hello\n');
    const ran = await match('again.csv', '--json');
    expect(JSON.parse(ran.stdout)).toMatchObject({ m: 1, weight: 3 });
    expect(ran.stderr).toBe('1 column was ignored\n1 edge repeats a pair and was taken once\n');
  });

  it('refuses bad edges, each by its line, and writes nothing', async () => {
    shop.write('bad.csv', 'a,b,weight\nx,x,1\nx,y,1.5\nx,y,2\ny,x,3\ny,z,0\n');
    const ran = await match('bad.csv', '--json', '--out', 'pairs.csv');
    const expected = [
      [2, 'edges.self_pair'],
      [3, 'edges.weight_malformed'],
      [6, 'edges.weight_not_positive'],
      [5, 'edges.pair_differs'],
    ];
    expect([ran.code, problemsIn(ran).problems.map(({ line, code }) => [line, code])]).toEqual([3, expected]);
    expect(ran.stderr.split('\n')[0]).toBe('bad.csv, line 2, column b: edges.self_pair: nothing is paired with itself');
    expect(shop.list()).not.toContain('pairs.csv');
  });

  it('refuses a bad record of a binary file by its number', async () => {
    shop.write(
      'bad.bin',
      binaryOf(3, [
        [0, 1, 3],
        [2, 2, 1],
      ]),
    );
    expect(await match('bad.bin')).toMatchObject({
      code: 3,
      stdout: '',
      stderr: 'bad.bin, line 2: edges.self_pair: record 2: nothing is paired with itself\n',
    });
  });

  it.each([
    ['a file that is missing', ['none.csv'], 3, 'file.missing'],
    ['a binary file that is missing', ['none.bin'], 3, 'file.missing'],
    ['a folder', ['.'], 3, 'file.not_a_file'],
    ['pairs in place of the edges', ['path.csv', '--out', './path.csv'], 3, 'out.is_an_input'],
    ['a place below a file', ['path.csv', '--out', 'path.csv/pairs.csv'], 3, 'out.not_a_folder'],
    ['no file', [], 2, 'missing required argument'],
    ['nowhere to write', ['path.csv', '--out', ''], 2, '--out'],
    ['a name that no file can have', ['x'.repeat(300)], 3, 'file.not_readable'],
    ['a folder in place of the pairs, though there is none', ['path.csv', '--out', 'new/'], 3, 'out.not_a_file'],
  ] as const)('ends with a reason for %s', async (...[, words, code, why]) => {
    const ran = await match(...words);
    expect([ran.code, ran.stdout]).toEqual([code, '']);
    expect(ran.stderr).toContain(why);
  });

  it('reads a pipe, and ends at an interrupt while nobody writes to it', async () => {
    expect((await shop.shell('loop match <(cat path.csv)')).stdout).toBe('a,b,weight\ny,z,9\n');
    shop.write('graph.bin', binaryOf(3, [[0, 1, 5]]));
    const piped = await shop.shell(
      'mkfifo pipe.bin; cat graph.bin >pipe.bin & loop match pipe.bin; (cat graph.bin; printf x) >pipe.bin & loop match pipe.bin',
    );
    expect(piped).toMatchObject({ code: 3, stdout: 'a,b,weight\n0,1,5\n' });
    expect(piped.stderr).toMatch(/^pipe\.bin: edges\.file_too_long: [^\n]+\n$/);
    const { code, signal } = await shop.shell('mkfifo pipe').then(() => shop.interrupted(['match', 'pipe'], 1_500));
    expect(code ?? signal).toBe('SIGINT');
  });

  it('tells a program, too, of a link that leads nowhere', async () => {
    const ran = await shop.shell('ln -s round.csv round.csv; loop match round.csv --json');
    expect([ran.code, problemsIn(ran).problems.map(({ code }) => code)]).toEqual([3, ['file.not_readable']]);
  });

  it('lets an interrupt in between two pieces of what it prints or writes', async () => {
    const name = (at: number): string => String(at).padStart(400, 'x');
    shop.write('long.csv', `a,b,weight\n${Array.from({ length: 300 }, (_, at) => `${name(at)},${name(300 + at)},1\n`).join('')}`);
    const turns: number[] = [];
    const drafts = new Set<string>();
    let turn = 0;
    let ticking = true;
    const tick = (): void => {
      turn += 1;
      for (const file of shop.list()) if (file.endsWith('.part')) drafts.add(file);
      if (ticking) setImmediate(tick);
    };
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    vi.spyOn(process.stdout, 'write').mockImplementation(() => turns.push(turn) > 0);
    setImmediate(tick);
    const [long, out] = [join(shop.folder, 'long.csv'), join(shop.folder, 'pairs.csv')];
    const codes = [await matchEdges(long, {}), await matchEdges(long, { out })];
    ticking = false;
    vi.restoreAllMocks();
    expect(codes).toEqual([0, 0]);
    expect([turns.length, new Set(turns).size, drafts.size]).toEqual([4, 4, 1]);
  });

  it('ends at an interrupt while it works', async () => {
    shop.write('hard.bin', aHardGraph());
    const { code, stdout } = await shop.interrupted(['match', 'hard.bin', '--max-cardinality'], 2_500);
    expect([code, stdout]).toEqual([130, '']);
  });
});

const csvOf = (edges: readonly PlainEdge[], name: (vertex: number) => string): string =>
  `a,b,weight\n${edges.map(([u, v, weight]) => `${name(u)},${name(v)},${String(weight)}\n`).join('')}`;

const rowsIn = (stdout: string): readonly (readonly string[])[] =>
  stdout
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.split(','));

const pairsIn = (stdout: string): readonly string[] =>
  rowsIn(stdout)
    .map(([a, b]) => [a, b].sort().join('–'))
    .sort();

const figuresOf = (stdout: string): { readonly pairs: number; readonly weight: number } => ({
  pairs: rowsIn(stdout).length,
  weight: rowsIn(stdout).reduce((sum, [, , weight]) => sum + Number(weight), 0),
});

const aSmallGraph = (seed: number): readonly PlainEdge[] => {
  const random = seededRandom(seed);
  const edges: PlainEdge[] = [];
  for (let u = 0; u < 9; u++) {
    for (let v = u + 1; v < 9; v++) if (random.int(10) < 5) edges.push([u, v, 1 + random.int(20)]);
  }
  return edges;
};

/** One that takes ten times as long as the interrupt waits for; who is drawn twice weighs the same again. */
const aHardGraph = (): Buffer => {
  const random = seededRandom(5);
  const size = 150_001;
  const edges = Array.from({ length: 6 * size }, (_, at): PlainEdge => {
    const u = at % size;
    const v = (u + 1 + random.int(size - 1)) % size;
    return [u, v, 1 + ((31 * (u + v)) % 10_000)];
  });
  return binaryOf(size, edges);
};
