import type { MemberId } from '../../kernel/member-id.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Result } from '../../kernel/result.ts';
import type { MarksView, MessageView } from './frames.ts';
import type { UploadForm } from './ports.ts';

/** Who acts, as their session or their ticket says; a thread is the id of a conversation, and theirs or unknown. */
export interface Acting {
  readonly member: MemberId;
  readonly thread: string;
}

/**
 * Why something was not done; `message` is for its writer. `chat.thread_unknown`: none of theirs. `chat.closed`: ended, expired, blocked,
 * muted by the other one, or one of the two is gone; it is not said which.
 */
export interface ChatRefused {
  readonly code: ChatRefusalCode;
  readonly message: string;
  readonly retryAfterMs?: number | undefined;
}
export const chatRefusalCodes = [
  'chat.thread_unknown',
  'chat.closed',
  'chat.malformed',
  'chat.empty',
  'chat.too_long',
  'chat.rate_limited',
  'chat.upload_unknown',
  'chat.upload_missing',
  'chat.voice_too_large',
  'chat.voice_too_long',
  'chat.voice_not_audio',
] as const;
export type ChatRefusalCode = (typeof chatRefusalCodes)[number];

/**
 * Stores a message and shows it to every open window of both. The same `id` again is the same message: it is answered as it was stored.
 * `voice` is what `AskForUpload` answered. `connection` is the window that it came by: it is answered by the caller, not shown it.
 */
export type SendMessage = (
  command: Acting & {
    readonly id: string;
    readonly content: { readonly text: string } | { readonly voice: string };
    readonly connection?: string | undefined;
  },
) => Promise<Result<MessageView, ChatRefused>>;

/** A place to hand a recording over to. `mediaType` as the browser says it; only audio that `SendMessage` can check. */
export type AskForUpload = (
  command: Acting & { readonly mediaType: string; readonly bytes: number },
) => Promise<Result<{ readonly voice: string; readonly form: UploadForm; readonly expiresAt: Instant }, ChatRefused>>;

/** Says how far a member is. What goes back is left out; both are told. */
export type MarkMessages = (
  command: Acting & {
    readonly delivered?: number | undefined;
    readonly read?: number | undefined;
    readonly connection?: string | undefined;
  },
) => Promise<Result<MarksView, ChatRefused>>;

/** Tells the other one's open windows; nothing is stored, and nobody hears whether it arrived. */
export type TellTyping = (command: Acting) => Promise<Result<'told', ChatRefused>>;

/** In order, at most `limit`, fewer where they say much: the first behind `after`, the last before `before`, or the newest. */
export type ReadMessages = (
  query: Acting & { readonly after?: number | undefined; readonly before?: number | undefined; readonly limit: number },
) => Promise<Result<ThreadPage, ChatRefused>>;

export interface ThreadPage {
  readonly messages: readonly MessageView[];
  readonly lastSeq: number;
  readonly marks: MarksView;
}

/** A member's threads, those with the newest messages first. Where those say much, the last ones come without theirs. */
export type ListThreads = (query: { readonly member: MemberId }) => Promise<readonly ThreadView[]>;

export interface ThreadView extends ThreadPage {
  readonly thread: string;
  readonly week: string;
  /** `undefined` for somebody who is gone. */
  readonly partnerName: string | undefined;
  readonly introducedAt: Instant;
  /** `ended`: nothing can be written, by whomever it was ended. `muted`: by the member, who gets nothing by mail. */
  readonly state: 'open' | 'muted' | 'ended' | 'expired';
  /** The member let the other one know their own address. */
  readonly isShared: boolean;
  /** At most `unreadCountedMax`. */
  readonly unread: number;
}

/** A link to a file of a message: `'voice'`, `'html'` or the place of a mail's file. Good for `fileLinkMs`. */
export type LinkToFile = (
  query: Acting & { readonly seq: number; readonly file: 'voice' | 'html' | number },
) => Promise<Result<string, ChatRefused>>;

/** A ticket to connect with, for the browser of this session. */
export type IssueTicket = (command: {
  readonly member: MemberId;
  readonly session: string;
}) => Promise<{ readonly ticket: string; readonly expiresAt: Instant }>;

/** Opens a window by its ticket, once. */
export type Connect = (command: {
  readonly connection: string;
  readonly ticket: string;
}) => Promise<Result<'connected', { readonly code: 'chat.ticket_refused' }>>;

export type Disconnect = (command: { readonly connection: string }) => Promise<void>;

/** Who an open window belongs to, newest state; closes one whose session is over. */
export type WhoIsThere = (command: {
  readonly connection: string;
}) => Promise<Result<{ readonly member: MemberId }, { readonly code: 'chat.session_over' }>>;

/** Closes the windows of a member whose sessions are over. Idempotent. */
export type CloseWindows = (command: { readonly member: MemberId }) => Promise<void>;

/** Shows the newest messages of a conversation to the open windows of both: after a mail was passed on. */
export type ShowInChat = (command: { readonly conversationId: string; readonly seq: number }) => Promise<void>;

/** Tells the open windows of both that something about a thread changed; of one `only`, where the other one is not to notice. */
export type TellChanged = (command: { readonly conversationId: string; readonly only?: MemberId | undefined }) => Promise<void>;

/**
 * Decides for both whether what they missed goes out as a mail, where it is time. Idempotent. `'mailed'` where at least one does.
 */
export type MailMissed = (command: { readonly conversationId: string }) => Promise<'mailed' | 'nothing'>;

/** The same for every chat for which it is time. */
export type MailAllMissed = (command: {
  readonly now: Instant;
  readonly isEnough?: (() => boolean) | undefined;
}) => Promise<{ readonly mailed: number; readonly isComplete: boolean }>;
