import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verify } from '../../../../domain/introductions/matching/certificate.ts';
import type { Blossom, MatchingProblem, ProvenMatching } from '../../../../domain/introductions/matching/problem.ts';
import { heightMax, weightPerHeight } from '../../../../domain/introductions/matching/problem.ts';
import { exactSolver } from '../../../../domain/introductions/matching/solve.ts';
import { InvariantBroken } from '../../../../domain/kernel/invariant.ts';
import type { Edge } from '../../../arbitraries/matching.ts';
import { aProblem, edgesOf, largerProblems } from '../../../arbitraries/matching.ts';

/** Three members of whom each may meet each, and one pair: the proof needs a blossom. */
const triangle = aProblem(
  5,
  [
    [0, 1, 7],
    [0, 2, 6],
    [1, 2, 5],
    [3, 4, 9],
  ],
  [1, 3, 1, 1, 2],
);

describe('the certificate', () => {
  it('states what was proven', () => {
    expect(verify(triangle, exactSolver(triangle))).toEqual({ pairs: 2, waiting: 3, total: 16, upperBound: 16, gap: 0 });
    expect(exactSolver(triangle).blossoms).toHaveLength(1);
  });

  it('passes an empty round', () => {
    const nobody = aProblem(0, []);
    expect(verify(nobody, exactSolver(nobody))).toEqual({ pairs: 0, waiting: 0, total: 0, upperBound: 0, gap: 0 });
  });

  it('checks a nest of 130,000 blossoms whose duals add up to more than a number can hold', () => {
    const { problem, proven } = aDeepNest(130_000);
    expect(proven.vertexDuals.reduce((sum, dual) => sum + dual)).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
    expect(verify(problem, proven)).toMatchObject({ pairs: 130_000, total: 1_300_000_000, gap: 0 });
  });

  it.each<readonly [string, (proven: ProvenMatching) => ProvenMatching, string]>([
    ['a partner who does not agree', (proven) => withPartner(proven, 0, 2), 'partners have each other'],
    ['a member paired with nobody there', (proven) => withPartner(proven, 2, 99), 'partners have each other'],
    ['a member paired with herself', (proven) => withPartner(proven, 2, 2), 'only who may meet is paired'],
    ['a pair that may not meet', (proven) => paired(proven, [0, 3]), 'only who may meet is paired'],
    ['a partner list that is too short', (proven) => ({ ...proven, partner: proven.partner.slice(1) }), 'everybody has an entry'],
    [
      'a dual list that is too long',
      (proven) => ({ ...proven, vertexDuals: Float64Array.of(...proven.vertexDuals, 0) }),
      'everybody has a dual',
    ],
    ['a dual below 0', (proven) => withDual(proven, 2, -1), '0 or above'],
    ['half a dual', (proven) => withDual(proven, 0, proven.vertexDuals[0]! + 0.5), 'whole number'],
    ['no number for a dual', (proven) => withDual(proven, 0, NaN), 'whole number'],
    ['a dual of somebody left out', (proven) => withDual(proven, 2, 1), 'left out has the dual 0'],
    ['a pair given up', (proven) => paired(proven), 'left out has the dual 0'],
    ['an edge that outweighs its duals', (proven) => withDual(proven, 3, 0), 'no edge weighs more'],
    ['a missing blossom', (proven) => ({ ...proven, blossoms: [] }), 'no edge weighs more'],
    ['a blossom of two members', (proven) => withParts(proven, [[0, 1]]), 'odd number of members'],
    ['a blossom of one member', (proven) => withParts(proven, [[0]]), 'odd number of members'],
    ['a blossom with a stranger', (proven) => withParts(proven, [[0, 1, 5]]), 'blossoms before it'],
    ['a blossom within itself', (proven) => withParts(proven, [[0, 1, 2, 5]]), 'blossoms before it'],
    ['a member twice in a blossom', (proven) => withParts(proven, [[0, 1, 1]]), 'part of two blossoms'],
    [
      'two blossoms that cross',
      (proven) =>
        withParts(proven, [
          [0, 1, 2],
          [2, 3, 4],
        ]),
      'part of two blossoms',
    ],
    ['a blossom without a dual', (proven) => ({ ...proven, blossoms: [{ ...proven.blossoms[0]!, dual: 0 }] }), 'whole number above 0'],
    [
      'a blossom that is too dear',
      (proven) => ({ ...proven, blossoms: [{ ...proven.blossoms[0]!, dual: 2 ** 53 }] }),
      'whole number above 0',
    ],
  ])('refuses %s', (_what, tamper, reason) => {
    expect(() => verify(triangle, tamper(exactSolver(triangle)))).toThrow(reason);
  });

  it('refuses a blossom that is not full', () => {
    // The duals fit every edge; only the blossom around three members of whom no two are paired is wrong.
    const problem = aProblem(6, [
      [0, 3, 5],
      [1, 4, 5],
      [2, 5, 5],
    ]);
    const proven = exactSolver(problem);
    const blossoms = [{ parts: Int32Array.of(0, 1, 2), dual: 2 }];
    expect(() => verify(problem, { ...proven, blossoms })).toThrow('all members of a blossom but one');
  });

  it('refuses another round that pairs as many but fits worse', () => {
    const square = aProblem(4, [
      [0, 1, 9],
      [2, 3, 9],
      [0, 2, 9],
      [1, 3, 8],
    ]);
    const other = paired(exactSolver(square), [0, 2], [1, 3]);
    expect(() => verify(square, other)).toThrow('a pair weighs as much as its duals');
  });

  it('refuses a dual of anybody off by one, either way', () => {
    everyProblem((problem, proven, chance) => {
      const member = chance % problem.size;
      for (const off of [-1, 1]) {
        expect(() => verify(problem, withDual(proven, member, proven.vertexDuals[member]! + off))).toThrow(InvariantBroken);
      }
    });
  });

  it('refuses a blossom that is missing or has another dual', () => {
    everyProblem((problem, proven, chance) => {
      const { blossoms } = proven;
      fc.pre(blossoms.length > 0);
      const chosen = chance % blossoms.length;
      const changed = blossoms.map((blossom, at): Blossom => (at === chosen ? { ...blossom, dual: blossom.dual + 2 } : blossom));
      expect(() => verify(problem, { ...proven, blossoms: changed })).toThrow(InvariantBroken);
      // The last one is in no other.
      expect(() => verify(problem, { ...proven, blossoms: blossoms.slice(0, -1) })).toThrow(InvariantBroken);
    });
  });

  it('refuses two pairs that swapped partners, unless that round is as good', () => {
    everyProblem((problem, proven, chance) => {
      const pairs = pairsOf(proven);
      fc.pre(pairs.length > 1);
      const [a, b] = pairs[chance % pairs.length]!;
      const [c, d] = pairs[(chance + 1) % pairs.length]!;
      const others = pairs.filter(([one]) => one !== a && one !== c);
      const swapped = paired(proven, ...others, [a, c], [b, d]);
      if (weightOf(problem, swapped) === weightOf(problem, proven)) {
        expect(verify(problem, swapped)).toEqual(verify(problem, proven));
        return;
      }
      expect(() => verify(problem, swapped)).toThrow(InvariantBroken);
    });
  });

  it('refuses a round that lacks one of its pairs', () => {
    everyProblem((problem, proven, chance) => {
      const pairs = pairsOf(proven);
      fc.pre(pairs.length > 0);
      const fewer = pairs.filter((_, at) => at !== chance % pairs.length);
      expect(() => verify(problem, paired(proven, ...fewer))).toThrow(InvariantBroken);
    });
  });
});

const everyProblem = (holds: (problem: MatchingProblem, proven: ProvenMatching, chance: number) => void): void => {
  const property = fc.property(largerProblems({ min: 3, max: 50 }), fc.nat(), (problem, chance) => {
    holds(problem, exactSolver(problem), chance);
  });
  fc.assert(property, { numRuns: 200 });
};

const withPartner = (proven: ProvenMatching, member: number, mate: number): ProvenMatching => ({
  ...proven,
  partner: proven.partner.with(member, mate),
});

const withDual = (proven: ProvenMatching, member: number, dual: number): ProvenMatching => ({
  ...proven,
  vertexDuals: proven.vertexDuals.with(member, dual),
});

const withParts = (proven: ProvenMatching, all: readonly (readonly number[])[]): ProvenMatching => ({
  ...proven,
  blossoms: all.map((parts) => ({ parts: Int32Array.from(parts), dual: 2 })),
});

type Pair = readonly [number, number];

const paired = (proven: ProvenMatching, ...pairs: readonly Pair[]): ProvenMatching => {
  const partner = new Int32Array(proven.partner.length).fill(-1);
  for (const [one, other] of pairs) {
    partner[one] = other;
    partner[other] = one;
  }
  return { ...proven, partner };
};

const pairsOf = ({ partner }: ProvenMatching): Pair[] => [...partner.entries()].filter(([member, mate]) => mate > member);

/** Nothing where a pair may not meet. */
const weightOf = (problem: MatchingProblem, proven: ProvenMatching): number | undefined => {
  const edges = edgesOf(problem);
  const perHeight = weightPerHeight(problem.size);
  let weight = 0;
  for (const [one, other] of pairsOf(proven)) {
    const edge = edges.find(([u, v]) => u === one && v === other);
    if (edge === undefined) return undefined;
    weight += edge[2] + perHeight * (problem.height[one]! + problem.height[other]!);
  }
  return weight;
};

/** Blossom k holds blossom k − 1 and the pair k; further pairs may meet across thousands of levels, and are outweighed by their duals. */
const aDeepNest = (depth: number): { problem: MatchingProblem; proven: ProvenMatching } => {
  const levels = [...new Array<undefined>(depth).keys()];
  const size = 2 * depth + 1;
  const across = levels.filter((level) => level >= 19_000).map((level): Edge => [2 * (level - 19_000) + 1, 2 * level + 1, 1]);
  const problem = aProblem(
    size,
    [...levels.map((level): Edge => [2 * level + 1, 2 * level + 2, 10_000]), ...across],
    new Array<number>(size).fill(heightMax),
  );
  const weight = 10_000 + 2 * heightMax * weightPerHeight(size);
  const blossoms = levels.map((level): Blossom => {
    const within = level === 0 ? 0 : size + level - 1;
    return { parts: Int32Array.of(within, 2 * level + 1, 2 * level + 2), dual: 2 };
  });
  const vertexDuals = Float64Array.from({ length: size }, (_, member) =>
    member === 0 ? 0 : weight - (depth - Math.floor((member - 1) / 2)),
  );
  const partner = Int32Array.from({ length: size }, (_, member) => (member === 0 ? -1 : member % 2 === 1 ? member + 1 : member - 1));
  return { problem, proven: { partner, vertexDuals, blossoms } };
};
