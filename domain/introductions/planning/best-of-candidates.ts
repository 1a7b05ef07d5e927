import { type Edges, edgesOf } from './edges.ts';
import { greedyOver, withLeftOver } from './left-over-candidates.ts';
import { findForLeftOver } from './left-over.ts';
import { solvePriced } from './solving.ts';
import type { BestRound, Work } from './work.ts';

/**
 * The best round among each member's best partners, as far as these are found, for communities too large to look at all pairs. Nobody
 * stays out because of that: there are candidates for whom these would leave over, and who is left over even so may look at everybody.
 */
export const bestOfCandidates = async (work: Work): Promise<BestRound> => {
  const { preparation, scans, limits, solving } = work;
  const size = preparation.height.length;
  const perMember = Math.max(0, Math.min(limits.perMember, size - 1));
  const { found, recall } = await nearEdges(work, perMember);
  const edges = await withLeftOver(work, found);
  scans.mostDone();
  return {
    solved: await solvePriced(edges, solving, findForLeftOver(work)),
    scope: { scope: 'candidates', perMember, recall },
    greedy: greedyOver(edges, size),
    findPricedAlike: async () => Promise.resolve(undefined),
  };
};

/** The lists themselves are forgotten: they take as much room as the edges. */
const nearEdges = async ({ scans, stage }: Work, perMember: number): Promise<{ readonly found: Edges; readonly recall: number }> => {
  const near = await scans.near(perMember, stage('scoring'));
  return { found: edgesOf(near), recall: near.recall };
};
