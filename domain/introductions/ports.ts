import type { AliasName } from '../kernel/alias-name.ts';
import type { Decision } from '../kernel/decision.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Week } from '../kernel/iso-week.ts';
import type { MemberId } from '../kernel/member-id.ts';
import type { Result } from '../kernel/result.ts';
import type { RoundInput, RoundMember } from './round-input.ts';
import type { IntroductionMail } from './mails.ts';
import type { Match } from './match.ts';
import type { Round } from './round.ts';
import type { RoundPlan, StoredLeftOut, StoredRound } from './stored-round.ts';

/** One planning of a week. */
export interface RoundKey {
  readonly week: Week;
  readonly run: number;
}

/** What one planning of a week made of one member. */
export interface RoundMemberKey extends RoundKey {
  readonly member: MemberId;
}

/** Rounds as they were planned, and what became of them. */
export interface Rounds {
  /** The latest run of a week. Newest state. */
  readonly find: (week: Week) => Promise<StoredRound | undefined>;
  /**
   * Stores a plan whole or not at all; the first plan of a week and run stays. `'neighbour_changed'` where the week after has a round
   * already, or the week before has another one than the plan was made on, or an unsettled one; then nothing is stored.
   */
  readonly plan: (plan: RoundPlan) => Promise<'planned' | 'already_there' | 'neighbour_changed'>;
  /** What was planned, whether or not its rows are written yet; `undefined` once the plan is put away. Newest state. */
  readonly planOf: (round: StoredRound) => Promise<RoundPlan | undefined>;
  /** Puts a plan away whose rows tell everything, or tell nothing any more. Idempotent. */
  readonly putPlanAway: (round: StoredRound) => Promise<void>;
  /** Stores what `decide` makes of the newest state of a week's latest run. `decide` is pure and may run again. */
  readonly change: <O, E>(week: Week, decide: (round: StoredRound | undefined) => Decision<StoredRound, O, E>) => Promise<Result<O, E>>;
  /** Newest week first, from the week before `before`, discarded ones left out, at most `limit` (1 … `roundsMax`). May lag. */
  readonly latest: (before: Week, limit: number) => Promise<readonly StoredRound[]>;
  /** Puts `anonymous` in a member's place in plans that are not put away. Idempotent. */
  readonly anonymise: (member: MemberId, anonymous: MemberId) => Promise<void>;
}

/** Two years and a week: twice the longest gap of 52 weeks and one, from which on no repeat counts less. What is older is forgotten. */
export const roundsMax = 105;

/** The matches of rounds, together with the relay's aliases. */
export interface Matches {
  /**
   * Writes a match's two rows and its two aliases, all or nothing, while its round is planned. `'already_there'` where the same
   * conversation is written, whatever its aliases; `'alias_taken'` where an alias was ever issued; `'round_over'` where the round is not that any more.
   */
  readonly mint: (match: Match, at: Instant) => Promise<'minted' | 'already_there' | 'alias_taken' | 'round_over'>;
  /** Newest state. */
  readonly find: (key: RoundMemberKey) => Promise<Match | undefined>;
  /**
   * Changes both rows of the member's match as one, together with what is sent; a match that is cancelled closes its aliases with it.
   * `decide` is pure and may run again; a match that is not there stays so.
   */
  readonly change: <O, E>(
    key: RoundMemberKey,
    decide: (match: Match | undefined) => Decision<Match, O, E, IntroductionMail>,
  ) => Promise<Result<O, E>>;
  /** In order of side `a`'s member, at most `limit` (1 … `pageMax`) after the one named. May lag. */
  readonly ofRound: (key: RoundKey, after: MemberId | undefined, limit: number) => Promise<readonly Match[]>;
  /** A member's own matches of any state, newest week first, at most `limit` (1 … `pageMax`). May lag. */
  readonly ofMember: (member: MemberId, limit: number) => Promise<readonly Match[]>;
  /**
   * Gives the member of `key` the fresh alias in place of their own, together with what `decide` has sent; the one before is closed as
   * replaced and is known for a while, and the new one stays open as long as it would have. `decide` sees the newest state of both, is pure
   * and may run again; what is not there stays so. `'alias_taken'` where the fresh one was ever issued, and then nothing changes.
   */
  readonly renewAlias: <E>(
    key: RoundMemberKey,
    fresh: { readonly alias: AliasName; readonly at: Instant },
    decide: (match: Match | undefined, current: AliasRecord | undefined) => Decision<Match, 'renewed', E, IntroductionMail>,
  ) => Promise<Result<'renewed' | 'alias_taken', E>>;
  /** Closes the aliases of a match and leaves the rest of it. Idempotent. */
  readonly closeAliases: (key: RoundMemberKey, at: Instant) => Promise<void>;
  /**
   * Puts `anonymous` in a member's place in every match, takes the words about the pair out, and closes their aliases. Idempotent, and
   * right to call again with another `anonymous` after it was interrupted. The aliases are never issued again.
   */
  readonly anonymise: (member: MemberId, anonymous: MemberId, at: Instant) => Promise<void>;
  /** What the relay knows of an alias. Newest state. */
  readonly alias: (name: AliasName) => Promise<AliasRecord | undefined>;
}

/** Where mail to an alias goes. The address of `member` is looked up when it is needed. */
export interface AliasRecord {
  readonly alias: AliasName;
  readonly member: MemberId;
  readonly counterparty: AliasName;
  readonly conversationId: string;
  readonly status: 'open' | 'closed';
  readonly createdAt: Instant;
  /** Closes it, unless it is used before. */
  readonly expiresAt: Instant;
  /** From then on nothing is known of it but that it was issued. */
  readonly deleteAt: Instant;
}

/** Whom rounds left out. */
export interface LeftOuts {
  /** Idempotent; what is there stays. */
  readonly add: (leftOut: readonly StoredLeftOut[]) => Promise<void>;
  /** Like `Matches.change`. */
  readonly change: <O, E>(
    key: RoundMemberKey,
    decide: (leftOut: StoredLeftOut | undefined) => Decision<StoredLeftOut, O, E, IntroductionMail>,
  ) => Promise<Result<O, E>>;
  /** In order of member, at most `limit` (1 … `pageMax`) after the one named. May lag. */
  readonly ofRound: (key: RoundKey, after: MemberId | undefined, limit: number) => Promise<readonly StoredLeftOut[]>;
  /** Newest week first, at most `limit` (1 … `pageMax`). May lag. */
  readonly ofMember: (member: MemberId, limit: number) => Promise<readonly StoredLeftOut[]>;
  /** Puts `anonymous` in a member's place. Idempotent. */
  readonly anonymise: (member: MemberId, anonymous: MemberId) => Promise<void>;
}

export const pageMax = 200;

/** Who takes part, as the membership knows it. */
export interface Participants {
  /**
   * Those who take part in the round of `week`, with answers that the survey can still read, in no order; at most `limit`: who does not
   * look at more is not kept waiting for them. Ids are `MemberId`s.
   */
  readonly ofWeek: (week: Week, limit: number) => Promise<readonly RoundMember[]>;
  /** Pairs that never meet, among anyone. */
  readonly apart: () => Promise<readonly (readonly [MemberId, MemberId])[]>;
  /** Whether two never meet. Asked right before they are introduced. */
  readonly areApart: (one: MemberId, other: MemberId) => Promise<boolean>;
  /** Whether a member still takes part in the round of `week`; `undefined` for one who is gone for good. Newest state. */
  readonly find: (week: Week, member: MemberId) => Promise<Participant | undefined>;
  /** What to call a member; `undefined` for one who is gone for good. */
  readonly nameOf: (member: MemberId) => Promise<string | undefined>;
}

export interface Participant {
  readonly name: string;
  readonly takesPart: boolean;
}

/** Finds the best round; `planRound` with a solver, here or on another thread. */
export type PlanRound = (input: RoundInput, seed: number) => Promise<Round>;
