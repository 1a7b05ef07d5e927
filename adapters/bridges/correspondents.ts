import { sidesFor } from '../../domain/introductions/match.ts';
import type { Matches } from '../../domain/introductions/ports.ts';
import type { Account } from '../../domain/membership/member.ts';
import type { Blocks, Members } from '../../domain/membership/ports.ts';
import { withBothDomainSpellings } from '../email/relay/domain-spellings.ts';
import { type Correspondents, type KnownMember, otherAliasesMax } from '../../domain/relay/ports.ts';

interface CorrespondentsNeeds {
  readonly members: Pick<Members, 'account'>;
  readonly blocks: Pick<Blocks, 'between'>;
  readonly matches: Pick<Matches, 'ofMember'>;
}

/** The members of the community as the relay sees them. */
export const createCorrespondents = ({ members, blocks, matches }: CorrespondentsNeeds): Correspondents => ({
  find: async (id) => {
    const member = await members.account(id);
    if (member === undefined) return undefined;
    const { email, otherAddresses: otherEmails = [], name } = member;
    return { ...withBothDomainSpellings({ email, otherEmails }), name, state: stateOf(member) };
  },
  areApart: async (one, other) => blocks.between(one, other),
  // There is one introduction a week, so these are those of the last half year, after which an alias that nobody used is closed.
  aliasesOf: async (id) =>
    (await matches.ofMember(id, otherAliasesMax)).flatMap((match) => {
      const own = match.state.name === 'claimed' ? sidesFor(match, id)?.own : undefined;
      return own === undefined ? [] : [own.alias];
    }),
});

/**
 * Who pauses still writes with those they met. Who complained of a mail of ours does too: they want fewer mails of the community, not of a
 * person; had they meant the person, the complaint would be of a mail that was passed on, and end that conversation.
 */
const stateOf = ({ standing, stage, mailTrouble }: Account): KnownMember['state'] => {
  if (standing !== 'good') return 'closed';
  switch (stage.name) {
    case 'invited':
    case 'left':
    case 'erasing':
      return 'closed';
    case 'active':
    case 'paused':
      return mailTrouble?.kind === 'bounced' ? 'unreachable' : 'open';
  }
};
