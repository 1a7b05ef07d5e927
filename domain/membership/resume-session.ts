import type { Clock } from '../kernel/clock.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { Secrets } from '../kernel/secrets.ts';
import type { Member } from './member.ts';
import type { Members } from './ports.ts';
import { isPresent } from './present.ts';
import { isVerified } from './second-factor.ts';
import { isFresh, openSessions } from './sessions.ts';
import { readToken } from './tokens.ts';

/** Who a cookie belongs to. It is asked on every request and changes nothing. */
export type ResumeSession = (command: { readonly cookie: string }) => Promise<Result<Resumed, SignedOut>>;

/** `session` is the id of the session; `fresh` says whether export and erasure are open, `verified` whether a code of the second factor was given. */
export interface Resumed {
  readonly member: Member;
  readonly session: string;
  readonly fresh: boolean;
  readonly verified: boolean;
}

export const makeResumeSession =
  ({ members, secrets, clock }: { readonly members: Members; readonly secrets: Secrets; readonly clock: Clock }): ResumeSession =>
  async ({ cookie }) => {
    const now = clock.now();
    const token = readToken(secrets, cookie);
    if (token === undefined) return err({ code: 'membership.signed_out' });
    const member = await members.find(token.member);
    if (!isPresent(member)) return err({ code: 'membership.signed_out' });
    const session = openSessions(member, now).find(({ hash }) => hash === token.hash);
    if (session === undefined) return err({ code: 'membership.signed_out' });
    return ok({ member, session: session.id, fresh: isFresh(session, now), verified: isVerified(member, session, now) });
  };

export interface SignedOut {
  readonly code: 'membership.signed_out';
}
