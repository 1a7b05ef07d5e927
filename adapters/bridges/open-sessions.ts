import type { Clock } from '../../domain/kernel/clock.ts';
import type { Members } from '../../domain/membership/ports.ts';
import { isPresent } from '../../domain/membership/present.ts';
import { openSessions } from '../../domain/membership/sessions.ts';
import type { OpenSessions } from '../../domain/relay/chat/ports.ts';

interface OpenSessionsNeeds {
  readonly members: Pick<Members, 'account'>;
  readonly clock: Clock;
}

/** Sessions of members who are there; whoever is being erased has none. */
export const createOpenSessions = ({ members, clock }: OpenSessionsNeeds): OpenSessions => ({
  has: async (id, session) => {
    const member = await members.account(id);
    return isPresent(member) && openSessions(member, clock.now()).some((open) => open.id === session);
  },
});
