import { type AdmissibleScorer, admissibleScorerOf } from './admissible.ts';
import { repeatGap } from './history.ts';
import { verify } from './matching/certificate.ts';
import type { MatchingFigures, PlannedRound } from './planned-round.ts';
import type { PackedRoundInput } from './round-input.ts';
import { bestOfAll } from './planning/best-of-all.ts';
import { bestOfCandidates } from './planning/best-of-candidates.ts';
import { pairWithHost, whyLeftOut } from './planning/left-out.ts';
import { pairsLostToHistory } from './planning/lost-to-history.ts';
import type { Preparation } from './planning/preparation.ts';
import { type PlanWays, workOf } from './planning/work.ts';

/**
 * Finds the best round: as many members paired as can be; among those rounds the longest waiting first; among those the greatest
 * total score. Up to `allPairsMax` members it is the best of all pairs that may meet, above that of the pairs that `Scope` tells.
 * The seed only chooses among rounds that are equal in all three; neither the order of the input nor the number of threads changes anything.
 * Throws `InvariantBroken` when the solver's proof does not hold.
 */
export const planPacked = async (input: PackedRoundInput, ways: PlanWays): Promise<PlannedRound> => {
  const work = workOf(input, ways);
  const { preparation, solving, limits, stage } = work;
  const { pairs, height, gap } = preparation;
  const size = height.length;
  const best = await (size <= limits.allPairsMax ? bestOfAll(work) : bestOfCandidates(work));
  const certificate = { ...verify(best.solved.problem, best.solved.proven), ...best.scope };
  const lost = await pairsLostToHistory(preparation, {
    round: best.solved,
    solving: { ...solving, onProgress: stage('history') },
    findPriced: best.findPricedAlike,
  });
  const scorer = admissibleScorerOf(pairs);
  const partner = best.solved.partner.slice();
  const score = Int32Array.from(partner, (mate, member) => (mate === -1 ? 0 : scorer.pair(member, mate)));
  const leftOver = [...partner.keys()].filter((member) => partner[member] === -1 && member !== pairs.host);
  const hostPair = pairWithHost(preparation, leftOver);
  if (hostPair !== undefined) {
    partner[pairs.host] = hostPair.guest;
    partner[hostPair.guest] = pairs.host;
    score[pairs.host] = score[hostPair.guest] = hostPair.score;
  }
  return {
    partner,
    score,
    gap,
    ...(pairs.host === -1 ? {} : { host: pairs.host }),
    leftOut: whyLeftOut(
      preparation,
      leftOver.filter((member) => partner[member] === -1),
    ),
    certificate,
    gaps: gapsOf(preparation, input.repeatGapWeeks),
    pairsLostToHistory: lost,
    greedy: figuresOf(best.greedy, { height, scorer }),
    seed: ways.seed,
  };
};

const gapsOf = ({ components }: Preparation, repeatGapWeeks: number): PlannedRound['gaps'] =>
  [...new Set(components.sizes)]
    .sort((one, other) => other - one)
    .map((componentSize) => ({ componentSize, weeks: repeatGap(componentSize, repeatGapWeeks) }));

const figuresOf = (
  partner: Int32Array,
  { height, scorer }: { readonly height: Uint8Array; readonly scorer: AdmissibleScorer },
): MatchingFigures => {
  const figures = { pairs: 0, waiting: 0, total: 0 };
  for (const [member, mate] of partner.entries()) {
    if (mate < member) continue;
    figures.pairs += 1;
    figures.waiting += height[member]! + height[mate]! - 2;
    figures.total += scorer.pair(member, mate);
  }
  return figures;
};
