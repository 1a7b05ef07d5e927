import type { AliasName } from '../kernel/alias-name.ts';
import type { Decision } from '../kernel/decision.ts';
import type { Instant } from '../kernel/instant.ts';
import type { MemberId } from '../kernel/member-id.ts';
import type { Result } from '../kernel/result.ts';
import type { Chat, ChatMessage } from './chat/chat.ts';
import type { Conversation, Side, ThreadMessage } from './conversations/conversation.ts';
import type { RelayMail } from './conversations/mails.ts';
import type { Correspondent, HeaderField, InboundMail } from './message.ts';
import type { RefusalCode, RelayRefused } from './refusals.ts';
import type { Thread } from './threading.ts';

/** The conversations of introduced pairs, by their aliases. */
export interface Conversations {
  /** By the alias of either; `undefined` where it was never issued or is forgotten, or the other one is. Newest state. */
  readonly of: (alias: AliasName) => Promise<Conversation | undefined>;
  /**
   * Stores what `decide` makes of the newest state of both sides, together with what is mailed; all or nothing. `decide` is pure and may
   * run again; what is not there stays so.
   */
  readonly change: <O, E>(
    alias: AliasName,
    decide: (conversation: Conversation | undefined) => Decision<Conversation, O, E, RelayMail>,
  ) => Promise<Result<O, E>>;
  /**
   * Stores a message in its thread and has it leave, together with what `decide` makes of the conversation and `inChat` of its chat; all
   * or nothing, and once: `'there_already'` where a message of this id is in the thread, whatever came of it. Neither is asked then.
   */
  readonly relay: <E>(
    departure: Departure,
    decide: (conversation: Conversation | undefined) => Decision<Conversation, undefined, E, RelayMail>,
    inChat?: InChat<E>,
  ) => Promise<Result<'relayed' | 'there_already', E>>;
  /** The newest first, at most `threadMax`. Newest state. */
  readonly messages: (conversationId: string) => Promise<readonly ThreadMessage[]>;
  /** Notes what the mail service called a message. Idempotent; a message that is forgotten stays so. */
  readonly named: (message: MessageKey, wireId: string) => Promise<void>;
  /** Takes every message out of a thread. Idempotent; what is stored meanwhile may stay. */
  readonly forget: (conversationId: string) => Promise<void>;
  /** Open sides that nobody was warned of and that close before `until`, the earliest first, at most `limit` (1 … 200). May lag. */
  readonly expiring: (until: Instant, limit: number) => Promise<readonly Side[]>;
}

/** Older messages of a conversation are not looked at. */
export const threadMax = 200;

export interface MessageKey {
  readonly conversationId: string;
  readonly at: Instant;
  readonly id: string;
}

/** What becomes of the chat with a message that leaves. Sees the newest state, is pure and may run again; what it refuses is refused whole. */
export type InChat<E> = (
  chat: Chat | undefined,
  conversation: Conversation,
) => Result<{ readonly chat: Chat; /** New, where the message shows there. */ readonly message?: ChatMessage | undefined }, E>;

/** What leaves: everything to make the same mail again and again, and nothing of what it says. */
export type Departure = MailDeparture | ChatDeparture;

interface Leaving {
  readonly conversationId: string;
  readonly message: ThreadMessage;
  /** The reader's alias. */
  readonly alias: AliasName;
  readonly thread: Thread;
}

/** A mail of one to the other; `alias` is the envelope recipient that it came in by. */
export interface MailDeparture extends Leaving {
  readonly chat?: undefined;
  /** Where the mail lies as it came in, and its SHA-256 in base64url: what was put in its place since is not sent. */
  readonly rawKey: string;
  readonly rawDigest: string;
  /** Nobody else got the same mail: it may be thrown away as soon as this is settled. */
  readonly isOnly: boolean;
}

/** What was written in the chat while its reader was away, as one mail. */
export interface ChatDeparture extends Leaving {
  /** Places in the chat, both included; what the reader wrote in between is not in the mail. */
  readonly chat: { readonly fromSeq: number; readonly toSeq: number };
}

/** Mails as they came in, where the mail service put them. */
export interface RawMails {
  /** `'missing'`: it is not there, yet or any more. `'too_large'`: nothing of it was read. */
  readonly read: (key: string, bytesMax: number) => Promise<Uint8Array | 'missing' | 'too_large'>;
  /** Idempotent. */
  readonly remove: (key: string) => Promise<void>;
}

/** Mails that were dealt with and thrown away, so that whoever tells of one again is not sent to look for it. */
export interface SettledMails {
  readonly has: (id: string) => Promise<boolean>;
  /** Idempotent. */
  readonly add: (id: string, at: Instant) => Promise<void>;
}

/** What the relay may know of members. */
export interface Correspondents {
  /** `undefined` for somebody who is gone. Newest state. */
  readonly find: (member: MemberId) => Promise<KnownMember | undefined>;
  /** Whether either blocked the other. Newest state. */
  readonly areApart: (one: MemberId, other: MemberId) => Promise<boolean>;
  /** Aliases, without their domain, that route to a member in conversations that may be open, the newest first, at most `otherAliasesMax`. May lag. */
  readonly aliasesOf: (member: MemberId) => Promise<readonly AliasName[]>;
}

export const otherAliasesMax = 30;

export interface KnownMember {
  readonly email: string;
  /** Verified further addresses. */
  readonly otherEmails: readonly string[];
  readonly name: string;
  /** `closed`: left, shut out, or on hold: nothing is passed on in either direction. `unreachable`: their mails come back. */
  readonly state: 'open' | 'closed' | 'unreachable';
}

/** From bytes to what rules look at, and on to bytes. The same arguments make the same bytes. */
export interface MailPipeline {
  readonly open: (raw: Uint8Array) => Promise<OpenedMail>;
  /** What is there to read: its text, or that of its HTML. */
  readonly wordsOf: (mail: InboundMail) => string;
  /** The mail that the reader gets, written and looked through for leaks. */
  readonly rebuild: (mail: InboundMail, context: RebuildOrder) => Promise<Result<Rebuilt, RelayRefused>>;
}

export interface Rebuilt {
  readonly raw: Uint8Array;
  /** Made when it is asked for. */
  readonly shown: () => ShownMail;
}

/** What the very mail says that passed the last look, for showing it elsewhere. */
export interface ShownMail {
  readonly subject: string;
  /** Without the footer; lines that are quoted begin with `>`, in what was HTML alone as well. */
  readonly text: string;
  /** A document of its own in UTF-8, without the footer and without pictures: it loads nothing and does nothing. */
  readonly html: Uint8Array | undefined;
  /** Their names are safe as file names. */
  readonly files: readonly { readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array }[];
}

export interface OpenedMail {
  readonly rawBytes: number;
  /** SHA-256 in base64url. */
  readonly rawDigest: string;
  /** SHA-256 in base64url of its text, HTML and parts, decoded: the same for the same content however it travelled; of all bytes where it cannot be read. */
  readonly bodyDigest: string;
  readonly headers: Result<readonly HeaderField[], RelayRefused>;
  readonly mail: Result<InboundMail, RelayRefused>;
}

export interface RebuildOrder {
  readonly sender: Correspondent;
  readonly partner: Correspondent;
  readonly thread: Thread;
  /** Without brackets. */
  readonly messageId: string;
  readonly hop: string;
  readonly sentAt: Instant;
  /** Ends what the reader gets. */
  readonly footer?: Footer | undefined;
}

/** How the reader mutes, ends or reports. Links are the reader's own, so they are taken out of what anybody writes. */
export interface Footer {
  readonly listUnsubscribe: string;
  /** Where its reader mutes, ends or reports. */
  readonly page: string;
  /** Where its reader goes on in the chat; of what was written there. */
  readonly chatPage?: string | undefined;
  readonly community: string;
  readonly closesAfterDays: number;
}

/** What was passed on and what was not, day by day, for operators. Counts may be off by what a crash repeats. */
export interface RelayFigures {
  readonly count: (what: RelayEvent, at: Instant) => Promise<void>;
  /** Sums of the last `days` (1 … 90) days. May lag. */
  readonly sums: (days: number, now: Instant) => Promise<Readonly<Partial<Record<RelayEvent, number>>>>;
}

export type RelayEvent = 'relayed' | 'sent' | 'bounced' | 'complained' | 'reported' | RefusalCode;

/** Tells the operators about somebody, as membership takes it. */
export type ReportPartner = (report: {
  readonly member: MemberId;
  readonly about: MemberId;
  /** Never words of a mail: digests and times. */
  readonly evidence: string;
}) => Promise<void>;
