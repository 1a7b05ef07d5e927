import { admissibleScorerOf } from '../admissible.ts';
import type { PriceTask } from '../scans.ts';
import { type Duals, excessOf } from './duals.ts';
import { type Edges, edgesOf, edgesWhere, emptyEdges } from './edges.ts';
import { greedyRound } from './greedy-round.ts';
import { withLeftOver } from './left-over-candidates.ts';
import { type FindPriced, solvePriced } from './solving.ts';
import type { BestRound, Work } from './work.ts';

/**
 * The best round of all pairs that may meet, without a list of them: it is found among each member's best few, and any pair that could still
 * improve it is added, until a last look at all pairs finds none. That look is a check of its own: it shares nothing with the solver.
 */
export const bestOfAll = async (work: Work): Promise<BestRound> => {
  const { preparation, scans, limits, solving, stage } = work;
  const { packed } = preparation.pairs;
  const perMember = Math.max(0, Math.min(limits.perMember, packed.size - 1));
  const nearest = await scans.scan({ scan: 'nearest', perMember }, stage('scoring'));
  return {
    solved: await solvePriced(await withLeftOver(work, edgesOf(nearest)), solving, findPricedIn(work, { margin: sightMargin })),
    scope: { scope: 'all' },
    greedy: greedyRound(admissibleScorerOf(preparation.pairs), nearest),
    findPricedAlike: findPricedIn(work, { alike: true }),
  };
};

/** In doubled units: what comes so near to outweighing its duals is added with what does, for the next duals may be lower. */
const margin = 200;

/** What comes so near is kept in sight between two looks at all pairs, which take longer than all else. */
const sightMargin = 2_000;

/** Looks at the pairs in sight first, and at all pairs when nothing is found among these. */
const findPricedIn = ({ scans, limits, stage }: Work, kind: Pick<PriceTask, 'margin' | 'alike'>): FindPriced => {
  let inSight = emptyEdges(0);
  return async (duals) => {
    const known = outweighing(inSight, duals);
    if (known !== undefined) return known;
    const task: PriceTask = { scan: 'price', perMember: limits.pricedPerMember, duals, ...kind };
    inSight = edgesOf(await scans.scan(task, stage('pricing')));
    return outweighing(inSight, duals);
  };
};

/** Those that outweigh their duals with those that nearly do; nothing when none does. */
const outweighing = (edges: Edges, duals: Duals): Edges | undefined => {
  const excess = new Float64Array(edges.one.length);
  for (let e = 0; e < excess.length; e++)
    excess[e] = excessOf(duals, { one: edges.one[e]!, other: edges.other[e]!, score: edges.score[e]! });
  return excess.some((each) => each > 0) ? edgesWhere(edges, (e) => excess[e]! > -margin) : undefined;
};
