import type { Week } from '../kernel/iso-week.ts';
import { heightMax } from './matching/problem.ts';

/** What earlier rounds did, in any order; the same fact twice counts once. */
export interface History {
  readonly met: readonly Meeting[];
  readonly leftOut: readonly LeftOut[];
}
export interface Meeting {
  readonly week: Week;
  readonly one: string;
  readonly other: string;
}
export interface LeftOut {
  readonly week: Week;
  readonly member: string;
}

export const noHistory: History = { met: [], leftOut: [] };

/** One key for two members, whichever comes first. */
export const pairKey = (one: string, other: string): string => (one < other ? `${one}\n${other}` : `${other}\n${one}`);

/** The week in which each pair met last, by `pairKey`. */
export const lastMeetings = ({ met }: History): ReadonlyMap<string, Week> => {
  const last = new Map<string, Week>();
  for (const { week, one, other } of met) {
    const key = pairKey(one, other);
    const before = last.get(key);
    if (before === undefined || week > before) last.set(key, week);
  }
  return last;
};

/** Waiting heights: introduced last time 1, newcomer 2, left out of the last s rounds they were active in 2 + s. */
export const introducedHeight = 1;
export const newcomerHeight = 2;

/**
 * Each member's waiting height. A round that a member took no part in neither adds to a wait nor ends it;
 * whoever was left over and then met the standing host in the same week was introduced.
 */
export const waitingHeights = ({ met, leftOut }: History): ((member: string) => number) => {
  const introduced = new Map<string, Week>();
  for (const { week, one, other } of met) {
    for (const member of [one, other]) introduced.set(member, Math.max(week, introduced.get(member) ?? week) as Week);
  }
  const waited = new Map<string, Set<Week>>();
  for (const { week, member } of leftOut) {
    const since = introduced.get(member);
    if (since !== undefined && week <= since) continue;
    waited.set(member, (waited.get(member) ?? new Set()).add(week));
  }
  return (member) => {
    const rounds = waited.get(member)?.size ?? 0;
    if (rounds > 0) return Math.min(newcomerHeight + rounds, heightMax);
    return introduced.has(member) ? introducedHeight : newcomerHeight;
  };
};

/** Never again within so many weeks, where the community is large enough. */
export const repeatGapWeeksDefault = 26;

/**
 * The gap in weeks for a component of `size` members who could all reach each other but for history:
 * min(repeatGapWeeks, max(0, ⌊size / 2⌋ − 1)). Where everyone is admissible to everyone, that many weeks of history
 * leave each member at least size / 2 partners, and a graph with that has a round that leaves out at most one (Dirac 1952).
 */
export const repeatGap = (size: number, repeatGapWeeks: number): number => Math.min(repeatGapWeeks, Math.max(0, Math.floor(size / 2) - 1));

/**
 * What a pair's compatibility is multiplied by when they meet again `weeks` after the last time, `weeks` > `gap`:
 * 1/2 + 1/2 × (weeks − gap) ÷ (repeatGapWeeks + 1), until it is 1 again, repeatGapWeeks + 1 weeks after the gap.
 */
export const repeatFactor = (weeks: number, gap: number, repeatGapWeeks: number): number =>
  Math.min(1, 1 / 2 + (weeks - gap) / (2 * (repeatGapWeeks + 1)));
