import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AdmissiblePairs, hasPair } from '../../../../domain/introductions/admissible.ts';
import { packHistory, repeatGapWeeksDefault } from '../../../../domain/introductions/history.ts';
import { apartTable, metTable } from '../../../../domain/introductions/planning/pair-tables.ts';
import { type Week, weeksAfter } from '../../../../domain/kernel/iso-week.ts';
import { thisWeek } from '../../../arbitraries/rounds.ts';

const size = 7;
// Two more are named who are no members.
const someone = fc.nat(size + 1).map(String);
const numbering = { size, numberOf: (id: string): number | undefined => (Number(id) < size ? Number(id) : undefined) };

const listed = ({ first, other }: AdmissiblePairs['apart']): readonly (readonly [number, number])[] =>
  Array.from({ length: size }, (_, member) =>
    [...other.subarray(first[member], first[member + 1])].map((each) => [member, each] as const),
  ).flat();

describe('pairs kept apart', () => {
  it('stand at both of their ends, in order, once', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(someone, someone)), (pairs) => {
        const table = apartTable(pairs, numbering);
        const isApart = (one: number, other: number): boolean =>
          one !== other && pairs.some(([a, b]) => [`${a} ${b}`, `${b} ${a}`].includes(`${String(one)} ${String(other)}`));
        const members = Array.from({ length: size }, (_, member) => member);
        expect(listed(table)).toEqual(
          members.flatMap((one) => members.filter((other) => isApart(one, other)).map((other) => [one, other])),
        );
        for (const one of members) for (const other of members) expect(hasPair(table, one, other)).toBe(isApart(one, other));
      }),
    );
  });
});

describe('pairs who met lately', () => {
  const meetings = fc.array(
    fc.record({ week: fc.integer({ min: 1, max: 60 }).map((ago) => weeksAfter(thisWeek, -ago)), one: someone, other: someone }),
    {
      maxLength: 40,
    },
  );
  /** The step of the latest meeting of two, worked out from all of them. */
  const stepByHand = (met: readonly { week: Week; one: string; other: string }[], [one, other, gap]: readonly [number, number, number]) => {
    const ago = met
      .filter((each) => one !== other && [each.one, each.other].sort().join() === [one, other].map(String).sort().join())
      .map(({ week }) => thisWeek - week);
    const step = Math.max(0, Math.min(...ago) - gap);
    return step <= repeatGapWeeksDefault ? step : undefined;
  };

  it('stand with the weeks since the gap after their last meeting, as long as these matter', () => {
    fc.assert(
      fc.property(meetings, fc.constantFrom(0, 3, 26), (met, gap) => {
        const gapOf = (one: number, other: number): number => (one === 0 || other === 0 ? 0 : gap);
        const packed = packHistory({ met, leftOut: [] }, numbering).met;
        const table = metTable(packed, { size, week: thisWeek, repeatGapWeeks: repeatGapWeeksDefault, gapOf });
        const members = Array.from({ length: size }, (_, member) => member);
        const expected = members.flatMap((one) =>
          members.flatMap((other) => {
            const step = stepByHand(met, [one, other, gapOf(one, other)]);
            return step === undefined ? [] : [[one, other, step]];
          }),
        );
        expect(listed(table).map(([one, other], at) => [one, other, table.step[at]])).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});
