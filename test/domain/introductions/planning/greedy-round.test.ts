import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AdmissibleScorer } from '../../../../domain/introductions/admissible.ts';
import { emptyLists, offer } from '../../../../domain/introductions/best-lists.ts';
import { greedyMatching } from '../../../../domain/introductions/matching/greedy.ts';
import type { MatchingProblem } from '../../../../domain/introductions/matching/problem.ts';
import { greedyRound } from '../../../../domain/introductions/planning/greedy-round.ts';
import { aProblem, edgesOf, largerProblems, smallProblems } from '../../../arbitraries/matching.ts';

/** The pairs of a problem as a round sees them. */
const scorerOf = ({ size, u, v, score }: MatchingProblem): AdmissibleScorer => {
  const scores = new Uint16Array(size * size);
  for (let e = 0; e < u.length; e++) scores[u[e]! * size + v[e]!] = scores[v[e]! * size + u[e]!] = score[e]!;
  const pair = (one: number, other: number): number => scores[one * size + other]!;
  return {
    size,
    pair,
    row: (member, { from, to }, out) => {
      for (let other = from; other < to; other++) out[other - from] = pair(member, other);
    },
  };
};

const nearestOf = (problem: MatchingProblem, perMember: number) => {
  const lists = emptyLists(problem.size, perMember);
  for (const [one, other, score] of edgesOf(problem)) {
    offer(lists, one, { other, key: score, score });
    offer(lists, other, { other: one, key: score, score });
  }
  return lists;
};

describe('the greedy round found from short lists', () => {
  it('is that of all pairs, however short they are', () => {
    fc.assert(
      fc.property(
        fc.oneof(smallProblems(12), largerProblems({ min: 0, max: 60 })),
        fc.integer({ min: 1, max: 5 }),
        (problem, perMember) => {
          expect(greedyRound(scorerOf(problem), nearestOf(problem, perMember))).toEqual(greedyMatching(problem));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('is that of all pairs where everybody fits everybody alike', () => {
    const edges = Array.from({ length: 40 }, (_, one) => Array.from({ length: one }, (__, other) => [one, other, 7] as const)).flat();
    const problem = aProblem(40, edges);
    expect(greedyRound(scorerOf(problem), nearestOf(problem, 2))).toEqual(greedyMatching(problem));
  });
});
