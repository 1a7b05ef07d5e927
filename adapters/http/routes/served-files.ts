import type { FileLink } from '../../../domain/relay/chat/ports.ts';

/** Files of chats, where our own server stores them. Each form and each link says what it is for, and is signed. */
export interface ServedFiles {
  /** Stores what was handed over with the fields of a form. `'wrong_size'`: nothing at all, or more than the form takes. */
  readonly accept: (fields: Readonly<Record<string, string>>, bytes: Uint8Array) => Promise<'stored' | 'denied' | 'wrong_size'>;
  /** What a link leads to, by its query. */
  readonly open: (query: Readonly<Record<string, string>>) => Promise<ServedFile | 'denied' | 'missing'>;
}

export interface ServedFile extends Omit<FileLink, 'key'> {
  readonly bytes: Uint8Array;
}
