import type { Week } from '../kernel/iso-week.ts';
import type { Answers } from './answers.ts';
import { type Community, communityOf, numberingOf } from './community.ts';
import { type History, packHistory, type PackedHistory } from './history.ts';
import type { Survey } from './survey.ts';

/** Everything that a round depends on, but for chance. */
export interface RoundInput {
  readonly week: Week;
  readonly survey: Survey;
  readonly members: readonly RoundMember[];
  /** Earlier rounds; of this week or later there is nothing in it. */
  readonly history: History;
  /** Pairs that never meet: blocked, or kept apart by the operator. */
  readonly apart: readonly (readonly [string, string])[];
  /** The standing host's id: kept out of the matching, then meets one of those left over. */
  readonly host?: string | undefined;
  readonly repeatGapWeeks: number;
}

/** `id` tells members apart and orders them; in a file it is the canonical address. */
export interface RoundMember {
  readonly id: string;
  /** What reasons call the member. */
  readonly name: string;
  readonly answers: Answers;
}

/** The same in columns, as it passes between threads; a member's number is their place in the community. */
export interface PackedRoundInput extends Omit<RoundInput, 'members' | 'history'> {
  readonly community: Community;
  readonly history: PackedHistory;
}

export const packedInput = ({ members, history, ...rest }: RoundInput): PackedRoundInput => {
  const community = communityOf(members);
  return { ...rest, community, history: packHistory(history, numberingOf(community)) };
};
