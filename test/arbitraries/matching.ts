import fc from 'fast-check';
import type { MatchingProblem } from '../../domain/introductions/matching/problem.ts';
import { heightMax, scoreMax } from '../../domain/introductions/matching/problem.ts';
import { seededRandom } from '../../domain/kernel/random.ts';

/** Two members and the score of their meeting; which of the two comes first does not matter. */
export type Edge = readonly [one: number, other: number, score: number];

export const aProblem = (size: number, edges: readonly Edge[], heights: readonly number[] = []): MatchingProblem => ({
  size,
  u: Int32Array.from(edges, ([one, other]) => Math.min(one, other)),
  v: Int32Array.from(edges, ([one, other]) => Math.max(one, other)),
  score: Int32Array.from(edges, ([, , score]) => score),
  height: Uint8Array.from({ length: size }, (_, member) => heights[member] ?? 1),
});

export const edgesOf = ({ u, v, score }: MatchingProblem): Edge[] => [...u].map((one, e) => [one, v[e]!, score[e]!]);

export const heightsOf = ({ height }: MatchingProblem): number[] => [...height];

/** Any graph of up to `sizeMax` members. Few distinct scores make ties; a score of 0 or less stands for a pair that may not meet. */
export const smallProblems = (sizeMax: number): fc.Arbitrary<MatchingProblem> =>
  fc
    .record({
      size: fc.nat(sizeMax),
      scoreTop: fc.constantFrom(1, 2, 3, 5, 30, scoreMax),
      emptiness: fc.constantFrom(0, 0.5, 1, 2, 4),
      heightTop: fc.constantFrom(1, 2, 3, heightMax),
    })
    .chain(({ size, scoreTop, emptiness, heightTop }) => {
      const count = (size * (size - 1)) / 2;
      const score = fc.integer({ min: 1 - Math.round(emptiness * scoreTop), max: scoreTop });
      const height = fc.integer({ min: 1, max: heightTop });
      return fc
        .tuple(fc.array(score, { minLength: count, maxLength: count }), fc.array(height, { minLength: size, maxLength: size }))
        .map(([scores, heights]) => aProblem(size, edgesFrom(size, scores), heights));
    });

const edgesFrom = (size: number, scores: readonly number[]): Edge[] => {
  const edges: Edge[] = [];
  let at = 0;
  for (let one = 0; one < size; one++) {
    for (let other = one + 1; other < size; other++) edges.push([one, other, scores[at++]!]);
  }
  return edges.filter(([, , score]) => score > 0);
};

export interface Shape {
  readonly size: number;
  /** How many of all pairs may meet, in per mille. */
  readonly density: number;
  readonly scoreTop: number;
  readonly heightTop: number;
}

/** A graph too large to be drawn edge by edge: it comes from its seed. */
export const seededProblem = (seed: number, { size, density, scoreTop, heightTop }: Shape): MatchingProblem => {
  const random = seededRandom(seed);
  const edges: Edge[] = [];
  for (let one = 0; one < size; one++) {
    for (let other = one + 1; other < size; other++) {
      if (random.int(1000) < density) edges.push([one, other, 1 + random.int(scoreTop)]);
    }
  }
  return aProblem(
    size,
    edges,
    Array.from({ length: size }, () => 1 + random.int(heightTop)),
  );
};

export const largerProblems = (sizes: { readonly min: number; readonly max: number }): fc.Arbitrary<MatchingProblem> =>
  fc
    .record({
      seed: fc.nat(),
      size: fc.integer(sizes),
      density: fc.constantFrom(15, 30, 60, 150, 500, 1000),
      scoreTop: fc.constantFrom(1, 2, 3, 10, 100, scoreMax),
      heightTop: fc.constantFrom(1, 2, heightMax),
    })
    .map(({ seed, ...shape }) => seededProblem(seed, shape));
