/** What the page takes from the browser, so that all that decides runs without one. */
export interface Timers {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Runs once after `ms`; what it answers takes it back. */
  readonly after: (ms: number, run: () => void) => () => void;
}

/** From 0 up to 1. */
export type Chance = () => number;

export interface Socket {
  readonly send: (text: string) => void;
  /** Nothing is heard from it after this. */
  readonly close: () => void;
}
export interface SocketEvents {
  readonly opened: () => void;
  readonly said: (text: string) => void;
  /** Once: it is closed, or was never open. */
  readonly closed: () => void;
}
export type OpenSocket = (url: string, events: SocketEvents) => Socket;

/** Asks our server. `undefined`: no answer came. */
export type Ask = (path: string, body?: unknown) => Promise<{ readonly status: number; readonly json: unknown } | undefined>;

/** What outlives the page, one word under one key. */
export interface Kept {
  readonly keys: () => readonly string[];
  readonly get: (key: string) => string | undefined;
  /** A browser that is full or that keeps nothing forgets; nothing fails. */
  readonly set: (key: string, value: string) => void;
  readonly remove: (key: string) => void;
}

/** What was begun to be written, by thread. */
export interface Drafts {
  /** Empty where nothing was begun. */
  readonly get: (thread: string) => string;
  readonly set: (thread: string, text: string) => void;
}

/** Runs one at a time, over all tabs of this site; where a tab gets no turn, all the same. */
export type OneAtATime = (run: () => Promise<void>) => Promise<void>;
