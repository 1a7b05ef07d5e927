import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verify } from '../../../../domain/introductions/matching/certificate.ts';
import type { MatchingProblem } from '../../../../domain/introductions/matching/problem.ts';
import { heightMax, scoreMax, weightPerHeight } from '../../../../domain/introductions/matching/problem.ts';
import { exactSolver } from '../../../../domain/introductions/matching/solve.ts';
import type { Edge } from '../../../arbitraries/matching.ts';
import { aProblem, edgesOf, heightsOf, seededProblem } from '../../../arbitraries/matching.ts';
import type { Worth } from '../../../support/brute-force-matching.ts';
import { worthOf } from '../../../support/brute-force-matching.ts';
import { families } from './families.ts';

/** What a change of the problem must do to the best round, whatever that round is. */
describe('the best round', () => {
  it('is worth the same when the members are numbered otherwise', () => {
    always(({ problem, chance }) => {
      const turn = 1 + (chance % Math.max(1, problem.size));
      const renamed = (member: number): number => problem.size - 1 - ((member + turn) % problem.size);
      const heights = new Array<number>(problem.size);
      for (const [member, height] of problem.height.entries()) heights[renamed(member)] = height;
      const edges = edgesOf(problem).map(([one, other, score]): Edge => [renamed(one), renamed(other), score]);
      expect(best(aProblem(problem.size, edges, heights))).toEqual(best(problem));
    });
  });

  it('grows with all scores', () => {
    always(({ problem }) => {
      const before = best(problem);
      expect(best(withScores(problem, (score) => 7 * score))).toEqual({ ...before, total: 7 * before.total });
    });
  });

  it('gains the same for each pair when every score gains the same', () => {
    always(({ problem }) => {
      const before = best(problem);
      expect(best(withScores(problem, (score) => score + 50))).toEqual({ ...before, total: before.total + 50 * before.pairs });
    });
  });

  it('gains once when all scores of one member gain, where everybody is paired', () => {
    always(({ problem, chance }) => {
      const before = best(problem);
      fc.pre(problem.size > 0 && 2 * before.pairs === problem.size);
      const member = chance % problem.size;
      const raised = edgesOf(problem).map(([one, other, score]): Edge => [
        one,
        other,
        one === member || other === member ? score + 50 : score,
      ]);
      expect(best(aProblem(problem.size, raised, heightsOf(problem)))).toEqual({ ...before, total: before.total + 50 });
    });
  });

  it('is worth the same without a pair that it does not use', () => {
    always(({ problem, chance }) => {
      const { partner } = exactSolver(problem);
      const unused = edgesOf(problem).filter(([one, other]) => partner[one] !== other);
      fc.pre(unused.length > 0);
      expect(best(without(problem, unused[chance % unused.length]!))).toEqual(best(problem));
    });
  });

  it('never gains by the loss of a pair that it uses', () => {
    always(({ problem, chance }) => {
      const used = usedEdges(problem);
      fc.pre(used.length > 0);
      const before = best(problem);
      const after = best(without(problem, used[chance % used.length]!));
      expect(after.pairs).toBeLessThanOrEqual(before.pairs);
      if (after.pairs === before.pairs && String(after.heights) === String(before.heights))
        expect(after.total).toBeLessThanOrEqual(before.total);
    });
  });

  it('gains what a pair that it uses gains', () => {
    always(({ problem, chance }) => {
      const used = usedEdges(problem);
      fc.pre(used.length > 0);
      const before = best(problem);
      const chosen = used[chance % used.length]!;
      const raised = edgesOf(problem).map(([one, other, score]): Edge => [
        one,
        other,
        one === chosen[0] && other === chosen[1] ? score + 50 : score,
      ]);
      expect(best(aProblem(problem.size, raised, heightsOf(problem)))).toEqual({ ...before, total: before.total + 50 });
    });
  });

  it('is worth the same when a pair may meet whom its duals outweigh', () => {
    always(({ problem, chance }) => {
      fc.pre(problem.size > 2);
      const { vertexDuals } = exactSolver(problem);
      const [one, other] = [chance % problem.size, (chance >> 8) % problem.size];
      const isKnown = edgesOf(problem).some(([u, v]) => u === Math.min(one, other) && v === Math.max(one, other));
      const weight = 1 + weightPerHeight(problem.size) * (problem.height[one]! + problem.height[other]!);
      fc.pre(one !== other && !isKnown && 2 * weight <= vertexDuals[one]! + vertexDuals[other]!);
      expect(best(aProblem(problem.size, [...edgesOf(problem), [one, other, 1]], heightsOf(problem)))).toEqual(best(problem));
    });
  });

  it('gains a pair that nobody else may meet', () => {
    always(({ problem }) => {
      const pair = aProblem(2, [[0, 1, 33]], [heightMax, 1]);
      expect(best(together(problem, pair))).toEqual(sumOf(best(problem), { pairs: 1, heights: [heightMax, 1], total: 33 }));
    });
  });

  it('of two communities is the best round of each', () => {
    always(({ problem, chance }) => {
      const other = seededProblem(chance, { size: 17, density: 200, scoreTop: 9, heightTop: 3 });
      expect(best(together(problem, other))).toEqual(sumOf(best(problem), best(other)));
      expect(best(together(problem, problem))).toEqual(sumOf(best(problem), best(problem)));
    });
  });

  it('still holds a member who has waited longer', () => {
    always(({ problem, chance }) => {
      const { partner } = exactSolver(problem);
      const paired = [...partner.keys()].filter((member) => partner[member] !== -1 && problem.height[member]! < heightMax);
      fc.pre(paired.length > 0);
      const member = paired[chance % paired.length]!;
      const height = problem.height.map((before, at) => (at === member ? before + 1 : before));
      expect(exactSolver({ ...problem, height }).partner[member]).not.toBe(-1);
    });
  });

  it('keeps these rules on every family as well', () => {
    for (const [, problem] of families()) {
      const before = best(problem);
      expect(best(withScores(problem, (score) => score + 50))).toEqual({ ...before, total: before.total + 50 * before.pairs });
      expect(best(together(problem, problem))).toEqual(sumOf(before, before));
    }
  });
});

const always = (holds: (drawn: { readonly problem: MatchingProblem; readonly chance: number }) => void): void => {
  const shape = fc.record({
    size: fc.integer({ min: 0, max: 40 }),
    density: fc.constantFrom(40, 80, 150, 400, 1000),
    scoreTop: fc.constantFrom(1, 2, 5, 100, 1000),
    heightTop: fc.constantFrom(1, 3, heightMax),
  });
  const drawn = fc.record({ seed: fc.nat(), shape, chance: fc.nat() });
  const property = fc.property(drawn, ({ seed, shape: drawnShape, chance }) => {
    holds({ problem: seededProblem(seed, drawnShape), chance });
  });
  fc.assert(property, { numRuns: 150 });
};

const best = (problem: MatchingProblem): Worth => {
  const proven = exactSolver(problem);
  verify(problem, proven);
  return worthOf(problem, proven.partner);
};

const sumOf = (one: Worth, other: Worth): Worth => ({
  pairs: one.pairs + other.pairs,
  heights: [...one.heights, ...other.heights].sort((a, b) => b - a),
  total: one.total + other.total,
});

const usedEdges = (problem: MatchingProblem): Edge[] => {
  const { partner } = exactSolver(problem);
  return edgesOf(problem).filter(([one, other]) => partner[one] === other);
};

const withScores = (problem: MatchingProblem, change: (score: number) => number): MatchingProblem => {
  const score = problem.score.map(change);
  expect(Math.max(0, ...score)).toBeLessThanOrEqual(scoreMax);
  return { ...problem, score };
};

const without = (problem: MatchingProblem, [one, other]: Edge): MatchingProblem => {
  const kept = edgesOf(problem).filter(([u, v]) => u !== one || v !== other);
  return aProblem(problem.size, kept, heightsOf(problem));
};

const together = (one: MatchingProblem, other: MatchingProblem): MatchingProblem => {
  const moved = edgesOf(other).map(([u, v, score]): Edge => [u + one.size, v + one.size, score]);
  return aProblem(one.size + other.size, [...edgesOf(one), ...moved], [...heightsOf(one), ...heightsOf(other)]);
};
