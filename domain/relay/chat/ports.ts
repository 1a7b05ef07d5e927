import type { AliasName, AliasSide } from '../../kernel/alias-name.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { MemberId } from '../../kernel/member-id.ts';
import type { Result } from '../../kernel/result.ts';
import type { Conversation } from '../conversations/conversation.ts';
import type { Chat, ChatMessage } from './chat.ts';
import type { Frame } from './frames.ts';

/** What introduced members write to each other, in the one order that both see. */
export interface Chats {
  /** Newest state; `undefined` where nothing was written yet, or all of it is forgotten. */
  readonly find: (conversationId: string) => Promise<Chat | undefined>;
  /**
   * Stores a message and what it changes in its chat and its conversation, all or nothing, and once for each `id` of a writer: a message
   * that is there already is answered as it is, and `decide` is not asked. `decide` sees the newest state, is pure and may run again; what is
   * not there can only be refused.
   */
  readonly write: <E>(
    message: NewMessage,
    decide: (conversation: Conversation | undefined, chat: Chat | undefined) => Result<ChatWritten, E>,
  ) => Promise<Result<{ readonly message: ChatMessage; readonly chat: Chat; readonly isNew: boolean }, E>>;
  /**
   * Stores what `decide` makes of the newest state; a chat that is not there stays so. `decide` is pure and may run again. `seen` is what the
   * caller has just read of it, and spares reading it again where nobody changed it since.
   */
  readonly change: (conversationId: string, decide: (chat: Chat) => Chat, seen?: Chat) => Promise<Chat | undefined>;
  /** In their order, at most `limit` (1 … `messagesPageMax`): the first behind `after`, or the last before `before`. Newest state. */
  readonly messages: (conversationId: string, page: MessagesPage) => Promise<readonly ChatMessage[]>;
  /** Chats in which it is to be decided whether somebody gets a mail, the earliest first, at most `limit` (1 … 200). May lag. */
  readonly missed: (until: Instant, limit: number) => Promise<readonly Chat[]>;
  /** Takes the whole chat out. Idempotent; what is stored meanwhile may stay. */
  readonly forget: (conversationId: string) => Promise<void>;
}

export interface NewMessage {
  readonly conversationId: string;
  /** The reader's alias, as of now. */
  readonly alias: AliasName;
  readonly from: AliasSide;
  readonly id: string;
  /** What the caller has just read of it; it spares reading that again where nobody changed it since. */
  readonly seen?: { readonly conversation?: Conversation | undefined; readonly chat?: Chat | undefined } | undefined;
}

/** A message and the states that are to be stored with it; `conversation` being the very object that was given is not written. */
export interface ChatWritten {
  readonly conversation: Conversation;
  readonly chat: Chat;
  readonly message: ChatMessage;
}

export type MessagesPage =
  | { readonly after: number; readonly before?: undefined; readonly limit: number }
  | { readonly before: number; readonly after?: undefined; readonly limit: number };

/** Conversations by who takes part in them, as introductions know them. */
export interface Threads {
  /** A member's own, the newest first, at most `limit` (1 … 60). May lag. */
  readonly ofMember: (member: MemberId, limit: number) => Promise<readonly Thread[]>;
  /** One of the member's own; `undefined` for any other. */
  readonly find: (member: MemberId, conversationId: string) => Promise<Thread | undefined>;
}

export interface Thread {
  readonly conversationId: string;
  /** The member's own: the one that routes to them. */
  readonly alias: AliasName;
  readonly partner: MemberId;
  /** `undefined` for somebody who is gone. */
  readonly partnerName: string | undefined;
  /** Of the introduction, `2026-W47`. */
  readonly week: string;
  readonly introducedAt: Instant;
}

/** An open window of a member. */
export interface Connection {
  readonly id: string;
  readonly member: MemberId;
  /** The id of the session that asked for its ticket: it is closed with it. */
  readonly session: string;
  readonly openedAt: Instant;
  readonly expiresAt: Instant;
}

/** Who is connected. Being there is no proof that anybody is at the other end. */
export interface Connections {
  readonly open: (connection: Connection) => Promise<void>;
  /** Newest state; `undefined` once it is closed or expired. */
  readonly find: (id: string) => Promise<Connection | undefined>;
  /** A member's, the oldest first. Newest state. */
  readonly ofMember: (member: MemberId) => Promise<readonly Connection[]>;
  /** Idempotent. */
  readonly close: (connection: Pick<Connection, 'id' | 'member'>) => Promise<void>;
}

/** Tickets to connect with, by what is stored in place of them. */
export interface Tickets {
  readonly issue: (ticket: Ticket) => Promise<void>;
  /** Once, whoever races, and only until it expires. */
  readonly spend: (hash: string, now: Instant) => Promise<Ticket | undefined>;
}

export interface Ticket {
  readonly hash: string;
  readonly member: MemberId;
  readonly session: string;
  readonly expiresAt: Instant;
}

/** What reaches an open window. */
export interface Sockets {
  /** `'gone'` where nobody is at the other end any more. */
  readonly send: (id: string, frame: Frame) => Promise<'sent' | 'gone'>;
  /** Idempotent. */
  readonly close: (id: string) => Promise<void>;
}

/** Whether a member is still signed in by a session. Newest state. */
export interface OpenSessions {
  readonly has: (member: MemberId, session: string) => Promise<boolean>;
}

/** Has somebody look at a chat at an instant, at the earliest; it may also not come, so whoever looks regularly sees it, too. */
export interface ChatTimer {
  readonly lookAt: (conversationId: string, at: Instant) => Promise<void>;
}

/** Files of chats: what somebody uploads, and what we keep. */
export interface ChatFiles {
  /** A form that a browser may hand one file over with, once or several times, until `expiresAt`; the last one counts until it is taken. */
  readonly upload: (wanted: UploadWanted) => Promise<UploadForm>;
  /** `'missing'`: it is not there. `'too_large'`: nothing of it was read. */
  readonly read: (key: string, bytesMax: number) => Promise<Uint8Array | 'missing' | 'too_large'>;
  /** Idempotent. */
  readonly keep: (key: string, bytes: Uint8Array, mediaType: string) => Promise<void>;
  /** Idempotent. */
  readonly remove: (key: string) => Promise<void>;
  /** Takes everything out whose key begins so. Idempotent. */
  readonly forget: (prefix: string) => Promise<void>;
  /** A link that needs no sign-in, for `fileLinkMs`; it is answered with this type and name whatever is in the file. */
  readonly link: (file: FileLink) => Promise<string>;
}

export interface UploadWanted {
  readonly key: string;
  readonly mediaType: string;
  readonly bytesMax: number;
  readonly expiresAt: Instant;
}

export interface UploadForm {
  readonly url: string;
  /** Fields of the form, before the file (which is called `file`). */
  readonly fields: Readonly<Record<string, string>>;
}

export interface FileLink {
  readonly key: string;
  readonly mediaType: string;
  readonly name: string;
  /** Whether a browser shows it or puts it away. */
  readonly disposition: 'inline' | 'attachment';
}
