import { T } from '../../adapters/composition/tokens.ts';
import { roundAt, sendingAt, weekAt } from '../../domain/introductions/calendar.ts';
import { changed } from '../../domain/kernel/decision.ts';
import { canonicalAddress, type EmailAddress } from '../../domain/kernel/email-address.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import { weeksAfter } from '../../domain/kernel/iso-week.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import { withSession } from '../../domain/membership/sessions.ts';
import { mintToken } from '../../domain/membership/tokens.ts';
import { makeIssueTicket } from '../../domain/relay/chat/windows.ts';
import { createTableTickets } from '../../adapters/dynamodb/connections-in-table.ts';
import { containerOver, settleMembers, type stackAt } from './stack-members.ts';

/** Somebody of a stack who is signed in. */
export interface StackMember {
  readonly id: MemberId;
  readonly email: string;
  readonly session: string;
  readonly cookie: string;
  readonly ticket: () => Promise<string>;
}

/** Two who were introduced last week, and their conversation. */
export const settlePair = async ({ table, container }: ReturnType<typeof stackAt>) => {
  const emails = await settleMembers({ container }, 6);
  const calendar = container.get(T.introductions.calendar);
  const week = weeksAfter(weekAt(calendar.zone, Date.now() as Instant), -1);
  const planned = await containerOver(table, { now: () => roundAt(calendar, week) }).get(T.introductions.runRound)({ week });
  const sent = await containerOver(table, { now: () => sendingAt(calendar, week) }).get(T.introductions.sendIntroductions)({ week });
  if (!planned.ok || !sent.ok) throw new Error(JSON.stringify([planned, sent]));
  const idOf = (email: string): MemberId => container.get(T.secrets).memberIdOf(canonicalAddress(email as EmailAddress));
  for (const email of emails) {
    const [thread] = await container.get(T.chat.threads).ofMember(idOf(email), 1);
    const partner = emails.find((each) => idOf(each) === thread?.partner);
    if (thread === undefined || partner === undefined) continue;
    const signIn = signingIn({ table, container });
    return { one: await signIn(idOf(email), email), other: await signIn(idOf(partner), partner), thread: thread.conversationId };
  }
  throw new Error('nobody was introduced');
};

const signingIn =
  ({ table, container }: Pick<ReturnType<typeof stackAt>, 'table' | 'container'>) =>
  async (id: MemberId, email: string): Promise<StackMember> => {
    const secrets = container.get(T.secrets);
    const clock = container.get(T.clock);
    const { text, hash } = mintToken(secrets, id);
    const session = hash.slice(0, 16);
    await container
      .get(T.membership.members)
      .change(id, (found) => changed(found === undefined ? undefined : withSession(found, { id: session, hash }, clock.now()), undefined));
    const issue = makeIssueTicket({ tickets: createTableTickets(table), secrets, clock });
    return { id, email, session, cookie: `__Host-loop=${text}`, ticket: async () => (await issue({ member: id, session })).ticket };
  };
