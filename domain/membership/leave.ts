import type { Clock } from '../kernel/clock.ts';
import { changed } from '../kernel/decision.ts';
import type { Instant } from '../kernel/instant.ts';
import type { MemberId } from '../kernel/member-id.ts';
import type { Result } from '../kernel/result.ts';
import { askForMail } from './mail-limit.ts';
import type { Member } from './member.ts';
import type { Members } from './ports.ts';
import { ofPresent, type MemberDecision, type NoMember } from './present.ts';

/** Leaves the community: every session and link ends, one goodbye is mailed, and a new sign-up leads back. Idempotent. */
export type Leave = (command: { readonly member: MemberId }) => Promise<Result<'left', NoMember>>;

export const makeLeave =
  ({ members, clock }: { readonly members: Members; readonly clock: Clock }): Leave =>
  async ({ member: id }) => {
    const now = clock.now();
    return members.change(
      id,
      ofPresent((member) => leave(member, now)),
    );
  };

export const leave = (member: Member, now: Instant): MemberDecision<'left', never> => {
  if (member.stage.name === 'left') return changed(member, 'left');
  const { id, email, name } = member;
  const { pendingAddresses: _, ...kept } = member;
  const asked = askForMail({ ...kept, stage: { name: 'left', at: now }, skips: [], links: [], sessions: [] }, 'goodbye', now);
  const goodbye = {
    key: `goodbye:${id}:${String(now)}`,
    dueAt: now,
    message: { template: 'goodbye', to: id, address: email, name, erased: false },
  } as const;
  return changed(asked.member, 'left', asked.granted ? [goodbye] : []);
};
