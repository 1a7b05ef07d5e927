import type { Clock } from '../../domain/kernel/clock.ts';
import { formatWeek } from '../../domain/kernel/iso-week.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import { type Match, sidesFor } from '../../domain/introductions/match.ts';
import { type Matches, pageMax } from '../../domain/introductions/ports.ts';
import type { Eraser, Exporter } from '../../domain/membership/ports.ts';
import { sideOf } from '../../domain/relay/conversations/conversation.ts';
import type { Conversations, RawMails } from '../../domain/relay/ports.ts';
import type { Outbox } from '../dynamodb/outbox.ts';
import { readDeparture } from '../dynamodb/relay-outbox.ts';

interface ExporterNeeds {
  readonly matches: Pick<Matches, 'ofMember'>;
  readonly conversations: Pick<Conversations, 'of' | 'messages'>;
}

/** A member's conversations by mail: what is kept of them, which is no word of any. Of the other one no more than the member's mailbox has. */
export const createRelayExporter = ({ matches, conversations }: ExporterNeeds): Exporter => ({
  section: 'conversations',
  export: async (member) => {
    const own = (await matches.ofMember(member, pageMax)).flatMap((match) => ownSideOf(match, member));
    return Promise.all(
      own.map(async ({ week, alias }) => {
        const conversation = await conversations.of(alias);
        const messages = conversation === undefined ? [] : await conversations.messages(conversation.reader.conversationId);
        const { status, expiresAt, mutedAt } = conversation?.reader ?? {};
        return {
          week: formatWeek(week),
          privateAddress: alias,
          status,
          closesAt: dateOf(expiresAt),
          mutedAt: dateOf(mutedAt),
          messages: messages.map(({ from, at, sentId }) =>
            from === sideOf(alias) ? { written: dateOf(at), messageId: sentId } : { received: dateOf(at) },
          ),
        };
      }),
    );
  },
});

const ownSideOf = (match: Match, member: MemberId) => {
  const own = match.state.name === 'claimed' ? sidesFor(match, member)?.own : undefined;
  return own === undefined ? [] : [{ week: match.week, alias: own.alias }];
};

const dateOf = (instant: number | undefined): string | undefined => (instant === undefined ? undefined : new Date(instant).toISOString());

interface EraserNeeds {
  readonly matches: Pick<Matches, 'ofMember'>;
  readonly conversations: Pick<Conversations, 'forget'>;
  readonly outbox: Pick<Outbox, 'rewrite'>;
  /** Where they can be reached from here; elsewhere they are thrown away when their keep is over. */
  readonly rawMails?: Pick<RawMails, 'remove'> | undefined;
  readonly clock: Clock;
}

/**
 * Erases what a member and those they met wrote to each other: threads, and mails that wait or were given up. Before the introductions
 * are forgotten, as nothing leads to the conversations afterwards; right to call again after an interruption.
 */
export const createRelayEraser = ({ matches, conversations, outbox, rawMails, clock }: EraserNeeds): Eraser => ({
  erase: async (member) => {
    const ids = new Set((await matches.ofMember(member, pageMax)).map(({ conversationId }) => conversationId));
    const rawKeys = new Set<string>();
    await outbox.rewrite((message) => {
      const departure = readDeparture(message);
      if (departure === undefined || !ids.has(departure.conversationId)) return 'keep';
      rawKeys.add(departure.rawKey);
      return 'drop';
    }, clock.now());
    for (const id of ids) await conversations.forget(id);
    for (const key of rawKeys) await rawMails?.remove(key);
  },
});
