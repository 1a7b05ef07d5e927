import type { Clock } from '../kernel/clock.ts';
import { changed } from '../kernel/decision.ts';
import type { CanonicalAddress } from '../kernel/email-address.ts';
import type { MemberId } from '../kernel/member-id.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { Secrets } from '../kernel/secrets.ts';
import type { Member, Standing } from './member.ts';
import type { Bans, Members } from './ports.ts';
import { isPresent, type MemberDecision } from './present.ts';

/**
 * The operators' word on a member, who may be gone by now: it stands under the id, which outlives the data. Idempotent.
 * Suspending takes them out of the rounds and leaves them signed in; banning ends sessions and links too. Neither says a word to them.
 */
export type ChangeStanding = (command: { readonly member: MemberId }) => Promise<Result<Standing, OperatorProtected>>;

/** An operator is taken out of the community's file first, so that no two of them lock each other out. */
export interface OperatorProtected {
  readonly code: 'membership.operator_protected';
}

interface StandingNeeds {
  readonly members: Members;
  readonly bans: Bans;
  readonly secrets: Secrets;
  readonly operators: ReadonlySet<CanonicalAddress>;
  readonly clock: Clock;
}

export const makeSuspend =
  ({ members, bans, clock, ...who }: StandingNeeds): ChangeStanding =>
  async ({ member: id }) => {
    const now = clock.now();
    if (isProtected(id, who)) return err({ code: 'membership.operator_protected' });
    const suspended = await members.change(id, suspend);
    if (!suspended.ok) return suspended;
    if (suspended.value !== 'gone') return ok(suspended.value);
    await bans.add(id, now);
    return ok('banned');
  };

export const makeBan =
  ({ members, bans, clock, ...who }: StandingNeeds): ChangeStanding =>
  async ({ member: id }) => {
    const now = clock.now();
    if (isProtected(id, who)) return err({ code: 'membership.operator_protected' });
    // The ban comes first: if we stop in between, a ban without a record silences, a record without a ban would be lost by erasure.
    await bans.add(id, now);
    await members.change(id, ban);
    return ok('banned');
  };

/** Takes back a suspension or a ban, also of someone whose data is gone. */
export type Reinstate = (command: { readonly member: MemberId }) => Promise<Result<Standing, never>>;

export const makeReinstate =
  ({ members, bans }: Pick<StandingNeeds, 'members' | 'bans'>): Reinstate =>
  async ({ member: id }) => {
    await members.change(id, reinstate);
    await bans.remove(id);
    return ok('good');
  };

/** A member who is being erased is suspended where it lasts. */
const suspend = (member: Member | undefined): MemberDecision<Standing | 'gone', never> => {
  if (!isPresent(member)) return changed(member, 'gone');
  return member.standing === 'good' ? changed({ ...member, standing: 'suspended' }, 'suspended') : changed(member, member.standing);
};

const ban = (member: Member | undefined): MemberDecision<Standing, never> => {
  const done = member === undefined || (member.standing === 'banned' && member.links.length + member.sessions.length === 0);
  return changed(done ? member : { ...member, standing: 'banned', links: [], sessions: [] }, 'banned');
};

const reinstate = (member: Member | undefined): MemberDecision<Standing, never> =>
  changed(member === undefined || member.standing === 'good' ? member : { ...member, standing: 'good' }, 'good');

export const isProtected = (id: MemberId, { secrets, operators }: Pick<StandingNeeds, 'secrets' | 'operators'>): boolean =>
  [...operators].some((address) => secrets.memberIdOf(address) === id);
