import type { Clock } from '../kernel/clock.ts';
import { changed } from '../kernel/decision.ts';
import { later, type Instant } from '../kernel/instant.ts';
import type { MemberId } from '../kernel/member-id.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { Secrets } from '../kernel/secrets.ts';
import { newRecoveryCodes, readGivenCode, recoveryHash } from './given-code.ts';
import type { Member, PendingFactor } from './member.ts';
import type { Members, OneTimeCodes } from './ports.ts';
import { isPresent, ofPresent, type MemberDecision, type NoMember } from './present.ts';
import { lastsMs, mintRenewal, type RenewedSession, type Renewal } from './renew-session.ts';
import {
  codesLeft,
  factorMail,
  isSetUp,
  isVerifiedIn,
  lockedUntil,
  pendingMs,
  sealedFor,
  withVerified,
  wrongCode,
  type AfterCode,
  type CodeRefused,
} from './second-factor.ts';
import { freshSession, type SignInAgain } from './sessions.ts';

export interface SecondFactorNeeds {
  readonly members: Members;
  readonly oneTimeCodes: OneTimeCodes;
  readonly secrets: Secrets;
  readonly clock: Clock;
}

/**
 * Begins to set up a second factor, or another one in place of it: a new secret waits 15 minutes for its first code, in this session
 * alone. The session must be fresh, and where one is set up already, verified; so neither an old session that was stolen nor a mailbox
 * that was broken into is enough.
 */
export type BeginSecondFactor = (command: InSession) => Promise<Result<'begun', SignInAgain | NotVerified | NoMember>>;

/** `session` is the id of the session that asks. */
export interface InSession {
  readonly member: MemberId;
  readonly session: string;
}

export interface NotVerified {
  readonly code: 'membership.second_factor_needed';
}

export const makeBeginSecondFactor =
  ({ members, oneTimeCodes, secrets, clock }: SecondFactorNeeds): BeginSecondFactor =>
  async ({ member: id, session }) => {
    const now = clock.now();
    const pending: PendingFactor = {
      sealed: secrets.seal(sealedFor(id), oneTimeCodes.newSecret()),
      session,
      expiresAt: later(now, pendingMs),
    };
    return members.change(
      id,
      ofPresent((member) => beginSecondFactor(member, pending, now)),
    );
  };

const beginSecondFactor = (member: Member, pending: PendingFactor, now: Instant): MemberDecision<'begun', SignInAgain | NotVerified> => {
  const fresh = freshSession(member, pending.session, now);
  if (!fresh.ok) return fresh;
  if (isSetUp(member) && !isVerifiedIn(member, pending.session, now)) return err({ code: 'membership.second_factor_needed' });
  return changed({ ...member, secondFactor: { wrongAt: [], ...member.secondFactor, pending } }, 'begun');
};

/**
 * Ends setting up with the first code of the new secret. The session is verified by it and goes on under the cookie of the answer, and
 * no other is verified any more. The recovery codes are told here and never again.
 */
export type ConfirmSecondFactor = (
  command: InSession & { readonly code: string },
) => Promise<Result<SetUp, CodeRefused | SetUpExpired | NoMember>>;

export interface SetUp {
  readonly recoveryCodes: readonly string[];
  readonly renewed: RenewedSession;
}

/** Nothing is being set up in this session, or it took too long. */
export interface SetUpExpired {
  readonly code: 'membership.second_factor_expired';
}

export const makeConfirmSecondFactor =
  ({ members, oneTimeCodes, secrets, clock }: SecondFactorNeeds): ConfirmSecondFactor =>
  async ({ member: id, session, code: typed }) => {
    const now = clock.now();
    const code = readGivenCode(typed);
    if (code?.kind !== 'app') return err({ code: 'membership.code_malformed' });
    const codes = newRecoveryCodes(secrets);
    const hashes = codes.map((each) => recoveryHash(secrets, each));
    const stepOf = (sealed: string): number | undefined => {
      const secret = secrets.unseal(sealedFor(id), sealed);
      return secret === undefined ? undefined : oneTimeCodes.check(secret, code.text, now);
    };
    const { cookie, renewal } = mintRenewal(secrets, id);
    const confirmed = await members.change(
      id,
      ofPresent((member) => confirmSecondFactor(member, { session, hashes, renewal, stepOf }, now)),
    );
    if (!confirmed.ok) return confirmed;
    if (!confirmed.value.ok) return confirmed.value;
    return ok({ recoveryCodes: codes, renewed: { session: cookie, expiresInMs: confirmed.value.value } });
  };

interface FirstCode {
  readonly session: string;
  readonly hashes: readonly string[];
  readonly renewal: Renewal;
  readonly stepOf: (sealed: string) => number | undefined;
}

/** How long the session still lasts, in milliseconds. */
const confirmSecondFactor = (member: Member, first: FirstCode, now: Instant): AfterCode<number, SetUpExpired> => {
  const pending = pendingIn(member, first.session, now);
  if (pending === undefined) return err({ code: 'membership.second_factor_expired' });
  const wrongAt = member.secondFactor?.wrongAt ?? [];
  const until = lockedUntil(wrongAt, now);
  if (until !== undefined) return err({ code: 'membership.too_many_codes', until });
  const lastStep = first.stepOf(pending.sealed);
  if (lastStep === undefined) return wrongCode(member, now);
  const recovery = first.hashes.map((hash) => ({ hash }));
  const next: Member = {
    ...member,
    secondFactor: { active: { sealed: pending.sealed, since: now, lastStep, recovery }, wrongAt },
    sessions: withVerified(member.sessions, { session: first.session, now, renewal: first.renewal }, 'alone'),
  };
  return changed(next, ok(lastsMs(member.sessions, { session: first.session, now })), [
    factorMail(next, isSetUp(member) ? 'set_up_again' : 'set_up', now),
  ]);
};

/** What is being set up in this session, which may have ended meanwhile. */
const pendingIn = (member: Member, session: string, now: Instant): PendingFactor | undefined => {
  const pending = member.secondFactor?.pending;
  const isTheirs = pending?.session === session && now < pending.expiresAt;
  return isTheirs && member.sessions.some(({ id, expiresAt }) => id === session && now < expiresAt) ? pending : undefined;
};

/** What there is of a second factor. It changes nothing. The secret is told only while it is being set up, and to the session that began. */
export type LookAtSecondFactor = (command: InSession & { readonly issuer: string }) => Promise<Result<SecondFactorView, NoMember>>;

export interface SecondFactorView {
  readonly active: { readonly since: Instant; readonly codesLeft: number } | undefined;
  /** `secret` in base32 for typing, `uri` for an authenticator app. */
  readonly pending: { readonly secret: string; readonly uri: string; readonly expiresAt: Instant } | undefined;
}

export const makeLookAtSecondFactor =
  ({ members, oneTimeCodes, secrets, clock }: SecondFactorNeeds): LookAtSecondFactor =>
  async ({ member: id, session, issuer }) => {
    const member = await members.find(id);
    if (!isPresent(member)) return err({ code: 'membership.no_member' });
    const active = member.secondFactor?.active;
    const pending = pendingIn(member, session, clock.now());
    const secret = pending === undefined ? undefined : secrets.unseal(sealedFor(id), pending.sealed);
    return ok({
      active: active === undefined ? undefined : { since: active.since, codesLeft: codesLeft(active) },
      pending:
        pending === undefined || secret === undefined
          ? undefined
          : { secret, uri: oneTimeCodes.uri(secret, { issuer, account: member.email }), expiresAt: pending.expiresAt },
    });
  };
