import type { Clock } from '../kernel/clock.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Week } from '../kernel/iso-week.ts';
import { type MemberId, parseMemberId } from '../kernel/member-id.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { ForgetMember } from './forget-member.ts';
import { claim, type ClaimFacts, type Match } from './match.ts';
import type { LeftOuts, Matches, Participants, RoundKey, Rounds } from './ports.ts';
import {
  beginSending,
  type RoundNotReady,
  type RoundUnknown,
  sent,
  settleLeftOut,
  type StoredLeftOut,
  type StoredRound,
} from './stored-round.ts';

/**
 * Claims every introduction of a round: both members are looked at again, and either both mails are in the outbox or neither is. Whoever
 * is left over is told. Interrupted anywhere, or done by two at once, it sends everything once; done again, it sends nothing.
 */
export type SendIntroductions = (command: { readonly week: Week }) => Promise<Result<StoredRound, SendFailure>>;

export type SendFailure = RoundUnknown | RoundNotReady;

export interface SendNeeds {
  readonly rounds: Rounds;
  readonly matches: Matches;
  readonly leftOuts: LeftOuts;
  readonly participants: Participants;
  readonly forgetMember: ForgetMember;
  readonly clock: Clock;
  /** Told after each match and each of those left over, for a line of progress. */
  readonly onProgress?: ((progress: { readonly week: Week; readonly done: number; readonly of: number }) => void) | undefined;
}

export const makeSendIntroductions =
  (needs: SendNeeds): SendIntroductions =>
  async ({ week }) => {
    const { rounds, clock, onProgress } = needs;
    const since = clock.now();
    const begun = await rounds.change(week, (round) => beginSending(round, since));
    if (!begun.ok) return begun;
    const round = begun.value;
    const plan = round.state.name === 'sent' ? undefined : await rounds.planOf(round);
    // The plan is put away only once all is sent.
    if (plan === undefined)
      return (await rounds.find(week))?.state.name === 'sent' ? putAway(needs, round) : err({ code: 'round.unknown' });
    const of = plan.matches.length + plan.leftOut.length;
    let done = 0;
    for (const match of plan.matches) {
      await settle(needs, match);
      onProgress?.({ week, done: ++done, of });
    }
    for (const leftOut of plan.leftOut) {
      await tell(needs, leftOut);
      onProgress?.({ week, done: ++done, of });
    }
    const now = clock.now();
    const finished = await rounds.change(week, (current) => sent(current, now));
    return finished.ok ? putAway(needs, finished.value) : finished;
  };

const putAway = async ({ rounds }: SendNeeds, round: StoredRound): Promise<Result<StoredRound, SendFailure>> => {
  await rounds.putPlanAway(round);
  return ok(round);
};

/** Looks at both members again and introduces them, or cancels. */
const settle = async (needs: SendNeeds, planned: Match): Promise<void> => {
  const { matches } = needs;
  const { week, run } = planned;
  let members: readonly MemberId[] = [planned.a.member, planned.b.member];
  for (let attempt = 1; attempt <= attemptsMax; attempt++) {
    const stored = await found(matches, { week, run }, members);
    if (stored?.state.name !== 'planned') return;
    const facts = await factsOf(needs, stored);
    const gone = [stored.a.member, stored.b.member].filter((member) => !facts.names.has(member) && parseMemberId(member) !== undefined);
    if (gone.length > 0) {
      members = await withoutGone(needs, [stored.a.member, stored.b.member], gone);
      continue;
    }
    const at = needs.clock.now();
    const claimed = await matches.change({ week, run, member: stored.a.member }, (match) => claim(match, { ...facts, at }));
    if (claimed.ok) return;
  }
  invariant(false, 'both members of a match are not erased time after time');
};

/** Each of the two may be erased once while their match is being settled. */
const attemptsMax = 4;

/** Somebody erased since has another id in the row than in the plan; then the partner leads there. */
const found = async (matches: Matches, key: RoundKey, members: readonly MemberId[]): Promise<Match | undefined> => {
  for (const member of members) {
    const match = await matches.find({ ...key, member });
    if (match !== undefined) return match;
  }
  return undefined;
};

/**
 * Somebody who was erased while the round was being planned came into it after their erasure was over, and is taken out now.
 * Answers who is in their place.
 */
const withoutGone = async (
  { forgetMember }: SendNeeds,
  members: readonly MemberId[],
  gone: readonly MemberId[],
): Promise<readonly MemberId[]> => {
  const now: MemberId[] = [];
  for (const member of members) now.push(gone.includes(member) ? await forgetMember({ member }) : member);
  return now;
};

const factsOf = async ({ participants }: SendNeeds, { week, a, b }: Match): Promise<Omit<ClaimFacts, 'at'>> => {
  const names = new Map<MemberId, string>();
  const away: MemberId[] = [];
  for (const { member } of [a, b]) {
    const participant = await participants.find(week, member);
    if (participant !== undefined) names.set(member, participant.name);
    if (participant?.takesPart === false) away.push(member);
  }
  return { names, away, apart: await participants.areApart(a.member, b.member) };
};

const tell = async (needs: SendNeeds, { week, run, member }: StoredLeftOut): Promise<void> => {
  const at = needs.clock.now();
  const participant = await needs.participants.find(week, member);
  const isGone = participant === undefined && parseMemberId(member) !== undefined;
  const [present = member] = await withoutGone(needs, [member], isGone ? [member] : []);
  await needs.leftOuts.change({ week, run, member: present }, (leftOut) =>
    settleLeftOut(leftOut, { takesPart: participant?.takesPart ?? false, at }),
  );
};
