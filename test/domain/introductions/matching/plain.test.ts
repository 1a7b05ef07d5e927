import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WeightedGraph } from '../../../../domain/introductions/matching/arcs.ts';
import { greatestMatching } from '../../../../domain/introductions/matching/plain.ts';

type Edge = readonly [u: number, v: number, weight: number];

describe('the matching of plain weights', () => {
  it.each([{ maxCardinality: true }, { maxCardinality: false }])(
    'is what trying everything finds, $maxCardinality',
    ({ maxCardinality }) => {
      fc.assert(
        fc.property(smallGraphs, (edges) => {
          const { pairs, weight } = greatestMatching(graphOf(8, edges), { maxCardinality });
          const best = bestOf(edges, maxCardinality);
          expect({ pairs: maxCardinality ? pairs : undefined, weight }).toEqual({ ...best, weight: BigInt(best.weight) });
        }),
        { numRuns: 1500 },
      );
    },
  );

  it('leaves two members out for one heavy pair between the others, unless pairs come first', () => {
    const path = graphOf(4, [
      [0, 1, 3],
      [1, 2, 9],
      [2, 3, 3],
    ]);
    expect([...greatestMatching(path, { maxCardinality: false }).partner]).toEqual([-1, 2, 1, -1]);
    expect(greatestMatching(path, { maxCardinality: true })).toEqual({ partner: Int32Array.of(1, 0, 3, 2), pairs: 2, weight: 6n });
  });

  it('stays exact where the weights do not fit thirty-two bits, and where their sum fits no number', () => {
    const heavy = 2 ** 50;
    const graph: WeightedGraph = {
      ...graphOf(
        30,
        [
          ...Array.from({ length: 10 }, (_, ring): Edge[] => [
            [3 * ring, 3 * ring + 1, heavy],
            [3 * ring + 1, 3 * ring + 2, heavy - 1],
            [3 * ring, 3 * ring + 2, heavy - 2],
          ]),
        ].flat(),
      ),
    };
    expect(greatestMatching(graph, { maxCardinality: false })).toMatchObject({ pairs: 10, weight: 10n * BigInt(heavy) });
    expect(() => greatestMatching(graph, { maxCardinality: true })).toThrow('doubled and added exactly');
  });

  it('does not care which kind of array the weights come in', () => {
    const graph = graphOf(5, [
      [0, 1, 7],
      [0, 2, 6],
      [1, 2, 5],
      [3, 4, 9],
    ]);
    const whole = greatestMatching(graph, { maxCardinality: false });
    expect(greatestMatching({ ...graph, weight: Int32Array.from(graph.weight) }, { maxCardinality: false })).toEqual(whole);
  });

  it.each([-1, 0.5, NaN, Infinity])('refuses a weight of %d', (weight) => {
    expect(() => greatestMatching(graphOf(2, [[0, 1, weight]]), { maxCardinality: false })).toThrow('whole numbers from 0');
  });
});

const graphOf = (size: number, edges: readonly Edge[]): WeightedGraph => ({
  size,
  u: Int32Array.from(edges, ([u]) => u),
  v: Int32Array.from(edges, ([, v]) => v),
  weight: Float64Array.from(edges, ([, , weight]) => weight),
});

const pairsOfEight = Array.from({ length: 8 }, (_, u) => Array.from({ length: u }, (_each, v) => [v, u] as const)).flat();

/** Graphs of eight members; nothing stands for a pair that may not meet. */
const smallGraphs = fc
  .tuple(
    fc.constantFrom(1, 3, 20, 2 ** 33),
    fc.constantFrom(0.2, 0.4, 0.8),
    fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
  )
  .map(([top, density, chance]) => {
    const edges: Edge[] = [];
    for (const [u, v] of pairsOfEight) {
      const isEdge = Number(chance.next().value) < density;
      const weight = Math.floor(Number(chance.next().value) * (top + 1));
      if (isEdge) edges.push([u, v, weight]);
    }
    return edges;
  });

const bestOf = (edges: readonly Edge[], maxCardinality: boolean): { pairs: number | undefined; weight: number } => {
  let best = { pairs: 0, weight: 0 };
  const visit = (at: number, taken: number, sum: { pairs: number; weight: number }): void => {
    const isBetter = maxCardinality && sum.pairs !== best.pairs ? sum.pairs > best.pairs : sum.weight > best.weight;
    if (isBetter) best = sum;
    for (let next = at; next < edges.length; next++) {
      const [u, v, weight] = edges[next]!;
      const ends = (1 << u) | (1 << v);
      if ((taken & ends) === 0) visit(next + 1, taken | ends, { pairs: sum.pairs + 1, weight: sum.weight + weight });
    }
  };
  visit(0, 0, best);
  return maxCardinality ? best : { ...best, pairs: undefined };
};
