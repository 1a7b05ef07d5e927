import type { Decision } from '../kernel/decision.ts';
import { err } from '../kernel/result.ts';
import type { Member } from './member.ts';
import type { MembershipMail } from './ports.ts';

/** What a rule of membership decides about the record of one member. */
export type MemberDecision<O, E> = Decision<Member | undefined, O, E, MembershipMail>;

/** Applies a rule to a member who is there; one who is being erased is as good as gone. */
export const ofPresent =
  <O, E>(decide: (member: Member) => MemberDecision<O, E>) =>
  (member: Member | undefined): MemberDecision<O, E | NoMember> =>
    isPresent(member) ? decide(member) : err({ code: 'membership.no_member' });

export const isPresent = <M extends Pick<Member, 'stage'>>(member: M | undefined): member is M =>
  member !== undefined && member.stage.name !== 'erasing';

export interface NoMember {
  readonly code: 'membership.no_member';
}
