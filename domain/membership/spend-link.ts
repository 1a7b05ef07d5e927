import type { Clock } from '../kernel/clock.ts';
import { changed } from '../kernel/decision.ts';
import type { Instant } from '../kernel/instant.ts';
import type { MemberId } from '../kernel/member-id.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { Secrets } from '../kernel/secrets.ts';
import { lookAt, withSpent, type LinkRefused } from './links.ts';
import type { Link, LinkPurpose, Member, Session } from './member.ts';
import type { Members } from './ports.ts';
import { isPresent, type MemberDecision } from './present.ts';
import { sessionMs, withSession } from './sessions.ts';
import { mintToken, readToken } from './tokens.ts';

export interface LinkNeeds {
  readonly members: Members;
  readonly secrets: Secrets;
  readonly clock: Clock;
}

/** `token` as it came out of the link. */
export interface LinkCommand {
  readonly purpose: LinkPurpose;
  readonly token: string;
}

/** Whether a link can be spent; looking changes nothing, as programs that scan mails follow every link. */
export type LookAtLink = (command: LinkCommand) => Promise<Result<'good', LinkRefused>>;

export const makeLookAtLink =
  ({ members, secrets, clock }: LinkNeeds): LookAtLink =>
  async ({ purpose, token }) => {
    const now = clock.now();
    const read = readToken(secrets, token);
    if (read === undefined) return err({ code: 'membership.link_unknown' });
    const member = await members.find(read.member);
    const link = lookAt(isPresent(member) ? member : undefined, { purpose, hash: read.hash }, now);
    return link.ok ? ok('good') : link;
  };

/** Spends a link and signs its member in. `session` is the cookie, good until `expiresAt` unless it is ended before. */
export type SpendLink = (command: LinkCommand) => Promise<Result<SignedIn, LinkRefused>>;

export interface SignedIn {
  readonly member: MemberId;
  readonly session: string;
  readonly expiresInMs: number;
}

export const makeSpendLink =
  ({ members, secrets, clock }: LinkNeeds): SpendLink =>
  async ({ purpose, token }) => {
    const now = clock.now();
    const read = readToken(secrets, token);
    if (read === undefined) return err({ code: 'membership.link_unknown' });
    const session = mintToken(secrets, read.member);
    const opened = { id: secrets.aliasToken(), hash: session.hash };
    const spent = await members.change(read.member, (member) => spendLink(member, { purpose, hash: read.hash, session: opened }, now));
    return spent.ok ? ok({ member: read.member, session: session.text, expiresInMs: sessionMs }) : spent;
  };

export const spendLink = (
  member: Member | undefined,
  { session, ...wanted }: Pick<Link, 'purpose' | 'hash'> & { readonly session: Pick<Session, 'id' | 'hash'> },
  now: Instant,
): MemberDecision<'signed_in', LinkRefused> => {
  if (!isPresent(member)) return err({ code: 'membership.link_unknown' });
  const link = lookAt(member, wanted, now);
  if (!link.ok) return link;
  return changed(withSession(withSpent(member, link.value, now), session, now), 'signed_in');
};
