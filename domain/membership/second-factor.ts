import { changed, type Outgoing } from '../kernel/decision.ts';
import { hourMs, later, minuteMs, type Instant } from '../kernel/instant.ts';
import type { MemberId } from '../kernel/member-id.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { GivenCode } from './given-code.ts';
import type { ActiveFactor, Member, SecondFactor, Session } from './member.ts';
import type { MembershipMail, SecondFactorNews } from './ports.ts';
import type { MemberDecision } from './present.ts';
import { withRenewed, type Renewal } from './renew-session.ts';
import { openSessions } from './sessions.ts';

/** So long after a code does its session count as verified, however long it lasts. */
export const verifiedMs = 12 * hourMs;
/** So long may setting up take. */
export const pendingMs = 15 * minuteMs;

/** So many wrong codes a member may give, in whichever sessions; a right one takes none of them back. */
export const wrongCodeLimits = [
  { most: 5, windowMs: 15 * minuteMs },
  { most: 10, windowMs: hourMs },
] as const;
const wrongCodesKept = 10;

/** What a secret is sealed for: nobody else's record opens it, nor whatever else is sealed one day. */
export const sealedFor = (member: MemberId): string => `second-factor:${member}`;

export const isSetUp = ({ secondFactor }: Pick<Member, 'secondFactor'>): boolean => secondFactor?.active !== undefined;

/** Whether a code was given in this session, and not too long ago. */
export const isVerified = (member: Member, { secondFactorAt }: Session, now: Instant): boolean =>
  isSetUp(member) && secondFactorAt !== undefined && now < later(secondFactorAt, verifiedMs);

/** The same by the id of a session, which may have ended. */
export const isVerifiedIn = (member: Member, session: string, now: Instant): boolean =>
  openSessions(member, now).some((each) => each.id === session && isVerified(member, each, now));

/** Until when no code is looked at, as too many were wrong. */
export const lockedUntil = (wrongAt: readonly Instant[], now: Instant): Instant | undefined => {
  const ends = wrongCodeLimits.flatMap(({ most, windowMs }) => {
    const inWindow = wrongAt.filter((at) => now < later(at, windowMs));
    const first = inWindow.at(-most);
    return first === undefined ? [] : [later(first, windowMs)];
  });
  return ends.reduce<Instant | undefined>((last, end) => (last === undefined || end > last ? end : last), undefined);
};

/** A code as it was given in a session, with what is needed to look at it. */
export interface CodeAttempt {
  readonly session: string;
  readonly now: Instant;
  readonly code: GivenCode;
  /** Of a recovery code. */
  readonly hash: string;
  /** What the session goes on under once the code was right. */
  readonly renewal: Renewal;
  /** The time step that the code of an app is of; `'unreadable'` where the secret cannot be opened any more. */
  readonly stepOf: (sealed: string) => number | 'unreadable' | undefined;
}

/** Why a code was not taken. */
export type CodeRefused =
  | {
      readonly code:
        | 'membership.code_malformed'
        | 'membership.code_wrong'
        | 'membership.code_used'
        | 'membership.second_factor_missing'
        | 'membership.second_factor_unreadable'
        | 'membership.signed_out';
    }
  | TooManyCodes;

export interface TooManyCodes {
  readonly code: 'membership.too_many_codes';
  readonly until: Instant;
}

/** A wrong code is stored, so it is an outcome of a decision that is itself a refusal. */
export type AfterCode<O, E = never> = MemberDecision<Result<O, CodeRefused>, CodeRefused | E>;

/** What follows once a code was right, for the member whose code is used up by then. */
export type OnRightCode<O> = (member: Member, by: GivenCode['kind']) => AfterCode<O>;

/**
 * Looks at a code and uses it up: the code of a time step works once, and so does that of every step before it (RFC 6238, 5.2); each
 * recovery code works once. Decided on the newest state, so that of two who give the same code at once only one is let in.
 */
export const withCode = <O>(member: Member, { session, now, code, hash, stepOf }: CodeAttempt, onRight: OnRightCode<O>): AfterCode<O> => {
  const factor = member.secondFactor;
  if (!openSessions(member, now).some(({ id }) => id === session)) return err({ code: 'membership.signed_out' });
  if (factor?.active === undefined) return err({ code: 'membership.second_factor_missing' });
  const { active, wrongAt } = factor;
  const until = lockedUntil(wrongAt, now);
  if (until !== undefined) return err({ code: 'membership.too_many_codes', until });
  const used = code.kind === 'app' ? withStep(active, stepOf(active.sealed)) : withRecovery(active, hash, now);
  if (!used.ok) return used.error.code === 'membership.code_wrong' ? wrongCode(member, now) : used;
  return onRight({ ...member, secondFactor: { ...factor, active: used.value } }, code.kind);
};

/** Counts a wrong code. */
export const wrongCode = (member: Member, now: Instant): AfterCode<never> => {
  const wrongAt = [...(member.secondFactor?.wrongAt ?? []), now].slice(-wrongCodesKept);
  return changed({ ...member, secondFactor: { ...member.secondFactor, wrongAt } }, err({ code: 'membership.code_wrong' }));
};

const withStep = (active: ActiveFactor, step: number | 'unreadable' | undefined): Result<ActiveFactor, CodeRefused> => {
  if (step === 'unreadable') return err({ code: 'membership.second_factor_unreadable' });
  if (step === undefined) return err({ code: 'membership.code_wrong' });
  return step > active.lastStep ? ok({ ...active, lastStep: step }) : err({ code: 'membership.code_used' });
};

const withRecovery = (active: ActiveFactor, hash: string, now: Instant): Result<ActiveFactor, CodeRefused> => {
  const found = active.recovery.find((each) => each.hash === hash);
  if (found === undefined) return err({ code: 'membership.code_wrong' });
  if (found.usedAt !== undefined) return err({ code: 'membership.code_used' });
  return ok({ ...active, recovery: active.recovery.map((each) => (each === found ? { ...each, usedAt: now } : each)) });
};

export const codesLeft = ({ recovery }: ActiveFactor): number => recovery.filter(({ usedAt }) => usedAt === undefined).length;

/**
 * The session counts as verified from now on, under a new cookie alone: whoever copied the one of before a code was given holds no more
 * than they did. With `'alone'` no other session does any more.
 */
export const withVerified = (
  sessions: readonly Session[],
  { session, now, renewal }: { readonly session: string; readonly now: Instant; readonly renewal: Renewal },
  others: 'as they are' | 'alone' = 'as they are',
): readonly Session[] =>
  withRenewed(others === 'alone' ? sessions.map(unverified) : sessions, { session, now, renewal }).map((each) =>
    each.id === session ? { ...each, secondFactorAt: now } : each,
  );

export const unverified = ({ secondFactorAt: _, ...session }: Session): Session => session;

/** The member without a second factor; what they gave wrong is still counted. */
export const withoutFactor = ({ secondFactor, ...member }: Member): Member =>
  secondFactor === undefined || secondFactor.wrongAt.length === 0 ? member : { ...member, secondFactor: keptOf(secondFactor) };

const keptOf = ({ wrongAt }: SecondFactor): SecondFactor => ({ wrongAt });

/** Whatever becomes of it is told to its member by mail, so that they learn of it where somebody else did it. */
export const factorMail = (member: Member, what: SecondFactorNews, now: Instant): Outgoing<MembershipMail> => {
  const active = member.secondFactor?.active;
  return {
    key: `second-factor:${member.id}:${what}:${String(now)}`,
    dueAt: now,
    message: { template: 'second-factor', to: member.id, what, codesLeft: active === undefined ? 0 : codesLeft(active) },
  };
};
