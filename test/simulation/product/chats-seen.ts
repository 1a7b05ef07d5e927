import type { Stored } from '../../../adapters/dynamodb/table-state.ts';
import type { AliasSide } from '../../../domain/kernel/alias-name.ts';
import { secondMs } from '../../../domain/kernel/instant.ts';
import type { Chat, ChatMessage } from '../../../domain/relay/chat/chat.ts';
import { chatKeptMs } from '../../../domain/relay/chat/limits.ts';
import type { Complain } from '../../support/product-windows.ts';

/** A chat as its commits made it. */
export interface ChatSeen {
  head: Chat | undefined;
  /** When the table lets go of the head. */
  headGoneAt: number;
  /** By place; those that are kept. */
  readonly messages: Map<number, ChatMessage>;
  /** Every message that was stored and is known by its id, by writer and id. */
  readonly ever: Map<string, ChatMessage>;
  /** All was forgotten: one of the two is erased. */
  isForgotten: boolean;
}

export interface ChatsSeenNeeds {
  readonly now: () => number;
  readonly complain: Complain;
  /** Why nothing may be stored by somebody at present. */
  readonly closedFor: (conversationId: string, from: AliasSide) => string | undefined;
}

/** Follows all chats, commit by commit, and says at once where one of them goes wrong. */
export const createChatsSeen = (needs: ChatsSeenNeeds) => {
  const chats = new Map<string, ChatSeen>();
  const names = new Map<string, string>();
  const chatAt = (conversationId: string): ChatSeen => {
    const known = chats.get(conversationId) ?? {
      ...nothing,
      messages: new Map<number, ChatMessage>(),
      ever: new Map<string, ChatMessage>(),
    };
    chats.set(conversationId, known);
    return known;
  };
  return {
    chats,
    put: (stored: readonly Stored[]): void => {
      const heads = stored.filter(({ key }) => key.sk === 'head').map(headIn);
      for (const { pk, head } of heads) names.set(pk, head.conversationId);
      for (const { key, body } of stored) {
        const conversationId = names.get(key.pk) ?? '';
        if (key.sk.startsWith('m#'))
          takeMessage(chatAt(conversationId), { conversationId, message: JSON.parse(body) as ChatMessage, needs });
      }
      for (const head of heads) takeHead(chatAt(head.head.conversationId), head, needs.complain);
    },
    remove: (pk: string, sk: string): void => {
      const chat = chats.get(names.get(pk) ?? '');
      if (chat === undefined) return;
      if (sk === 'head') [chat.head, chat.isForgotten] = [undefined, true];
      if (sk.startsWith('m#')) chat.messages.delete(Number(sk.slice(2)));
    },
  };
};

const nothing = { head: undefined, headGoneAt: Infinity, isForgotten: false } as const;

const headIn = ({ key, body, deleteAt = Infinity }: Stored) => ({
  pk: key.pk,
  head: JSON.parse(body) as Chat,
  goneAt: deleteAt * secondMs,
});

interface Taking {
  readonly conversationId: string;
  readonly message: ChatMessage;
  readonly needs: ChatsSeenNeeds;
}

const takeMessage = (chat: ChatSeen, { conversationId, message, needs: { now, complain, closedFor } }: Taking): void => {
  forgetOld(chat, now());
  const name = `${message.from} ${message.id}`;
  if (chat.ever.has(name)) complain('nothing is stored twice', `${name} of ${conversationId}`);
  if (message.seq !== (chat.head?.lastSeq ?? 0) + 1)
    complain('places follow each other without a hole', `${String(message.seq)} behind ${String(chat.head?.lastSeq ?? 0)}`);
  chat.messages.set(message.seq, message);
  chat.ever.set(name, message);
  const closed = closedFor(conversationId, message.from);
  if (closed !== undefined) complain('nothing is passed on through a closed alias', `into the chat, ${closed}`);
};

const takeHead = (chat: ChatSeen, { head, goneAt }: { readonly head: Chat; readonly goneAt: number }, complain: Complain): void => {
  for (const side of ['a', 'b'] as const) {
    const { readUpTo, deliveredUpTo, mailedUpTo } = head[side];
    if (readUpTo > deliveredUpTo || deliveredUpTo > head.lastSeq || mailedUpTo > head.lastSeq)
      complain('read ≤ delivered ≤ last', [readUpTo, deliveredUpTo, mailedUpTo, head.lastSeq].map(String).join(', '));
    const before = chat.head?.[side];
    if (before !== undefined && (readUpTo < before.readUpTo || deliveredUpTo < before.deliveredUpTo || mailedUpTo < before.mailedUpTo))
      complain('marks never go down', side);
  }
  if (head.lastSeq !== Math.max(chat.head?.lastSeq ?? 0, ...chat.messages.keys()))
    complain('places follow each other without a hole', `the head says ${String(head.lastSeq)}`);
  [chat.head, chat.headGoneAt] = [head, goneAt];
};

/** What the table has let go of by its time. */
const forgetOld = (chat: ChatSeen, now: number): void => {
  for (const [seq, { at }] of chat.messages) if (at + chatKeptMs <= now) chat.messages.delete(seq);
  for (const [name, { at }] of chat.ever) if (at + chatKeptMs <= now) chat.ever.delete(name);
  if (chat.headGoneAt <= now) chat.head = undefined;
};
