import type { Clock } from '../../kernel/clock.ts';
import type { Conversations } from '../ports.ts';
import type { RefusalCode } from '../refusals.ts';
import { type Side, stateAt } from './conversation.ts';
import { conversationInUse } from './in-use.ts';
import { strangersAt } from './notices.ts';
import type { AliasHistory, AliasHistoryView, LookAtConversation } from './use-cases.ts';

interface Needs {
  readonly conversations: Pick<Conversations, 'of' | 'messages'>;
  readonly clock: Clock;
}

export const makeLookAtConversation =
  ({ conversations, clock }: Needs): LookAtConversation =>
  async ({ alias }) => {
    const conversation = await conversationInUse(conversations, alias);
    if (conversation === undefined) return undefined;
    const { reader, writer } = conversation;
    const messages = await conversations.messages(reader.conversationId);
    return {
      state: stateAt(conversation, clock.now()),
      expiresAt: reader.expiresAt < writer.expiresAt ? reader.expiresAt : writer.expiresAt,
      isShared: reader.sharedAt !== undefined,
      writeTo: writer.alias,
      partner: writer.member,
      messages: messages.length,
      lastMessageAt: messages[0]?.at,
    };
  };

export const makeAliasHistory =
  ({ conversations, clock }: Needs): AliasHistory =>
  async ({ alias }) => {
    const conversation = await conversations.of(alias);
    if (conversation === undefined) return undefined;
    const { reader, writer } = conversation;
    return {
      member: reader.member,
      partner: writer.member,
      conversationId: reader.conversationId,
      events: eventsOf(reader).toSorted((one, other) => one.at - other.at),
      relayed: reader.tally?.relayed ?? 0,
      refused: (reader.tally?.refused ?? {}) satisfies Readonly<Partial<Record<RefusalCode, number>>>,
      strangersToday: strangersAt(reader.tally, clock.now()),
    };
  };

const eventsOf = (side: Side): AliasHistoryView['events'] => {
  const { createdAt, mutedAt, sharedAt, warnedAt, status, closedBecause, expiresAt, tally, noticed = {} } = side;
  const some = (what: string, at: typeof mutedAt): AliasHistoryView['events'] => (at === undefined ? [] : [{ what, at }]);
  return [
    { what: 'issued', at: createdAt },
    ...some('last_relayed', tally?.lastRelayedAt),
    ...some('muted', mutedAt),
    ...some('shared', sharedAt),
    ...some('warned', warnedAt),
    ...Object.entries(noticed).flatMap(([reason, at]) => some(`told:${reason}`, at)),
    { what: status === 'closed' ? `closed:${closedBecause ?? 'over'}` : 'closes', at: expiresAt },
  ];
};
