import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EdgeList } from '../../../adapters/files/edges-list.ts';
import { settledEdges } from '../../../adapters/files/edges-settled.ts';

type Edge = readonly [u: number, v: number, weight: number];

describe('a list of edges', () => {
  it('becomes a graph with each pair once, in order, and says what is repeated and what differs', () => {
    fc.assert(
      fc.property(fc.array(anEdge, { maxLength: 40 }), fc.boolean(), (edges, isInOrder) => {
        const list = isInOrder ? edges.map(lowerFirst).sort(byEnds) : edges;
        const firsts = new Map<string, Edge>();
        const expected = { repeats: 0, differing: [] as number[] };
        for (const [at, edge] of list.entries()) {
          const [u, v, weight] = lowerFirst(edge);
          if (u === v) continue;
          const before = firsts.get(`${String(u)} ${String(v)}`);
          if (before === undefined) firsts.set(`${String(u)} ${String(v)}`, [u, v, weight]);
          else if (before[2] === weight) expected.repeats++;
          else expected.differing.push(at + 1);
        }
        const { graph, repeats, problems } = settledEdges(listOf(list), { heaviest: 3 });
        expect([...graph.u].map((u, e) => [u, graph.v[e], graph.weight[e]])).toEqual([...firsts.values()].sort(byEnds));
        expect({ repeats, differing: problems.kept.map(({ line }) => line) }).toEqual(expected);
      }),
    );
  });
});

const anEdge = fc.tuple(fc.nat(6), fc.nat(6), fc.integer({ min: 1, max: 3 }));

const lowerFirst = ([u, v, weight]: Edge): Edge => (u < v ? [u, v, weight] : [v, u, weight]);

const byEnds = (one: Edge, other: Edge): number => one[0] - other[0] || one[1] - other[1];

const listOf = (edges: readonly Edge[]): EdgeList => ({
  file: 'graph.bin',
  size: 7,
  u: Int32Array.from(edges, ([u]) => u),
  v: Int32Array.from(edges, ([, v]) => v),
  weight: Int32Array.from(edges, ([, , weight]) => weight),
});
