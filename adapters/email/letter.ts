import type { Words } from './words.ts';

/** What a mail says, before it is laid out; HTML and text are two ways to show the same letter. */
export interface Letter {
  readonly subject: string;
  /** What a mailbox shows beside the subject. */
  readonly preview: string;
  /** Initials over the title: of the reader and of whom they meet. */
  readonly faces?: readonly string[];
  readonly title: Words;
  readonly blocks: readonly Block[];
  /** Smaller links below the letter. */
  readonly links: readonly Way[];
  /** Why the reader gets this mail. */
  readonly because: string;
  /** The one-click address, where this mail can be had no more of. */
  readonly unsubscribe?: string;
}

export type Block =
  | { readonly kind: 'paragraph'; readonly words: Words }
  | { readonly kind: 'aside'; readonly words: Words }
  | { readonly kind: 'list'; readonly heading: string; readonly items: readonly Words[] }
  | { readonly kind: 'quote'; readonly heading: string; readonly words: Words }
  | { readonly kind: 'button'; readonly way: Way }
  /** An address to write to, as a button and in full. */
  | { readonly kind: 'mailbox'; readonly label: string; readonly address: string; readonly subject: string }
  | { readonly kind: 'choices'; readonly choices: readonly Way[] };

export interface Way {
  readonly label: string;
  readonly url: string;
}
