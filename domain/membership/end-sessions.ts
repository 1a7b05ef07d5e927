import type { Clock } from '../kernel/clock.ts';
import { changed } from '../kernel/decision.ts';
import type { Instant } from '../kernel/instant.ts';
import type { MemberId } from '../kernel/member-id.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { Secrets } from '../kernel/secrets.ts';
import type { Member, Session } from './member.ts';
import type { Members } from './ports.ts';
import { isPresent, ofPresent, type MemberDecision, type NoMember } from './present.ts';
import { isFresh, openSessions } from './sessions.ts';
import { readToken } from './tokens.ts';

/** Signs one browser out; also fine for a cookie that means nothing any more. */
export type SignOut = (command: { readonly cookie: string }) => Promise<Result<'signed_out', never>>;

export const makeSignOut =
  ({ members, secrets }: { readonly members: Members; readonly secrets: Secrets }): SignOut =>
  async ({ cookie }) => {
    const token = readToken(secrets, cookie);
    if (token === undefined) return ok('signed_out');
    return members.change(token.member, (member) => endSessions(member, ({ hash }) => hash === token.hash));
  };

/** Where a member is signed in, newest first. */
export type ListSessions = (command: { readonly member: MemberId }) => Promise<Result<readonly SessionView[], NoMember>>;

export interface SessionView {
  readonly id: string;
  readonly signedInAt: Instant;
  readonly expiresAt: Instant;
  readonly fresh: boolean;
}

export const makeListSessions =
  ({ members, clock }: { readonly members: Members; readonly clock: Clock }): ListSessions =>
  async ({ member: id }) => {
    const now = clock.now();
    const member = await members.find(id);
    if (!isPresent(member)) return err({ code: 'membership.no_member' });
    return ok(
      openSessions(member, now)
        .toReversed()
        .map((session) => view(session, now)),
    );
  };

/** Ends one session of a member by its id. Idempotent. */
export type RevokeSession = (command: { readonly member: MemberId; readonly session: string }) => Promise<Result<'signed_out', never>>;

export const makeRevokeSession =
  ({ members }: { readonly members: Members }): RevokeSession =>
  async ({ member: whose, session }) =>
    members.change(whose, (member) => endSessions(member, ({ id }) => id === session));

/** Ends all sessions of a member but `keep`, and the links that would open new ones. Idempotent. */
export type RevokeAll = (command: {
  readonly member: MemberId;
  readonly keep?: string | undefined;
}) => Promise<Result<'signed_out', NoMember>>;

export const makeRevokeAll =
  ({ members }: { readonly members: Members }): RevokeAll =>
  async ({ member: whose, keep }) =>
    members.change(
      whose,
      ofPresent((member) => changed({ ...member, links: [], sessions: member.sessions.filter(({ id }) => id === keep) }, 'signed_out')),
    );

const endSessions = (member: Member | undefined, ends: (session: Session) => boolean): MemberDecision<'signed_out', never> =>
  member === undefined || !member.sessions.some(ends)
    ? changed(member, 'signed_out')
    : changed({ ...member, sessions: member.sessions.filter((session) => !ends(session)) }, 'signed_out');

const view = (session: Session, now: Instant): SessionView => {
  const { id, signedInAt, expiresAt } = session;
  return { id, signedInAt, expiresAt, fresh: isFresh(session, now) };
};
