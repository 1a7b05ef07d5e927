import { type AdmissiblePairs, meetableScorerOf } from '../admissible.ts';
import { verify } from '../matching/certificate.ts';
import { type Edges, edgesTogether, emptyEdges } from './edges.ts';
import { mostPairs, type Preparation } from './preparation.ts';
import { type FindPriced, type Solved, solvePriced, type Solving } from './solving.ts';

export interface PlannedSoFar {
  readonly round: Solved;
  readonly solving: Solving;
  /** Finds pairs that two could make who never met, where the round is one of all pairs. */
  readonly findPriced: FindPriced;
}

/**
 * How many pairs fewer a round has than if nobody had met before. It solves once more as if that were so and all fitted alike, but only
 * where a gap keeps a pair apart and more stay out than odd components must.
 */
export const pairsLostToHistory = async (
  { pairs, components, height }: Preparation,
  { round, solving, findPriced }: PlannedSoFar,
): Promise<number> => {
  const paired = pairsIn(round.partner);
  const most = mostPairs(components);
  if (paired === most) return 0;
  const removed = metLately(pairs);
  if (removed.one.length === 0) return 0;
  const alike: Edges = { ...round.edges, score: new Int32Array(round.edges.score.length).fill(1) };
  const { problem, proven } = await solvePriced(
    edgesTogether([alike, removed], height.length),
    { ...solving, height: new Uint8Array(height.length).fill(1) },
    async (duals, solved) => (pairsIn(solved.partner) === most ? undefined : findPriced(duals, solved)),
  );
  return verify(problem, proven).pairs - paired;
};

const pairsIn = (partner: Int32Array): number => {
  let count = 0;
  for (let member = 0; member < partner.length; member++) if (partner[member]! > member) count++;
  return count;
};

/** The pairs whom nothing but their last meeting keeps apart, each with the score 1. */
const metLately = (pairs: AdmissiblePairs): Edges => {
  const { met, packed } = pairs;
  const { pair } = meetableScorerOf(pairs);
  const removed = emptyEdges(met.other.length / 2);
  let count = 0;
  for (let member = 0; member < packed.size; member++) {
    for (let at = met.first[member]!; at < met.first[member + 1]!; at++) {
      const other = met.other[at]!;
      if (other < member || met.step[at] !== 0 || pair(member, other) === 0) continue;
      removed.one[count] = member;
      removed.other[count] = other;
      removed.score[count++] = 1;
    }
  }
  return { one: removed.one.subarray(0, count), other: removed.other.subarray(0, count), score: removed.score.subarray(0, count) };
};
