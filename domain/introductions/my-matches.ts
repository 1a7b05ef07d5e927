import type { AliasName } from '../kernel/alias-name.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Week } from '../kernel/iso-week.ts';
import type { MemberId } from '../kernel/member-id.ts';
import { type Match, type MetAnswer, sidesFor } from './match.ts';
import type { LeftOuts, Matches, Participants } from './ports.ts';

/** What a member sees of their own introductions: those that took place, newest first; a plan is nobody's business yet. */
export type MyMatches = (query: { readonly member: MemberId; readonly limit?: number | undefined }) => Promise<readonly MyMatch[]>;

export interface MyMatch {
  readonly week: Week;
  readonly conversationId: string;
  /** For blocking and reporting. */
  readonly partner: MemberId;
  /** `undefined` for somebody who is gone. */
  readonly partnerName: string | undefined;
  readonly reasons: readonly string[];
  /** The member's own, and the partner's, whether or not they are closed. */
  readonly alias: AliasName;
  readonly partnerAlias: AliasName;
  /** Where mail to the partner goes; `undefined` once it is closed. */
  readonly writeTo: AliasName | undefined;
  readonly claimedAt: Instant;
  readonly introducedAt: Instant | undefined;
  readonly met: MetAnswer | undefined;
}

export const myMatchesMax = 60;

export const makeMyMatches =
  ({ matches, participants }: { readonly matches: Matches; readonly participants: Participants }): MyMatches =>
  async ({ member, limit = myMatchesMax }) => {
    const mine: MyMatch[] = [];
    for (const match of await matches.ofMember(member, limit)) {
      const sides = sidesFor(match, member);
      if (sides === undefined || match.state.name !== 'claimed') continue;
      const { own, partner } = sides;
      const partnerAlias = await matches.alias(partner.alias);
      mine.push({
        week: match.week,
        conversationId: match.conversationId,
        partner: partner.member,
        partnerName: await participants.nameOf(partner.member),
        reasons: own.reasons,
        alias: own.alias,
        partnerAlias: partner.alias,
        writeTo: partnerAlias?.status === 'open' ? partnerAlias.alias : undefined,
        claimedAt: match.state.at,
        introducedAt: own.introducedAt,
        met: own.met,
      });
    }
    return mine;
  };

/** Everything that introductions keep about a member, in words that fit a file of their own; of the partner no more than they were told. */
export type ExportIntroductions = (member: MemberId) => Promise<ExportedIntroductions>;

export interface ExportedIntroductions {
  readonly introductions: readonly Omit<MyMatch, 'partner'>[];
  /** Matches that came to nothing before anybody was told of whom. */
  readonly cancelled: readonly { readonly week: Week; readonly at: Instant }[];
  readonly leftOut: readonly { readonly week: Week }[];
}

export const makeExportIntroductions = (needs: {
  readonly matches: Matches;
  readonly leftOuts: LeftOuts;
  readonly participants: Participants;
}): ExportIntroductions => {
  const { matches, leftOuts } = needs;
  const myMatches = makeMyMatches(needs);
  return async (member) => {
    const mine = await myMatches({ member, limit: exportedMax });
    const cancelled = (await matches.ofMember(member, exportedMax)).flatMap(({ week, state }: Match) =>
      state.name === 'cancelled' ? [{ week, at: state.at }] : [],
    );
    const leftOut = (await leftOuts.ofMember(member, exportedMax))
      .filter(({ settled }) => settled?.as === 'told')
      .map(({ week }) => ({ week }));
    return { introductions: mine.map(({ partner: _, ...rest }) => rest), cancelled, leftOut };
  };
};

const exportedMax = 200;
