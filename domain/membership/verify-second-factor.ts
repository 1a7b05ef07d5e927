import type { Clock } from '../kernel/clock.ts';
import { changed } from '../kernel/decision.ts';
import type { Instant } from '../kernel/instant.ts';
import type { MemberId } from '../kernel/member-id.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { readGivenCode, recoveryHash } from './given-code.ts';
import type { Member } from './member.ts';
import type { Members } from './ports.ts';
import { ofPresent, type MemberDecision, type NoMember } from './present.ts';
import { lastsMs, mintRenewal, type RenewedSession } from './renew-session.ts';
import {
  factorMail,
  isSetUp,
  sealedFor,
  unverified,
  withCode,
  withoutFactor,
  withVerified,
  type AfterCode,
  type CodeAttempt,
  type CodeRefused,
} from './second-factor.ts';
import type { InSession, SecondFactorNeeds } from './set-up-second-factor.ts';

type WithCode = InSession & { readonly code: string };

/**
 * Verifies a session by a code of the app or a recovery code, and answers the cookie under which it goes on. After too many wrong ones
 * no code is looked at for a while, in any session.
 */
export type VerifySecondFactor = (command: WithCode) => Promise<Result<RenewedSession, CodeRefused | NoMember>>;

export const makeVerifySecondFactor =
  (needs: SecondFactorNeeds): VerifySecondFactor =>
  async (command) => {
    const { cookie, renewal } = mintRenewal(needs.secrets, command.member);
    const verified = await byCode(needs, { ...command, renewal }, verifySecondFactor);
    return verified.ok ? ok({ session: cookie, expiresInMs: verified.value }) : verified;
  };

/** The rule of it, for a member as they are now: how long the session still lasts, in milliseconds. */
export const verifySecondFactor: CodeRule<number> = (member, attempt) =>
  withCode(member, attempt, (next, by) =>
    changed(
      { ...next, sessions: withVerified(next.sessions, attempt) },
      ok(lastsMs(next.sessions, attempt)),
      by === 'recovery' ? [factorMail(next, 'recovery_code_used', attempt.now)] : [],
    ),
  );

/** Removes the second factor by a code of it. Whether one may go without is for the caller to know. */
export type RemoveSecondFactor = (command: WithCode) => Promise<Result<'removed', CodeRefused | NoMember>>;

export const makeRemoveSecondFactor =
  (needs: SecondFactorNeeds): RemoveSecondFactor =>
  async (command) =>
    byCode(needs, { ...command, renewal: mintRenewal(needs.secrets, command.member).renewal }, removeSecondFactor);

const removeSecondFactor: CodeRule<'removed'> = (member, attempt) =>
  withCode(member, attempt, (next) => {
    const without: Member = { ...withoutFactor(next), sessions: next.sessions.map(unverified) };
    return changed(without, ok('removed'), [factorMail(without, 'removed', attempt.now)]);
  });

type CodeRule<O> = (member: Member, attempt: CodeAttempt) => AfterCode<O>;

const byCode = async <O>(
  { members, oneTimeCodes, secrets, clock }: SecondFactorNeeds,
  { member: id, session, code: typed, renewal }: WithCode & Pick<CodeAttempt, 'renewal'>,
  rule: CodeRule<O>,
): Promise<Result<O, CodeRefused | NoMember>> => {
  const now = clock.now();
  const code = readGivenCode(typed);
  if (code === undefined) return err({ code: 'membership.code_malformed' });
  const stepOf = (sealed: string): number | 'unreadable' | undefined => {
    const secret = secrets.unseal(sealedFor(id), sealed);
    return secret === undefined ? 'unreadable' : oneTimeCodes.check(secret, code.text, now);
  };
  const attempt: CodeAttempt = { session, now, code, hash: recoveryHash(secrets, code.text), renewal, stepOf };
  const tried = await members.change(
    id,
    ofPresent((member) => rule(member, attempt)),
  );
  return tried.ok ? tried.value : tried;
};

/**
 * For another operator, when phone and recovery codes are lost: takes the second factor away and ends every session and link of the
 * member, who is told by mail. `'nothing'` where none was set up; what they gave wrong is forgotten all the same. Idempotent.
 */
export type ResetSecondFactor = (command: { readonly member: MemberId }) => Promise<Result<'reset' | 'nothing', NoMember>>;

export const makeResetSecondFactor =
  ({ members, clock }: { readonly members: Members; readonly clock: Clock }): ResetSecondFactor =>
  async ({ member: id }) => {
    const now = clock.now();
    return members.change(
      id,
      ofPresent((member) => resetSecondFactor(member, now)),
    );
  };

const resetSecondFactor = (member: Member, now: Instant): MemberDecision<'reset' | 'nothing', never> => {
  const { secondFactor, ...rest } = member;
  if (secondFactor === undefined) return changed(member, 'nothing');
  if (!isSetUp(member)) return changed(rest, 'nothing');
  const next: Member = { ...rest, links: [], sessions: [] };
  return changed(next, 'reset', [factorMail(next, 'reset', now)]);
};
