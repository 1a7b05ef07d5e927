import type { History } from '../../domain/introductions/history.ts';
import type { Week } from '../../domain/kernel/iso-week.ts';

/** A history in numbers, as it passes to a thread: there may be millions of meetings, and the ids of each would be copied. */
export interface PackedHistory {
  readonly met: { readonly week: Int32Array; readonly one: Int32Array; readonly other: Int32Array };
  readonly leftOut: { readonly week: Int32Array; readonly member: Int32Array };
}

/** By number of the members; everybody else is −1: what they did matters only to whom they did it with. */
export const packHistory = ({ met, leftOut }: History, ids: readonly string[]): PackedHistory => {
  const numbers = new Map(met.length + leftOut.length === 0 ? [] : ids.map((id, number) => [id, number]));
  const numberOf = (id: string): number => numbers.get(id) ?? -1;
  return {
    met: {
      week: Int32Array.from(met, ({ week }) => week),
      one: Int32Array.from(met, ({ one }) => numberOf(one)),
      other: Int32Array.from(met, ({ other }) => numberOf(other)),
    },
    leftOut: {
      week: Int32Array.from(leftOut, ({ week }) => week),
      member: Int32Array.from(leftOut, ({ member }) => numberOf(member)),
    },
  };
};

export const unpackHistory = ({ met, leftOut }: PackedHistory, ids: readonly string[]): History => {
  const idOf = (number: number): string => ids[number] ?? nobodysId;
  return {
    met: Array.from(met.week, (week, at) => ({ week: week as Week, one: idOf(met.one[at]!), other: idOf(met.other[at]!) })),
    leftOut: Array.from(leftOut.week, (week, at) => ({ week: week as Week, member: idOf(leftOut.member[at]!) })),
  };
};

const nobodysId = '';
