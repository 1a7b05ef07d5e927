import type { RoundInput } from '../../../../domain/introductions/round-input.ts';
import type { Match } from '../../../../domain/introductions/match.ts';
import type { Round } from '../../../../domain/introductions/round.ts';
import type { StoredLeftOut, StoredRound } from '../../../../domain/introductions/stored-round.ts';
import { type PairView, type Person, type RoundView, viewOf } from '../../../files/round-view.ts';

/** A round as the operators see it. Members are named by their id where a file's report has the address, so that each can be linked. */
export interface ShownRound {
  readonly view: RoundView;
  /** In the order of the view's pairs. */
  readonly pairs: readonly ShownPair[];
}

export interface ShownPair extends PairView {
  /** Whose words the reasons are in: `undefined` for words about both. */
  readonly reader?: string;
  readonly state?: Match['state'];
}

export const previewView = (round: Round, { week, members }: RoundInput): ShownRound => {
  const view = viewOf(round, { week, people: new Map(members.map(({ id, name }) => [id, { email: id, name }])) });
  return { view, pairs: view.pairs };
};

/** What a stored round is shown from: its rows, and the names of those whom the page shows and who are still there. */
export interface StoredRows {
  readonly matches: readonly Match[];
  readonly leftOut: readonly StoredLeftOut[];
  readonly names: ReadonlyMap<string, string>;
}

export const storedView = (round: StoredRound, { matches, leftOut, names }: StoredRows): ShownRound => {
  const nameOf = (id: string): string => names.get(id) ?? goneName;
  const pairs = matches.map(({ a, b, score, host, state }): ShownPair => ({
    a: a.member,
    nameA: nameOf(a.member),
    b: b.member,
    nameB: nameOf(b.member),
    score,
    reasons: a.reasons,
    reader: nameOf(a.member),
    state,
    ...(host === undefined ? {} : { host }),
  }));
  return { view: { ...withoutPairs(round, { leftOut, nameOf }), pairs }, pairs };
};

/** Somebody whose data was erased since. */
export const goneName = 'A former member';

const withoutPairs = (
  round: StoredRound,
  { leftOut, nameOf }: { readonly leftOut: readonly StoredLeftOut[]; readonly nameOf: (id: string) => string },
): RoundView => {
  const people = new Map<string, Person>(leftOut.map(({ member }) => [member, { email: member, name: nameOf(member) }]));
  const { certificate, gaps, pairsLostToHistory, greedy, seed, week } = round;
  const figures: Round = { certificate, gaps, pairsLostToHistory, greedy, seed, pairs: [], leftOut };
  return { ...viewOf(figures, { week, people }), memberCount: round.memberCount };
};
