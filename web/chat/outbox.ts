import type { Kept } from './needs.ts';
import type { Pending } from './thread-state.ts';

/**
 * What somebody wrote and no server said it has: it outlives the page. Each message is an entry of its own, so that two tabs cannot undo
 * each other's. Only one's own words are in it, and each is taken out as soon as it is known to be stored.
 */
export interface Outbox {
  /** In the order in which they were written. Newest state, other tabs' included. */
  readonly waiting: () => readonly Waiting[];
  /** Nothing more is to be written before something of it went out. */
  readonly isFull: () => boolean;
  readonly put: (waiting: Waiting) => void;
  /** Idempotent. */
  readonly remove: (thread: string, id: string) => void;
}

export interface Waiting {
  readonly thread: string;
  readonly id: string;
  readonly at: number;
  readonly text: string;
  /** Refused for good, or by its writer's leave not sent any more; `undefined` goes out by itself. */
  readonly failed?: string | undefined;
}

/** What is older than this is not sent by itself any more: words of another day may be out of place. */
export const staleAfterMs = 24 * 60 * 60_000;
/** So many are kept of all threads; who has written so many without a connection is offline for long. */
export const waitingMax = 200;

/** `box`: an opaque word for the member, as two members may use one browser and have one thread. */
export const makeOutbox = ({ kept, box }: { readonly kept: Kept; readonly box: string }): Outbox => {
  const prefix = `loop.chat.${box}.`;
  const keyOf = (thread: string, id: string): string => `${prefix}${thread}.${id}`;
  const keys = (): readonly string[] => kept.keys().filter((key) => key.startsWith(prefix));
  return {
    waiting: () =>
      keys()
        .flatMap((key) => waitingFrom(kept.get(key)))
        .sort((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1)),
    isFull: () => keys().length >= waitingMax,
    put: (waiting) => kept.set(keyOf(waiting.thread, waiting.id), JSON.stringify(waiting)),
    remove: (thread, id) => kept.remove(keyOf(thread, id)),
  };
};

export const pendingFrom = ({ id, at, text, failed }: Waiting, now: number): Pending => {
  const words = failed ?? (now - at > staleAfterMs ? 'Written more than a day ago, and not sent.' : undefined);
  return { id, at, content: { kind: 'text', text }, status: words === undefined ? 'waiting' : 'failed', words };
};

const waitingFrom = (text: string | undefined): readonly Waiting[] => {
  try {
    const read = JSON.parse(text ?? '') as Partial<Waiting> | null;
    const { thread, id, at, text: words, failed } = read ?? {};
    if (typeof thread !== 'string' || typeof id !== 'string' || typeof at !== 'number' || typeof words !== 'string') return [];
    return [{ thread, id, at, text: words, failed: typeof failed === 'string' ? failed : undefined }];
  } catch {
    return [];
  }
};
