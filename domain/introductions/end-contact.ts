import type { Clock } from '../kernel/clock.ts';
import type { MemberId } from '../kernel/member-id.ts';
import { sidesFor } from './match.ts';
import { type Matches, pageMax } from './ports.ts';

/** Closes every alias between two members, for example after one blocked the other. Neither is told. Idempotent. */
export type EndContact = (command: { readonly member: MemberId; readonly partner: MemberId }) => Promise<void>;

export const makeEndContact =
  ({ matches, clock }: { readonly matches: Matches; readonly clock: Clock }): EndContact =>
  async ({ member, partner }) => {
    const now = clock.now();
    for (const match of await matches.ofMember(member, pageMax)) {
      if (sidesFor(match, member)?.partner.member === partner)
        await matches.closeAliases({ week: match.week, run: match.run, member }, now);
    }
  };
