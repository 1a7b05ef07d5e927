import type { Clock } from '../kernel/clock.ts';
import { changed } from '../kernel/decision.ts';
import type { Instant } from '../kernel/instant.ts';
import type { MemberId } from '../kernel/member-id.ts';
import { err, type Result } from '../kernel/result.ts';
import type { Member } from './member.ts';
import type { Members } from './ports.ts';
import { ofPresent, type MemberDecision, type NoMember } from './present.ts';

/** Takes no part until an instant, or until the member says so. Pausing again moves the date. */
export type Pause = (command: {
  readonly member: MemberId;
  readonly until: Instant | undefined;
}) => Promise<Result<'paused', PauseFailure | NoMember>>;

export type PauseFailure = NotActive | { readonly code: 'membership.pause_over' };

/** Before the survey is handed in and after leaving there is nothing to pause, resume or skip. */
export interface NotActive {
  readonly code: 'membership.not_active';
}

export const makePause =
  ({ members, clock }: { readonly members: Members; readonly clock: Clock }): Pause =>
  async ({ member: id, until }) => {
    const now = clock.now();
    return members.change(
      id,
      ofPresent((member) => pause(member, until, now)),
    );
  };

export const pause = (member: Member, until: Instant | undefined, now: Instant): MemberDecision<'paused', PauseFailure> => {
  if (!isMembershipOpen(member)) return err({ code: 'membership.not_active' });
  if (until !== undefined && !(until > now)) return err({ code: 'membership.pause_over' });
  if (member.stage.name === 'paused' && member.stage.until === until) return changed(member, 'paused');
  return changed({ ...(until === undefined ? member : introducedAgain(member, now)), stage: { name: 'paused', until } }, 'paused');
};

/** Takes part again from the next round on. Idempotent. */
export type Resume = (command: { readonly member: MemberId }) => Promise<Result<'active', NotActive | NoMember>>;

export const makeResume =
  ({ members, clock }: { readonly members: Members; readonly clock: Clock }): Resume =>
  async ({ member: id }) => {
    const now = clock.now();
    return members.change(
      id,
      ofPresent((member) => resume(member, now)),
    );
  };

export const resume = (member: Member, now: Instant): MemberDecision<'active', NotActive> => {
  if (!isMembershipOpen(member)) return err({ code: 'membership.not_active' });
  return changed(member.stage.name === 'active' ? member : { ...introducedAgain(member, now), stage: { name: 'active' } }, 'active');
};

/**
 * Who ended all mails at once and comes back, wants them again: without its mail an introduction is none. And who comes back says that
 * mails reach them, so whatever became of earlier ones is over, also where we only hear of it later.
 */
export const introducedAgain = ({ mailTrouble, ...member }: Member, now: Instant): Member => {
  const unsubscribed = member.unsubscribed.includes('introduction') ? [] : member.unsubscribed;
  // A provider's clock may be a little ahead of ours.
  return { ...member, unsubscribed, backAt: Math.max(now, mailTrouble?.at ?? now) as Instant };
};

/** The same member, out of the rounds until they say so; who is not in the rounds stays where they are. */
export const pausedForGood = (member: Member): Member =>
  isMembershipOpen(member) && !isPausedForGood(member) ? { ...member, stage: { name: 'paused', until: undefined } } : member;

const isPausedForGood = ({ stage }: Member): boolean => stage.name === 'paused' && stage.until === undefined;

/** Whether someone is in the rounds at all, be it paused. */
export const isMembershipOpen = ({ stage }: Member): boolean => stage.name === 'active' || stage.name === 'paused';
