import type { Certificate } from './matching/certificate.ts';

/** A planned round in numbers, as it passes between threads. `roundOf` puts it in words. */
export interface PlannedRound {
  /** For each member whom they meet, −1 for nobody; the host's pair is among them. */
  readonly partner: Int32Array;
  /** For each member the score of their pair, in units of 1/10,000; 0 where there is none. */
  readonly score: Int32Array;
  /** For each member: so many weeks they have to be apart from somebody they met. The host, with whom the other's gap holds, has 0. */
  readonly gap: Int32Array;
  /** The standing host's number; he or she is never among those left out. */
  readonly host?: number;
  /** In order of number. */
  readonly leftOut: readonly PlannedLeftOut[];
  /** Without the host's pair. */
  readonly certificate: ScopedCertificate;
  /** The gaps that held, one for each size of component, largest first. */
  readonly gaps: readonly RepeatGap[];
  /** How many pairs fewer there are than if nobody had met before: more than 0 only behind walls. */
  readonly pairsLostToHistory: number;
  /** What pairing the best first, one after the other, would have come to, among the pairs of the scope. */
  readonly greedy: MatchingFigures;
  readonly seed: number;
}

/**
 * Among which pairs a round is proven to be the best: among all that may meet; or among candidates, where one is among the other's best
 * `perMember`, as far as these were found, with others for whom these would leave over. `recall`: the share of the true best that were
 * found, as a sample says.
 */
export type Scope = { readonly scope: 'all' } | { readonly scope: 'candidates'; readonly perMember: number; readonly recall: number };

export type ScopedCertificate = Certificate & Scope;

export interface RepeatGap {
  readonly componentSize: number;
  readonly weeks: number;
}

/** `pairs` introduced; `waiting` = Σ (height − 1) over the introduced; `total` of their scores in units of 1/10,000. */
export type MatchingFigures = Pick<Certificate, 'pairs' | 'waiting' | 'total'>;

export interface WhyLeftOut {
  readonly code: LeftOutCode;
  readonly because: 'alone' | 'rules' | 'met_lately' | 'partners_taken';
}
export type LeftOutCode = 'no_admissible_partner' | 'partners_taken';

export interface PlannedLeftOut extends WhyLeftOut {
  readonly member: number;
}

/** What planning is at. `done` of `of` in units of its own; the stages come in any order, some of them more than once. */
export interface PlanningProgress {
  readonly stage: PlanningStage;
  readonly done: number;
  readonly of: number;
}
/** `scoring` finds each member's best partners; `pricing` looks for pairs that could still improve the round. */
export type PlanningStage = 'preparing' | 'scoring' | 'matching' | 'pricing' | 'left-over' | 'history';
