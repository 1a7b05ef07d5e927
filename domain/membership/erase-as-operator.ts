import { changed } from '../kernel/decision.ts';
import type { CanonicalAddress } from '../kernel/email-address.ts';
import type { Instant } from '../kernel/instant.ts';
import type { MemberId } from '../kernel/member-id.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { Secrets } from '../kernel/secrets.ts';
import { type EraseNeeds, finishErasure } from './erase-member.ts';
import type { Member } from './member.ts';
import { isPresent, type MemberDecision, type NoMember } from './present.ts';
import { isProtected, type OperatorProtected } from './standing.ts';

/**
 * Erases a member who asked the operators for it, as `EraseMember` does for one who is signed in: in every context, with a goodbye
 * mail. Interrupted anywhere, the same call or `FinishErasures` goes on.
 */
export type EraseAsOperator = (command: { readonly member: MemberId }) => Promise<Result<'erased', NoMember | OperatorProtected>>;

export interface EraseAsOperatorNeeds extends EraseNeeds {
  readonly secrets: Secrets;
  readonly operators: ReadonlySet<CanonicalAddress>;
}

export const makeEraseAsOperator =
  (needs: EraseAsOperatorNeeds): EraseAsOperator =>
  async ({ member: id }) => {
    const now = needs.clock.now();
    if (isProtected(id, needs)) return err({ code: 'membership.operator_protected' });
    const begun = await needs.members.change(id, (member) => begin(member, now));
    if (!begun.ok) return begun;
    await finishErasure(needs, begun.value, now);
    return ok('erased');
  };

const begin = (member: Member | undefined, now: Instant): MemberDecision<Member, NoMember> => {
  if (member === undefined) return err({ code: 'membership.no_member' });
  if (!isPresent(member)) return changed(member, member);
  const erasing: Member = { ...member, stage: { name: 'erasing', at: now }, links: [], sessions: [] };
  return changed(erasing, erasing);
};
