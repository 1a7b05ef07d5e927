import type { Clock } from '../kernel/clock.ts';
import type { MemberId } from '../kernel/member-id.ts';
import type { Secrets } from '../kernel/secrets.ts';
import type { LeftOuts, Matches, Rounds } from './ports.ts';

/**
 * Takes a member out of everything that introductions keep: history goes on with an anonymous id in their place, what was said about
 * them and their partners is gone, their aliases are closed for good. Idempotent, and right to call again after it was interrupted.
 * Answers the anonymous id.
 */
export type ForgetMember = (command: { readonly member: MemberId }) => Promise<MemberId>;

export const makeForgetMember =
  ({
    rounds,
    matches,
    leftOuts,
    secrets,
    clock,
  }: {
    readonly rounds: Rounds;
    readonly matches: Matches;
    readonly leftOuts: LeftOuts;
    readonly secrets: Secrets;
    readonly clock: Clock;
  }): ForgetMember =>
  async ({ member }) => {
    const anonymous = anonymousId(secrets.aliasToken());
    // Plans first: rows that are written from a plan after this have the anonymous id already.
    await rounds.anonymise(member, anonymous);
    await matches.anonymise(member, anonymous, clock.now());
    await leftOuts.anonymise(member, anonymous);
    return anonymous;
  };

/** Stands where a member's id stood, and is nobody's: no link, cookie or address leads to it. */
const anonymousId = (token: string): MemberId => `gone_${token}` as MemberId;
