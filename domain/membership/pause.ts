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
  return changed({ ...(until === undefined ? member : introducedAgain(member)), stage: { name: 'paused', until } }, 'paused');
};

/** Takes part again from the next round on. Idempotent. */
export type Resume = (command: { readonly member: MemberId }) => Promise<Result<'active', NotActive | NoMember>>;

export const makeResume =
  ({ members }: { readonly members: Members }): Resume =>
  async ({ member: id }) =>
    members.change(id, ofPresent(resume));

export const resume = (member: Member): MemberDecision<'active', NotActive> => {
  if (!isMembershipOpen(member)) return err({ code: 'membership.not_active' });
  return changed(member.stage.name === 'active' ? member : { ...introducedAgain(member), stage: { name: 'active' } }, 'active');
};

/** Who ended all mails at once and comes back, wants them again: without its mail an introduction is none. */
export const introducedAgain = (member: Member): Member =>
  member.unsubscribed.includes('introduction') ? { ...member, unsubscribed: [] } : member;

/** Whether someone is in the rounds at all, be it paused. */
export const isMembershipOpen = ({ stage }: Member): boolean => stage.name === 'active' || stage.name === 'paused';
