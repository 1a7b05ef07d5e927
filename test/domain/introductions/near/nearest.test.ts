import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { packedInput } from '../../../../domain/introductions/round-input.ts';
import { type AdmissiblePairs, admissibleScorerOf } from '../../../../domain/introductions/admissible.ts';
import type { NearestLists } from '../../../../domain/introductions/best-lists.ts';
import { prepare } from '../../../../domain/introductions/planning/preparation.ts';
import type { NearLists } from '../../../../domain/introductions/scans.ts';
import { seededRandom, shuffled } from '../../../../domain/kernel/random.ts';
import { roundInputs } from '../../../arbitraries/rounds.ts';
import { pairsAmong, perMember, sampled, search, shareFound, trueLists } from './searched.ts';

// Without groups, that are looked through in full: in so small a community all are small.
const few = { scanned: 300, alike: 24, led: 200, groupMax: 0 };

describe('the best partners of a community too large to look at all pairs', () => {
  const size = 2_500;
  const members = sampled(size);
  let pairs: AdmissiblePairs;
  let lists: NearLists;
  let truth: NearestLists;
  beforeAll(async () => {
    pairs = pairsAmong(members);
    lists = await search(pairs, few);
    truth = trueLists(pairs);
  });

  it('are found to nine tenths, though few pairs were looked at', () => {
    expect(shareFound(lists, truth, members.keys())).toBeGreaterThan(0.9);
  });

  it('are said to be found as far as they are', async () => {
    const { recall } = await search(pairs, { ...few, sample: size });
    expect(recall).toBe(shareFound(await search(pairs, { ...few, sample: size }), truth, members.keys()));
    expect(Math.abs(lists.recall - recall)).toBeLessThan(0.03);
  });

  it('may meet, stand there once, the best first, with their scores', () => {
    const { pair } = admissibleScorerOf(pairs);
    for (let member = 0; member < size; member++) {
      const own = lists.neighbour.subarray(member * perMember, (member + 1) * perMember);
      const scores = lists.score.subarray(member * perMember, (member + 1) * perMember);
      expect(new Set(own).size).toBe(perMember);
      expect([...own].map((other) => pair(member, other))).toEqual([...scores]);
      expect([...scores].sort((one, other) => other - one)).toEqual([...scores]);
      expect(scores.at(-1)).toBeGreaterThan(0);
    }
  });

  it.each([2, 3, 7])('are the same in %d shares', async (shares) => {
    expect(await search(pairs, few, { shares })).toEqual(lists);
  });

  it('are the same in whatever order the members come', async () => {
    expect(await search(pairsAmong(shuffled(members, seededRandom(1))), few)).toEqual(lists);
  });

  it('are the true ones where everybody is looked at', async () => {
    const { recall, ...whole } = await search(pairs, { scanned: size, refinements: 0 });
    expect(recall).toBe(1);
    expect(whole).toEqual(truth);
  });

  it('are found better the more often they are refined', async () => {
    const recalls: number[] = [];
    const little = { groupMax: 0, pivots: 30, probes: 4, scanned: 100, alike: 24, led: 150, recallWanted: 1 };
    for (const refinements of [0, 1, 2]) recalls.push((await search(pairs, { ...little, refinements })).recall);
    expect(recalls[0]).toBeLessThan(0.5);
    expect(recalls[1]).toBeGreaterThan(recalls[0]! + 0.1);
    expect(recalls[2]).toBeGreaterThan(recalls[1]!);
  });
});

describe('the search for the best partners', () => {
  it('finds the true ones of any few members, whatever keeps them apart and whomever they met', async () => {
    await fc.assert(
      fc.asyncProperty(roundInputs({ sizeMax: 24 }), fc.integer({ min: 1, max: 6 }), async (input, pivots) => {
        fc.pre(input.members.length > 0);
        const { pairs } = prepare(packedInput(input));
        const { recall, ...lists } = await search(pairs, { pivots, probes: 2, groupMax: 3 });
        expect(recall).toBe(1);
        expect(lists).toEqual(trueLists(pairs));
      }),
      { numRuns: 300 },
    );
  });

  it('enters nobody who may not be met, however little it looks', async () => {
    await fc.assert(
      fc.asyncProperty(roundInputs({ sizeMax: 24 }), fc.integer({ min: 0, max: 4 }), async (input, scanned) => {
        fc.pre(input.members.length > 0);
        const { pairs } = prepare(packedInput(input));
        const { pair } = admissibleScorerOf(pairs);
        const { neighbour, score } = await search(pairs, { pivots: 3, probes: 1, scanned, groupMax: 0, led: 3, recallWanted: 2 });
        for (const [at, other] of neighbour.entries()) {
          expect(score[at]).toBe(other === -1 ? 0 : pair(Math.floor(at / perMember), other));
          if (other !== -1) expect(score[at]).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('says how many pairs it has looked at, and never that they become fewer', async () => {
    const told: (readonly [number, number])[] = [];
    const pairs = pairsAmong(sampled(300));
    await search(pairs, { refinements: 3, recallWanted: 2 }, { shares: 4, onPairs: (done, of) => told.push([done, of]) });
    const done = told.map(([each]) => each);
    expect(done).toEqual([...done].sort((one, other) => one - other));
    expect(new Set(told.map(([, of]) => of)).size).toBe(1);
    expect(done.at(-1)).toBe(told[0]![1]);
  });
});
