import { type NearestLists, tieOf } from '../best-lists.ts';
import { sharedArray } from '../scoring/shared-arrays.ts';

/** Lists with nobody in them yet, for threads to share. */
export const emptyLists = (size: number, perMember: number): NearestLists => ({
  perMember,
  neighbour: sharedArray.int32(size * perMember).fill(-1),
  score: sharedArray.uint16(size * perMember),
});

/** Enters a partner where they belong, if that is in the list and they are not there yet. `score` is above 0. */
export type Enter = (place: number, other: number, score: number) => void;

/** For lists by place. Equal scores go by `tieOf` the members, so a list is the same in whatever order its partners come. */
export const listWriter =
  ({ perMember, neighbour, score: scores }: NearestLists, order: Uint32Array): Enter =>
  (place, other, score) => {
    const first = place * perMember;
    const end = first + perMember;
    const member = order[place]!;
    const tie = tieOf(member, order[other]!);
    let at = end;
    while (at > first && scores[at - 1]! <= score) {
      if (scores[at - 1] === score) {
        const tieBefore = tieOf(member, order[neighbour[at - 1]!]!);
        if (tieBefore === tie) return;
        if (tieBefore > tie) break;
      }
      at--;
    }
    if (at === end) return;
    for (let after = end - 1; after > at; after--) {
      neighbour[after] = neighbour[after - 1]!;
      scores[after] = scores[after - 1]!;
    }
    neighbour[at] = other;
    scores[at] = score;
  };

/** Whoever scores less does not belong in the list: the score of the last in it, or 1. */
export const leastOf = ({ perMember, score }: NearestLists, place: number): number => score[(place + 1) * perMember - 1]! || 1;

/** Lists by place as lists by member. */
export const listsByMember = ({ perMember, neighbour, score }: NearestLists, order: Uint32Array): NearestLists => {
  const lists = emptyLists(order.length, perMember);
  for (let place = 0; place < order.length; place++) {
    const from = place * perMember;
    const to = order[place]! * perMember;
    for (let at = 0; at < perMember && neighbour[from + at]! !== -1; at++) {
      lists.neighbour[to + at] = order[neighbour[from + at]!]!;
      lists.score[to + at] = score[from + at]!;
    }
  }
  return lists;
};
