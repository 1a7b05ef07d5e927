import type { AdmissibleScorer } from '../admissible.ts';
import type { NearestLists } from '../best-lists.ts';
import { scoreMax } from '../matching/problem.ts';

/**
 * The partner of each member (−1: none) when of all pairs the best score left always goes first, the lower numbers first among equals, as
 * `greedyMatching` does with a list of all pairs. Here each member knows a few partners with a higher number, the best first; whoever runs out of them looks
 * again at all who are left. `lists`: of each member the best of both sides.
 */
export const greedyRound = (scorer: AdmissibleScorer, lists: NearestLists): Int32Array => {
  const state = stateOf(scorer, lists);
  for (let member = 0; member < scorer.size; member++) waitForTurn(state, member);
  for (let level = scoreMax; level > 0; level--) {
    const turns: number[] = [];
    for (let member = state.waitingAt[level]!; member !== nobody; member = state.nextWaiting[member]!) turns.push(member);
    turns.sort((one, other) => one - other);
    for (const member of turns) takeTurn(state, member, level);
  }
  return state.partner;
};

const nobody = -1;

interface State {
  readonly scorer: AdmissibleScorer;
  readonly partner: Int32Array;
  readonly perMember: number;
  /** The partners with a higher number that a member knows, from `place[member]` to before `end[member]`, in the order in which they go. */
  readonly other: Int32Array;
  readonly score: Uint16Array;
  readonly place: Int32Array;
  readonly end: Int32Array;
  /** Whom a member does not know scores this at most. */
  readonly unknownMax: Uint16Array;
  /** By score: the members whose next pair scores as much, as a chain. */
  readonly waitingAt: Int32Array;
  readonly nextWaiting: Int32Array;
}

const stateOf = (scorer: AdmissibleScorer, lists: NearestLists): State => {
  const { size } = scorer;
  const state: State = {
    scorer,
    partner: new Int32Array(size).fill(nobody),
    perMember: lists.perMember,
    other: lists.neighbour.slice(),
    score: lists.score.slice(),
    place: new Int32Array(size),
    end: new Int32Array(size),
    unknownMax: new Uint16Array(size),
    waitingAt: new Int32Array(scoreMax + 1).fill(nobody),
    nextWaiting: new Int32Array(size),
  };
  for (let member = 0; member < size; member++) keepHigher(state, member);
  return state;
};

/** Keeps of a list those with a higher number, in order. Of those who score as much as the last one, some may not be there, so none are kept. */
const keepHigher = (state: State, member: number): void => {
  const { other, score, perMember, unknownMax } = state;
  const first = member * perMember;
  const isFull = perMember > 0 && other[first + perMember - 1] !== nobody;
  const least = isFull ? score[first + perMember - 1]! : 0;
  const kept: Partner[] = [];
  for (let at = first; at < first + perMember; at++) {
    if (other[at]! > member && score[at]! > least) kept.push({ other: other[at]!, score: score[at]! });
  }
  kept.sort((one, another) => another.score - one.score || one.other - another.other);
  know(state, member, kept);
  unknownMax[member] = least;
};

interface Partner {
  readonly other: number;
  readonly score: number;
}

const know = ({ other, score, perMember, place, end }: State, member: number, partners: readonly Partner[]): void => {
  const first = member * perMember;
  place[member] = first;
  end[member] = first + partners.length;
  for (const [at, partner] of partners.entries()) {
    other[first + at] = partner.other;
    score[first + at] = partner.score;
  }
};

/** What the next pair of a member scores, or at the most would score; 0 if there is none. */
const nextScore = ({ partner, other, score, place, end, unknownMax }: State, member: number): number => {
  while (place[member]! < end[member]! && partner[other[place[member]!]!] !== nobody) place[member]!++;
  return place[member]! < end[member]! ? score[place[member]!]! : unknownMax[member]!;
};

const waitForTurn = (state: State, member: number): void => {
  const level = nextScore(state, member);
  state.nextWaiting[member] = state.waitingAt[level]!;
  state.waitingAt[level] = member;
};

const takeTurn = (state: State, member: number, level: number): void => {
  const { partner, other, place, end } = state;
  if (partner[member] !== nobody) return;
  if (nextScore(state, member) === level && place[member] === end[member]) lookAgain(state, member);
  if (nextScore(state, member) < level) {
    waitForTurn(state, member);
    return;
  }
  const mate = other[place[member]!]!;
  partner[member] = mate;
  partner[mate] = member;
};

/** Finds the best partners with a higher number who are left, the lower first among equals. */
const lookAgain = (state: State, member: number): void => {
  const { scorer, partner, perMember, unknownMax } = state;
  const found: Partner[] = [];
  let least = 0;
  for (let other = member + 1; other < scorer.size; other++) {
    if (partner[other] !== nobody) continue;
    const score = scorer.pair(member, other);
    if (score <= least) continue;
    let place = found.length;
    while (place > 0 && found[place - 1]!.score < score) place--;
    found.splice(place, 0, { other, score });
    if (found.length > perMember) found.pop();
    if (found.length === perMember) least = found[perMember - 1]!.score;
  }
  know(state, member, found);
  unknownMax[member] = least;
};
