import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verify } from '../../../../domain/introductions/matching/certificate.ts';
import { edgeWeights, heightMax, scoreMax } from '../../../../domain/introductions/matching/problem.ts';
import type { MatchingProblem } from '../../../../domain/introductions/matching/problem.ts';
import type { Ways } from '../../../../domain/introductions/matching/solve.ts';
import { exactSolver, solverOf } from '../../../../domain/introductions/matching/solve.ts';
import { aProblem, edgesOf, heightsOf, largerProblems, seededProblem, smallProblems } from '../../../arbitraries/matching.ts';
import { bruteForce, worthOf } from '../../../support/brute-force-matching.ts';
import { bytesTaken } from '../../../support/bytes-taken.ts';
import { simpleSolver } from '../../../support/simple-matching/simple-solver.ts';
import { atTheLimit, families, nestedBlossoms } from './families.ts';

describe('the exact solver', () => {
  it.each([
    { sizeMax: 5, numRuns: 3000 },
    { sizeMax: 7, numRuns: 3500 },
    { sizeMax: 9, numRuns: 2500 },
    { sizeMax: 10, numRuns: 1000 },
  ])(
    'pairs the most, then the longest waiting, then those who fit best, as trying everything does for $sizeMax members',
    ({ sizeMax, numRuns }) => {
      fc.assert(
        fc.property(smallProblems(sizeMax), (problem) => {
          const proven = exactSolver(problem);
          verify(problem, proven);
          expect(worthOf(problem, proven.partner)).toEqual(bruteForce(problem));
        }),
        { numRuns },
      );
    },
  );

  it.each([
    { min: 11, max: 30, numRuns: 600 },
    { min: 31, max: 70, numRuns: 300 },
    { min: 71, max: 120, numRuns: 200 },
  ])('proves every round of $min to $max members the best', ({ min, max, numRuns }) => {
    fc.assert(
      fc.property(largerProblems({ min, max }), (problem) => {
        expect(verify(problem, exactSolver(problem)).gap).toBe(0);
      }),
      { numRuns },
    );
  });

  it.each(families())('proves its round the best for %s', (_name, problem) => {
    expect(verify(problem, exactSolver(problem)).gap).toBe(0);
  });

  it('pairs everybody where only one long chain of changes allows it', () => {
    const chains = families().filter(([name]) => name.startsWith('a far odd pair'));
    for (const [, problem] of chains) expect(2 * verify(problem, exactSolver(problem)).pairs).toBe(problem.size);
    expect(chains.length).toBe(2);
  });

  it('says how far it is, never less far than before', () => {
    const problem = seededProblem(3, { size: 400, density: 20, scoreTop: 10_000, heightTop: 2 });
    for (const nearPerMember of [1, Infinity]) {
      const heard: number[] = [];
      solverOf({ fractionalFirst: true, nearPerMember, onProgress: (done, of) => heard.push(done / of) })(problem);
      expect(heard).toEqual(heard.toSorted((one, other) => one - other));
      expect([heard[0]! < 0.5, heard.at(-1)]).toEqual([true, 1]);
    }
  });

  it('leaves one member out of each odd component', () => {
    const problem = familyOf('odd components');
    expect(verify(problem, exactSolver(problem)).pairs).toBe((problem.size - 5) / 2);
  });

  it('comes through blossoms nested three hundred deep', () => {
    const problem = nestedBlossoms(300);
    const proven = exactSolver(problem);
    expect(verify(problem, proven).pairs).toBe(300);
    expect(depthOf(problem, proven.blossoms)).toBe(300);
  });

  it('stays exact at the limit of scores and heights', () => {
    const problem = atTheLimit(61);
    expect(verify(problem, exactSolver(problem))).toEqual({
      pairs: 30,
      waiting: 60 * (heightMax - 1),
      total: 300_000,
      upperBound: 300_000,
      gap: 0,
    });
  });

  it('gives the same answer whatever the order of the pairs', () => {
    const shuffledProblems = largerProblems({ min: 2, max: 60 }).chain((problem) => {
      const edges = edgesOf(problem);
      const shuffled = fc.shuffledSubarray(edges, { minLength: edges.length });
      return shuffled.map((order) => ({ problem, reordered: aProblem(problem.size, order, heightsOf(problem)) }));
    });
    fc.assert(
      fc.property(shuffledProblems, ({ problem, reordered }) => {
        expect(exactSolver(reordered)).toEqual(exactSolver(problem));
      }),
      { numRuns: 200 },
    );
  });

  it('agrees with the simple solver', () => {
    fc.assert(
      fc.property(largerProblems({ min: 2, max: 70 }), (problem) => {
        expect(verify(problem, exactSolver(problem))).toEqual(verify(problem, simpleSolver(problem)));
      }),
      { numRuns: 300 },
    );
  });

  it.each<Ways>([
    { fractionalFirst: false, nearPerMember: 8 },
    { fractionalFirst: false, nearPerMember: 1 },
    { fractionalFirst: true, nearPerMember: 1 },
    { fractionalFirst: true, nearPerMember: 8 },
  ])('finds rounds as good with $nearPerMember near arcs, a fractional matching first: $fractionalFirst', (ways) => {
    const check = (problem: MatchingProblem): void => {
      expect(verify(problem, solverOf(ways)(problem))).toEqual(verify(problem, exactSolver(problem)));
    };
    for (const [, problem] of families()) check(problem);
    fc.assert(fc.property(largerProblems({ min: 2, max: 90 }), check), { numRuns: 200 });
    // So many pairs for each member that most of them are far.
    for (const seed of [1, 2, 3]) check(seededProblem(seed, { size: 400, density: 300, scoreTop: scoreMax, heightTop: 3 }));
  });

  it.each([
    ['a nest of blossoms', nestedBlossoms],
    ['sparse pairs', (size: number) => seededProblem(5, { size, density: 15, scoreTop: 100, heightTop: 3 })],
  ])('takes room in proportion to the members and their pairs: %s', (_name, problemOf) => {
    const [one, larger] = [problemOf(400), problemOf(1600)];
    const room = ({ size, u }: MatchingProblem): number => size + u.length;
    const growth = bytesTaken(() => exactSolver(larger)) / bytesTaken(() => exactSolver(one));
    expect(growth).toBeLessThan((1.2 * room(larger)) / room(one));
  });

  it('comes through blossoms nested ten thousand deep without walking them over and over', { timeout: 20_000 }, () => {
    const problem = nestedBlossoms(10_000);
    expect(verify(problem, exactSolver(problem)).pairs).toBe(10_000);
  });

  it('leaves the problem as it was', () => {
    const problem = familyOf('odd components');
    const before = structuredClone(problem);
    exactSolver(problem);
    expect(problem).toEqual(before);
  });
});

describe('the weight of a pair', () => {
  it('puts one member more before any score', () => {
    const problem = aProblem(4, [
      [1, 2, 10_000],
      [0, 1, 1],
      [2, 3, 1],
    ]);
    expect([...exactSolver(problem).partner]).toEqual([1, 0, 3, 2]);
  });

  it('puts who waited longer before any score', () => {
    const problem = aProblem(
      3,
      [
        [0, 1, 10_000],
        [1, 2, 1],
      ],
      [1, 1, 2],
    );
    expect([...exactSolver(problem).partner]).toEqual([-1, 2, 1]);
  });

  it('puts one member who waited long before two who waited less', () => {
    // 4 and 0 cannot both be paired, nor can 2 and 3; brute force judges by the greatest height first.
    const problem = aProblem(
      5,
      [
        [0, 1, 5],
        [1, 4, 5],
        [2, 4, 5],
        [3, 4, 5],
      ],
      [2, 1, 3, 4, 1],
    );
    expect(worthOf(problem, exactSolver(problem).partner)).toEqual({ pairs: 2, heights: [4, 2, 1, 1], total: 10 });
  });

  it('stays a whole number that doubles exactly for a million members', () => {
    const problem = { ...aProblem(2, [[0, 1, 10_000]], [heightMax, heightMax]), size: 1_000_000 };
    expect(Number.isSafeInteger(4 * edgeWeights(problem)[0]!)).toBe(true);
  });
});

const familyOf = (name: string): MatchingProblem => families().find(([other]) => other === name)![1];

const depthOf = ({ size }: MatchingProblem, blossoms: ReturnType<typeof exactSolver>['blossoms']): number => {
  const depths: number[] = [];
  for (const { parts } of blossoms) depths.push(1 + Math.max(0, ...[...parts].map((part) => depths[part - size] ?? 0)));
  return Math.max(0, ...depths);
};
