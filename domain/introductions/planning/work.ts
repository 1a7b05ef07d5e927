import type { Solver } from '../matching/problem.ts';
import type { PlanningProgress, PlanningStage, Scope } from '../planned-round.ts';
import type { PackedRoundInput } from '../round-input.ts';
import type { OpenScans, Scans } from '../scans.ts';
import { prepare, type Preparation } from './preparation.ts';
import { scansHere } from './scans-here.ts';
import { drawnOrder, type FindPriced, type Solved, type Solving } from './solving.ts';

export interface PlanWays {
  readonly solver: Solver;
  /** Chooses among rounds that are equally good, and nothing else. */
  readonly seed: number;
  /** Who scans pairs; the thread that plans, where nobody else does. */
  readonly scans?: OpenScans | undefined;
  readonly onProgress?: ((progress: PlanningProgress) => void) | undefined;
  readonly limits?: Partial<PlanLimits> | undefined;
}

export interface PlanLimits {
  /** Up to so many members a round is the best one of all pairs that may meet. */
  readonly allPairsMax: number;
  /**
   * So many of each member's best partners are looked at: above `allPairsMax` of these the round is the best one, below it they are tried first,
   * and it changes only how long planning takes and which of equal rounds it finds.
   */
  readonly perMember: number;
  /** So many at the most of the pairs that could improve the round are added at a time, for each member. */
  readonly pricedPerMember: number;
  /** Above `allPairsMax`, so many pairs are looked at for who is left over, a few times at most. */
  readonly leftOverPairsMax: number;
}

export const planLimits: PlanLimits = { allPairsMax: 20_000, perMember: 30, pricedPerMember: 32, leftOverPairsMax: 100_000_000 };

/** What the search for the best round works with. */
export interface Work {
  readonly preparation: Preparation;
  readonly scans: Scans;
  readonly limits: PlanLimits;
  readonly solving: Solving;
  readonly stage: (stage: PlanningStage) => (done: number, of: number) => void;
}

export interface BestRound {
  readonly solved: Solved;
  readonly scope: Scope;
  /** By member: whom pairing the best first would have given. */
  readonly greedy: Int32Array;
  /** Whether there are pairs that could improve a matching of the same scope, in which nobody has met before and all fit alike. */
  readonly findPricedAlike: FindPriced;
}

export const workOf = (input: PackedRoundInput, { solver, seed, scans = scansHere(), onProgress, limits }: PlanWays): Work => {
  const stage: Work['stage'] = (name) => (done, of) => onProgress?.({ stage: name, done, of });
  stage('preparing')(0, 1);
  const preparation = prepare(input);
  const { height, pairs } = preparation;
  return {
    preparation,
    scans: scans(pairs),
    limits: { ...planLimits, ...limits },
    solving: { solver, height, order: drawnOrder(height.length, { seed, week: input.week }), onProgress: stage('matching') },
    stage,
  };
};
