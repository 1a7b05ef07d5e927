import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WeightedGraph } from '../../../../domain/introductions/matching/arcs.ts';
import { checkedMatching, greatestMatching, heaviestMax, solvedMatching } from '../../../../domain/introductions/matching/plain.ts';
import { bestByTrying, type PlainEdge as Edge } from '../../../support/best-by-trying.ts';

describe('the matching of plain weights', () => {
  it.each([{ maxCardinality: true }, { maxCardinality: false }])(
    'is what trying everything finds, $maxCardinality',
    ({ maxCardinality }) => {
      fc.assert(
        fc.property(smallGraphs, (edges) => {
          const { pairs, weight, upperBound } = greatestMatching(graphOf(8, edges), { maxCardinality });
          const best = bestByTrying(edges, { maxCardinality });
          expect([weight, upperBound]).toEqual([BigInt(best.weight), BigInt(best.weight)]);
          if (maxCardinality) expect(pairs).toBe(best.pairs);
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
    expect(greatestMatching(path, { maxCardinality: true })).toEqual({
      partner: Int32Array.of(1, 0, 3, 2),
      pairs: 2,
      weight: 6n,
      upperBound: 6n,
    });
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

  it.each([{ maxCardinality: true }, { maxCardinality: false }])(
    'is proven for weights as heavy as can be added exactly and refused for heavier ones, $maxCardinality',
    ({ maxCardinality }) => {
      fc.assert(
        fc.property(smallGraphs, fc.integer({ min: 8, max: 2000 }), (edges, size) => {
          const heaviest = heaviestMax(size, { maxCardinality });
          const heavy = edges.map(([u, v, weight]): Edge => [u, v, heaviest - weight]);
          const { pairs, weight, upperBound } = greatestMatching(graphOf(size, heavy), { maxCardinality });
          expect([upperBound, pairs * heaviest >= weight]).toEqual([weight, true]);
          expect(() => greatestMatching(graphOf(size, [...heavy, [6, 7, heaviest + 1]]), { maxCardinality })).toThrow('added exactly');
        }),
      );
    },
  );

  it('is not handed out when it is not the one that the duals prove', () => {
    const triangle = graphOf(3, [
      [0, 1, 5],
      [0, 2, 4],
      [1, 2, 3],
    ]);
    const aim = { maxCardinality: false };
    const solved = solvedMatching(triangle, aim);
    expect(checkedMatching(triangle, aim, solved)).toMatchObject({ weight: 5n, upperBound: 5n });
    expect(() => checkedMatching(triangle, aim, { ...solved, partner: Int32Array.of(2, -1, 0) })).toThrow();
    expect(() => checkedMatching(triangle, aim, { ...solved, vertexDuals: solved.vertexDuals.map((dual) => dual + 2) })).toThrow();
    expect(() => checkedMatching({ ...triangle, weight: Int32Array.of(5, 9, 3) }, aim, solved)).toThrow();
    expect(() => checkedMatching(triangle, { maxCardinality: true }, solved)).toThrow();
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
