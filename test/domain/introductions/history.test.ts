import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type History, repeatFactor, repeatGap, repeatGapWeeksDefault } from '../../../domain/introductions/history.ts';
import { heightMax } from '../../../domain/introductions/matching/problem.ts';
import { memberId } from '../../arbitraries/community.ts';
import { allOf, heightIn, leftOut, met } from '../../arbitraries/rounds.ts';

const heightOf = (name: string, ...histories: readonly History[]): number => heightIn(allOf(...histories), memberId(name));
const leftOutWeeks = (...weeksAgo: readonly number[]): History[] => weeksAgo.map((ago) => leftOut(ago, 'ana'));

describe('a waiting height', () => {
  it('is 2 for a newcomer and 1 for who was introduced last time', () => {
    expect(heightOf('ana')).toBe(2);
    expect(heightOf('ana', met(1, 'ana', 'ben'))).toBe(1);
    expect(heightOf('ben', met(1, 'ana', 'ben'))).toBe(1);
    expect(heightOf('cleo', met(1, 'ana', 'ben'))).toBe(2);
  });

  it('is 2 and one for each round in a row that somebody was left out of', () => {
    expect(heightOf('ana', ...leftOutWeeks(1))).toBe(3);
    expect(heightOf('ana', ...leftOutWeeks(3, 1, 2))).toBe(5);
    expect(heightOf('ana', met(4, 'ana', 'ben'), ...leftOutWeeks(1, 2, 3))).toBe(5);
  });

  it('starts again once somebody was introduced', () => {
    expect(heightOf('ana', ...leftOutWeeks(2, 3, 4), met(1, 'ana', 'ben'))).toBe(1);
    expect(heightOf('ana', ...leftOutWeeks(1, 3, 4), met(2, 'ben', 'ana'))).toBe(3);
  });

  it('counts 17 rounds at most', () => {
    const waited = (rounds: number): number => heightOf('ana', ...leftOutWeeks(...Array.from({ length: rounds }, (_, at) => at + 1)));
    expect([waited(16), waited(17), waited(18), waited(40)]).toEqual([18, heightMax, heightMax, heightMax]);
    expect(heightMax).toBe(19);
  });

  it('is neither raised nor reset by a pause', () => {
    expect(heightOf('ana', ...leftOutWeeks(9, 10))).toBe(heightOf('ana', ...leftOutWeeks(1, 2)));
    expect(heightOf('ana', ...leftOutWeeks(1, 9))).toBe(4);
    expect(heightOf('ana', met(30, 'ana', 'ben'))).toBe(1);
  });

  it('counts a week in which somebody left over met the standing host as introduced', () => {
    expect(heightOf('ana', leftOut(1, 'ana'), met(1, 'ana', 'host'))).toBe(1);
    expect(heightOf('ana', leftOut(2, 'ana'), met(2, 'ana', 'host'), leftOut(1, 'ana'))).toBe(3);
  });

  it('takes the same fact twice as one, in any order of the facts', () => {
    const facts = fc.array(
      fc.oneof(
        fc.tuple(fc.integer({ min: 1, max: 25 }), fc.constantFrom('ben', 'cleo')).map(([ago, other]) => met(ago, 'ana', other)),
        fc.integer({ min: 1, max: 25 }).map((ago) => leftOut(ago, 'ana')),
      ),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(facts, (histories) => {
        const byHand = (): number => {
          const introduced = histories.flatMap((each) => each.met.map(({ week }) => week));
          const waited = new Set(
            histories.flatMap((each) => each.leftOut.map(({ week }) => week)).filter((week) => introduced.every((last) => last < week)),
          );
          if (waited.size > 0) return Math.min(2 + waited.size, 19);
          return introduced.length > 0 ? 1 : 2;
        };
        expect(heightOf('ana', ...histories)).toBe(byHand());
        expect(heightOf('ana', ...histories.toReversed(), ...histories)).toBe(byHand());
      }),
    );
  });
});

describe('the gap before two meet again', () => {
  it('is half the community less one, up to the weeks that the community wants', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 11, 12, 53, 54, 55, 1_000].map((size) => repeatGap(size, repeatGapWeeksDefault))).toEqual([
      0, 0, 0, 0, 1, 1, 2, 4, 5, 25, 26, 26, 26,
    ]);
    expect(repeatGap(1_000, 4)).toBe(4);
    expect(repeatGap(1_000, 0)).toBe(0);
  });

  it('leaves everyone half of the others at least', () => {
    for (let size = 2; size < 200; size++) expect(size - 1 - repeatGap(size, repeatGapWeeksDefault)).toBeGreaterThanOrEqual(size / 2);
  });
});

describe('the repeat factor', () => {
  it('starts just above one half after the gap and rises evenly back to 1', () => {
    expect(repeatFactor(6, 5, 26)).toBe(0.5 + 1 / 54);
    expect(repeatFactor(7, 5, 26)).toBe(0.5 + 2 / 54);
    expect(repeatFactor(31, 5, 26)).toBeLessThan(1);
    expect(repeatFactor(32, 5, 26)).toBe(1);
    expect(repeatFactor(500, 5, 26)).toBe(1);
    expect(repeatFactor(1, 0, 0)).toBe(1);
  });

  it('never falls as weeks go by, and stays between one half and 1', () => {
    fc.assert(
      fc.property(fc.nat(26), fc.nat(26), fc.integer({ min: 1, max: 200 }), (gap, wanted, after) => {
        const factor = repeatFactor(gap + after, gap, wanted);
        expect(factor).toBeGreaterThan(0.5);
        expect(factor).toBeLessThanOrEqual(1);
        expect(repeatFactor(gap + after + 1, gap, wanted)).toBeGreaterThanOrEqual(factor);
      }),
    );
  });
});
