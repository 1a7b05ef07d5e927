import { formatWeek, type Week } from '../../domain/kernel/iso-week.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import type { RoundKey, RoundMemberKey } from '../../domain/introductions/ports.ts';
import type { Key } from './table.ts';

/**
 * Where rounds and matches lie. A week's round with its plan has a partition of its own, which is busy for the minutes in
 * which it is run or sent; matches and those left out lie with their member. In the index the rows of one
 * run are one list, written one after the other at the pace of a single run.
 */
export const roundKey = (week: Week): Key => ({ pk: roundPartition(week), sk: 'round' });

/** A discarded run that was followed by another one. */
export const earlierRunKey = ({ week, run }: RoundKey): Key => ({ pk: roundPartition(week), sk: `run#${runPart(run)}` });

export const planPageKey = (plan: PlanKey, page: number): Key => ({
  pk: roundPartition(plan.week),
  sk: `${planPrefix(plan)}${String(page).padStart(5, '0')}`,
});
export const planPages = (plan: PlanKey): { readonly partition: string; readonly from: string; readonly to: string } => ({
  partition: roundPartition(plan.week),
  from: planPrefix(plan),
  to: `${planPrefix(plan)}~`,
});
export interface PlanKey {
  readonly week: Week;
  readonly planId: string;
}

export const matchKey = ({ week, run, member }: RoundMemberKey): Key => ({
  pk: matchesWith(member),
  sk: `${formatWeek(week)}#${runPart(run)}`,
});
export const matchesWith = (member: MemberId): string => `match#${member}`;

export const leftOutKey = ({ week, run, member }: RoundMemberKey): Key => ({
  pk: leftOutsOf(member),
  sk: `${formatWeek(week)}#${runPart(run)}`,
});
export const leftOutsOf = (member: MemberId): string => `left-out#${member}`;

/** The partitions of the index. */
export const roundsList = 'rounds';
export const plansList = 'plans';
export const matchesOfRun = ({ week, run }: RoundKey): string => `matches#${formatWeek(week)}#${runPart(run)}`;
export const leftOutOfRun = ({ week, run }: RoundKey): string => `left-out-of#${formatWeek(week)}#${runPart(run)}`;

/** Sorts right behind `key` and before every longer one. */
export const behind = (key: string): string => `${key} `;

const roundPartition = (week: Week): string => `round#${formatWeek(week)}`;
const planPrefix = ({ planId }: PlanKey): string => `plan#${planId}#`;
const runPart = (run: number): string => String(run).padStart(4, '0');
