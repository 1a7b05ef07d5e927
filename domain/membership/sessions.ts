import { dayMs, later, minuteMs, type Instant } from '../kernel/instant.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { Member, Session } from './member.ts';

export const sessionMs = 30 * dayMs;
/** So long after signing in may a member take everything along or have it erased. */
export const freshMs = 15 * minuteMs;
/** More browsers than this are nobody's; the one that signed in first is signed out. */
export const sessionsMax = 10;

export const withSession = (member: Member, { id, hash }: Pick<Session, 'id' | 'hash'>, now: Instant): Member => {
  const session: Session = { id, hash, signedInAt: now, expiresAt: later(now, sessionMs) };
  return { ...member, sessions: [...openSessions(member, now), session].slice(-sessionsMax) };
};

/** Oldest first. */
export const openSessions = (member: Pick<Member, 'sessions'>, now: Instant): readonly Session[] =>
  member.sessions.filter(({ expiresAt }) => now < expiresAt);

export const isFresh = ({ signedInAt }: Session, now: Instant): boolean => now <= later(signedInAt, freshMs);

/** Export and erasure ask that the browser in front of us signed in a moment ago. */
export const freshSession = (member: Member, session: string, now: Instant): Result<Session, SignInAgain> => {
  const found = openSessions(member, now).find(({ id }) => id === session);
  return found !== undefined && isFresh(found, now) ? ok(found) : err({ code: 'membership.sign_in_again' });
};

export interface SignInAgain {
  readonly code: 'membership.sign_in_again';
}
