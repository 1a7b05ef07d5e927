import type { MatchingProblem } from '../../../../domain/introductions/matching/problem.ts';
import { heightMax, scoreMax } from '../../../../domain/introductions/matching/problem.ts';
import type { Edge } from '../../../arbitraries/matching.ts';
import { aProblem, seededProblem } from '../../../arbitraries/matching.ts';

/** Graphs that have broken matching solvers, or would. The scores stay small, so that there is room to vary them. */
export const families = (): readonly (readonly [name: string, problem: MatchingProblem])[] => [
  ['nobody', aProblem(0, [])],
  ['one member', aProblem(1, [])],
  ['members who may meet nobody', aProblem(6, [[1, 4, 7]])],
  ['a single pair', aProblem(2, [[0, 1, 1]])],
  [
    'a star',
    aProblem(
      12,
      rangeOf(11).map((leaf) => [0, leaf + 1, leaf + 1]),
    ),
  ],
  ['three hubs for forty members', hubs(40)],
  ['a chain of triangles', cliqueChain(3, 12)],
  ['a chain of triangles that lets one member out', cliqueChain(3, 13)],
  ['a chain of cliques of five', cliqueChain(5, 9)],
  ['odd components', oddComponents()],
  ['a path of rising scores, even', risingPath(60)],
  ['a path of rising scores, odd', risingPath(61)],
  ['a far odd pair in an even path', farOddPair(50)],
  ['a far odd pair behind triangles', farOddPairBehindTriangles(15)],
  ['blossoms nested in blossoms', nestedBlossoms(40)],
  ['blossoms nested in blossoms, one member more', withLeaf(nestedBlossoms(40), 80)],
  ['all pairs of an odd number of members with one score', seededProblem(1, { size: 45, density: 1000, scoreTop: 1, heightTop: 1 })],
  ['all pairs with five scores', seededProblem(2, { size: 60, density: 1000, scoreTop: 5, heightTop: heightMax })],
  ['few pairs with ties', seededProblem(3, { size: 120, density: 25, scoreTop: 3, heightTop: 1 })],
];

/** Every score and every height as great as it may be. */
export const atTheLimit = (size: number): MatchingProblem => {
  const all = seededProblem(0, { size, density: 1000, scoreTop: 1, heightTop: 1 });
  return { ...all, score: all.score.map(() => scoreMax), height: all.height.map(() => heightMax) };
};

/** `depth` blossoms, each inside the next: every level hangs two members with weaker edges on to the level before. */
export const nestedBlossoms = (depth: number): MatchingProblem => {
  const edges = rangeOf(depth).flatMap((level): Edge[] => {
    const [left, right] = [2 * level + 1, 2 * level + 2];
    const score = 2 * (depth - level);
    return [
      [left, right, score],
      [left, Math.max(0, left - 2), score],
      [right, level === 0 ? 0 : right - 2, score],
    ];
  });
  return aProblem(2 * depth + 1, edges);
};

const withLeaf = (problem: MatchingProblem, member: number): MatchingProblem => ({
  size: problem.size + 1,
  u: Int32Array.of(...problem.u, member),
  v: Int32Array.of(...problem.v, problem.size),
  score: Int32Array.of(...problem.score, 1),
  height: Uint8Array.of(...problem.height, 1),
});

const cliqueChain = (cliqueSize: number, count: number): MatchingProblem => {
  const edges = rangeOf(count).flatMap((clique): Edge[] => {
    const start = clique * cliqueSize;
    const inside = rangeOf(cliqueSize).flatMap((one) =>
      rangeOf(one).map((other): Edge => [start + other, start + one, 3 + ((one + clique) % 2)]),
    );
    return clique === 0 ? inside : [...inside, [start - 1, start, 1 + (clique % 3)]];
  });
  return aProblem(cliqueSize * count, edges);
};

const oddComponents = (): MatchingProblem => {
  let start = 0;
  const edges = [3, 5, 7, 9, 3].flatMap((ring) => {
    const first = start;
    start += ring;
    return rangeOf(ring).map((at): Edge => [first + at, first + ((at + 1) % ring), 1 + ((at * at) % 4)]);
  });
  return aProblem(
    start,
    edges,
    rangeOf(start).map((member) => 1 + (member % 3)),
  );
};

const hubs = (size: number): MatchingProblem =>
  aProblem(
    size,
    rangeOf(3).flatMap((hub) => rangeOf(size - 3).map((member): Edge => [hub, member + 3, 1 + ((member * (hub + 2)) % 7)])),
    rangeOf(size).map((member) => 1 + (member % 4)),
  );

const risingPath = (size: number): MatchingProblem =>
  aProblem(
    size,
    rangeOf(size - 1).map((at) => [at, at + 1, at + 1]),
  );

/** The strong edges leave out both ends of the path; to pair these as well, every pair must change. */
const farOddPair = (half: number): MatchingProblem =>
  aProblem(
    2 * half,
    rangeOf(2 * half - 1).map((at) => [at, at + 1, at % 2 === 0 ? 1 : 900]),
  );

const farOddPairBehindTriangles = (count: number): MatchingProblem => {
  const triangles = rangeOf(count).flatMap((triangle): Edge[] => {
    const [a, b, c, bridge] = [4 * triangle + 1, 4 * triangle + 2, 4 * triangle + 3, 4 * triangle + 4];
    return [
      [a, b, 50],
      [b, c, 60],
      [a, c, 55],
      [c, bridge, 40],
      [bridge, bridge + 1, 2],
    ];
  });
  return aProblem(4 * count + 2, [[0, 1, 1], ...triangles]);
};

const rangeOf = (count: number): number[] => [...new Array<undefined>(count).keys()];
