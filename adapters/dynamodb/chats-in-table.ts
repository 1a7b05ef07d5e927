import { invariant } from '../../domain/kernel/invariant.ts';
import { ok, type Result } from '../../domain/kernel/result.ts';
import type { Chat } from '../../domain/relay/chat/chat.ts';
import type { Chats, ChatWritten, NewMessage } from '../../domain/relay/chat/ports.ts';
import type { Conversation } from '../../domain/relay/conversations/conversation.ts';
import { aliasOf } from './alias-rows.ts';
import { itemReadAs, type OnUnreadable } from './bodies.ts';
import { attemptsMax, type ChangeItems, createChange } from './change-in-table.ts';
import { chatHeadKey, chatMessageKey, chatOf, chatsMissed, messagePlace, seqMax } from './chat-keys.ts';
import { chatIn, chatItems, chatKeysOf, chatMessageIn, headItem, knownSeqIn } from './chat-rows.ts';
import { changedForever, conversationIn, sideItem } from './conversation-rows.ts';
import { upTo } from './keys.ts';
import { removeAll } from './pages.ts';
import { makeReadable } from './readable-rows.ts';
import { aliasKey } from './relay-keys.ts';
import { type Item, type Table, Unavailable } from './table.ts';

export interface ChatsOptions {
  /** Hears of rows that were left out of a list because they cannot be read. */
  readonly onUnreadable?: OnUnreadable | undefined;
}

export const createTableChats = (table: Table, { onUnreadable = () => undefined }: ChatsOptions = {}): Chats => {
  const change = createChange(table, { attempts: attemptsInChat });
  const readable = makeReadable(table, onUnreadable);
  return {
    find: async (conversationId) => {
      const item = await table.get(chatHeadKey(conversationId));
      return item === undefined ? undefined : chatIn(item);
    },
    write: makeWrite(table, change),
    change: async (conversationId, decide, seen) => {
      const changed = await change<Chat | undefined, never>(
        [chatHeadKey(conversationId)],
        ([item]) => {
          if (item === undefined) return ok({ items: ['unwatched'], outcome: undefined });
          const chat = chatIn(item);
          const next = decide(chat);
          return ok({ items: [next === chat ? 'unwatched' : headItem(next, item.deleteAt)], outcome: next });
        },
        [itemReadAs(seen)].flatMap((item) => item ?? []),
      );
      return changed.ok ? changed.value : undefined;
    },
    messages: async (conversationId, { after, before, limit }) => {
      const partition = chatOf(conversationId);
      const read = (item: Item) => [chatMessageIn(item)];
      if (after !== undefined)
        return readable({ by: 'key', partition, from: messagePlace(after + 1), to: messagePlace(seqMax), limit }, read);
      const newestFirst = { descending: true, from: messagePlace(1), to: messagePlace(before - 1), limit };
      return before <= 1 ? [] : (await readable({ by: 'key', partition, ...newestFirst }, read)).toReversed();
    },
    missed: async (until, limit) => readable({ by: 'index', partition: chatsMissed, to: upTo(until), limit }, (item) => [chatIn(item)]),
    forget: async (conversationId) => removeAll(table, chatOf(conversationId)),
  };
};

/** Two who write to each other change the same chat, and each of their windows marks it, by processes that do not wait for each other. */
const attemptsInChat = 20;

type Decide<E> = (conversation: Conversation | undefined, chat: Chat | undefined) => Result<ChatWritten, E>;
type Stored = Pick<ChatWritten, 'chat' | 'message'>;
/** `'moved'`: the reader's alias names another partner by now. */
type Outcome = (Stored & { readonly isNew: true }) | { readonly chat: Chat; readonly known: number } | 'moved';

const makeWrite =
  (table: Table, change: ChangeItems): Chats['write'] =>
  async <E>(message: NewMessage, decide: Decide<E>) => {
    for (let attempt = 1; attempt <= attemptsMax; attempt++) {
      const seen = attempt === 1 ? seenOf(message) : [];
      const reader = seen.find(({ pk }) => pk === aliasKey(message.alias).pk) ?? (await table.get(aliasKey(message.alias)));
      const written = await writeSeen(change, { message, decide, reader, seen });
      if (!written.ok) return written;
      if (written.value === 'moved') continue;
      if ('isNew' in written.value) return ok(written.value);
      const { chat, known } = written.value;
      const there = await table.get(chatMessageKey(message.conversationId, known));
      // It was forgotten between the two reads.
      if (there !== undefined) return ok({ message: chatMessageIn(there), chat, isNew: false });
    }
    throw new Unavailable(changedForever);
  };

/** The items that the caller has read, as far as they are of this conversation. */
const seenOf = ({ seen }: NewMessage): readonly Item[] => {
  const { conversation, chat } = seen ?? {};
  return [conversation?.reader, conversation?.writer, chat].flatMap((value) => itemReadAs(value) ?? []);
};

interface Writing<E> {
  readonly message: NewMessage;
  readonly decide: Decide<E>;
  readonly reader: Item | undefined;
  readonly seen: readonly Item[];
}

const writeSeen = async <E>(change: ChangeItems, { message, decide, reader, seen }: Writing<E>): Promise<Result<Outcome, E>> => {
  const counterparty = reader === undefined ? undefined : aliasOf(reader).counterparty;
  const aliases = [message.alias, ...(counterparty === undefined ? [] : [counterparty])];
  const keys = [...chatKeysOf(message), ...aliases.map(aliasKey)];
  const nothing = <T>(outcome: T) => ok({ items: keys.map(() => 'unwatched' as const), outcome });

  return change<Outcome, E>(
    keys,
    ([headRow, knownRow, readerRow, writerRow]) => {
      const chat = headRow === undefined ? undefined : chatIn(headRow);
      if (knownRow !== undefined && chat !== undefined) return nothing({ chat, known: knownSeqIn(knownRow) });
      if ((readerRow === undefined ? undefined : aliasOf(readerRow).counterparty) !== counterparty) return nothing('moved' as const);
      const conversation = readerRow === undefined ? undefined : conversationIn(readerRow, writerRow);
      if (conversation === 'torn') return 'torn';
      const decided = decide(conversation, chat);
      if (!decided.ok) return decided;
      invariant(conversation !== undefined, 'what is written in a conversation that is not there can only be refused');
      const { conversation: next, ...stored } = decided.value;
      const { head, known, beside } = chatItems(decided.value);
      const sides = [sideItem(conversation.reader, next.reader), sideItem(conversation.writer, next.writer)];
      return ok({ items: [head, known, ...sides], beside, outcome: { ...stored, isNew: true } });
    },
    [...seen, ...(reader === undefined ? [] : [reader])],
  );
};
