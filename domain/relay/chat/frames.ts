import type { Instant } from '../../kernel/instant.ts';

/** What an open window is told. `adapters/http/contract.ts` has the same for the page. */
export type Frame =
  | { readonly type: 'message'; readonly thread: string; readonly message: MessageView }
  /** Answers what this window sent: it is stored. */
  | { readonly type: 'stored'; readonly thread: string; readonly message: MessageView }
  /** Answers what this window sent: it is not stored. `retryAfterMs` where waiting helps. */
  | {
      readonly type: 'refused';
      readonly id: string | undefined;
      readonly code: string;
      readonly message: string;
      readonly retryAfterMs?: number | undefined;
    }
  | ({ readonly type: 'marks'; readonly thread: string } & MarksView)
  | { readonly type: 'typing'; readonly thread: string }
  /** Something about the thread changed: ended, muted, shared. The page asks again. */
  | { readonly type: 'changed'; readonly thread: string }
  | { readonly type: 'pong'; readonly at: Instant };

/** How far each of the two is: places in the order of the thread. */
export interface MarksView {
  readonly mine: { readonly read: number };
  readonly partner: { readonly delivered: number; readonly read: number; readonly mailed: number };
}

export interface MessageView {
  readonly seq: number;
  readonly id: string;
  readonly mine: boolean;
  readonly at: Instant;
  readonly content: ContentView;
}

export type ContentView =
  /** `hidesYours`: an address of the member's own was taken out of what they wrote; the other one sees their alias in its place. */
  | { readonly kind: 'text'; readonly text: string; readonly hidesYours?: true | undefined }
  | { readonly kind: 'voice'; readonly mediaType: string; readonly bytes: number; readonly durationMs: number }
  | {
      readonly kind: 'mail';
      readonly subject: string;
      readonly text: string;
      readonly isCut: boolean;
      readonly hasHtml: boolean;
      readonly files: readonly { readonly name: string; readonly mediaType: string; readonly bytes: number }[];
    };
