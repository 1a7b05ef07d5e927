import { later } from '../../domain/kernel/instant.ts';
import { ok, type Result } from '../../domain/kernel/result.ts';
import { type Conversations, type Departure, type InChat, threadMax } from '../../domain/relay/ports.ts';
import { aliasOf } from './alias-rows.ts';
import { asBody, type OnUnreadable } from './bodies.ts';
import { attemptsMax, createChange } from './change-in-table.ts';
import { changeConversation, changedForever, conversationIn, type Decide } from './conversation-rows.ts';
import { upTo } from './keys.ts';
import { makeReadable } from './readable-rows.ts';
import { aliasKey, relayLists, threadKey, threadOf } from './relay-keys.ts';
import { removeAll } from './pages.ts';
import { type Table, Unavailable } from './table.ts';
import { messageOf } from './thread-rows.ts';

export interface ConversationsOptions {
  /** Hears of rows that were left out of a list because they cannot be read. */
  readonly onUnreadable?: OnUnreadable | undefined;
}

export const createTableConversations = (table: Table, { onUnreadable = () => undefined }: ConversationsOptions = {}): Conversations => {
  const change = createChange(table);
  const readable = makeReadable(table, onUnreadable);
  return {
    of: async (alias) => {
      for (let attempt = 1; attempt <= attemptsMax; attempt++) {
        const reader = await table.get(aliasKey(alias));
        if (reader === undefined) return undefined;
        const conversation = conversationIn(reader, await table.get(aliasKey(aliasOf(reader).counterparty)));
        if (conversation !== 'torn') return conversation;
      }
      throw new Unavailable(changedForever);
    },
    change: async <O, E>(alias: Departure['alias'], decide: Decide<O, E>) =>
      changeConversation<O, E>({ table, change }, { alias, decide }) as Promise<Result<O, E>>,
    relay: async <E>(
      departure: Departure,
      decide: Decide<undefined, E>,
      inChat?: InChat<E>,
    ): Promise<Result<'relayed' | 'there_already', E>> => {
      const leaving = { departure, inChat };
      const changed = await changeConversation<undefined, E>({ table, change }, { alias: departure.alias, decide, leaving });
      return changed.ok ? ok(changed.value ?? 'relayed') : changed;
    },
    messages: async (conversationId) =>
      readable({ by: 'key', partition: threadOf(conversationId), descending: true, limit: threadMax }, (item) => [messageOf(item)]),
    named: async (message, wireId) => {
      await change([threadKey(message)], ([item]) => {
        const stored = item === undefined ? undefined : messageOf(item);
        if (item === undefined || stored === undefined || stored.wireId === wireId) return ok({ items: ['unwatched'], outcome: undefined });
        return ok({ items: [{ body: asBody({ ...stored, wireId }), deleteAt: item.deleteAt }], outcome: undefined });
      });
    },
    forget: async (conversationId) => removeAll(table, threadOf(conversationId)),
    expiring: async (until, limit) =>
      readable({ by: 'index', partition: relayLists.aliasesExpiring, to: upTo(later(until, -1)), limit }, (item) => [aliasOf(item)]),
  };
};
