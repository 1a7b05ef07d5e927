import type { AliasSide } from '../../domain/kernel/alias-name.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import { keyPart } from './keys.ts';
import type { Key } from './table.ts';

/** A chat lies in one partition: its head, its messages in their order, and what their writers called them. */
export const chatOf = (conversationId: string): string => `chat#${keyPart(conversationId)}`;
export const chatHeadKey = (conversationId: string): Key => ({ pk: chatOf(conversationId), sk: 'head' });
export const chatMessageKey = (conversationId: string, seq: number): Key => ({ pk: chatOf(conversationId), sk: messagePlace(seq) });

/** There once its writer's message of this id is stored. */
export const chatKnownKey = ({ conversationId, from, id }: ChatMessageName): Key => ({
  pk: chatOf(conversationId),
  sk: `w#${from}#${keyPart(id)}`,
});
export interface ChatMessageName {
  readonly conversationId: string;
  readonly from: AliasSide;
  readonly id: string;
}

/** Places of messages in their chat; `from` and `to` of a range include both. */
export const messagePlace = (seq: number): string => `m#${String(Math.min(Math.max(seq, 0), seqMax)).padStart(12, '0')}`;
export const seqMax = 1e12 - 1;

/** The partition of the index with the chats in which it is to be decided whether somebody gets a mail. */
export const chatsMissed = 'chats-missed';

/** An open window lies by itself and, once more, with its member. */
export const connectionKey = (id: string): Key => ({ pk: `connection#${keyPart(id)}`, sk: 'connection' });
export const connectionOfKey = (member: MemberId, id: string): Key => ({ pk: connectionsOf(member), sk: keyPart(id) });
export const connectionsOf = (member: MemberId): string => `connections#${member}`;

export const chatTicketKey = (hash: string): Key => ({ pk: `chat-ticket#${keyPart(hash)}`, sk: 'chat-ticket' });
