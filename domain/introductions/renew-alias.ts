import { aliasName, type AliasName } from '../kernel/alias-name.ts';
import type { Clock } from '../kernel/clock.ts';
import { changed, type Decision } from '../kernel/decision.ts';
import { dayMs, type Instant, later } from '../kernel/instant.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Week } from '../kernel/iso-week.ts';
import type { MemberId } from '../kernel/member-id.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { Secrets } from '../kernel/secrets.ts';
import type { IntroductionMail } from './mails.ts';
import { type Match, mailKey, type MatchUnknown, sidesFor } from './match.ts';
import type { AliasRecord, Matches, Participants, Rounds } from './ports.ts';

/**
 * A member wants another private address in one of their introductions, for example as strangers write to it. The one before no longer
 * works from then on; the partner is mailed the new one, and the conversation goes on. It is never done unasked, as anybody who knows
 * an address could force it (relay rules, 4.3).
 */
export type RenewAlias = (command: {
  readonly member: MemberId;
  readonly week: Week;
}) => Promise<Result<'renewed', MatchUnknown | AliasNotRenewed>>;

/** `alias_closed`: the conversation is over. `alias_new`: this one is less than a day old, so that nobody is mailed a new one after another. */
export interface AliasNotRenewed {
  readonly code: 'match.alias_closed' | 'match.alias_new';
}

export const aliasRenewedEveryMs = dayMs;

/** One a day of each of the two, and each is known for some 90 days after it was closed: those before are forgotten anyway. */
export const replacedAliasesMax = 2 * 100;

interface RenewNeeds {
  readonly rounds: Rounds;
  readonly matches: Matches;
  readonly participants: Participants;
  readonly secrets: Secrets;
  readonly clock: Clock;
}

export const makeRenewAlias =
  ({ rounds, matches, participants, secrets, clock }: RenewNeeds): RenewAlias =>
  async ({ member, week }) => {
    const at = clock.now();
    const round = await rounds.find(week);
    const name = await participants.nameOf(member);
    if (round === undefined || name === undefined) return err({ code: 'match.unknown' });
    const key = { week, run: round.run, member };
    const match = await matches.find(key);
    const own = match === undefined ? undefined : sidesFor(match, member)?.own;
    if (own === undefined) return err({ code: 'match.unknown' });
    const alias = aliasName(secrets.aliasToken(), own.alias.endsWith('a') ? 'a' : 'b');
    const renewed = await matches.renewAlias(key, { alias, at }, (found, current) => renew(found, current, { member, name, alias, at }));
    if (!renewed.ok) return renewed;
    invariant(renewed.value === 'renewed', 'no alias of 128 random bits comes up twice');
    return ok('renewed');
  };

interface Fresh {
  readonly member: MemberId;
  readonly name: string;
  readonly alias: AliasName;
  readonly at: Instant;
}

/** `current` is the member's own alias as it stands. The letter at the end of the new one is that of the one before. */
export const renew = (
  match: Match | undefined,
  current: AliasRecord | undefined,
  { member, name, alias, at }: Fresh,
): Decision<Match, 'renewed', MatchUnknown | AliasNotRenewed, IntroductionMail> => {
  const sides = match === undefined ? undefined : sidesFor(match, member);
  if (match === undefined || sides === undefined || match.state.name !== 'claimed') return err({ code: 'match.unknown' });
  if (current?.status !== 'open' || at >= current.expiresAt) return err({ code: 'match.alias_closed' });
  if (at < later(current.createdAt, aliasRenewedEveryMs)) return err({ code: 'match.alias_new' });
  const own = { ...sides.own, alias };
  const { week } = match;
  const to = sides.partner.member;
  const replacedAliases = [...(match.replacedAliases ?? []), sides.own.alias].slice(-replacedAliasesMax);
  const next: Match = match.a.member === member ? { ...match, a: own, replacedAliases } : { ...match, b: own, replacedAliases };
  return changed(next, 'renewed', [
    {
      // Not one a week, as other mails of a match are.
      key: `${mailKey('new-alias', week, to)}:${String(at)}`,
      dueAt: at,
      message: { template: 'new-alias', to, week, partner: member, partnerName: name, alias },
    },
  ]);
};
