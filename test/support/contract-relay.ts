import fc from 'fast-check';
import { createTableOutbox } from '../../adapters/dynamodb/outbox.ts';
import { readDeparture, relayOutboxPlace } from '../../adapters/dynamodb/relay-outbox.ts';
import type { Table } from '../../adapters/dynamodb/table.ts';
import { issuingWrites, openedSide } from '../../adapters/dynamodb/alias-rows.ts';
import { changed, type Decision } from '../../domain/kernel/decision.ts';
import { dayMs, type Instant, later } from '../../domain/kernel/instant.ts';
import { ok } from '../../domain/kernel/result.ts';
import { withMessage } from '../../domain/relay/chat/written.ts';
import { type Conversation, noticeReasons, type Side, type ThreadMessage } from '../../domain/relay/conversations/conversation.ts';
import type { RelayMail } from '../../domain/relay/conversations/mails.ts';
import type { ChatDeparture, InChat, MailDeparture } from '../../domain/relay/ports.ts';
import { refusalCodes } from '../../domain/relay/refusals.ts';
import { aliasOf, memberOf } from './contract-introductions.ts';

export const at = 1_000 as Instant;
export const ana = aliasOf(0, 'a');
export const ben = aliasOf(1, 'b');

/** An alias of pair `number` that was issued at `at`; `a` routes to member 2 × number. */
export const aSide = (letter: 'a' | 'b', { number = 0, expiresAt = later(at, 180 * dayMs) } = {}): Side => {
  const [own, partner] = letter === 'a' ? [0, 1] : [1, 0];
  return openedSide({
    alias: aliasOf(2 * number + own, letter),
    member: memberOf(2 * number + own),
    counterparty: aliasOf(2 * number + partner, letter === 'a' ? 'b' : 'a'),
    conversationId: `conversation ${String(number)}`,
    at,
    expiresAt,
  });
};

/** Both aliases of a pair, as introductions issue them. */
export const issue = async (table: Table, options: { readonly number?: number; readonly expiresAt?: Instant } = {}): Promise<void> => {
  const answer = await table.commit((['a', 'b'] as const).flatMap((letter) => issuingWrites(aSide(letter, options))));
  if (answer !== 'committed') throw new Error('these aliases were issued before');
};

/** What Ana wrote to Ben: it came in by Ben's alias. */
export const aMessage = (number = 0, overrides: Partial<ThreadMessage> = {}): ThreadMessage => ({
  id: `message-${String(number)}`,
  from: 'a',
  at: later(at, number),
  bodyDigest: `digest ${String(number)}`,
  ...overrides,
});

export const aDeparture = (message: ThreadMessage = aMessage(), overrides: Partial<MailDeparture> = {}): MailDeparture => ({
  conversationId: 'conversation 0',
  message,
  alias: ben,
  rawKey: 'inbound/one',
  rawDigest: 'digest of the raw mail',
  thread: { references: ['message-0.t@example.org'], inReplyTo: undefined },
  isOnly: true,
  ...overrides,
});

/** What Ana wrote to Ben in the chat, from one place to another. */
export const aChatDeparture = (message: ThreadMessage, chat: ChatDeparture['chat']): ChatDeparture => {
  const { conversationId, alias, thread } = aDeparture();
  return { conversationId, alias, thread, message, chat };
};

/** Shows a message in the chat under the id that it has in the thread. */
export const shownAs =
  ({ id, at: when }: ThreadMessage): InChat<never> =>
  (chat, conversation) =>
    ok(withMessage(chat, conversation, { id, at: when, content: { kind: 'mail', subject: id, text: id, isCut: false, files: [] } }));

export type Deciding<O = undefined, E = never> = Decision<Conversation, O, E, RelayMail>;

/** Counts a message at its writer, who is told of it. */
export const counted =
  (id: string) =>
  (conversation: Conversation | undefined): Deciding => {
    const { reader, writer } = conversation!;
    const tally = { relayed: (writer.tally?.relayed ?? 0) + 1, refused: {} };
    const message: RelayMail = { template: 'relay-notice', to: writer.member, reason: 'outsiders', conversation: writer.alias };
    return changed({ reader, writer: { ...writer, tally } }, undefined, [{ key: `notice:${id}`, dueAt: at, message }]);
  };

const instants = fc.nat(2 ** 40).map((ms) => ms as Instant);
const counts = fc.nat(1_000);

/** One of the two aliases of pair 0, with anything that the relay may remember of it. */
export const anySide = (letter: 'a' | 'b'): fc.Arbitrary<Side> =>
  fc
    .record(
      {
        status: fc.constantFrom('open', 'closed'),
        // Not of one that was replaced: its partner's conversation is with its successor then.
        closedBecause: fc.constantFrom('ended', 'reported', 'complained'),
        expiresAt: instants,
        mutedAt: instants,
        warnedAt: instants,
        traffic: fc.record(
          {
            minuteFrom: instants,
            inMinute: counts,
            dayFrom: instants,
            inDay: counts,
            bodies: fc.array(fc.record({ digest: fc.string(), at: instants }, { noNullPrototype: true }), { maxLength: 5 }),
          },
          { noNullPrototype: true },
        ),
        noticed: fc.dictionary(fc.constantFrom(...noticeReasons), instants, { noNullPrototype: true }),
        bounces: fc.record(
          { lastAt: instants, softly: fc.array(instants, { maxLength: 4 }), restsUntil: instants },
          { requiredKeys: ['softly'], noNullPrototype: true },
        ),
        tally: fc.record(
          {
            relayed: counts,
            lastRelayedAt: instants,
            refused: fc.dictionary(fc.constantFrom(...refusalCodes), counts, { noNullPrototype: true }),
            strangers: fc.record({ since: instants, count: counts }, { noNullPrototype: true }),
          },
          { requiredKeys: ['relayed', 'refused'], noNullPrototype: true },
        ),
      },
      { requiredKeys: ['status', 'expiresAt'], noNullPrototype: true },
    )
    .map((more) => ({ ...aSide(letter), ...more }));

/** What waits to leave of what members write to each other, and what of Loop's own. */
export const departures = async (table: Table) =>
  (await createTableOutbox(table, undefined, relayOutboxPlace).due(later(at, 1_000), 500)).map(({ key, dueAt, message }) => ({
    key,
    dueAt,
    departure: readDeparture(message),
  }));
export const mails = async (table: Table) => (await createTableOutbox(table).due(at, 500)).map(({ key }) => key);
