import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { greedyMatching } from '../../../../domain/introductions/matching/greedy.ts';
import { exactSolver } from '../../../../domain/introductions/matching/solve.ts';
import { aProblem, edgesOf, heightsOf, largerProblems } from '../../../arbitraries/matching.ts';
import { worthOf } from '../../../support/brute-force-matching.ts';

describe('the greedy round, for comparison', () => {
  it('takes the best score first, even where that leaves two members out', () => {
    const problem = aProblem(4, [
      [0, 1, 4],
      [1, 2, 5],
      [2, 3, 4],
    ]);
    expect([...greedyMatching(problem)]).toEqual([-1, 2, 1, -1]);
  });

  it('takes the lower member first among equal scores, then the lower partner', () => {
    const problem = aProblem(5, [
      [3, 4, 8],
      [1, 2, 8],
      [0, 2, 8],
      [0, 1, 8],
    ]);
    expect([...greedyMatching(problem)]).toEqual([1, 0, -1, 4, 3]);
  });

  it('takes pairs of the greatest and of the least score', () => {
    const problem = aProblem(4, [
      [0, 1, 1],
      [2, 3, 10_000],
    ]);
    expect([...greedyMatching(problem)]).toEqual([1, 0, 3, 2]);
  });

  it('does not look at the order of the pairs', () => {
    fc.assert(
      fc.property(largerProblems({ min: 2, max: 30 }), (problem) => {
        const reversed = aProblem(problem.size, edgesOf(problem).reverse(), heightsOf(problem));
        expect(greedyMatching(reversed)).toEqual(greedyMatching(problem));
      }),
      { numRuns: 100 },
    );
  });

  it('leaves nobody out who could still meet somebody left out', () => {
    fc.assert(
      fc.property(largerProblems({ min: 0, max: 40 }), (problem) => {
        const partner = greedyMatching(problem);
        expect(edgesOf(problem).filter(([one, other]) => partner[one] === -1 && partner[other] === -1)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('pairs at most as many as the exact round, and at least half as many', () => {
    fc.assert(
      fc.property(largerProblems({ min: 2, max: 60 }), (problem) => {
        const greedy = worthOf(problem, greedyMatching(problem)).pairs;
        const exact = worthOf(problem, exactSolver(problem).partner).pairs;
        expect(greedy).toBeLessThanOrEqual(exact);
        expect(2 * greedy).toBeGreaterThanOrEqual(exact);
      }),
      { numRuns: 100 },
    );
  });
});
