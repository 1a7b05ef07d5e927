import type { Clock } from '../kernel/clock.ts';
import { changed } from '../kernel/decision.ts';
import type { CanonicalAddress } from '../kernel/email-address.ts';
import type { Instant } from '../kernel/instant.ts';
import type { MemberId } from '../kernel/member-id.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { Member } from './member.ts';
import { isOperator } from './operators.ts';
import type { Bans, Eraser, Members, Reports } from './ports.ts';
import { isPresent, type MemberDecision } from './present.ts';
import { isSetUp, isVerifiedIn } from './second-factor.ts';
import { freshSession, type SignInAgain } from './sessions.ts';
import type { NotVerified } from './set-up-second-factor.ts';

/**
 * Erases a member in every context, in this one run; what is left are blocks and bans, under an id that only the community's key can
 * make from an address. Interrupted anywhere, the same call or `FinishErasures` goes on. Also fine for one who is already gone.
 * An operator gives a code of their second factor first: whoever has only their mailbox could otherwise be rid of it by signing up anew.
 */
export type EraseMember = (command: {
  readonly member: MemberId;
  readonly session: string;
}) => Promise<Result<'erased', SignInAgain | NotVerified>>;

export interface EraseNeeds {
  readonly members: Members;
  readonly bans: Bans;
  readonly reports: Reports;
  /** The other contexts, in the order in which they are to be erased. */
  readonly erasers: readonly Eraser[];
  readonly clock: Clock;
}

export const makeEraseMember =
  (needs: EraseNeeds & { readonly operators: ReadonlySet<CanonicalAddress> }): EraseMember =>
  async ({ member: id, session }) => {
    const now = needs.clock.now();
    const begun = await needs.members.change<Member | 'gone', SignInAgain | NotVerified>(id, (member) => {
      const decided = beginErasure(member, session, now);
      return decided.ok && needsCode(member, needs.operators) && !isVerifiedIn(member, session, now)
        ? err({ code: 'membership.second_factor_needed' })
        : decided;
    });
    if (!begun.ok) return begun;
    if (begun.value !== 'gone') await finishErasure(needs, begun.value, now);
    return ok('erased');
  };

const needsCode = (member: Member | undefined, operators: ReadonlySet<CanonicalAddress>): member is Member =>
  isPresent(member) && isSetUp(member) && isOperator(member, operators);

/** Finishes every erasure that was interrupted; to be called at the start and now and then. The outcome is how many there were. */
export type FinishErasures = () => Promise<Result<number, never>>;

export const makeFinishErasures =
  (needs: EraseNeeds): FinishErasures =>
  async () => {
    const now = needs.clock.now();
    let finished = 0;
    let at: MemberId | undefined;
    for (let pages = 0; pages < pagesMax; pages++) {
      const page = await needs.members.page(at, pageSize);
      for (const member of page) {
        if (member.stage.name !== 'erasing') continue;
        await finishErasure(needs, member, now);
        finished += 1;
      }
      if (page.length < pageSize) break;
      at = page.at(-1)?.id;
    }
    return ok(finished);
  };

const pageSize = 200;
// 200,000 members, ten times what a round takes.
const pagesMax = 1_000;

/** From here on nobody can sign in and no rule sees the member; only erasing goes on. */
export const beginErasure = (member: Member | undefined, session: string, now: Instant): MemberDecision<Member | 'gone', SignInAgain> => {
  if (member === undefined) return changed(member, 'gone');
  if (member.stage.name === 'erasing') return changed(member, member);
  const fresh = freshSession(member, session, now);
  if (!fresh.ok) return fresh;
  const erasing: Member = { ...member, stage: { name: 'erasing', at: now }, links: [], sessions: [] };
  return changed(erasing, erasing);
};

/** The record goes last: as long as it is there, every call finds what is left to do. */
export const finishErasure = async ({ members, bans, reports, erasers }: EraseNeeds, member: Member, now: Instant): Promise<void> => {
  for (const eraser of erasers) await eraser.erase(member.id);
  await reports.anonymise(member.id);
  // A suspension would be shed by erasing and signing up again, so it goes on as a ban; an operator can take that back.
  if (member.standing !== 'good') await bans.add(member.id, now);
  await members.change(member.id, (current) => removeErased(current, now));
};

export const removeErased = (member: Member | undefined, now: Instant): MemberDecision<'removed', never> => {
  if (member?.stage.name !== 'erasing') return changed(member, 'removed');
  const { id, email, name, stage } = member;
  const goodbye = {
    key: `goodbye:${id}:${String(stage.at)}`,
    dueAt: now,
    message: { template: 'goodbye', to: id, address: email, name, erased: true },
  } as const;
  return changed(undefined, 'removed', [goodbye]);
};
