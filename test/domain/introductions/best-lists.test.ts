import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BestLists, emptyLists, offer, tieOf, together } from '../../../domain/introductions/best-lists.ts';
import { seededRandom, shuffled } from '../../../domain/kernel/random.ts';

const size = 6;

/** What is offered to members: each partner once, by few keys, so that many are equal. */
const offers = fc.uniqueArray(
  fc.record({
    member: fc.nat(size - 1),
    other: fc.nat(20),
    key: fc.integer({ min: -2, max: 3 }),
    score: fc.integer({ min: 1, max: 10_000 }),
  }),
  { selector: ({ member, other }) => `${String(member)} ${String(other)}`, maxLength: 60 },
);
type Offers = typeof offers extends fc.Arbitrary<infer All> ? All : never;

const listsOf = (all: Offers, perMember: number): BestLists => {
  const lists = emptyLists(size, perMember);
  for (const { member, ...offered } of all) offer(lists, member, offered);
  return lists;
};

describe('the best partners of a member', () => {
  it('are those with the greatest keys, equal ones in the order of their draw', () => {
    fc.assert(
      fc.property(offers, fc.nat(5), (all, perMember) => {
        const { neighbour, key, score } = listsOf(all, perMember);
        for (let member = 0; member < size; member++) {
          const best = all
            .filter((each) => each.member === member)
            .sort((one, other) => other.key - one.key || tieOf(member, other.other) - tieOf(member, one.other))
            .slice(0, perMember);
          const listed = Array.from({ length: perMember }, (_, at) => member * perMember + at).filter((at) => neighbour[at] !== -1);
          expect(listed.map((at) => [neighbour[at], key[at], score[at]])).toEqual(best.map((each) => [each.other, each.key, each.score]));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are the same in whatever order and in however many parts they come', () => {
    fc.assert(
      fc.property(
        offers,
        fc.nat(5),
        fc.record({ parts: fc.integer({ min: 1, max: 4 }), seed: fc.nat() }),
        (all, perMember, { parts, seed }) => {
          const mixed = shuffled(all, seededRandom(seed));
          const lists = Array.from({ length: parts }, (_, part) =>
            listsOf(
              mixed.filter((__, at) => at % parts === part),
              perMember,
            ),
          );
          expect(lists.reduce(together)).toEqual(listsOf(all, perMember));
        },
      ),
    );
  });

  it('are never drawn alike', () => {
    const drawn = new Set(Array.from({ length: 100_000 }, (_, other) => tieOf(77, other)));
    expect(drawn.size).toBe(100_000);
  });
});
