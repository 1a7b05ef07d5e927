import { changed, type Decision, type Outgoing } from '../kernel/decision.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Week } from '../kernel/iso-week.ts';
import type { MemberId } from '../kernel/member-id.ts';
import { err } from '../kernel/result.ts';
import type { IntroductionMail } from './mails.ts';
import { type Match, mailKey } from './match.ts';
import type { MatchingFigures } from './planned-round.ts';
import type { Round, RoundLeftOut } from './round.ts';

/** A round as it was planned and what became of it; its pairs and those left out have rows of their own. */
export interface StoredRound {
  readonly week: Week;
  /** 1 for the first planning of the week; one more after each discard. */
  readonly run: number;
  /** Names this planning among all that ever tried, so that the pages of two that race do not mix. */
  readonly planId: string;
  readonly state: RoundState;
  readonly plannedAt: Instant;
  /** Which planning of the week before its history knows; 0 where there was no round. */
  readonly previousRun: number;
  readonly seed: number;
  readonly repeatGapWeeks: number;
  readonly memberCount: number;
  readonly pairCount: number;
  readonly leftOutCount: number;
  readonly certificate: Round['certificate'];
  readonly gaps: Round['gaps'];
  readonly pairsLostToHistory: number;
  readonly greedy: MatchingFigures;
  /** How many scores fall in each twentieth of the scale; the host's pair is not among them. */
  readonly histogram: readonly number[];
}

/**
 * `planned`: decided, its matches being written. `ready`: all of them are. `sending`: the first introduction may be claimed, from
 * here on it cannot be discarded. `sent`: every introduction is claimed. `discarded`: as if it had not been.
 */
export type RoundState =
  | { readonly name: 'planned' }
  | { readonly name: 'ready' }
  | { readonly name: 'sending'; readonly since: Instant }
  | { readonly name: 'sent'; readonly at: Instant }
  | { readonly name: 'discarded'; readonly at: Instant; readonly because: string };

/** Somebody whom a round left out; who was away when the others were told counts as not having taken part. */
export interface StoredLeftOut {
  readonly week: Week;
  readonly run: number;
  readonly member: MemberId;
  readonly code: RoundLeftOut['code'];
  readonly because: RoundLeftOut['because'];
  readonly settled?: { readonly as: 'told' | 'away'; readonly at: Instant } | undefined;
}

/** A whole round, as it is stored before its rows are. */
export interface RoundPlan {
  readonly round: StoredRound;
  readonly matches: readonly Match[];
  readonly leftOut: readonly StoredLeftOut[];
}

/** Whether a round counts: for history, for waiting, for the week that follows. */
export const stands = (round: StoredRound | undefined): round is StoredRound => round !== undefined && round.state.name !== 'discarded';

/** Whether nothing of a round can change any more what the next one starts from. */
export const isSettled = ({ state }: StoredRound): boolean => state.name === 'sent' || state.name === 'discarded';

/** All rows of this run are written. */
export const ready = (round: StoredRound | undefined, run: number): RoundDecision => {
  if (!stands(round) || round.run !== run) return err({ code: 'round.unknown' });
  const next: StoredRound = round.state.name === 'planned' ? { ...round, state: { name: 'ready' } } : round;
  return changed(next, next);
};

export const beginSending = (round: StoredRound | undefined, since: Instant): RoundDecision<RoundNotReady> => {
  if (!stands(round)) return err({ code: 'round.unknown' });
  if (round.state.name === 'planned') return err({ code: 'round.not_ready' });
  const next: StoredRound = round.state.name === 'ready' ? { ...round, state: { name: 'sending', since } } : round;
  return changed(next, next);
};

export interface RoundNotReady {
  readonly code: 'round.not_ready';
}

/** Every introduction is claimed and everybody left over is told. */
export const sent = (round: StoredRound | undefined, at: Instant): RoundDecision => {
  if (!stands(round)) return err({ code: 'round.unknown' });
  const next: StoredRound = round.state.name === 'sending' ? { ...round, state: { name: 'sent', at } } : round;
  return changed(next, next);
};

export const discard = (round: StoredRound | undefined, because: string, at: Instant): RoundDecision<RoundBeingSent> => {
  if (round === undefined) return err({ code: 'round.unknown' });
  if (round.state.name === 'sending' || round.state.name === 'sent') return err({ code: 'round.being_sent' });
  const next: StoredRound = round.state.name === 'discarded' ? round : { ...round, state: { name: 'discarded', at, because } };
  return changed(next, next);
};

export interface RoundBeingSent {
  readonly code: 'round.being_sent';
}

export type RoundDecision<E = never> = Decision<StoredRound, StoredRound, RoundUnknown | E>;

export interface RoundUnknown {
  readonly code: 'round.unknown';
}

/** Tells somebody left over, once; nobody who no longer takes part. */
export const settleLeftOut = (
  leftOut: StoredLeftOut | undefined,
  { takesPart, at }: { readonly takesPart: boolean; readonly at: Instant },
): Decision<StoredLeftOut, 'settled', LeftOutUnknown, IntroductionMail> => {
  if (leftOut === undefined) return err({ code: 'left_out.unknown' });
  if (leftOut.settled !== undefined) return changed(leftOut, 'settled');
  const { member, week } = leftOut;
  const mail: Outgoing<IntroductionMail> = {
    key: mailKey('left-over', week, member),
    dueAt: at,
    message: { template: 'left-over', to: member, week },
  };
  return changed({ ...leftOut, settled: { as: takesPart ? 'told' : 'away', at } }, 'settled', takesPart ? [mail] : []);
};

export interface LeftOutUnknown {
  readonly code: 'left_out.unknown';
}
