import type { AliasName } from '../../domain/kernel/alias-name.ts';
import type { Decision } from '../../domain/kernel/decision.ts';
import { invariant } from '../../domain/kernel/invariant.ts';
import { ok, type Result } from '../../domain/kernel/result.ts';
import type { Conversation, Side } from '../../domain/relay/conversations/conversation.ts';
import type { RelayMail } from '../../domain/relay/conversations/mails.ts';
import type { Departure, InChat } from '../../domain/relay/ports.ts';
import { aliasItem, aliasOf } from './alias-rows.ts';
import { asBody } from './bodies.ts';
import { chatIn, chatItems, chatKeysOf, headItem } from './chat-rows.ts';
import { attemptsMax, type ChangeItems, type ItemsChange, type NextItem } from './change-in-table.ts';
import { outboxWrite } from './outbox-rows.ts';
import { aliasKey, relayOutboxKey, threadKey } from './relay-keys.ts';
import { outgoingOf, relayOutboxPlace } from './relay-outbox.ts';
import { type Item, type Key, type Table, Unavailable } from './table.ts';
import { threadItem } from './thread-rows.ts';

/** A conversation is the rows of its two aliases, read one by one and written as one. */
export type Decide<O, E> = (conversation: Conversation | undefined) => Decision<Conversation, O, E, RelayMail>;

export interface ConversationChange<O, E> {
  readonly alias: AliasName;
  readonly decide: Decide<O, E>;
  /** Stored with the change, once. */
  readonly leaving?: { readonly departure: Departure; readonly inChat?: InChat<E> | undefined } | undefined;
}

export const changedForever = 'others changed the same conversation time after time';

/**
 * `undefined` where either is forgotten; `'torn'` where one of the aliases was replaced between the two reads. One that is closed stays
 * closed, whatever became of the other since.
 */
export const conversationIn = (readerItem: Item, writerItem: Item | undefined): Conversation | 'torn' | undefined => {
  if (writerItem === undefined) return undefined;
  const [reader, writer] = [aliasOf(readerItem), aliasOf(writerItem)];
  if (reader.status === 'closed') return { reader, writer };
  return writer.counterparty === reader.alias && writer.closedBecause !== 'replaced' ? { reader, writer } : 'torn';
};

/** Changes the conversation of an alias by the one way in which rows are changed. Whose row the other one is stands in the first. */
export const changeConversation = async <O, E>(
  { table, change }: { readonly table: Table; readonly change: ChangeItems },
  asked: ConversationChange<O, E>,
): Promise<Result<O | 'there_already', E>> => {
  const { alias, decide, leaving } = asked;
  for (let attempt = 1; attempt <= attemptsMax; attempt++) {
    const seen = await table.get(aliasKey(alias));
    if (seen === undefined) return (await isThere(table, leaving?.departure)) ? ok('there_already') : refusal(decide(undefined));
    const changed = await changeSeen(change, seen, asked);
    if (changed !== 'moved') return changed;
  }
  throw new Unavailable(changedForever);
};

/** A message that was relayed is known by its thread row, and by its key in the outbox where it was stored under another time. */
const knownBy = (departure: Departure): readonly Key[] => {
  const { conversationId, message } = departure;
  return [threadKey({ conversationId, at: message.at, id: message.id }), relayOutboxKey(outgoingOf(departure).key)];
};

const isThere = async (table: Table, departure: Departure | undefined): Promise<boolean> => {
  const keys = departure === undefined ? [] : knownBy(departure);
  return (await Promise.all(keys.map(async (key) => table.get(key)))).some((item) => item !== undefined);
};

const refusal = <O, E>(decided: Decision<Conversation, O, E, RelayMail>): Result<never, E> => {
  invariant(!decided.ok, 'what becomes of a conversation that is not there can only be refused');
  return decided;
};

/** `'moved'`: the first row names another partner by now. */
const changeSeen = async <O, E>(
  change: ChangeItems,
  seen: Item,
  { alias, decide, leaving }: ConversationChange<O, E>,
): Promise<Result<O | 'there_already', E> | 'moved'> => {
  const { counterparty } = aliasOf(seen);
  const keys = [aliasKey(alias), aliasKey(counterparty), ...(leaving === undefined ? [] : keysOf(leaving))];
  const nothing = <T>(outcome: T) => ok({ items: keys.map(() => 'unwatched' as const), outcome });

  return change<O | 'there_already' | 'moved', E>(
    keys,
    ([readerItem, writerItem, inThread, inOutbox, head, inChat]) => {
      if ([inThread, inOutbox, inChat].some((item) => item !== undefined)) return nothing('there_already' as const);
      const isMoved = readerItem === undefined || aliasOf(readerItem).counterparty !== counterparty;
      if (isMoved) return nothing('moved' as const);
      const conversation = conversationIn(readerItem, writerItem);
      if (conversation === 'torn') return 'torn';
      const decided = decide(conversation);
      if (conversation === undefined || !decided.ok) return refusal(decided);
      const { next, outcome } = decided.value;
      const besides = leaving === undefined ? ok({ items: [], beside: [] }) : leavingItems(leaving, next, head);
      if (!besides.ok) return besides;
      const outgoing = decided.value.outgoing.map((mail) => ({ ...mail, message: asBody(mail.message) }));
      const sides = [sideItem(conversation.reader, next.reader), sideItem(conversation.writer, next.writer)];
      return ok({ items: [...sides, ...besides.value.items], beside: besides.value.beside, outgoing, outcome });
    },
    [seen],
  ).then((changed) => (changed.ok && changed.value === 'moved' ? 'moved' : (changed as Result<O | 'there_already', E>)));
};

/** What is not written is checked all the same: nothing is stored in a conversation that was ended meanwhile. */
export const sideItem = (before: Side, next: Side): NextItem => {
  invariant(before.alias === next.alias, 'a side of a conversation stays in its place');
  return before === next ? 'unchanged' : aliasItem(next);
};

type Leaving<E> = NonNullable<ConversationChange<unknown, E>['leaving']>;

/** What is read of a message that leaves: its place in the thread and in the outbox, and its chat and whether it shows there, where it is to. */
const keysOf = <E>({ departure, inChat }: Leaving<E>): readonly Key[] => {
  const { conversationId, message } = departure;
  return [...knownBy(departure), ...(inChat === undefined ? [] : chatKeysOf({ conversationId, from: message.from, id: message.id }))];
};

/**
 * What is written of it, in the same order. The thread goes on knowing a message as long as mail to its reader's alias would be answered, as
 * it stands when the message is stored.
 */
const leavingItems = <E>(
  { departure, inChat }: Leaving<E>,
  next: Conversation,
  head: Item | undefined,
): Result<Required<Pick<ItemsChange<unknown>, 'items' | 'beside'>>, E> => {
  const items = [threadItem(departure.message, next.reader.deleteAt), 'unwatched' as const];
  const beside = [outboxWrite(outgoingOf(departure), relayOutboxPlace)];
  if (inChat === undefined) return ok({ items, beside });
  const shown = inChat(head && chatIn(head), next);
  if (!shown.ok) return shown;
  const { chat, message } = shown.value;
  if (message === undefined) return ok({ items: [...items, headItem(chat, head?.deleteAt), 'unwatched'], beside });
  const written = chatItems({ conversation: next, chat, message });
  return ok({ items: [...items, written.head, written.known], beside: [...beside, ...written.beside] });
};
