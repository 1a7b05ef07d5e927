import * as z from 'zod';
import type { ContentView, Frame, MarksView, MessageView } from '../../domain/relay/chat/frames.ts';
import type { ThreadPage, ThreadView } from '../../domain/relay/chat/use-cases.ts';

/** Longer than any message may be, so that one that is too long is told so. */
const textMax = 16 * 1024;

/**
 * All that the page of the chat and the server say to each other; the page imports nothing else of ours, and of this the types alone.
 *
 *     GET  /chat/api/threads                                  ThreadList
 *     GET  /chat/api/threads/:thread/messages?after|before    ThreadPage
 *     POST /chat/api/threads/:thread/messages                 SendBody → SentAnswer
 *     POST /chat/api/threads/:thread/marks                    MarkBody → Marks, where no WebSocket is open
 *     POST /chat/api/threads/:thread/voice                    UploadBody → UploadAnswer
 *     GET  /chat/api/threads/:thread/messages/:seq/:file      303 to a link: `voice`, `html`, or the place of a mail's file
 *     POST /chat/api/tickets                                  TicketAnswer
 *
 * Each takes `?member=`, whose page it is: it is refused as signed out where somebody else is signed in by now.
 *
 * Every refusal is a `RefusalAnswer`. A WebSocket to `TicketAnswer.url` carries `ClientFrame`s one way and `ServerFrame`s the other, each a
 * text of JSON; frames that are not known are left out.
 */
export const clientFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('send'), thread: z.string().max(200), id: z.string().max(64), text: z.string().max(textMax) }),
  z.object({
    type: z.literal('mark'),
    thread: z.string().max(200),
    delivered: z.int().min(0).optional(),
    read: z.int().min(0).optional(),
  }),
  z.object({ type: z.literal('typing'), thread: z.string().max(200) }),
  z.object({ type: z.literal('ping') }),
]);
export type ClientFrame = z.input<typeof clientFrame>;
export type ServerFrame = Frame;

export const sendBody = z.union([
  z.object({ id: z.string().max(64), text: z.string().max(textMax) }),
  z.object({ id: z.string().max(64), voice: z.string().max(500) }),
]);
export type SendBody = z.input<typeof sendBody>;
export type SentAnswer = MessageView;

export const markBody = z.object({ delivered: z.int().min(0).optional(), read: z.int().min(0).optional() });
export type MarkBody = z.input<typeof markBody>;

export const uploadBody = z.object({ mediaType: z.string().max(100), bytes: z.int().min(1) });
export type UploadBody = z.input<typeof uploadBody>;
export interface UploadAnswer {
  /** What is sent as `voice` once the file was handed over. */
  readonly voice: string;
  readonly form: { readonly url: string; readonly fields: Readonly<Record<string, string>> };
  readonly expiresAt: number;
}

export interface ThreadList {
  readonly threads: readonly ThreadView[];
  /** What the member is called. */
  readonly name: string;
}

/** Times are instants in epoch milliseconds, places in the order of the thread are whole numbers from 1. */
export type Message = MessageView;
export type Content = ContentView;
export type Marks = MarksView;
export type PageOfMessages = ThreadPage;
export type ThreadInList = ThreadView;

export interface TicketAnswer {
  /** With the ticket in it; good once, until `expiresAt`. */
  readonly url: string;
  readonly expiresAt: number;
}

export interface RefusalAnswer {
  readonly code: string;
  /** For people. */
  readonly message: string;
  readonly retryAfterMs?: number | undefined;
}
