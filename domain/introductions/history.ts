import type { Week } from '../kernel/iso-week.ts';
import type { Numbering } from './community.ts';
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

/** The same in numbers, column by column: members by their number, −1 for who is no member. */
export interface PackedHistory {
  readonly met: { readonly week: Int32Array; readonly one: Int32Array; readonly other: Int32Array };
  readonly leftOut: { readonly week: Int32Array; readonly member: Int32Array };
}

export const packHistory = ({ met, leftOut }: History, { numberOf }: Numbering): PackedHistory => {
  const numbered = (id: string): number => numberOf(id) ?? -1;
  return {
    met: {
      week: column(met, ({ week }) => week),
      one: column(met, ({ one }) => numbered(one)),
      other: column(met, ({ other }) => numbered(other)),
    },
    leftOut: { week: column(leftOut, ({ week }) => week), member: column(leftOut, ({ member }) => numbered(member)) },
  };
};

const column = <Fact>(facts: readonly Fact[], valueOf: (fact: Fact) => number): Int32Array => {
  const values = new Int32Array(facts.length);
  for (let at = 0; at < values.length; at++) values[at] = valueOf(facts[at]!);
  return values;
};

/** One key for two members, whichever comes first. */
export const pairKey = (one: string, other: string): string => (one < other ? `${one}\n${other}` : `${other}\n${one}`);

/** Waiting heights: introduced last time 1, newcomer 2, left out of the last s rounds they were active in 2 + s. */
export const introducedHeight = 1;
export const newcomerHeight = 2;

/**
 * The waiting height of each of `size` members. A round that a member took no part in neither adds to a wait nor ends it;
 * whoever was left over and then met the standing host in the same week was introduced.
 */
export const waitingHeights = ({ met, leftOut }: PackedHistory, size: number): Uint8Array => {
  const introduced = new Int32Array(size).fill(never);
  for (const members of [met.one, met.other]) {
    for (let at = 0; at < members.length; at++) {
      const member = members[at]!;
      if (member !== -1 && met.week[at]! > introduced[member]!) introduced[member] = met.week[at]!;
    }
  }
  const rounds = waitedRounds(leftOut, introduced);
  return Uint8Array.from(rounds, (waited, member) => {
    if (waited > 0) return Math.min(newcomerHeight + waited, heightMax);
    return introduced[member] === never ? newcomerHeight : introducedHeight;
  });
};

/** Before any week. */
const never = -(2 ** 31);

/** How many weeks each member was left out of since they were introduced. */
const waitedRounds = ({ week, member }: PackedHistory['leftOut'], introduced: Int32Array): Int32Array => {
  const waits = Int32Array.from(member.keys()).filter((at) => member[at] !== -1 && week[at]! > introduced[member[at]!]!);
  waits.sort((one, other) => member[one]! - member[other]! || week[one]! - week[other]!);
  const rounds = new Int32Array(introduced.length);
  for (let place = 0; place < waits.length; place++) {
    const at = waits[place]!;
    const before = waits[place - 1];
    if (before === undefined || member[before] !== member[at] || week[before] !== week[at]) rounds[member[at]!]!++;
  }
  return rounds;
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
