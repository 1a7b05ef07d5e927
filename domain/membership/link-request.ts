import type { Clock } from '../kernel/clock.ts';
import { canonicalAddress, type EmailAddress } from '../kernel/email-address.ts';
import { hourMs, type Instant } from '../kernel/instant.ts';
import type { MemberId } from '../kernel/member-id.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { Secrets } from '../kernel/secrets.ts';
import type { Member } from './member.ts';
import type { Allowance, Allowances, Bans, Members } from './ports.ts';
import type { MemberDecision } from './present.ts';
import { mintToken, type Minted } from './tokens.ts';

/** The one answer to everybody: it never tells whether an address is known. */
export type LinkSentIfPossible = 'link_sent_if_possible';

export interface LinkRequestNeeds {
  readonly members: Members;
  readonly bans: Bans;
  readonly allowances: Allowances;
  readonly secrets: Secrets;
  readonly clock: Clock;
}

/** What a stranger asks for: `door` keeps the limits of signing up and of signing in apart, `ip` is whatever tells callers apart. */
export interface LinkRequest {
  readonly door: 'sign-up' | 'sign-in';
  readonly ip: string;
  readonly email: EmailAddress;
}

export interface LinkFacts {
  readonly id: MemberId;
  readonly token: Minted;
  readonly banned: boolean;
  readonly now: Instant;
}

export const perCaller: Allowance = { most: 20, windowMs: hourMs };
export const overall: Allowance = { most: 2_000, windowMs: hourMs };

/** Asks every port the same questions, whoever the address belongs to; only `decide` sees who it is. */
export const makeLinkRequest =
  ({ members, bans, allowances, secrets, clock }: LinkRequestNeeds) =>
  async (
    { door, ip, email }: LinkRequest,
    decide: (member: Member | undefined, facts: LinkFacts) => MemberDecision<LinkSentIfPossible, never>,
  ): Promise<Result<LinkSentIfPossible, TooManyRequests>> => {
    const now = clock.now();
    // The caller's own allowance is taken first, so that one caller cannot use up everybody's.
    const caller = await allowances.take(`${door}.${secrets.sign('caller', ip)}`, perCaller, now);
    if (caller !== 'taken') return err({ code: 'membership.too_many_requests', until: caller.usedUpUntil });
    const everybody = await allowances.take(`${door}.everybody`, overall, now);
    if (everybody !== 'taken') return err({ code: 'membership.too_many_requests', until: everybody.usedUpUntil });
    const id = secrets.memberIdOf(canonicalAddress(email));
    const facts: LinkFacts = { id, token: mintToken(secrets, id), banned: await bans.has(id), now };
    const answer = await members.change(id, (member) => decide(member, facts));
    return answer.ok ? ok(answer.value) : answer;
  };

export interface TooManyRequests {
  readonly code: 'membership.too_many_requests';
  readonly until: Instant;
}
