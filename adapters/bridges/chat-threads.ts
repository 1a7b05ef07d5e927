import { type Match, sidesFor } from '../../domain/introductions/match.ts';
import { type Matches, pageMax, type Participants } from '../../domain/introductions/ports.ts';
import { formatWeek } from '../../domain/kernel/iso-week.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import type { Thread, Threads } from '../../domain/relay/chat/ports.ts';

interface ThreadsNeeds {
  readonly matches: Pick<Matches, 'ofMember'>;
  readonly participants: Pick<Participants, 'nameOf'>;
}

/** The introductions of a member that took place, as threads of the chat. */
export const createThreads = ({ matches, participants }: ThreadsNeeds): Threads => {
  const threadOf = async (match: Match, member: MemberId): Promise<readonly Thread[]> => {
    const sides = sidesFor(match, member);
    if (sides === undefined || match.state.name !== 'claimed') return [];
    const { own, partner } = sides;
    return [
      {
        conversationId: match.conversationId,
        alias: own.alias,
        partner: partner.member,
        partnerName: await participants.nameOf(partner.member),
        week: formatWeek(match.week),
        introducedAt: own.introducedAt ?? match.state.at,
      },
    ];
  };
  return {
    ofMember: async (member, limit) =>
      (await Promise.all((await matches.ofMember(member, limit)).map(async (match) => threadOf(match, member)))).flat(),
    find: async (member, conversationId) => {
      const match = (await matches.ofMember(member, pageMax)).find((each) => each.conversationId === conversationId);
      return match === undefined ? undefined : (await threadOf(match, member))[0];
    },
  };
};
