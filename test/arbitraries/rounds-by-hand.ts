import type { RoundInput } from '../../domain/introductions/round-input.ts';
import { type Scoring, scoringOf } from '../../domain/introductions/scoring.ts';
import { bruteForce, type Worth } from '../support/brute-force-matching.ts';
import { aProblem, type Edge } from './matching.ts';
import { mayMeetByHand } from './scoring-by-hand.ts';

// The rules of a round once more, one pair at a time, and every round tried. Compatibility is as it is: its own tests work it out by hand,
// but not to the last digit, with which a half may be rounded the other way.

/** The worth of the best round, the host left aside. */
export const bestByHand = (input: RoundInput): Worth => {
  const members = input.members.filter(({ id }) => id !== input.host);
  const edges: Edge[] = members.flatMap((one, at) =>
    members.slice(at + 1).flatMap((other, step): Edge[] => {
      const score = scoreByHand(input, [one.id, other.id]);
      return score === undefined ? [] : [[at, at + 1 + step, score]];
    }),
  );
  return bruteForce(
    aProblem(
      members.length,
      edges,
      members.map(({ id }) => heightByHand(input, id)),
    ),
  );
};

/** The score of two members, or nothing where they may not meet. */
export const scoreByHand = (input: RoundInput, [one, other]: readonly [string, string]): number | undefined => {
  if (!mayMeetEver(input, [one, other])) return undefined;
  const inComponentOf = other === input.host ? one : one === input.host ? other : one;
  const gap = Math.min(input.repeatGapWeeks, Math.max(0, Math.floor(componentByHand(input, inComponentOf).size / 2) - 1));
  const meetings = input.history.met.filter((meeting) => [meeting.one, meeting.other].sort().join() === [one, other].sort().join());
  const weeks = Math.min(...meetings.map(({ week }) => input.week - week));
  if (weeks <= gap) return undefined;
  const factor = Math.min(1, 0.5 + (0.5 * (weeks - gap)) / (input.repeatGapWeeks + 1));
  const [at, to] = [one, other].map((id) => input.members.findIndex((member) => member.id === id)) as [number, number];
  const compatibility = scoringIn(input).compatibility(at, to);
  return Math.max(1, Math.floor(10_000 * compatibility * factor + 0.5));
};

const scorings = new WeakMap<RoundInput['members'], Scoring>();

const scoringIn = ({ survey, members }: RoundInput): Scoring => {
  const scoring =
    scorings.get(members) ??
    scoringOf(
      survey,
      members.map(({ answers }) => answers),
    );
  scorings.set(members, scoring);
  return scoring;
};

const heightByHand = ({ history }: RoundInput, id: string): number => {
  const introduced = history.met.filter(({ one, other }) => one === id || other === id).map(({ week }) => week);
  const waited = new Set(
    history.leftOut.filter(({ member, week }) => member === id && introduced.every((last) => last < week)).map(({ week }) => week),
  );
  if (waited.size > 0) return Math.min(19, 2 + waited.size);
  return introduced.length > 0 ? 1 : 2;
};

const mayMeetEver = ({ survey, members, apart }: RoundInput, [one, other]: readonly [string, string]): boolean => {
  const [mine, theirs] = [one, other].map((id) => members.find((member) => member.id === id)!.answers);
  return mayMeetByHand(survey, mine!, theirs!) && !apart.some((pair) => pair.includes(one) && pair.includes(other));
};

/** All whom a member could reach, through one another, if nobody had met before. */
const componentByHand = (input: RoundInput, from: string): ReadonlySet<string> => {
  const reached = new Set([from]);
  for (const one of reached) {
    for (const { id } of input.members) {
      if (id !== one && id !== input.host && mayMeetEver(input, [one, id])) reached.add(id);
    }
  }
  return reached;
};
