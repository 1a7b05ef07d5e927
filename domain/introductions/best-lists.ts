/**
 * The best partners of each member, as far as they were seen: those of `member` stand from `member × perMember`, the greatest key
 * first. Equal keys go by `tieOf`, so what is best does not depend on what was seen first, and lists of parts can be merged in any order.
 */
export interface BestLists {
  readonly perMember: number;
  /** −1 after the last. */
  readonly neighbour: Int32Array;
  readonly score: Uint16Array;
  /** By how much the pair is wanted; −∞ after the last. */
  readonly key: Float64Array;
  /** `tieOf` the member and the partner. */
  readonly tie: Uint32Array;
}

/** A list of best partners by score. */
export type NearestLists = Pick<BestLists, 'perMember' | 'neighbour' | 'score'>;

export const emptyLists = (size: number, perMember: number): BestLists => ({
  perMember,
  neighbour: new Int32Array(size * perMember).fill(-1),
  score: new Uint16Array(size * perMember),
  key: new Float64Array(size * perMember).fill(-Infinity),
  tie: new Uint32Array(size * perMember),
});

export interface Offered {
  readonly other: number;
  readonly key: number;
  readonly score: number;
}

/** Enters a partner where it belongs, if it belongs there. No partner is offered twice. */
export const offer = (lists: BestLists, member: number, { other, key, score }: Offered): void => {
  const first = member * lists.perMember;
  let at = first + lists.perMember - 1;
  if (at < first || key < lists.key[at]!) return;
  const tie = tieOf(member, other);
  if (key === lists.key[at] && tie <= lists.tie[at]!) return;
  for (; at > first && (key > lists.key[at - 1]! || (key === lists.key[at - 1] && tie > lists.tie[at - 1]!)); at--) {
    lists.neighbour[at] = lists.neighbour[at - 1]!;
    lists.score[at] = lists.score[at - 1]!;
    lists.key[at] = lists.key[at - 1]!;
    lists.tie[at] = lists.tie[at - 1]!;
  }
  lists.neighbour[at] = other;
  lists.score[at] = score;
  lists.key[at] = key;
  lists.tie[at] = tie;
};

/**
 * Which of two partners goes first who are as good: the one with the higher number of these, which is as good as drawn. If the first in
 * order went first, all members of a community of people alike would want the same few. For one member no two partners have the same.
 */
export const tieOf = (member: number, other: number): number => mixed(other ^ mixed(member + 1));

/** The finaliser of MurmurHash3 (Appleby), which gives no two whole numbers of 32 bits the same. */
const mixed = (value: number): number => {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};

/** What the lists of two parts come to together: of each member the best of both. No pair stands in both. */
export const together = (one: BestLists, other: BestLists): BestLists => {
  const { perMember } = one;
  const both: BestLists = {
    perMember,
    neighbour: one.neighbour.slice(),
    score: one.score.slice(),
    key: one.key.slice(),
    tie: one.tie.slice(),
  };
  for (let at = 0; at < other.neighbour.length; at++) {
    if (other.neighbour[at] === -1) continue;
    offer(both, Math.floor(at / perMember), { other: other.neighbour[at]!, key: other.key[at]!, score: other.score[at]! });
  }
  return both;
};
